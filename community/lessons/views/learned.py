"""What a community has learned, on one page: as a picture of the whole, narrowed by choices, and as a list."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import render_template, request, url_for

from community import places
from community.accounts.session import current_viewer
from community.addresses import read_number
from community.groups.queries.groups import find_frame
from community.languages import gettext, ngettext, reader
from community.lessons.drawing import Node
from community.lessons.models import Kind
from community.lessons.overview import CHOICES, Overview
from community.lessons.queries.learned import overview_of, titles_of
from community.lessons.queries.lessons import LESSONS_A_PAGE, lessons_among
from community.lessons.views import blueprint
from community.lessons.views.weaving import LESSONS, PRACTICE, THEMES, Weaving, heads, picture
from community.lessons.words import status_names
from community.plenaries.queries.chains import plenaries_of_lessons
from community.vocabularies.queries import labels, present_edition

VALUE_LENGTH = 80
_VOCABULARIES = {"theme": "themes", "purpose": "purposes", "sector": "sectors"}


class Asked(NamedTuple):
    """What somebody asks for, what fits it at a glance, and what the choices are called; `slug` is of the community."""

    slug: str
    wanted: dict[str, str]
    overview: Overview
    terms: Any
    known: dict[str, Any]

    def address(self, endpoint: str = "lessons.learned", *, without: str = "", **more: Any) -> str:
        """Return the address of the picture, or of the list, for the same choices with more or without one."""
        asked = {name: value for name, value in self.wanted.items() if name != without} | more
        path = url_for(endpoint, community=self.slug)
        return f"{path}?{urlencode(asked)}" if asked else path

    def words(self, name: str, value: str) -> str:
        """Return what a value of a choice is called."""
        if name in _VOCABULARIES:
            return str(self.terms.get((_VOCABULARIES[name], value), value))
        return str(self.known[name].get(value, value))


@blueprint.get("/learned")
def learned(community):
    viewer = current_viewer()
    community = find_frame(community, viewer=viewer)
    asked = _ask(community, viewer)
    return render_template(
        "lessons/learned.html",
        community=community,
        section="lessons",
        asked=asked,
        picture=_drawn(asked, viewer) if asked.overview.ids else "",
        may_write=viewer.coordinates(community.id),
        **_narrowing(asked),
    )


@blueprint.get("/learned/list")
def learned_list(community):
    viewer = current_viewer()
    community = find_frame(community, viewer=viewer)
    asked = _ask(community, viewer)
    ids, after = asked.overview.ids, read_number(request.args.get("after"))
    start = ids.index(after) + 1 if after in ids else 0
    page = ids[start : start + LESSONS_A_PAGE]
    return render_template(
        "lessons/learned_list.html",
        community=community,
        section="lessons",
        asked=asked,
        lessons=lessons_among(page, viewer=viewer),
        further=page[-1] if start + len(page) < len(ids) else None,
        is_first=start == 0,
        **_narrowing(asked),
    )


def _ask(community, viewer):
    """Read what the address asks for, and return it with what fits."""
    wanted = {name: value for name in CHOICES if (value := request.args.get(name, "").strip()[:VALUE_LENGTH])}
    made, titles = plenaries_of_lessons(community, viewer=viewer)
    terms, language = present_edition(), reader()[0]
    overview = overview_of(community, wanted, viewer=viewer, terms=terms, plenaries=made)
    kinds = {Kind.LESSON.value: gettext("Lessons"), Kind.ISSUE.value: gettext("Common issues")}
    known = {"place": places.names_by_code(language), "status": status_names(), "kind": kinds, "plenary": titles}
    return Asked(community.slug, wanted, overview, labels(language, edition=terms, community_id=community.id), known)


def _narrowing(asked):
    """Return the choices as fields of a form with the number behind each value, and those that were made."""
    named = {
        "theme": gettext("Theme"),
        "purpose": gettext("Why they cooperated"),
        "sector": gettext("Sector"),
        "place": gettext("Where"),
        "plenary": gettext("Plenary"),
        "status": gettext("Status"),
        "kind": gettext("Lessons or common issues"),
    }
    fields = []
    for name, counts in asked.overview.counts.items():
        options = [(value, asked.words(name, value), number) for value, number in counts.items()]
        if name in asked.wanted and asked.wanted[name] not in counts:
            options.append((asked.wanted[name], asked.words(name, asked.wanted[name]), 0))
        if options:
            fields.append((name, named[name], sorted(options, key=lambda option: option[1].casefold())))
    chips = [(named[name], asked.words(name, value), name) for name, value in asked.wanted.items()]
    return {"fields": fields, "said": {name: asked.wanted.get(name) for name in CHOICES}, "chips": chips}


def _drawn(asked, viewer):
    """Draw the themes with most lessons in the middle, what most of these come from at the left, the firmest at the right."""
    woven, overview = Weaving(f"/c/{asked.slug}"), asked.overview
    for band in overview.bands:
        _add_band(woven, asked, band)
    if overview.more_bands:
        more = ngettext("%(num)d more theme", "%(num)d more themes", overview.more_bands)
        woven.add(Node("themes", THEMES, "list", more, "", asked.address("lessons.learned_list")))
    titles = titles_of([spring.origin for spring in overview.springs], viewer=viewer)
    for spring in overview.springs:
        key = woven.add(_spring_node(woven.base, spring, titles.get(spring.origin)))
        for theme, number in spring.bands:
            woven.tie(key, _theme_key(theme), times=number)
    if overview.more_springs:
        said = ngettext("%(num)d more case or discussion", "%(num)d more cases and discussions", overview.more_springs)
        woven.add(Node("sources", PRACTICE, "list", said))
    columns = list(heads())
    columns[PRACTICE] = gettext("Where most of it comes from")
    return picture(woven.nodes.values(), woven.ties, name="learned", columns=tuple(columns), begin=THEMES)


def _add_band(woven, asked, band):
    """Add a theme, the lessons that are shown under it, and how many more there are."""
    parts = [ngettext("%(num)d lesson", "%(num)d lessons", band.lessons)] if band.lessons else []
    parts += [ngettext("%(num)d common issue", "%(num)d common issues", band.issues)] if band.issues else []
    text = asked.words("theme", band.key) if band.key else gettext("No theme named yet")
    address = asked.address(theme=band.key) if band.key and "theme" not in asked.wanted else ""
    key = woven.add(Node(_theme_key(band.key), THEMES, "cycle-5", text, ", ".join(parts), address))
    for lesson in band.shown:
        woven.tie(key, woven.add(woven.lesson_node(lesson)._replace(lines=3)))
    if band.left:
        more = ngettext("%(num)d more", "%(num)d more", band.left)
        chosen = {"theme": band.key} if band.key else {}
        address = asked.address("lessons.learned_list", **chosen)
        woven.tie(key, woven.add(Node(f"more:{band.key}", LESSONS, "list", more, "", address, full=f"{text}, {more}")))


def _spring_node(base, spring, titled):
    said, (kind, number) = gettext("led to %(n)d", n=spring.number), spring.origin
    key = f"{kind}:{number}"
    if titled is None:
        return Node(
            key,
            PRACTICE,
            "subgroup",
            gettext("Kept in subgroups, or released from one"),
            gettext("Subgroups, %(said)s", said=said),
        )
    is_case = kind == "case"
    note = f"{gettext('Case') if is_case else gettext('Discussion')}, {said}"
    address = f"{base}/{'cases' if is_case else 'threads'}/{titled.slug}/chain"
    return Node(key, PRACTICE, kind, titled.title, note, address, titled.language, lines=2)


def _theme_key(key):
    return f"theme:{key}"
