"""What happens to groups and their members."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MemberJoined:
    """A person became a member of a group."""

    group_id: int
    person_id: int


@dataclass(frozen=True)
class MemberLeft:
    """A person is no longer a member of a group."""

    group_id: int
    person_id: int


@dataclass(frozen=True)
class AudienceChanged:
    """Who may see a group changed."""

    group_id: int
