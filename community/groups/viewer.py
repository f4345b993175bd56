"""Who asks and where a thing stands: the two facts that every rule is decided from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Audience(StrEnum):
    """Who may see a thing, from narrow to wide."""

    SUBGROUP = "subgroup"
    COMMUNITY = "community"
    PUBLIC = "public"


class Door(StrEnum):
    """How people come into a community."""

    INVITATION = "invitation"
    ASK = "ask"
    OPEN = "open"


class Role(StrEnum):
    """What a member is to a group."""

    COORDINATOR = "coordinator"
    FACILITATOR = "facilitator"
    MEMBER = "member"
    READER = "reader"


_WIDTH = {audience: width for width, audience in enumerate(Audience)}


def narrower(one: str, other: str) -> Audience:
    """Return the narrower of two audiences."""
    return min(Audience(one), Audience(other), key=_WIDTH.__getitem__)


class Scope(NamedTuple):
    """Where a thing stands: its group, that group's community, the audience it really has, confidentiality, and whether
    its group was dissolved: what stands there is read by whoever could read it before, and changed by nobody.
    """

    group_id: int
    community_id: int
    audience: str
    is_confidential: bool
    is_dissolved: bool = False


class Belonging(NamedTuple):
    """One membership as the rules need it."""

    community_id: int
    role: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking, with all that they belong to; a visitor has no person and belongs to nothing."""

    person_id: int | None = None
    name: str = ""
    handle: str = ""
    language: str = ""
    time_zone: str = "UTC"
    is_administrator: bool = False
    belongings: Mapping[int, Belonging] = field(default_factory=dict)

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in (the name is flask-login's)."""
        return self.person_id is not None

    @property
    def is_active(self) -> bool:
        """Whether the account may be used (the name is flask-login's): a deactivated one is never loaded."""
        return self.is_authenticated

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is signed in (the name is flask-login's)."""
        return not self.is_authenticated

    def belongs_to(self, group_id: int) -> bool:
        """Say whether the viewer is a member of the group, in whatever role."""
        return group_id in self.belongings

    def role_in(self, group_id: int) -> str | None:
        """Return the role in a group."""
        belonging = self.belongings.get(group_id)
        return belonging.role if belonging else None

    def writes_in(self, group_id: int) -> bool:
        """Say whether the viewer is a member of the group and more than a reader."""
        return self.role_in(group_id) not in (None, Role.READER)

    def coordinates(self, community_id: int) -> bool:
        """Say whether the viewer runs the community."""
        return self.role_in(community_id) == Role.COORDINATOR

    def facilitates(self, group_id: int) -> bool:
        """Say whether the viewer runs the subgroup."""
        return self.role_in(group_id) == Role.FACILITATOR

    @property
    def group_ids(self) -> frozenset[int]:
        """All groups the viewer belongs to."""
        return frozenset(self.belongings)

    @property
    def community_ids(self) -> frozenset[int]:
        """The communities among them."""
        return frozenset(b.community_id for b in self.belongings.values())

    @property
    def coordinated_ids(self) -> frozenset[int]:
        """The communities the viewer runs."""
        return frozenset(g for g, b in self.belongings.items() if b.role == Role.COORDINATOR)


VISITOR = Viewer()
