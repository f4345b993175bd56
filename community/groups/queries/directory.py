"""The members of a community as others look for them: a page of them, and how many there are behind each choice."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.selectable import CompoundSelect

from community.accounts.models import Organisation, Person, SpokenLanguage
from community.database import read
from community.folding import like
from community.groups.models import ExperienceTag, Group, Introduction, Membership
from community.groups.queries.groups import Frame

MEMBERS_A_PAGE = 30
WORDS = 5
CHOICES = ("organisation", "country", "language", "tag", "role", "silent")


class Wanted(NamedTuple):
    """Whom somebody looks for; what is empty was not asked for. `silent` are those who haven't introduced themselves."""

    words: str = ""
    organisation: str = ""
    country: str = ""
    language: str = ""
    tag: str = ""
    role: str = ""
    silent: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that were made."""
        return {name: value for name in CHOICES if (value := getattr(self, name))}

    @property
    def patterns(self) -> dict[str, str]:
        """What each word that was typed is looked for by."""
        return {f"word{n}": like(word) for n, word in enumerate(self.words.split()[:WORDS])}


class Entry(NamedTuple):
    """One member of a community, as the list shows them; languages and tags with commas between."""

    id: int
    name: str
    handle: str
    folded: str
    country: str | None
    organisation: str | None
    organisation_slug: str | None
    role: str
    joined_at: datetime
    is_introduced: bool
    languages: str | None
    tags: str | None


class Choice(NamedTuple):
    """How many members there are behind a choice, were it made besides the others."""

    kind: str
    key: str
    label: str
    number: int


_GROUP = bindparam("group", type_=Integer)
_IS_INTRODUCED = exists().where(Introduction.person_id == Membership.person_id, Introduction.group_id == _GROUP)
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "organisation": Person.organisation_id
    == select(Organisation.id).where(Organisation.slug == bindparam("organisation")).scalar_subquery(),
    "country": Person.country == bindparam("country"),
    "language": exists().where(
        SpokenLanguage.person_id == Membership.person_id, SpokenLanguage.code == bindparam("language")
    ),
    "tag": exists().where(
        ExperienceTag.person_id == Membership.person_id,
        ExperienceTag.group_id == _GROUP,
        ExperienceTag.tag == bindparam("tag"),
    ),
    "role": Membership.role == bindparam("role"),
    "silent": ~_IS_INTRODUCED,
}


def _has_word(name: str) -> ColumnElement[bool]:
    """Say that a word is in the name, the organisation or the introduction."""
    pattern: BindParameter[str] = bindparam(name)
    organisations = select(Organisation.id).where(Organisation.folded.like(pattern, escape="\\"))
    introduced = select(Introduction.person_id).where(
        Introduction.group_id == _GROUP, Introduction.folded.like(pattern, escape="\\")
    )
    return or_(
        Person.folded.like(pattern, escape="\\"),
        Person.organisation_id.in_(organisations),
        Membership.person_id.in_(introduced),
    )


@cache
def _page(conditions: tuple[str, ...], *, is_continued: bool) -> Select[*tuple[Any, ...]]:
    """Return the statement for a page: who is on it is found first, and only of those is the rest looked up."""
    found = (
        select(Membership.person_id, Membership.role, Membership.joined_at)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.group_id == _GROUP, *map(_condition, conditions))
        .order_by(Person.folded, Person.id)
        .limit(bindparam("limit", type_=Integer))
    )
    if is_continued:
        name: BindParameter[str] = bindparam("name")
        last = bindparam("last", type_=Integer)
        found = found.where(or_(Person.folded > name, and_(Person.folded == name, Person.id > last)))
    page = found.subquery()
    languages = select(func.aggregate_strings(SpokenLanguage.code, ",")).where(SpokenLanguage.person_id == Person.id)
    tags = select(func.aggregate_strings(ExperienceTag.tag, ",")).where(
        ExperienceTag.person_id == Person.id, ExperienceTag.group_id == _GROUP
    )
    return (
        select(
            Person.id,
            Person.name,
            Person.handle,
            Person.folded,
            Person.country,
            Organisation.name,
            Organisation.slug,
            page.c.role,
            page.c.joined_at,
            exists().where(Introduction.person_id == Person.id, Introduction.group_id == _GROUP),
            languages.scalar_subquery(),
            tags.scalar_subquery(),
        )
        .join(page, page.c.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .order_by(Person.folded, Person.id)
    )


@cache
def _choices(words: tuple[str, ...], chosen: tuple[str, ...]) -> CompoundSelect[Any]:
    """Return the statement for the numbers behind all choices: each counts whom all the other choices leave."""
    fits = {name: _CONDITIONS[name].label(f"fits_{name}") for name in chosen}
    silent = (~_IS_INTRODUCED).label("is_silent")
    found = (
        select(Person.id, Membership.role, Person.country, Person.organisation_id, silent, *fits.values())
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.group_id == _GROUP, *map(_has_word, words))
        .cte("found")
    )

    def others_fit(kind: str) -> ColumnElement[bool]:
        return and_(true(), *(found.c[f"fits_{name}"] for name in chosen if name != kind))

    def count(kind: str, key: Any, label: Any) -> Select[*tuple[Any, ...]]:
        return select(literal(kind), key, label, func.count()).where(others_fit(kind))

    role, country, tag, code = found.c.role, found.c.country, ExperienceTag.tag, SpokenLanguage.code
    tagged = and_(ExperienceTag.person_id == found.c.id, ExperienceTag.group_id == _GROUP)
    return union_all(
        count("silent", literal(""), literal("")).where(found.c.is_silent),
        count("role", role, role).group_by(role),
        count("country", country, country).where(country.is_not(None)).group_by(country),
        count("language", code, code)
        .select_from(found)
        .join(SpokenLanguage, SpokenLanguage.person_id == found.c.id)
        .group_by(code),
        count("tag", tag, tag).select_from(found).join(ExperienceTag, tagged).group_by(tag),
        count("organisation", Organisation.slug, Organisation.name)
        .select_from(found)
        .join(Organisation, Organisation.id == found.c.organisation_id)
        .group_by(Organisation.slug, Organisation.name),
    )


def _condition(name: str) -> ColumnElement[bool]:
    return _CONDITIONS[name] if name in _CONDITIONS else _has_word(name)


def entries_of(
    community: Group | Frame, wanted: Wanted, *, after: tuple[str, int] | None = None, limit: int = MEMBERS_A_PAGE
) -> list[Entry]:
    """Return members by name, after the last of the former page; one more than a page tells that there is more."""
    name, last = after or (None, None)
    given = {**wanted.patterns, **wanted.chosen}
    statement = _page(tuple(given), is_continued=after is not None)
    rows = read(statement, group=community.id, limit=limit + 1, name=name, last=last, **given)
    return list(map(Entry._make, rows))


@cache
def _count(conditions: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    counted = select(func.count()).select_from(Membership).where(Membership.group_id == _GROUP)
    if conditions:
        counted = counted.join(Person, Person.id == Membership.person_id).where(*map(_condition, conditions))
    return counted


def count_of(community: Group | Frame, wanted: Wanted) -> int:
    """Return how many members fit."""
    given = {**wanted.patterns, **wanted.chosen}
    number: int = read(_count(tuple(given)), group=community.id, **given)[0][0]
    return number


def choices_in(community: Group | Frame, wanted: Wanted) -> tuple[Choice, ...]:
    """Return the numbers behind all choices."""
    statement = _choices(tuple(wanted.patterns), tuple(wanted.chosen))
    rows = read(statement, group=community.id, **wanted.patterns, **wanted.chosen)
    return tuple(sorted(Choice(*row) for row in rows))


def of_kind(choices: Iterable[Choice], kind: str) -> list[Choice]:
    """Return the choices of one kind."""
    return [choice for choice in choices if choice.kind == kind]
