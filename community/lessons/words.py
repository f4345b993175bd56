"""What the statuses of lessons are called."""

from community.languages import gettext
from community.lessons.models import Status


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
