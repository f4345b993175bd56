"""The list of lessons, and a lesson with the practice it comes from."""

from flask import redirect, render_template, request

from community.accounts.session import current_viewer
from community.cases.queries.forms import form_of
from community.cases.rules import can_create_somewhere
from community.errors import Absent
from community.fragments import fragment
from community.groups.queries.groups import find_community
from community.languages import gettext, reader
from community.lessons import rules
from community.lessons.models import CURRENT, PAST, Kind, Status
from community.lessons.queries import evidence, lessons, successions, voices
from community.lessons.queries.order import read_place
from community.lessons.queries.page import lesson_page
from community.lessons.queries.strength import strength_of
from community.lessons.sentences import words_in
from community.lessons.views import blueprint
from community.lessons.views.finding import address, found
from community.lessons.views.weaving import Use, chain_of
from community.lessons.words import stage_names, status_names
from community.links.queries.linking import linking_to_lesson
from community.links.queries.meaning import links_in
from community.plenaries.naming import verdict_names
from community.plenaries.queries.asked import plenaries_of
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
    try:
        page = lesson_page(community, slug, viewer=viewer)
    except Absent:
        _viewer, found_in, former = found(community, slug)  # leads on to the present address, or is absent too
        return redirect(address(found_in, former), 301)
    rows = evidence.evidence_rows(page, viewer=viewer)
    names = labels(reader()[0], community_id=page.community_id) if page.themes else {}
    may_write, may_speak = rules.can_write_lessons(viewer, page.scope), rules.can_speak(viewer, page)
    takes_voices, spoken = rules.takes_voices(page.status), _spoken(page, viewer)
    led = themes_of_passages([row.passage_id for row in rows if row.is_readable], viewer=viewer)
    article = fragment(
        "lessons/article.html",
        _article,
        lesson=page,
        rows=rows,
        themes=tuple(names.get(("themes", key), key) for key in page.themes),
        section_names=_names_of_sections(page, rows),
        supersedes=tuple(successions.superseded_by(page, viewer=viewer)),
        links=links_in(page.html, viewer=viewer),
        begin=f"/c/{page.community_slug}/cases/new" if can_create_somewhere(viewer, page.community_id) else "",
        knows_people=viewer.belongs_to(page.community_id),
        may_write=may_write,
        may_speak=may_speak,
        takes_voices=takes_voices,
        plenaries=tuple(plenaries_of(page.id, viewer=viewer)),
        led=tuple(led.items()),
        **spoken,
    )
    return render_template(
        "lessons/lesson.html",
        community=page.community,
        section="lessons",
        lesson=page,
        article=article,
        forms=_forms(page, rows, may_write, spoken) if viewer.is_authenticated else (),
        may_speak=may_speak,
        successor=successions.successor_of(page, viewer=viewer),
        linking=linking_to_lesson(page.id, slug=page.slug, community_id=page.community_id, viewer=viewer),
    )


def _article(*, lesson, rows, led, uses=(), **_others):
    """Return what a lesson shows beside what it is given: what is made of the rows of its evidence."""
    pieces = evidence.shown(rows)
    return {
        "words": words_in(lesson.language),
        "pieces": pieces,
        "changed": [piece for piece in pieces if piece.is_changed_since],
        "people": list({piece.handle: piece for piece in pieces if piece.author}.values()),
        "tally": evidence.tally_of(pieces),
        "strength": strength_of(pieces),
        "verdicts": verdict_names(),
        "chain": _chain(lesson, pieces, led, uses) if pieces else "",
    }


def _chain(lesson, pieces, led, uses):
    """Return the picture from the practice that a lesson rests on to the practice that it was used in."""
    base, stages = f"/c/{lesson.community_slug}", stage_names()
    address = f"{base}/lessons/{lesson.slug}/uses"
    used = [
        Use(
            f"use:{use.id}",
            lesson.slug,
            use.place or (use.case.title if use.case else gettext("A use")),
            stages[use.stage],
            address,
        )
        for use in uses
    ]
    return chain_of(lesson, pieces, dict(led), base, uses=used)


def _forms(page, rows, may_write, spoken):
    """Return the forms that buttons in the article send, by what they call them: what is kept holds nobody's token."""
    forms = {"trial": "/trial", "trial-end": "/trial/end", "voice-return": "/voice/return"} if spoken else {}
    forms |= {f"use-{use.id}-return": f"/uses/{use.id}/return" for use in spoken.get("taken_back", ())}
    if may_write:
        forms |= {"publication": "/publication"} if page.status == Status.DRAFT else {}
        changed = (row.id for row in rows if row.is_visible and row.is_changed_since)
        forms |= {f"confirm-{number}": f"/evidence/{number}/confirmation" for number in changed}
    return forms.items()


def _names_of_sections(page, rows):
    """Return the sections that passages stand in, each with what it is called in the reader's language."""
    keys = dict.fromkeys(row.section for row in rows if row.section and row.is_visible)
    found = form_of(page.community_id).sections_with(list(keys)) if keys else ()
    return tuple((section.key, section.label(reader()[0])) for section in found)


def section_names(community, sources):
    """Return what the sections that passages stand in are called, in the reader's language."""
    keys = [source.section for source in sources if source is not None and source.section]
    return {section.key: section.label(reader()[0]) for section in form_of(community.id).sections_with(keys)}


def _spoken(page, viewer):
    """Return what members say of a lesson, and what came of it."""
    if page.kind != Kind.LESSON or page.status == Status.DRAFT:
        return {}
    said = voices.said_of(page, viewer=viewer)
    given = voices.voices_on(page, viewer=viewer, limit=VOICES_SHOWN) if said.voices else ()
    used = voices.uses_of(page, viewer=viewer, limit=USES_SHOWN) if said.uses else ()
    return {
        "said_of": said,
        "voices": tuple(given[:VOICES_SHOWN]),
        "uses": tuple(used[:USES_SHOWN]),
        "stage_names": tuple(stage_names().items()),
        "taken_back": tuple(voices.uses_taken_back(page, viewer=viewer)) if said.taken_back else (),
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
