"""Communities and subgroups, memberships, invitations and introductions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, func, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.groups.viewer import Audience, Role, Scope, narrower


class Step(StrEnum):
    """The five steps of the learning cycle."""

    GATHER = "gather"
    AGREE = "agree"
    ANALYSE = "analyse"
    DESCRIBE = "describe"
    PLENARY = "plenary"


class Group(Model):
    """A community (no parent) or a subgroup inside one. `audience` is the widest that its content may have."""

    __tablename__ = "group"
    __table_args__ = (
        UniqueConstraint("parent_id", "slug"),
        Index(
            "uq_group_community",
            "slug",
            unique=True,
            sqlite_where=text("parent_id IS NULL"),
            postgresql_where=text("parent_id IS NULL"),
        ),
        CheckConstraint("audience IN ('subgroup', 'community', 'public')", name="audience"),
        CheckConstraint(
            "NOT is_confidential OR (parent_id IS NOT NULL AND audience = 'subgroup')", name="confidential"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(400), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    description_html: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(String(400), default="")
    language: Mapped[str] = mapped_column(String(8), default="en")
    audience: Mapped[str] = mapped_column(String(12), default=Audience.COMMUNITY)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    step: Mapped[str] = mapped_column(String(12), default=Step.GATHER)
    created_at: Mapped[datetime]

    parent: Mapped["Group | None"] = relationship(remote_side=[id])

    @hybrid_property
    def community_id(self) -> int:
        """The community that this group is or belongs to."""
        return self.parent_id or self.id

    @community_id.inplace.expression
    @classmethod
    def _community_id_in_sql(cls) -> ColumnElement[int]:
        return func.coalesce(cls.parent_id, cls.id)

    @property
    def community(self) -> "Group":
        """The community that this group is or belongs to."""
        return self.parent or self

    @property
    def is_community(self) -> bool:
        """Whether this is a community rather than a subgroup."""
        return self.parent_id is None

    @property
    def scope(self) -> Scope:
        """Where the group's own page stands."""
        return self.scope_of(self.audience)

    def scope_of(self, audience: str) -> Scope:
        """Where content of this group with this audience stands: never wider than the group allows."""
        return Scope(self.id, self.community_id, narrower(audience, self.audience), self.is_confidential)

    def set_audience(self, audience: Audience, *, is_confidential: bool) -> None:
        """Change who may see the group; a confidential one is seen by its members only."""
        widest = self.parent.audience if self.parent else Audience.PUBLIC
        self.audience = Audience.SUBGROUP if is_confidential else narrower(audience, widest)
        self.is_confidential = is_confidential


class Membership(Model):
    """Joins a person to a group with a role."""

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint("role IN ('coordinator', 'facilitator', 'member', 'reader')", name="role"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(12), default=Role.MEMBER)
    joined_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    group: Mapped[Group] = relationship()


class Introduction(Model):
    """How a member presents themself to one community."""

    __tablename__ = "introduction"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True, index=True)
    experience: Mapped[str] = mapped_column(Text, default="")
    offer: Mapped[str] = mapped_column(Text, default="")
    seek: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime]

    def say(self, *, experience: str, offer: str, seek: str, at: datetime) -> None:
        """Replace what is said."""
        self.experience, self.offer, self.seek, self.written_at = experience, offer, seek, at


class Invitation(Model):
    """A door into a group that opens once: the link carries a signed value, `nonce` is what makes it unguessable."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(12), default=Role.MEMBER)
    note: Mapped[str] = mapped_column(String(120), default="")
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    revoked_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
    invited_by: Mapped[Person] = relationship(foreign_keys=[invited_by_id])
    accepted_by: Mapped[Person | None] = relationship(foreign_keys=[accepted_by_id])

    def is_open(self, at: datetime) -> bool:
        """Whether somebody can still come in by it."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > at

    def accept(self, person: Person, at: datetime) -> None:
        """Use it up."""
        self.accepted_at, self.accepted_by = at, person

    def revoke(self, at: datetime) -> None:
        """Close it."""
        self.revoked_at = at
