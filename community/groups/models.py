"""Communities and subgroups, memberships and introductions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.database import Model
from community.folding import fold
from community.groups.viewer import Audience, Door, Role, Scope, narrower


class Step(StrEnum):
    """The five steps of the learning cycle."""

    GATHER = "gather"
    AGREE = "agree"
    ANALYSE = "analyse"
    DESCRIBE = "describe"
    PLENARY = "plenary"


class Group(Model):
    """A community (no parent) or a subgroup inside one. `audience` is the widest that its content may have.

    An open subgroup lets members of its community in without asking. A dissolved one is an archive: `workspace.Dissolution`
    says by whom it was dissolved.
    """

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
        CheckConstraint("door IN ('invitation', 'ask', 'open')", name="door"),
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
    is_open: Mapped[bool] = mapped_column(default=False, server_default=false())
    step: Mapped[str] = mapped_column(String(12), default=Step.GATHER)
    door: Mapped[str] = mapped_column(String(10), default=Door.INVITATION, server_default=Door.INVITATION.value)
    door_question: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    created_at: Mapped[datetime]
    dissolved_at: Mapped[datetime | None]

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

    @hybrid_property
    def is_dissolved(self) -> bool:
        """Whether it is an archive that nobody changes."""
        return self.dissolved_at is not None

    @is_dissolved.inplace.expression
    @classmethod
    def _is_dissolved_in_sql(cls) -> ColumnElement[bool]:
        return cls.dissolved_at.is_not(None)

    @property
    def scope(self) -> Scope:
        """Where the group's own page stands."""
        return self.scope_of(self.audience)

    def scope_of(self, audience: str) -> Scope:
        """Where content of this group with this audience stands: never wider than the group allows."""
        audience = narrower(audience, self.audience)
        return Scope(self.id, self.community_id, audience, self.is_confidential, self.is_dissolved)

    def dissolve(self, at: datetime) -> None:
        """Make an archive of it."""
        self.dissolved_at = at

    def take_up_again(self) -> None:
        """Let it be worked in as before."""
        self.dissolved_at = None

    def describe(self, *, name: str, summary: str, question: str, is_open: bool) -> None:
        """Say what it is called, what it is about, and whether members come in without asking."""
        self.name, self.summary, self.question, self.is_open = name, summary, question, is_open

    @property
    def open_door(self) -> Door:
        """The door as strangers find it: only what everybody may see can be asked at or joined openly."""
        return Door(self.door) if self.is_community and self.audience == Audience.PUBLIC else Door.INVITATION

    def present(
        self, *, name: str, summary: str, description: str, description_html: str, question: str, language: str
    ) -> None:
        """Change how the group is shown."""
        self.name, self.summary, self.question, self.language = name, summary, question, language
        self.description, self.description_html = description, description_html

    def readdress(self, slug: str) -> None:
        """Give the group another address."""
        self.slug = slug

    def hang_door(self, door: Door, question: str) -> None:
        """Change how people come in, and what they are asked there."""
        self.door, self.door_question = door, question

    def set_audience(self, audience: Audience, *, is_confidential: bool) -> None:
        """Change who may see the group; a confidential one is seen by its members only."""
        widest = self.parent.audience if self.parent else Audience.PUBLIC
        self.audience = Audience.SUBGROUP if is_confidential else narrower(audience, widest)
        self.is_confidential = is_confidential
        self.is_open = bool(self.is_open) and not is_confidential


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
    """How a member presents themself to one community. `folded` is all of it as it is looked for."""

    __tablename__ = "introduction"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True, index=True)
    experience: Mapped[str] = mapped_column(Text, default="")
    offer: Mapped[str] = mapped_column(Text, default="")
    seek: Mapped[str] = mapped_column(Text, default="")
    bring: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    folded: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    written_at: Mapped[datetime]

    @property
    def says(self) -> dict[str, str]:
        """What is said, by prompt."""
        return {"experience": self.experience, "offer": self.offer, "seek": self.seek, "bring": self.bring}

    def say(self, *, experience: str, offer: str, seek: str, bring: str, at: datetime) -> None:
        """Replace what is said."""
        self.experience, self.offer, self.seek, self.bring, self.written_at = experience, offer, seek, bring, at
        self.folded = fold("\n".join((experience, offer, seek, bring)))


class IntroductionPrompt(Model):
    """What a community asks newcomers in its own words; where it has none, it asks in ours."""

    __tablename__ = "introduction_prompt"
    __table_args__ = (CheckConstraint("key IN ('experience', 'offer', 'seek', 'bring')", name="key"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(12), primary_key=True)
    label: Mapped[str] = mapped_column(String(80))
    help: Mapped[str] = mapped_column(String(300))


class ExperienceTag(Model):
    """A word for what a member has experience with, in one community."""

    __tablename__ = "experience_tag"
    __table_args__ = (Index("ix_experience_tag_group", "group_id", "tag"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)
