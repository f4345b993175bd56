"""What the statuses of lessons and the stages of their use are called."""

from community.languages import gettext
from community.lessons.models import Kind, Status
from community.lessons.rules import AFTER
from community.lessons.uses import Stage


def status_names() -> dict[str, str]:
    """Return the names of the statuses, in the reader's language."""
    return {
        Status.DRAFT: gettext("Draft"),
        Status.PROPOSED: gettext("Proposed"),
        Status.PLENARY: gettext("In plenary"),
        Status.ADOPTED: gettext("Adopted"),
        Status.REVIEW: gettext("Under review"),
        Status.SUPERSEDED: gettext("Superseded"),
        Status.WITHDRAWN: gettext("Withdrawn"),
    }


def becoming(status: str, *, kind: str) -> dict[str, str]:
    """Return what a lesson of this status may become by hand, each with what that does; a plenary brings it there itself."""
    said = {
        Status.PROPOSED: gettext("Propose it: its readers see it, and say what they know"),
        Status.ADOPTED: gettext("Adopt it: it holds, until it is looked at again"),
        Status.REVIEW: gettext("Put it under review: it stands, with the doubt"),
        Status.SUPERSEDED: gettext("Let another one take its place"),
        Status.WITHDRAWN: gettext("Withdraw it: it does not hold any more"),
    }
    if kind == Kind.ISSUE:
        said[Status.ADOPTED] = gettext("Adopt it: it is still shared")
        said[Status.WITHDRAWN] = gettext("Withdraw it: it is not asked any more")
    if status in (Status.SUPERSEDED, Status.WITHDRAWN):
        said[Status.REVIEW] = gettext("Bring it back, to be looked at again")
        said[Status.PROPOSED] = gettext("Bring it back, as a proposal")
    if status == Status.REVIEW:
        said[Status.ADOPTED] = gettext("Adopt it again: it holds after all")
    return {other: words for other, words in said.items() if other in AFTER[Status(status)]}


def settled(status: str) -> str:
    """Return what is said to whoever brought a lesson to this status."""
    return {
        Status.PROPOSED: gettext("It is proposed: its readers find it, and are asked for their voice."),
        Status.PLENARY: gettext("It is in plenary."),
        Status.ADOPTED: gettext("It is adopted. Everyone whose words carry it is told."),
        Status.REVIEW: gettext("It is under review. Its page says why."),
        Status.SUPERSEDED: gettext("It is superseded. Its page leads to the one that took its place."),
        Status.WITHDRAWN: gettext("It is withdrawn. Its page says why, and it stands among past lessons."),
    }[Status(status)]


def stage_names() -> dict[str, str]:
    """Return the names of the stages of use, in the reader's language."""
    return {
        Stage.IMMEDIATE: gettext("Immediate value"),
        Stage.POTENTIAL: gettext("Potential value"),
        Stage.APPLIED: gettext("Applied value"),
        Stage.REALISED: gettext("Realised value"),
    }


def stages_explained() -> dict[str, str]:
    """Return what the stages of use mean (after Wenger, Trayner and de Laat, 2011)."""
    return {
        Stage.IMMEDIATE: gettext("It gave us something at once: a good conversation, a new question, somebody to ask"),
        Stage.POTENTIAL: gettext(
            "We know or have something now that may be of use: an insight, a contact, a way to do it"
        ),
        Stage.APPLIED: gettext("We did something otherwise because of it"),
        Stage.REALISED: gettext("What we did otherwise made a difference to those it was for"),
    }
