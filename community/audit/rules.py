"""Who reads the audit log, and how much of it."""

from typing import Protocol

# What somebody who is outside a confidential subgroup, but coordinates its community, may know of it: that there is one,
# who belongs to it and as what, and who changed that.
KNOWN_OF_CONFIDENTIAL = (
    "subgroup.",
    "membership.",
    "member.",
    "role.",
    "facilitator.",
    "audience.",
    "confidentiality.",
)


class Asker(Protocol):
    """Whoever asks, as far as the audit log knows people."""

    @property
    def is_administrator(self) -> bool:
        """Whether they run the installation."""

    def coordinates(self, community_id: int) -> bool:
        """Say whether they run the community."""


def can_read_all(by: Asker) -> bool:
    """Say whether somebody reads the log of the whole installation."""
    return by.is_administrator


def can_read_of(by: Asker, community_id: int) -> bool:
    """Say whether somebody reads the log of a community."""
    return by.coordinates(community_id)
