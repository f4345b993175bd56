"""People, the organisations they work for, their sign-ins, and the links that letters bring them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from community.database import Model
from community.folding import LENGTH as FOLDED_LENGTH
from community.folding import fold_line

SIGN_IN_LASTS = timedelta(days=30)
SIGN_IN_IDLES = timedelta(days=14)


class Organisation(Model):
    """Where a member works; what makes learning across organisations visible. `folded` is how it is found by name."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    folded: Mapped[str] = mapped_column(String(FOLDED_LENGTH), server_default=text("''"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    country: Mapped[str | None] = mapped_column(String(2))

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        self.folded = fold_line(name)
        return name


class Person(Model):
    """A person with an account. `folded` is the name as it is looked for and put in order."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(FOLDED_LENGTH), server_default=text("''"))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    country: Mapped[str | None] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(8), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_invented: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship()
    spoken: Mapped[list["SpokenLanguage"]] = relationship(
        order_by="SpokenLanguage.place", cascade="all, delete-orphan", passive_deletes=True
    )

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        self.folded = fold_line(name)
        return name

    def present(self, *, name: str, organisation: Organisation | None, language: str, time_zone: str) -> None:
        """Change how the person is shown and spoken to."""
        self.name, self.organisation = name, organisation
        self.language, self.time_zone = language, time_zone

    def live(self, *, country: str | None, spoken: Sequence[str]) -> None:
        """Change where the person works and which languages they speak, best first."""
        self.country = country
        had = {language.code: language for language in self.spoken}
        self.spoken = [had.get(code) or SpokenLanguage(code=code) for code in spoken]
        for place, language in enumerate(self.spoken):
            language.place = place


class SpokenLanguage(Model):
    """A language that a person speaks; the first place is the one they speak best."""

    __tablename__ = "spoken_language"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    place: Mapped[int]


class SignIn(Model):
    """One browser in which a person is signed in; the cookie carries a token of which only the hash is kept.

    It ends at `ends_at` whatever happens, and sooner when it has not been used for `SIGN_IN_IDLES`.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Opens(StrEnum):
    """What a link in a letter is for; one kind never serves as another."""

    PASSWORD = "password"
    ADDRESS = "address"
    UNDOING = "undoing"


class MailedLink(Model):
    """A link that a letter brought: it opens one thing, once, for a while. Of its token only the hash is kept.

    `address` is where the letter went, and what becomes (or becomes again) the person's address where it is about that.
    """

    __tablename__ = "mailed_link"
    __table_args__ = (CheckConstraint("opens IN ('password', 'address', 'undoing')", name="opens"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    opens: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    ends_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class ForgottenPassword(Model):
    """Somebody said that they forgot the password of this address, whether or not there is an account with it."""

    __tablename__ = "forgotten_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]
