"""How a case's status and audience are said."""

from flask_babel import gettext

from community.cases.models import Status

_RING_STEPS = {
    Status.SKETCHED: 1,
    Status.OFFERED: 1,
    Status.CHOSEN: 2,
    Status.ANALYSIS: 3,
    Status.DESCRIBED: 4,
    Status.PLENARY: 5,
    Status.FOLLOWED_UP: 5,
}
LANGUAGES = (("en", "English"), ("nl", "Nederlands"), ("fr", "Français"), ("es", "Español"))


def ring_step(status: str) -> int:
    """Return how many seats of the learning cycle's figure a case with this status has gone round."""
    return _RING_STEPS[Status(status)]


def status_names() -> dict[str, str]:
    """Return the name of every status, in order."""
    return {
        "sketched": gettext("Sketched"),
        "offered": gettext("Offered"),
        "chosen": gettext("Chosen"),
        "analysis": gettext("In analysis"),
        "described": gettext("Described"),
        "plenary": gettext("In plenary"),
        "followed_up": gettext("Followed up"),
    }


def audience_names() -> dict[str, str]:
    """Return what each audience means, from narrow to wide."""
    return {
        "subgroup": gettext("The members of that group"),
        "community": gettext("The whole community"),
        "public": gettext("Everybody, also without an account"),
    }
