"""Who may open and run a plenary, bring passages to it, and arrange its board."""

from community.groups.models import Group
from community.groups.rules import can_coordinate, can_run, can_see, can_take_part
from community.groups.viewer import Viewer
from community.plenaries.models import PHASES, Phase, Plenary

TITLE_LENGTH, QUESTION_LENGTH, NAME_LENGTH = 160, 400, 120
THEMES, CARDS = 60, 1000
COLLECTING = frozenset({Phase.COLLECT, Phase.CLUSTER})
ARRANGING = frozenset({Phase.CLUSTER, Phase.DRAFT})
DRAFTING = frozenset({Phase.DRAFT, Phase.AGREE})


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
    """Say whether the member may bring all that a subgroup harvested: who runs it, and sees into it."""
    return not group.is_community and can_run(member, group.scope) and can_see(member, group.scope)


def can_arrange(member: Viewer, plenary: Plenary) -> bool:
    """Say whether the member may group cards into themes now."""
    return plenary.phase in ARRANGING and can_join(member, plenary)


def can_draft(member: Viewer, plenary: Plenary) -> bool:
    """Say whether the member may make drafts of themes now."""
    return plenary.phase in DRAFTING and can_open(member, plenary.community)


def next_phase(phase: str) -> Phase | None:
    """Return the phase that follows; None after the last."""
    following = PHASES[PHASES.index(Phase(phase)) + 1 :]
    return following[0] if following else None


def may_follow(phase: str, other: str) -> bool:
    """Say whether a plenary goes from one phase to the other by hand: one forwards, or one back."""
    return other in tuple(Phase) and abs(PHASES.index(Phase(other)) - PHASES.index(Phase(phase))) == 1
