"""What is missing in what a community has learned, for who coordinates it: each gap with what to do about it."""

from typing import Any, NamedTuple
from urllib.parse import quote

from flask import render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.groups.rules import can_coordinate
from community.home.views import blueprint
from community.languages import gettext
from community.lessons.queries.gaps import DAYS, NAMES, POSTS, UNUSED_DAYS, gaps_in
from community.paging import read_key, write_key
from community.plenaries.queries.gaps import themes_without_lesson
from community.search.queries import missed_in

SHOWN, A_PAGE = 5, 25
TITLE_LENGTH = 120
GAPS = (*NAMES[:2], "themes", *NAMES[2:])
_LESSON = "/lessons/{slug}"
# Where a thing of each kind stands, and where something is done about it.
_PLACES = {
    "cases": ("/cases/{slug}", "/cases/{slug}/harvest"),
    "threads": ("/threads/{slug}", "/threads/{slug}"),
    "themes": ("/plenaries/{slug}/themes/{id}", "/plenaries/{slug}/themes/{id}"),
    "one-source": (_LESSON, "/lessons/{slug}/evidence"),
    "one-organisation": (_LESSON, "/threads/new?title={asking}"),
    "contradicted": (_LESSON, "/lessons/{slug}#evidence"),
    "changed": (_LESSON, "/lessons/{slug}#changed"),
    "unused": (_LESSON, "/threads/new?title={using}"),
    "review": (_LESSON, "/lessons/{slug}/review"),
}


class Line(NamedTuple):
    """One thing that is missing something, and where it stands and is mended."""

    row: Any
    address: str
    mending: str


class Shown(NamedTuple):
    """One kind of gap on the page: what it is called, why it matters, what to do next, and a page of what there is."""

    name: str
    title: str
    why: str
    act: str
    sign: str
    lines: list[Line]
    total: int
    older: str | None


@blueprint.get("/c/<community>/gaps")
@login_required
def gaps(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not can_coordinate(viewer, community.scope):
        raise Absent
    only = request.args.get("gap") if request.args.get("gap") in GAPS else None
    before = read_key(request.args.get("before")) if only else None
    limit = A_PAGE if only else SHOWN
    asked = [only] if only else GAPS
    return render_template(
        "home/gaps.html",
        community=community,
        section="desk",
        gaps=[_shown(community, name, viewer, limit=limit, before=before) for name in asked],
        only=only,
        is_first=before is None,
        missed=[] if only else missed_in(community, viewer=viewer),
    )


def _shown(community, name, viewer, *, limit, before):
    if name == "themes":
        rows = themes_without_lesson(community, viewer=viewer, limit=limit, before=before)
    else:
        rows = gaps_in(community, name, viewer=viewer, limit=limit, before=before)
    page = rows[:limit]
    older = write_key(*page[-1].key) if len(rows) > limit else None
    lines = [Line(row, *_addresses(community, name, row)) for row in page]
    return Shown(name, *_words()[name], lines, rows[0].total if rows else 0, older)


def _addresses(community, name, row):
    base = url_for("groups.community", community=community.slug)
    asking = gettext("Does this hold where you work: %(lesson)s?", lesson=row.title[:TITLE_LENGTH])
    using = gettext("What came of this where you used it: %(lesson)s?", lesson=row.title[:TITLE_LENGTH])
    values = {"slug": row.slug, "id": row.id, "asking": quote(asking), "using": quote(using)}
    return (base + place.format(**values) for place in _PLACES[name])


def _words() -> dict[str, tuple[str, str, str, str]]:
    """Return, for each gap, its title, why it matters, what to do next, and its sign."""
    return {
        "cases": (
            gettext("Cases not yet harvested"),
            gettext("They are described, and nobody has marked a passage in them."),
            gettext("Harvest it"),
            "case",
        ),
        "threads": (
            gettext("Discussions not yet harvested"),
            gettext(
                "They have %(posts)d posts or more and are older than %(days)d days; what was said in them is fading.",
                posts=POSTS,
                days=DAYS,
            ),
            gettext("Mark what is worth learning from"),
            "thread",
        ),
        "themes": (
            gettext("Themes without a lesson"),
            gettext("A plenary put them together and drafted nothing of them."),
            gettext("Make a draft of it, or say why not"),
            "cycle-5",
        ),
        "one-source": (
            gettext("Lessons with one source"),
            gettext("Their evidence comes from one case or discussion, or from none."),
            gettext("Look for a second case that bears it out, or does not"),
            "lesson",
        ),
        "one-organisation": (
            gettext("Lessons with one organisation"),
            gettext("They have several sources, and all the words are from people of one organisation."),
            gettext("Ask for another organisation’s experience"),
            "members",
        ),
        "contradicted": (
            gettext("Contradicted since they were adopted"),
            gettext("Evidence against them was cited after the community agreed."),
            gettext("Look at what contradicts it"),
            "contradicts",
        ),
        "changed": (
            gettext("Evidence changed since"),
            gettext("What they quote reads otherwise where it stands today."),
            gettext("See whether it still carries the lesson"),
            "edit",
        ),
        "unused": (
            gettext("Never used"),
            gettext("They were adopted more than %(days)d days ago, and nobody has told of a use.", days=UNUSED_DAYS),
            gettext("Ask who has used it"),
            "flag",
        ),
        "review": (
            gettext("Past review"),
            gettext("The day on which they were to be looked at again has come."),
            gettext("Look at it again"),
            "calendar",
        ),
    }
