"""What a PostgreSQL search is limited to: what its reader may see, what they typed that narrows, what they chose."""

from collections.abc import Mapping, Set

from community.search.grammar import Query
from community.search.postgres_terms import any_of
from community.search.postgres_vectors import mark
from community.search.postgres_weighing import Binds


def visible(scopes: Set[str], excluded: Set[str], binds: Binds) -> str:
    """Return the condition for what a reader may see; every statement that answers somebody has it."""
    return f"edition = (SELECT number FROM search_edition WHERE is_serving) AND scope = ANY({binds.texts(scopes)})" + (
        f" AND key <> ALL({binds.texts(excluded)})" if excluded else ""
    )


def narrowed(query: Query, excluded: list[str], binds: Binds) -> str:
    """Return the conditions for what was typed to narrow a search, and against what was excluded."""
    conditions = []
    for facet, chosen in (("kind", query.kinds), ("community", query.communities), ("language", query.languages)):
        if chosen:
            conditions.append(_marked(facet, chosen, binds))
    if query.authors:
        conditions.append(f"authors @> {binds.texts(query.authors)}")
    if query.since is not None:
        conditions.append(f"created_at >= {binds.add(query.since)}")
    if query.until is not None:
        conditions.append(f"created_at < {binds.add(query.until)}")
    if excluded:
        conditions.append(f"NOT vector @@ {binds.query(any_of(excluded))}")
    return "".join(f" AND {condition}" for condition in conditions)


def failed(filters: Mapping[str, Set[str]], binds: Binds) -> str:
    """Return the expression for the facets whose filters let a document not through."""
    if not filters:
        return "'{}'::text[]"
    cases = [
        f"CASE WHEN {_marked(facet, chosen, binds)} THEN NULL ELSE {binds.add(facet)} END"
        for facet, chosen in filters.items()
    ]
    return f"array_remove(ARRAY[{', '.join(cases)}]::text[], NULL)"


def _marked(facet: str, chosen: Set[str], binds: Binds) -> str:
    return f"marks && {binds.texts({mark(facet, value) for value in chosen})}"
