"""How roles and steps of the learning cycle are said."""

from community.groups.models import Step
from community.languages import gettext

STEPS = tuple(step.value for step in Step)


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
