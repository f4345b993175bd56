"""What texts refer to: what a name means to who writes it, and what a reader may see of it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from community.accounts.models import Person
from community.addresses import absolute
from community.cases.models import Case
from community.database import constant, read
from community.discussions.models import Thread
from community.groups.models import Group, Membership
from community.groups.queries.visibility import VIEWER, visible_to
from community.groups.viewer import Viewer
from community.lessons.models import Lesson
from community.lessons.queries.visibility import shown_to
from community.links.marks import Target, marked_in, resolve, typed_in
from community.links.naming import Candidate, choose, read_name
from community.slugs import FormerSlug

MOST = 500  # in one text or page

_community = aliased(Group)
_IDS = {kind: bindparam(f"{kind}s", expanding=True, type_=Integer) for kind in ("case", "lesson", "thread", "person")}
_SLUGS = bindparam("slugs", expanding=True, type_=String)
_TITLES = bindparam("titles", expanding=True, type_=String)
_IN_NAMED = _community.slug.in_(bindparam("communities", expanding=True, type_=String))
_IN_OWN = _community.id == bindparam("community", type_=Integer)
_FACTS = ("kind", "id", "community", "slug", "title", "language", "found_as", "how")


class Linked(NamedTuple):
    """A thing that a text refers to, as far as a link to it needs; a person has a handle and a name."""

    kind: str
    id: int
    community: str
    slug: str
    title: str
    language: str
    found_as: str
    how: str


def _things(model: type[Case] | type[Lesson], kind: str, how: str, found_as: Any) -> Select[*tuple[Any, ...]]:
    """Return the things of a kind that the viewer may see, as rows of `_FACTS`."""
    columns = (
        constant(kind),
        model.id,
        _community.slug,
        model.slug,
        model.title,
        model.language,
        found_as,
        constant(how),
    )
    is_seen = visible_to(Case.audience) if model is Case else shown_to()
    return (
        select(*(column.label(name) for name, column in zip(_FACTS, columns, strict=True)))
        .select_from(model)
        .join(Group, Group.id == model.group_id)
        .join(_community, _community.id == model.community_id)
        .where(is_seen)
    )


def _by_slug(model: type[Case] | type[Lesson], kind: str, where: ColumnElement[bool]) -> list[Select[*tuple[Any, ...]]]:
    """Return the things that have one of the slugs, and those that had one."""
    is_former = and_(FormerSlug.kind == kind, FormerSlug.space == model.community_id, FormerSlug.target_id == model.id)
    former = _things(model, kind, "former", FormerSlug.slug).join(FormerSlug, is_former)
    return [
        _things(model, kind, "slug", model.slug).where(where, model.slug.in_(_SLUGS)),
        former.where(where, FormerSlug.slug.in_(_SLUGS)),
    ]


_thread_number = cast(Thread.id, String)
_thread_facts = (
    constant("thread"), Thread.id, _community.slug, _thread_number, Thread.title, Thread.language, _thread_number,
    constant("slug"),
)  # fmt: skip
_THREADS: Select[*tuple[Any, ...]] = (
    select(*(column.label(name) for name, column in zip(_FACTS, _thread_facts, strict=True)))
    .join(Group, Group.id == Thread.group_id)
    .join(_community, _community.id == Group.community_id)
    .where(visible_to(Thread.audience), Thread.id.in_(_IDS["thread"]))
)
_person_facts = (
    constant("person"), Person.id, constant(""), Person.handle, Person.name, constant(""), Person.handle, constant("slug"),
)  # fmt: skip
_mine = aliased(Membership)
_PEOPLE: Select[*tuple[Any, ...]] = select(
    *(column.label(name) for name, column in zip(_FACTS, _person_facts, strict=True))
).where(
    Person.id.in_(_IDS["person"]),
    or_(
        Person.id == VIEWER,
        Person.id.in_(
            select(Membership.person_id)
            .join(_mine, _mine.group_id == Membership.group_id)
            .where(_mine.person_id == VIEWER)
        ),
    ),
)
_WANTED = [arm for model, kind in ((Case, "case"), (Lesson, "lesson")) for arm in _by_slug(model, kind, _IN_OWN)]
_NUMBERED = [
    _things(Case, "case", "id", constant("")).where(Case.id.in_(_IDS["case"])),
    _things(Lesson, "lesson", "id", constant("")).where(Lesson.id.in_(_IDS["lesson"])),
    _THREADS,
    _PEOPLE,
]
_SEEN, _SEEN_OR_WANTED = union_all(*_NUMBERED), union_all(*_NUMBERED, *_WANTED)
_CANDIDATES = union_all(
    *(arm for model, kind in ((Case, "case"), (Lesson, "lesson")) for arm in _by_slug(model, kind, _IN_NAMED)),
    _things(Case, "case", "title", Case.title).where(_IN_NAMED, Case.title.in_(_TITLES)),
    _things(Lesson, "lesson", "title", Lesson.title).where(_IN_NAMED, Lesson.title.in_(_TITLES)),
    _THREADS,
)
_HANDLES = select(Person.handle, Person.id).where(Person.handle.in_(bindparam("handles", expanding=True)))


def links_in(*texts: str, viewer: Viewer) -> tuple[Linked, ...]:
    """Return what stored texts refer to, as far as the viewer may see it; no query where they refer to nothing."""
    marked = marked_in(texts)
    if not (marked.wanted or any(marked.ids.values())):
        return ()
    values: dict[str, Any] = {f"{kind}s": sorted(numbers)[:MOST] for kind, numbers in marked.ids.items()}
    values["viewer"] = viewer.person_id
    if not marked.wanted:
        return tuple(Linked(*row) for row in read(_SEEN, **values))
    slugs = sorted({key.partition(":")[2] for _community_id, key in marked.wanted})[:MOST]
    community_id = min(community for community, _key in marked.wanted)  # the texts of a page are of one community
    return tuple(Linked(*row) for row in read(_SEEN_OR_WANTED, **values, slugs=slugs, community=community_id))


def point(
    texts: Sequence[str], community: Group, *, viewer: Viewer, held: Mapping[str, Target] | None = None
) -> tuple[str, ...]:
    """Let the links in rendered texts be numbers: of what is `held` under a name already, or of what the viewer may see."""
    typed = typed_in(texts, absolute(""))
    names = sorted(typed.names | typed.pages)[:MOST]
    targets: dict[str, Target] = {name: held[name] for name in names if held and name in held}
    read_names = {name: read_name(name) for name in names}
    if missing := [name for name in names if name not in targets]:
        found = _candidates([read_names[name] for name in missing], community, viewer)
        chosen = {name: choose(read_names[name], found, community.slug) for name in missing}
        targets |= {name: target for name, target in chosen.items() if target}
    people = {row.handle: row.id for row in read(_HANDLES, handles=sorted(typed.handles))} if typed.handles else {}

    def wanted(name: str) -> tuple[int, str]:
        return community.id, read_name(name).wanted

    return tuple(resolve(text, targets, people, wanted) for text in texts)


def _candidates(names: Sequence[Any], community: Group, viewer: Viewer) -> list[Candidate]:
    rows = read(
        _CANDIDATES,
        communities=sorted({name.community or community.slug for name in names}),
        slugs=sorted({slug for name in names for slug in name.slugs}),
        titles=sorted({title for name in names for title in name.titles}),
        threads=sorted({number for name in names for number in name.numbers}),
        viewer=viewer.person_id,
    )
    return [Candidate(row.kind, row.id, row.community, row.slug, row.title, row.found_as, row.how) for row in rows]
