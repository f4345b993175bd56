"""The history of a lesson: its revisions, one of them, and two compared."""

from flask import render_template, request

from community.cases.difference import compare as compare_texts
from community.cases.rules import can_create_somewhere
from community.errors import Absent
from community.languages import gettext, reader
from community.lessons.queries import revisions as queries
from community.lessons.queries.lessons import writers_of
from community.lessons.sentences import words_in
from community.lessons.views import blueprint
from community.lessons.views.finding import found
from community.links.queries.meaning import links_in
from community.vocabularies.queries import labels


@blueprint.get("/lessons/<slug>/history")
def history(community, slug):
    _viewer, community, lesson = found(community, slug)
    rows = queries.revisions_of(lesson, before=request.args.get("before", type=int))
    page, more = rows[: queries.REVISIONS_A_PAGE], len(rows) > queries.REVISIONS_A_PAGE
    return render_template(
        "lessons/history.html",
        community=community,
        section="lessons",
        lesson=lesson,
        revisions=page,
        older=page[-1].number if more else None,
        writers=writers_of(lesson),
    )


@blueprint.get("/lessons/<slug>/revisions/<int:number>")
def revision(community, slug, number):
    viewer, community, lesson = found(community, slug)
    shown = queries.find_revision(lesson, number)
    names = _themes(community)
    return render_template(
        "lessons/revision.html",
        community=community,
        section="lessons",
        lesson=lesson,
        said=shown,
        words=words_in(lesson.language),
        themes=[names.get(("themes", key), key) for key in shown.themes],
        links=links_in(shown.html, viewer=viewer),
        begin=f"/c/{community.slug}/cases/new" if can_create_somewhere(viewer, community.id) else "",
    )


@blueprint.get("/lessons/<slug>/compare")
def compare(community, slug):
    _viewer, community, lesson = found(community, slug)
    newer = request.args.get("to", lesson.revision_count, type=int)
    older = request.args.get("from", max(1, newer - 1), type=int)
    if older < 1:
        raise Absent
    before, after = queries.find_revision(lesson, older), queries.find_revision(lesson, newer)
    parts, terms = _parts(), _themes(community)
    differences = compare_texts(_texts(before, terms), _texts(after, terms), list(parts))
    return render_template(
        "lessons/compare.html",
        community=community,
        section="lessons",
        lesson=lesson,
        before=before,
        after=after,
        differences=[(parts[difference.key], difference) for difference in differences],
    )


def _parts():
    """Return what each part of a lesson is called, in their order."""
    return {
        "question": gettext("The question that is shared"),
        "when": gettext("When"),
        "do": gettext("Do"),
        "because": gettext("Because"),
        "holds": gettext("Where it holds"),
        "holds_not": gettext("Where it does not hold"),
        "explanation": gettext("Explanation"),
        "themes": gettext("Themes"),
    }


def _texts(revision, terms):
    """Return every part as text; a list becomes a paragraph for each of its entries."""
    texts = {name: getattr(revision, name) for name in _parts() if name != "themes"}
    return texts | {"themes": "\n\n".join(terms.get(("themes", key), key) for key in revision.themes)}


def _themes(community):
    return labels(reader()[0], community_id=community.id)
