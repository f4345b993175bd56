"""Finding: what a reader may see of what matches, with counts that are true for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from community import clock
from community.database import session
from community.groups.models import Group
from community.groups.rules import can_coordinate
from community.groups.viewer import Viewer
from community.search.engine import EngineUnavailable, Request
from community.search.grammar import Query, parse
from community.search.hits import Hit, hits
from community.search.indexing import engine
from community.search.misses import KEPT_FOR, SearchMiss
from community.search.scopes import hidden_from, scopes_of
from community.search.words import find_words

HITS_A_PAGE = 10
OF_EACH_KIND = 3
MISSES_SHOWN = 20

Filters = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Results:
    """A page of hits with its counts.

    `is_behind` says that no index is near enough to the truth at the moment, `meant` how the question was perhaps meant,
    `next` where the next page begins.
    """

    query: Query
    hits: Sequence[Hit] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    community_names: Mapping[str, str] = field(default_factory=dict)
    is_partial: bool = False
    is_widened: bool = False
    is_behind: bool = False
    meant: str | None = None
    next: str | None = None


def search(
    text: str,
    *,
    viewer: Viewer,
    filters: Filters | None = None,
    after: str | None = None,
    is_newest_first: bool = False,
    is_grouped: bool = False,
    language: str = "en",
) -> Results:
    """Return what matches, best or newest first; every part of the answer is limited to what the viewer may see.

    Grouped, the best few of each kind stand in the place of a page. Sections are named in the reader's language.
    """
    query = parse(text)
    filters = filters or {}
    if query.is_empty and not filters:
        return Results(query)
    hidden = hidden_from(viewer)
    if hidden is None:  # better no answer than a count of what may not be seen
        return Results(query, is_behind=True)
    try:
        answer = engine().search(
            Request(
                query,
                scopes_of(viewer),
                filters,
                HITS_A_PAGE,
                after,
                each=OF_EACH_KIND if is_grouped else 0,
                excluded=hidden,
                is_newest_first=is_newest_first,
            )
        )
    except EngineUnavailable:
        return Results(query, is_behind=True)
    return Results(
        query,
        hits(answer.keys, query, viewer=viewer, language=language),
        answer.total,
        answer.facets,
        _names(answer.facets.get("community", {})),
        is_partial=answer.is_partial,
        is_widened=answer.is_widened,
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


def _names(slugs: Mapping[str, int]) -> dict[str, str]:
    rows = session().execute(
        select(Group.slug, Group.name).where(Group.parent_id.is_(None), Group.slug.in_(slugs.keys()))
    )
    return {row.slug: row.name for row in rows}


def missed_in(community: Group, *, viewer: Viewer, limit: int = MISSES_SHOWN) -> list[SearchMiss]:
    """Return what members looked for and did not find, the commonest first, to who coordinates the community."""
    if not can_coordinate(viewer, community.scope):
        return []
    recent = (SearchMiss.group_id == community.id, SearchMiss.last_at > clock.now() - KEPT_FOR)
    order = (SearchMiss.count.desc(), SearchMiss.last_at.desc(), SearchMiss.id)
    return list(session().scalars(select(SearchMiss).where(*recent).order_by(*order).limit(limit)))
