"""Finding: what a reader may see of what matches, with counts that are true for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import not_, or_, select

from community.database import read, session
from community.groups.models import Group
from community.groups.queries.visibility import in_community, visible_to
from community.groups.rules import can_see
from community.groups.viewer import Audience, Viewer
from community.search.engine import EngineUnavailable, Request
from community.search.excerpts import Piece, excerpt
from community.search.grammar import Query, parse
from community.search.indexing import engine
from community.search.models import SearchEntry
from community.search.words import find_words

HITS_A_PAGE = 10
MAX_HIDDEN = 5_000

# What waits for the worker and may not be seen as it stands now; the index may still hold it as it stood before.
_HIDDEN = (
    select(SearchEntry.key)
    .join(SearchEntry.group)
    .where(
        SearchEntry.is_pending.is_(True), or_(SearchEntry.is_removed.is_(True), not_(visible_to(SearchEntry.audience)))
    )
    .order_by(SearchEntry.changed_at)  # keeps the database on the index of what waits, whatever it knows of the table
    .limit(MAX_HIDDEN + 1)
)


@dataclass(frozen=True)
class Hit:
    """One thing found, ready to show."""

    kind: str
    title: Sequence[Piece]
    excerpt: Sequence[Piece]
    language: str
    community: str
    community_slug: str
    locator: str
    author: str
    created_at: datetime


@dataclass(frozen=True)
class Results:
    """A page of hits with its counts.

    `is_behind` says that no index is near enough to the truth at the moment, `meant` how the question was perhaps meant,
    `next` where the next page begins.
    """

    query: Query
    hits: Sequence[Hit] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] | None = None
    community_names: Mapping[str, str] | None = None
    is_partial: bool = False
    is_behind: bool = False
    meant: str | None = None
    next: str | None = None


def scopes_of(viewer: Viewer) -> frozenset[str]:
    """Return every "<group id>:<audience>" whose content the viewer may see, by the one rule."""
    groups = session().scalars(
        select(Group).where(or_(Group.audience == Audience.PUBLIC, in_community())),
        {"viewer": viewer.person_id},
    )
    return frozenset(
        f"{group.id}:{audience}"
        for group in groups
        for audience in Audience
        if can_see(viewer, group.scope_of(audience))
    )


def search(
    text: str,
    *,
    viewer: Viewer,
    kind: str | None = None,
    community: str | None = None,
    after: str | None = None,
    is_newest_first: bool = False,
) -> Results:
    """Return what matches, best or newest first; every part of the answer is limited to what the viewer may see."""
    query = parse(text)
    if query.is_empty:
        return Results(query)
    filters = {name: frozenset({value}) for name, value in (("kind", kind), ("community", community)) if value}
    hidden = frozenset(row.key for row in read(_HIDDEN, viewer=viewer.person_id))
    if len(hidden) > MAX_HIDDEN:  # better no answer than a count of what may not be seen
        return Results(query, is_behind=True)
    try:
        answer = engine().search(
            Request(
                query,
                scopes_of(viewer),
                filters,
                HITS_A_PAGE,
                after,
                excluded=hidden,
                is_newest_first=is_newest_first,
            )
        )
    except EngineUnavailable:
        return Results(query, is_behind=True)
    names = _names(answer.facets.get("community", {}))
    return Results(
        query,
        _hits(answer.keys, query, viewer, names),
        answer.total,
        answer.facets,
        names,
        is_partial=answer.is_partial,
        meant=_mended(query.text, answer.corrections),
        next=answer.next,
    )


def _mended(text: str, corrections: Mapping[str, str]) -> str | None:
    """Return the query with the words that were probably meant; None where there is nothing to mend."""
    if not corrections:
        return None
    pieces, done = [], 0
    for start, end, word in find_words(text):
        pieces += [text[done:start], corrections.get(word, text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])


def _hits(keys: Sequence[str], query: Query, viewer: Viewer, names: Mapping[str, str]) -> list[Hit]:
    rows = session().execute(select(SearchEntry, Group).join(SearchEntry.group).where(SearchEntry.key.in_(keys)))
    # the index may be a second behind: what is shown is checked against the table
    found = {
        entry.key: entry
        for entry, group in rows
        if not entry.is_removed and can_see(viewer, group.scope_of(entry.audience))
    }
    return [_hit(found[key], query, names) for key in keys if key in found]


def _hit(entry: SearchEntry, query: Query, names: Mapping[str, str]) -> Hit:
    return Hit(
        entry.kind,
        excerpt(entry.title, query, entry.language, 200),
        excerpt(entry.body, query, entry.language),
        entry.language,
        names.get(entry.community, entry.community),
        entry.community,
        entry.locator,
        entry.author,
        entry.created_at,
    )


def _names(slugs: Mapping[str, int]) -> dict[str, str]:
    rows = session().execute(
        select(Group.slug, Group.name).where(Group.parent_id.is_(None), Group.slug.in_(slugs.keys()))
    )
    return {row.slug: row.name for row in rows}
