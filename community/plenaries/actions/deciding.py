"""The verbs by which a coordinator records what a plenary decided on a draft, and takes that back."""

from sqlalchemy import select

from community import clock
from community.database import session
from community.errors import Invalid, Outdated, Refusal
from community.events import publish
from community.groups.queries.members import writers_of
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lessons.actions import lessons
from community.lessons.actions.settling import return_to_plenary, settle
from community.lessons.models import Evidence, Kind, Lesson, Status
from community.lessons.rules import can_cite, can_read_words
from community.lessons.state import take_line
from community.plenaries import rules
from community.plenaries.events import DraftDecided
from community.plenaries.holding import check_coordinator, is_spoken_about, lock, record
from community.plenaries.queries.drafts import Standing, standing_of
from community.plenaries.voices import Draft, Verdict

_LEADS_TO = {
    Verdict.ADOPTED: Status.ADOPTED,
    Verdict.DISSENT: Status.ADOPTED,
    Verdict.ASIDE: Status.WITHDRAWN,
    Verdict.ISSUE: Status.WITHDRAWN,
}


def decide(
    draft: Draft, *, verdict: str, sentence: str, seen: int, by: Viewer, question: str = "", owner: int | None = None
) -> None:
    """Record the decision on the text that was seen; raise Outdated where it is another one now, or decided on already.

    What is taken further becomes a common issue with this question, resting on the same passages, and somebody owns it.
    """
    plenary, lesson = draft.plenary, draft.lesson
    by_id = check_coordinator(plenary, by)
    lock(plenary)
    if not rules.can_decide(by, plenary):
        raise Refusal(gettext("A plenary decides while it agrees: this one is at another phase now."))
    session().refresh(lesson, with_for_update=True)
    session().refresh(draft)
    if not is_spoken_about(draft):
        raise Outdated(gettext("Somebody else decided on this meanwhile. Nothing was overwritten."))
    if lesson.revision_count != seen:
        raise Outdated(gettext("The text was changed meanwhile, and nobody decides on what they have not read."))
    if verdict not in rules.VERDICTS[Kind(lesson.kind)]:
        raise Invalid("verdict", gettext("Say what was decided."))
    sentence = take_line("sentence", sentence, rules.SENTENCE_LENGTH)
    if not sentence:
        raise Invalid("sentence", gettext("Say it in a sentence: it stands in the report."))
    _check(Verdict(verdict), standing_of(draft, plenary))
    issue, owner_id = _take_further(draft, question, owner, by) if verdict == Verdict.ISSUE else (None, None)
    is_issue = issue is lesson
    settle(
        lesson,
        status=Status.ADOPTED if is_issue else _LEADS_TO[Verdict(verdict)],
        reason="" if is_issue or verdict in (Verdict.ADOPTED, Verdict.DISSENT) else sentence,
        by=by,
    )
    draft.decide(Verdict(verdict), sentence, by_id=by_id, at=clock.now(), issue=issue, owner_id=owner_id)
    record("decided", plenary, by_id, verdict=verdict)
    session().flush()
    publish(DraftDecided(plenary.id, draft.id, verdict, owner_id, by_id))


def take_back(draft: Draft, *, by: Viewer) -> None:
    """Take a decision back while the plenary agrees: what was said stays, and the draft is as open as before."""
    plenary = draft.plenary
    by_id = check_coordinator(plenary, by)
    lock(plenary)
    if not rules.can_decide(by, plenary):
        raise Refusal(gettext("A decision is taken back while the plenary agrees. Open that phase again first."))
    session().refresh(draft)
    if draft.verdict is None:
        return
    issue = draft.issue
    session().refresh(draft.lesson, with_for_update=True)
    if not _is_as_decided(draft):
        raise Refusal(gettext("Something else was decided on this lesson since. Let it be looked at again first."))
    if issue is not None and issue.id != draft.lesson_id and issue.status == Status.ADOPTED:
        settle(issue, status=Status.WITHDRAWN, reason=gettext("The plenary took its decision back."), by=by)
    return_to_plenary(draft.lesson, by_id=by_id)
    draft.take_back()
    record("undecided", plenary, by_id)
    session().flush()
    publish(DraftDecided(plenary.id, draft.id, None, None, by_id))


def _is_as_decided(draft: Draft) -> bool:
    """Say whether a lesson stands as the decision left it, or is looked at again: nothing later is taken back with it."""
    is_issue = draft.issue_id == draft.lesson_id
    left = Status.ADOPTED if is_issue or draft.verdict is None else _LEADS_TO[Verdict(draft.verdict)]
    return draft.lesson.status in (left, Status.REVIEW)


def _check(verdict: Verdict, standing: Standing) -> None:
    """Refuse what does not go with what participants said."""
    if verdict != Verdict.ASIDE and not standing.is_quorate:
        raise Invalid(
            "verdict",
            gettext(
                "%(n)d of the %(quorum)d who have to speak have said where they stand. Ask the others, or lower the quorum "
                "where the plenary is changed: that is recorded.",
                n=standing.spoken,
                quorum=standing.quorum,
            ),
        )
    if verdict == Verdict.ADOPTED and standing.objections:
        raise Invalid(
            "verdict", gettext("Somebody objects to this text: adopt it with dissent, or change it so that they agree.")
        )
    if verdict == Verdict.DISSENT and not standing.dissent:
        raise Invalid("verdict", gettext("Nobody dissents from this text: adopt it as it is."))


def _take_further(draft: Draft, question: str, owner: int | None, by: Viewer) -> tuple[Lesson, int]:
    """Return the common issue that is taken further, made of the draft where it is none, and who takes it."""
    lesson, plenary = draft.lesson, draft.plenary
    if owner is None or owner not in dict(writers_of(plenary.community)):
        raise Invalid("owner", gettext("Say who takes it further: a member who writes here."))
    if lesson.kind == Kind.ISSUE:
        return lesson, owner
    issue = lessons.write(
        plenary.community,
        kind=Kind.ISSUE,
        question=question,
        audience=lesson.audience,
        language=lesson.language,
        by=by,
    )
    for piece in session().scalars(select(Evidence).where(Evidence.lesson_id == lesson.id).order_by(Evidence.position)):
        if can_read_words(by, piece.passage) and can_cite(piece.passage, issue.scope):
            lessons.cite(issue, piece.passage, stance=piece.stance, note=piece.note, by=by)
    settle(issue, status=Status.ADOPTED, by=by)
    return issue, owner
