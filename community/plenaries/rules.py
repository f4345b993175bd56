"""Who may open and run a plenary, bring passages, arrange the board, say where they stand, and read the report."""

from collections.abc import Mapping

from community.groups.models import Group
from community.groups.rules import can_coordinate, can_see, can_take_part, would_run
from community.groups.viewer import Viewer
from community.lessons.models import Kind
from community.plenaries.models import PHASES, Phase, Plenary
from community.plenaries.reports import Report
from community.plenaries.voices import DISSENTING, Stand, Verdict

TITLE_LENGTH, QUESTION_LENGTH, NAME_LENGTH = 160, 400, 120
BECAUSE_LENGTH, SENTENCE_LENGTH, STEP_LENGTH = 600, 400, 300
THEMES, CARDS, STEPS, QUORUM = 60, 1000, 60, 500
COLLECTING = frozenset({Phase.COLLECT, Phase.CLUSTER})
ARRANGING = frozenset({Phase.CLUSTER, Phase.DRAFT})
DRAFTING = frozenset({Phase.DRAFT, Phase.AGREE})
REPORTING = frozenset({Phase.AGREE, Phase.CLOSED})
NEEDING_A_REASON = frozenset({Stand.REMARK, Stand.OBJECT, Stand.CONTEXT})
VERDICTS = {
    Kind.LESSON: (Verdict.ADOPTED, Verdict.DISSENT, Verdict.ASIDE, Verdict.ISSUE),
    Kind.ISSUE: (Verdict.ISSUE, Verdict.ASIDE),
}


def can_open(member: Viewer, community: Group) -> bool:
    """Say whether the member may open plenaries of a community, and run them: its coordinator."""
    return community.is_community and can_coordinate(member, community.scope)


def can_join(member: Viewer, plenary: Plenary) -> bool:
    """Say whether the member may take part: all who see it as members, mere readers aside."""
    return can_take_part(member, plenary.scope)


def can_collect(member: Viewer, plenary: Plenary) -> bool:
    """Say whether the member may bring passages now."""
    return plenary.phase in COLLECTING and can_join(member, plenary)


def can_run_group(member: Viewer, group: Group) -> bool:
    """Say whether the member may bring all that a subgroup harvested: who runs it, or ran it, and sees into it."""
    return not group.is_community and would_run(member, group.scope) and can_see(member, group.scope)


def can_arrange(member: Viewer, plenary: Plenary) -> bool:
    """Say whether the member may group cards into themes now."""
    return plenary.phase in ARRANGING and can_join(member, plenary)


def can_draft(member: Viewer, plenary: Plenary) -> bool:
    """Say whether the member may make drafts of themes now."""
    return plenary.phase in DRAFTING and can_open(member, plenary.community)


def can_speak(member: Viewer, plenary: Plenary) -> bool:
    """Say whether the member may say now where they stand on a draft."""
    return plenary.phase == Phase.AGREE and can_join(member, plenary)


def can_decide(member: Viewer, plenary: Plenary) -> bool:
    """Say whether the member may record now what was decided."""
    return plenary.phase == Phase.AGREE and can_open(member, plenary.community)


def can_write_report(member: Viewer, plenary: Plenary) -> bool:
    """Say whether the member may write the report now."""
    return plenary.phase in REPORTING and can_open(member, plenary.community)


def can_read_report(viewer: Viewer, plenary: Plenary, report: Report | None) -> bool:
    """Say whether the viewer may read the report: its readers once it is published, before them who runs the plenary."""
    if report is not None and report.published_at is not None and can_see(viewer, report.scope):
        return True
    return can_write_report(viewer, plenary)


def fitting_verdict(kind: str, counts: Mapping[str, int]) -> Verdict:
    """Return what fits how many stand where on the present text."""
    if kind == Kind.ISSUE:
        return Verdict.ISSUE
    return Verdict.DISSENT if any(counts.get(stand) for stand in DISSENTING) else Verdict.ADOPTED


def next_phase(phase: str) -> Phase | None:
    """Return the phase that follows; None after the last."""
    following = PHASES[PHASES.index(Phase(phase)) + 1 :]
    return following[0] if following else None


def may_follow(phase: str, other: str) -> bool:
    """Say whether a plenary goes from one phase to the other by hand: one forwards, or one back."""
    return other in tuple(Phase) and abs(PHASES.index(Phase(other)) - PHASES.index(Phase(phase))) == 1
