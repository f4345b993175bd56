"""How groups, roles and steps of the learning cycle are said, and why something may not be done in a group."""

from collections.abc import Iterable

from community.errors import NotAllowed
from community.groups.models import Group, Step
from community.groups.viewer import Scope
from community.languages import gettext, ngettext

STEPS = tuple(step.value for step in Step)
SUBGROUP_ROLES = ("facilitator", "member", "reader")


def not_allowed(scope: Scope, said: str) -> NotAllowed:
    """Return why somebody may not do this here: its subgroup was dissolved, and nobody may, or else what is said."""
    if scope.is_dissolved:
        return NotAllowed(gettext("This subgroup was dissolved: what is in it can be read, and nobody changes it."))
    return NotAllowed(said)


def name_of(group: Group) -> str:
    """Return what a group is called where it stands among others: one that is dissolved says so."""
    return gettext("%(name)s (dissolved)", name=group.name) if group.is_dissolved else group.name


def step_names() -> list[str]:
    """Return the names of the five steps, in order."""
    return [gettext("Gather"), gettext("Agree"), gettext("Analyse"), gettext("Describe"), gettext("Plenary")]


def step_asks() -> list[str]:
    """Return what each step asks of a member, in order."""
    return [
        gettext("Introduce yourself: what you have done, what you can offer, what you are looking for."),
        gettext("Say which questions matter most to you, and what you would like to work on."),
        gettext("Work on a case in a subgroup: what happened, and why?"),
        gettext("Write down what you found. A case may be short; it opens with its question."),
        gettext("Read the cases of others, mark what strikes you, and discuss what they have in common."),
    ]


def role_name(role: str) -> str:
    """Return a role as people say it."""
    return {
        "coordinator": gettext("Coordinator"),
        "facilitator": gettext("Facilitator"),
        "member": gettext("Member"),
        "reader": gettext("Reader"),
    }[role]


def community_roles() -> dict[str, str]:
    """Return what the roles in a community may do."""
    return {
        "member": gettext("Member: reads and writes"),
        "reader": gettext("Reader: reads, and writes nothing, in its subgroups neither"),
        "coordinator": gettext("Coordinator: runs the community with you, invites people and forms subgroups"),
    }


def audience_names() -> dict[str, str]:
    """Return what each audience of a subgroup means; confidential is the narrowest."""
    return {
        "public": gettext("Everybody, also without an account"),
        "community": gettext("The whole community"),
        "subgroup": gettext("Its own members, and the coordinators"),
        "confidential": gettext("Its own members alone: confidential"),
    }


def durations(minutes: Iterable[int]) -> list[tuple[int, str]]:
    """Return how long each of these is, as people say it."""
    return [(n, _duration(n)) for n in minutes]


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    said = [ngettext("%(num)d hour", "%(num)d hours", hours)] if hours else []
    return " ".join(said + ([ngettext("%(num)d minute", "%(num)d minutes", rest)] if rest else []))


def what_is_missing(missing: Iterable[str]) -> list[str]:
    """Return in words what a subgroup still lacks, said kindly."""
    said = {
        "facilitator": gettext("Nobody facilitates yet. Who keeps the conversation going?"),
        "case": gettext("There is no case yet. Which experience do you want to understand?"),
        "description": gettext("The case has yet to be described. Whoever was there can begin with a few lines."),
        "discussion": gettext("Nobody has begun to talk. One guiding question is enough to start."),
        "meeting": gettext("There is no next meeting. A date keeps a group together."),
        "owner": gettext("Some tasks have nobody yet."),
        "report": gettext("The report to the plenary has yet to be begun. Three lines are a beginning."),
        "handing_in": gettext("The report was begun and has yet to be handed in."),
    }
    return [said[key] for key in missing]
