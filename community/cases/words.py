"""How a case's status and audience are said."""

from community.cases.division import Outcome
from community.cases.models import Status
from community.languages import gettext, lazy_gettext, ngettext

_RING_STEPS = {
    Status.SKETCHED: 1,
    Status.OFFERED: 1,
    Status.CHOSEN: 2,
    Status.ANALYSIS: 3,
    Status.DESCRIBED: 4,
    Status.PLENARY: 5,
    Status.FOLLOWED_UP: 5,
    Status.WITHDRAWN: 0,
}
_STATUS_NAMES = {
    "sketched": lazy_gettext("Sketched"),
    "offered": lazy_gettext("Offered"),
    "chosen": lazy_gettext("Chosen"),
    "analysis": lazy_gettext("In analysis"),
    "described": lazy_gettext("Described"),
    "plenary": lazy_gettext("In plenary"),
    "followed_up": lazy_gettext("Followed up"),
    "withdrawn": lazy_gettext("Withdrawn"),
}
LANGUAGES = (("en", "English"), ("nl", "Nederlands"), ("fr", "Français"), ("es", "Español"))


def ring_step(status: str) -> int:
    """Return how many seats of the learning cycle's figure a case with this status has gone round."""
    return _RING_STEPS[Status(status)]


def cited_by(lessons: int) -> str:
    """Return how many lessons cite a case."""
    if not lessons:
        return gettext("Not cited yet")
    return ngettext("Cited by %(num)d lesson", "Cited by %(num)d lessons", lessons)


def status_name(status: str) -> str:
    """Return the name of a status."""
    return str(_STATUS_NAMES[status])


def status_names() -> dict[str, str]:
    """Return the name of every status, in order."""
    return {status: str(name) for status, name in _STATUS_NAMES.items()}


def audience_names() -> dict[str, str]:
    """Return what each audience means, from narrow to wide."""
    return {
        "subgroup": gettext("The members of that group"),
        "community": gettext("The whole community"),
        "public": gettext("Everybody, also without an account"),
    }


def consent_name(state: str) -> str:
    """Return what partners said."""
    return consent_names()[state]


def consent_names() -> dict[str, str]:
    """Return what partners can say to a case being published."""
    return {
        "not_asked": gettext("They have not been asked yet"),
        "given": gettext("They agree"),
        "conditions": gettext("They agree, with conditions"),
        "refused": gettext("They do not agree"),
    }


def strengths() -> list[tuple[str, str]]:
    """Return how much one may want to work on a case."""
    return [
        ("strong", gettext("I very much want to")),
        ("willing", gettext("I am willing to")),
        ("", gettext("Not this one")),
    ]


def outcome_said(outcome: Outcome) -> str:
    """Return in a sentence how far a division gives people what they asked for."""
    if not outcome.asking:
        return gettext("Nobody has said what they want.")
    said = [
        gettext("%(n)d of the %(all)d who chose get a case they want strongly", n=outcome.strong, all=outcome.asking),
        ngettext("%(num)d one they are willing to work on", "%(num)d one they are willing to work on", outcome.willing),
        ngettext("%(num)d one they did not ask for", "%(num)d one they did not ask for", outcome.unasked),
    ]
    return ", ".join(said) + "."
