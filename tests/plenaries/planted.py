"""A plenary that agrees, with drafts open and decided, and one that is closed with its report: one of each, in given words."""

from community.database import session
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.lessons.actions import lessons
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson
from community.plenaries.actions import agreeing, deciding, opening, reporting
from community.plenaries.models import PHASES, Plenary
from community.plenaries.reports import PARTS


def agreements(community: Group, *, author: Viewer, runner: Viewer, say, audience: str) -> dict[str, object]:
    """Open two plenaries and bring them to agreeing and to a report; return what their addresses are made of."""

    def lesson() -> Lesson:
        made = lessons.write(
            community, when=say("lesson_revision.when"), do=say("lesson_revision.do"),
            because=say("lesson_revision.because"), audience=audience, by=runner,
        )  # fmt: skip
        settle(made, status="proposed", by=runner)
        return made

    def plenary(phase: str) -> Plenary:
        made = opening.open_plenary(
            community, title=say("plenary.title"), question=say("plenary.question"), audience=audience, by=runner
        )
        for following in PHASES[1 : PHASES.index(phase) + 1]:
            opening.move_on(made, to=following, based_on=made.phase, by=runner)
        return made

    present, closed = plenary("agree"), plenary("agree")
    open_, decided = (agreeing.bring_lesson(present, lesson(), by=runner) for _ in range(2))
    for draft in (open_, decided):
        agreeing.speak(draft, stand="remark", because=say("plenary_voice.because"), seen=1, by=author)
    deciding.decide(decided, verdict="adopted", sentence=say("plenary_draft.sentence"), seen=1, by=runner)
    ended = agreeing.bring_lesson(closed, lesson(), by=runner)
    agreeing.speak(ended, stand="object", because=say("plenary_voice.because"), seen=1, by=author)
    deciding.decide(
        ended, verdict="issue", sentence=say("plenary_draft.sentence"), seen=1, question=say("lesson_revision.question"),
        owner=author.person_id, by=runner,
    )  # fmt: skip
    opening.move_on(closed, to="closed", based_on="agree", by=runner)
    words = {part: say(f"plenary_report.{part}") for part in PARTS}
    reporting.write_report(closed, said=words, based_on=0, by=runner)
    reporting.publish(closed, audience=audience, based_on=1, by=runner)
    step = reporting.give_step(closed, text=say("plenary_step.text"), owner_id=author.person_id, due_on=None, by=runner)
    session().flush()
    return {
        "agreeing": present.slug, "agreeing_id": present.id, "drafted": open_.lesson.slug, "open_draft_id": open_.id,
        "decided": decided.lesson.slug, "decided_draft_id": decided.id, "reported": closed.slug,
        "reported_id": closed.id, "step_id": step.id, "proposed": (more := lesson()).slug, "proposed_id": more.id,
    }  # fmt: skip
