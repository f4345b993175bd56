"""A text as it will look, what was pasted as Markdown, and whom and what the text may name."""

from flask import jsonify, render_template, request
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases.queries.completions import titles_of_cases
from community.errors import Absent, Invalid, Throttled
from community.groups.queries.completions import people_named
from community.groups.queries.groups import find_community
from community.languages import gettext
from community.lessons.models import Kind
from community.lessons.queries.completions import titles_of_lessons
from community.slugs import begun
from community.texts import actions
from community.texts.views import blueprint
from community.texts.views.previews import as_read
from community.web import reads_first

LEAST, LONGEST, MOST = 2, 80, 8


@blueprint.post("/preview")
@login_required
@reads_first
def preview():
    viewer = current_viewer()
    slug = request.form.get("community")
    community = find_community(slug, viewer=viewer) if slug else None
    html = actions.preview(request.form.get("text", ""), by=viewer)
    return render_template("texts/preview.html", html=as_read(html, community, viewer=viewer))


@blueprint.post("/paste")
@login_required
@reads_first
def paste():
    return jsonify(markdown=actions.paste(request.form.get("html", ""), by=current_viewer()))


@blueprint.errorhandler(Invalid)
@blueprint.errorhandler(Throttled)
def refused(refusal):
    """Say to the box, which has the text still, why not."""
    return jsonify(said=refusal.message), refusal.status


@blueprint.get("/c/<community>/completions")
@login_required
def completions(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    kind, typed = request.args.get("kind", "people"), request.args.get("q", "").strip()
    if not viewer.belongs_to(community.id) or kind not in ("people", "things"):
        raise Absent
    if not LEAST <= len(typed) <= LONGEST:
        return jsonify([])
    found = _people(community, typed) if kind == "people" else _things(community, typed, viewer)
    return jsonify([{"insert": insert, "name": name, "more": more} for insert, name, more in found])


def _people(community, typed):
    return [
        (f"@{person.handle} ", person.name, ", ".join(filter(None, (f"@{person.handle}", person.organisation))))
        for person in people_named(community.id, typed)
    ]


def _things(community, typed, viewer):
    patterns = begun(typed)
    kinds = {Kind.LESSON: gettext("Lesson"), Kind.ISSUE: gettext("Common issue")}
    cases = [(title, gettext("Case")) for title in titles_of_cases(community.id, patterns, viewer=viewer)]
    lessons = [(one.title, kinds[Kind(one.kind)]) for one in titles_of_lessons(community.id, patterns, viewer=viewer)]
    room = max(MOST - len(lessons), MOST // 2)
    named = [*cases[:room], *lessons][:MOST]
    return [(f"[[{title}]]", title, kind) for title, kind in named]
