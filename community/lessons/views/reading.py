"""The list of lessons, and a lesson with the practice it comes from."""

from flask import redirect, render_template, request, url_for

from community.accounts.session import current_viewer
from community.cases.queries.forms import form_of
from community.cases.rules import can_create_somewhere
from community.groups.queries.groups import find_community
from community.languages import reader
from community.lessons import rules
from community.lessons.models import Kind
from community.lessons.queries import evidence, lessons
from community.lessons.sentences import words_in
from community.lessons.views import blueprint
from community.links.queries.linking import linking_to_lesson
from community.links.queries.meaning import links_in
from community.paging import read_key, write_key
from community.vocabularies.queries import labels

ISSUES_BESIDE = 10


@blueprint.get("/lessons")
def lesson_list(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    kind = request.args.get("kind") if request.args.get("kind") in tuple(Kind) else None
    before = read_key(request.args.get("before"))
    rows = lessons.lessons_in(community, viewer=viewer, kind=kind or Kind.LESSON, before=before)
    page, more = rows[: lessons.LESSONS_A_PAGE], len(rows) > lessons.LESSONS_A_PAGE
    beside = [] if kind else lessons.lessons_in(community, viewer=viewer, kind=Kind.ISSUE, limit=ISSUES_BESIDE)
    may_write = bool(lessons.groups_to_write_in(community, viewer=viewer))
    return render_template(
        "lessons/lesson_list.html",
        community=community,
        section="lessons",
        kind=kind,
        page=page,
        older=write_key(*page[-1].key) if more else None,
        issues=beside[:ISSUES_BESIDE],
        more_issues=len(beside) > ISSUES_BESIDE,
        may_write=may_write,
        is_first=before is None,
        drafts=lessons.drafts_in(community, viewer=viewer) if may_write and not kind and before is None else [],
    )


@blueprint.get("/lessons/<slug>")
def lesson(community, slug):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = lessons.find_lesson(community, slug, viewer=viewer)
    if found.slug != slug:
        return redirect(url_for("lessons.lesson", community=community.slug, slug=found.slug), 301)
    pieces = evidence.evidence_of(found, viewer=viewer)
    revision = lessons.present_revision(found)
    words = labels(reader()[0], community_id=community.id) if revision.themes else {}
    return render_template(
        "lessons/lesson.html",
        community=community,
        section="lessons",
        lesson=found,
        said=revision,
        pieces=pieces,
        tally=evidence.tally_of(pieces),
        credited=_credited(pieces),
        writers=lessons.writers_of(found),
        words=words_in(found.language),
        section_names=section_names(community, (piece.source for piece in pieces)),
        themes=[words.get(("themes", key), key) for key in revision.themes],
        may_write=rules.can_write_lessons(viewer, found.scope),
        links=links_in(revision.html, viewer=viewer),
        begin=f"/c/{community.slug}/cases/new" if can_create_somewhere(viewer, community.id) else "",
        linking=linking_to_lesson(found.id, slug=found.slug, community_id=community.id, viewer=viewer),
    )


def section_names(community, sources):
    """Return what the sections that passages stand in are called, in the reader's language."""
    keys = [source.section for source in sources if source is not None and source.section]
    return {section.key: section.label(reader()[0]) for section in form_of(community.id).sections_with(keys)}


def _credited(pieces):
    """Return everybody whose words the reader finds on the page, each once."""
    return list({piece.handle: piece for piece in pieces if piece.author}.values())
