"""The list of lessons, and a lesson with the practice it comes from."""

from flask import redirect, render_template, request, url_for

from community.accounts.session import current_viewer
from community.cases.queries.forms import form_of
from community.cases.rules import can_create_somewhere
from community.groups.queries.groups import find_community
from community.languages import gettext, reader
from community.lessons import rules
from community.lessons.models import CURRENT, PAST, Kind, Status
from community.lessons.queries import evidence, lessons, successions, trials, voices
from community.lessons.queries.order import read_place
from community.lessons.queries.strength import strength_of
from community.lessons.sentences import words_in
from community.lessons.views import blueprint
from community.lessons.views.weaving import chain_of
from community.lessons.words import stage_names, status_names
from community.links.queries.linking import linking_to_lesson
from community.links.queries.meaning import links_in
from community.plenaries.queries.chains import themes_of_passages
from community.vocabularies.queries import labels

ISSUES_BESIDE = 10
VOICES_SHOWN = 6
USES_SHOWN = 5
PAST_ONES = "past"


@blueprint.get("/lessons")
def lesson_list(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    kind = request.args.get("kind") if request.args.get("kind") in tuple(Kind) else None
    before, status = read_place(request.args.get("before")), request.args.get("status", "")
    groups = _statuses()
    status = status if status in groups else ""
    statuses = groups[status][1] if status else CURRENT
    rows = lessons.lessons_in(community, viewer=viewer, kind=kind or Kind.LESSON, before=before, statuses=statuses)
    page, more = rows[: lessons.LESSONS_A_PAGE], len(rows) > lessons.LESSONS_A_PAGE
    beside = (
        [] if kind or status else lessons.lessons_in(community, viewer=viewer, kind=Kind.ISSUE, limit=ISSUES_BESIDE)
    )
    may_write = bool(lessons.groups_to_write_in(community, viewer=viewer))
    return render_template(
        "lessons/lesson_list.html",
        community=community,
        section="lessons",
        kind=kind,
        page=page,
        status=status,
        narrowing=_narrowing(lessons.count_by_status(community, viewer=viewer, kind=kind or Kind.LESSON), groups),
        older=str(page[-1].place) if more else None,
        issues=beside[:ISSUES_BESIDE],
        more_issues=len(beside) > ISSUES_BESIDE,
        may_write=may_write,
        is_first=before is None,
        drafts=lessons.drafts_in(community, viewer=viewer)
        if may_write and not kind and not status and before is None
        else [],
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
    themes = themes_of_passages([piece.passage_id for piece in pieces if not piece.is_held], viewer=viewer)
    return render_template(
        "lessons/lesson.html",
        community=community,
        section="lessons",
        lesson=found,
        said=revision,
        pieces=pieces,
        tally=evidence.tally_of(pieces),
        strength=strength_of(pieces),
        may_speak=rules.can_speak(viewer, found),
        takes_voices=rules.takes_voices(found.status),
        successor=successions.successor_of(found, viewer=viewer),
        supersedes=successions.superseded_by(found, viewer=viewer),
        **_spoken(found, viewer),
        credited=_credited(pieces),
        writers=lessons.writers_of(found),
        words=words_in(found.language),
        section_names=section_names(community, (piece.source for piece in pieces)),
        themes=[words.get(("themes", key), key) for key in revision.themes],
        may_write=rules.can_write_lessons(viewer, found.scope),
        links=links_in(revision.html, viewer=viewer),
        begin=f"/c/{community.slug}/cases/new" if can_create_somewhere(viewer, community.id) else "",
        chain=chain_of(found, pieces, themes, f"/c/{community.slug}") if pieces else "",
        linking=linking_to_lesson(found.id, slug=found.slug, community_id=community.id, viewer=viewer),
    )


def _spoken(found, viewer):
    """Return what members say of a lesson, and what came of it."""
    if found.kind != Kind.LESSON or found.status == Status.DRAFT:
        return {}
    return {
        "said_of": voices.said_of(found),
        "voices": voices.voices_on(found, viewer=viewer, limit=VOICES_SHOWN)[:VOICES_SHOWN],
        "uses": voices.uses_of(found, viewer=viewer, limit=USES_SHOWN)[:USES_SHOWN] if found.use_count else [],
        "stages": stage_names(),
        "own_voice": voices.own_voice(found, viewer=viewer),
        "taken_back": voices.uses_taken_back(found, viewer=viewer),
        "trial": trials.open_trial(found, viewer=viewer),
        "trying": trials.count_trying(found),
    }


def _statuses():
    """Return what a list is narrowed to: its name and its statuses, by its word in the address."""
    names = status_names()
    single = (Status.PROPOSED, Status.PLENARY, Status.ADOPTED, Status.REVIEW)
    return {status.value: (names[status], (status,)) for status in single} | {
        PAST_ONES: (gettext("Past lessons"), PAST)
    }


def _narrowing(counts, groups):
    """Return, of those that have any, each narrowing with its name and how many it shows."""
    counted = [(key, name, sum(counts.get(status, 0) for status in held)) for key, (name, held) in groups.items()]
    return [choice for choice in counted if choice[2]]


def section_names(community, sources):
    """Return what the sections that passages stand in are called, in the reader's language."""
    keys = [source.section for source in sources if source is not None and source.section]
    return {section.key: section.label(reader()[0]) for section in form_of(community.id).sections_with(keys)}


def _credited(pieces):
    """Return everybody whose words the reader finds on the page, each once."""
    return list({piece.handle: piece for piece in pieces if piece.author}.values())
