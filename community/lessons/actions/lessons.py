"""The verbs of lessons: write, revise; cite a passage and take it out again."""

from collections.abc import Sequence

from community import clock, slugs
from community.audit import actions as audit
from community.database import session
from community.errors import Absent, Invalid, NotAllowed, Outdated
from community.events import publish as announce
from community.groups.models import Group
from community.groups.viewer import Audience, Scope, Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules, state
from community.lessons.events import EvidenceChanged, EvidenceConfirmed, LessonWritten
from community.lessons.models import Evidence, Kind, Lesson, Stance, Status
from community.lessons.passages import Passage
from community.vocabularies.queries import terms


def write(
    group: Group,
    *,
    by: Viewer,
    kind: str = Kind.LESSON,
    when: str = "",
    do: str = "",
    because: str = "",
    question: str = "",
    holds: str = "",
    holds_not: str = "",
    explanation: str = "",
    themes: Sequence[str] = (),
    audience: str = Audience.COMMUNITY,
    language: str | None = None,
    slug: str | None = None,
) -> Lesson:
    """Begin a lesson or a common issue of a community or a subgroup, as a draft."""
    scope = group.scope_of(state.take_audience(audience))
    author_id, kind = _writer(by, scope), state.take_kind(kind)
    said = state.take(
        kind,
        when=when,
        do=do,
        because=because,
        question=question,
        holds=holds,
        holds_not=holds_not,
        explanation=explanation,
        themes=themes,
        known_themes=_known_themes(group.community_id),
    )
    moment = clock.now()
    lesson = Lesson(
        community_id=group.community_id,
        group=group,
        kind=kind,
        language=state.take_language(language or group.language),
        audience=scope.audience,
        status=Status.DRAFT,
        revision_count=0,
        written_by_id=author_id,
        created_at=moment,
        slug=_free_slug(group, slug or said["do"] or said["question"]),
    )
    lesson.revise(**said, author_id=author_id, at=moment)
    session().add(lesson)
    session().flush()
    announce(LessonWritten(lesson.id, author_id))
    return lesson


def revise(
    lesson: Lesson,
    *,
    by: Viewer,
    based_on: int,
    when: str = "",
    do: str = "",
    because: str = "",
    question: str = "",
    holds: str = "",
    holds_not: str = "",
    explanation: str = "",
    themes: Sequence[str] = (),
    audience: str | None = None,
    language: str | None = None,
) -> Lesson:
    """Save a new state; raise Outdated where the lesson was changed since revision number `based_on`."""
    author_id = _writer(by, lesson.scope)
    session().refresh(lesson, with_for_update=True)
    if lesson.revision_count != based_on:
        raise Outdated(gettext("Somebody else saved this meanwhile. Nothing was overwritten, and your text is here."))
    present = lesson.revisions[-1]
    said = state.take(
        lesson.kind,
        when=when,
        do=do,
        because=because,
        question=question,
        holds=holds,
        holds_not=holds_not,
        explanation=explanation,
        themes=themes,
        known_themes=_known_themes(lesson.community_id) | set(present.themes),
    )
    if lesson.status != Status.DRAFT:
        state.check_whole(lesson.kind, said)
    former, title = (lesson.audience, lesson.language), lesson.title
    if audience is not None:
        lesson.audience = lesson.group.scope_of(state.take_audience(audience)).audience
    if language is not None:
        lesson.language = state.take_language(language)
    # Another audience counts as well: a form from before it is outdated, and can't widen it again unseen.
    is_other = (lesson.audience, lesson.language) != former
    if is_other or any(getattr(present, name) != value for name, value in said.items() if name not in ("html", "text")):
        lesson.revise(**said, author_id=author_id, at=clock.now())
        if lesson.title != title:
            _follow_title(lesson)
    if lesson.audience != former[0] and lesson.status != Status.DRAFT:
        _record("audience", lesson, by, was=former[0])
    session().flush()
    announce(LessonWritten(lesson.id, author_id))
    return lesson


def cite(lesson: Lesson, passage: Passage, *, stance: str, by: Viewer, note: str = "") -> Evidence:
    """Rest a lesson on a passage, or change what a cited one does to it."""
    cited_by_id = _writer(by, lesson.scope)
    if not rules.can_read_words(by, passage):
        raise Absent
    if not rules.can_cite(passage, lesson.scope):
        raise NotAllowed(
            gettext("A passage of a confidential subgroup can be cited outside it once its author released it.")
        )
    if rules.is_taken_back(passage) and all(held.passage_id != passage.id for held in lesson.evidence):
        raise NotAllowed(gettext("The post was taken back: its words are not cited any more."))
    if stance not in tuple(Stance):
        raise Invalid("stance", gettext("Say what the passage does: it supports, contradicts or qualifies."))
    note = state.take_line("note", note, rules.NOTE_LENGTH)
    evidence = lesson.cite(passage, stance=Stance(stance), note=note, by_id=cited_by_id, at=clock.now())
    session().flush()
    announce(EvidenceChanged(lesson.id, cited_by_id))
    return evidence


def withdraw_evidence(lesson: Lesson, evidence: Evidence, *, by: Viewer) -> None:
    """Let a lesson rest on a passage no longer; the passage stays in the tray."""
    author_id = _writer(by, lesson.scope)
    if evidence.lesson_id != lesson.id:
        raise Absent
    lesson.withdraw(evidence)
    session().flush()
    announce(EvidenceChanged(lesson.id, author_id))


def confirm_evidence(lesson: Lesson, evidence: Evidence, *, by: Viewer) -> None:
    """Say that a passage bears the lesson out still, though its words were changed where they stand."""
    author_id = _writer(by, lesson.scope)
    if evidence.lesson_id != lesson.id:
        raise Absent
    evidence.confirm(clock.now())
    session().flush()
    announce(EvidenceConfirmed(lesson.id, evidence.passage_id, author_id))


def _writer(by: Viewer, scope: Scope) -> int:
    """Return who writes, where they may."""
    if not rules.can_write_lessons(by, scope) or by.person_id is None:
        raise not_allowed(
            scope, gettext("Lessons are written by the coordinators, and in a subgroup by who facilitates it.")
        )
    return by.person_id


def _record(what: str, lesson: Lesson, by: Viewer, **detail: str) -> None:
    audit.record(
        f"lesson.{what}",
        by_id=by.person_id,
        community_id=lesson.community_id,
        group_id=lesson.group_id,
        person_id=None,
        lesson=lesson.id,
        audience=lesson.audience,
        **detail,
    )


def _known_themes(community_id: int) -> set[str]:
    return {term.key for term in terms("themes", community_id=community_id)}


def _free_slug(group: Group, title: str, *, of: int = 0) -> str:
    space, is_secret = group.community_id, group.is_confidential
    others = (Lesson.community_id == space, Lesson.id != of)
    return slugs.free(
        "lesson", space, title, taken=lambda slug: slugs.is_taken(Lesson, slug, *others), of=of, is_secret=is_secret
    )


def _follow_title(lesson: Lesson) -> None:
    """Give the lesson the address of its present title; the former one keeps leading to it."""
    former, slug = lesson.slug, _free_slug(lesson.group, lesson.title, of=lesson.id)
    if slug != former:
        slugs.remember("lesson", lesson.community_id, former, lesson.id)
        lesson.slug = slug
