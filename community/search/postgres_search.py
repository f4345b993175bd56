"""One search on PostgreSQL: one statement that finds, counts and ranks among what its reader may see."""

from collections.abc import Callable, Sequence
from typing import Any

from community.search.cursors import Rank, pack, unpack
from community.search.engine import FACETS, Answer, Request
from community.search.postgres_narrowing import failed, narrowed, visible
from community.search.postgres_terms import Sought, any_of
from community.search.postgres_vectors import clean
from community.search.postgres_weighing import BY_KIND, BY_STATUS, MEANS, Binds, score, weighed, weight

Run = Callable[[str, dict[str, Any]], Sequence[Any]]

# When time has run out once, so many documents are looked at.
_HASTY = 1_000

# `seen` is all that the reader may see, `candidate` what has any of the words, `kept` what has all of them or, where
# that is too little, any; each knows in which filters it fails. Only what is kept is weighed.
_STATEMENT = """
WITH seen AS MATERIALIZED (
    SELECT {means} FROM search_vector WHERE {visible}
), candidate AS MATERIALIZED (
    SELECT ctid AS place, key, extract(epoch FROM created_at)::float8 AS created, marks {having}
    FROM search_vector WHERE {visible} {narrowed} {hasty}
), counted AS MATERIALIZED (
    SELECT count(*)::float8 AS any_of_them, count(*) FILTER (WHERE {complete})::float8 AS complete {frequencies}
    FROM candidate
), kept AS MATERIALIZED (
    SELECT place, key, created, marks, NOT ({complete}) AS lacks, {failed} AS failed
    FROM candidate, counted WHERE ({complete}) OR {is_widened}
), ranked AS (
    SELECT kept.key COLLATE "C" AS key, kept.created, kept.lacks, kept.marks[1] AS kind, {score} AS score
    FROM kept {weighed} WHERE kept.failed = '{{}}'
), numbered AS (
    SELECT ranked.*, {number} AS number FROM ranked WHERE {following}
)
SELECT 'page' AS what, key AS name, lacks::int::float8 AS first, score::float8 AS second, created AS third, kind
    FROM (SELECT * FROM numbered {page}) AS page
UNION ALL SELECT 'facet', mark, sum(times)::float8, 0, 0, ''
    FROM (SELECT marks, failed, count(*) AS times FROM kept WHERE cardinality(failed) < 2 GROUP BY marks, failed) AS alike
    CROSS JOIN unnest(marks) AS mark WHERE failed = '{{}}' OR starts_with(mark, failed[1] || ':') GROUP BY mark
UNION ALL SELECT 'total', '', count(*)::float8, 0, 0, '' FROM kept WHERE failed = '{{}}'
UNION ALL SELECT 'counted', '', any_of_them, complete, 0, '' FROM counted
"""
_FREQUENCY = "UNION ALL SELECT 'frequency', '{n}', frequency_{n}, 0, 0, '' FROM counted\n"


class Search:
    """One request, answered from documents that its reader may see and from nothing else."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._sought = [Sought(term) for term in request.query.wanted]
        # "wie is onze partner" asks for a partner: stop words were not indexed, and may be missing.
        every = list(range(len(self._sought)))
        self._needed = [n for n in every if not self._sought[n].is_stop_word] or every

    def answer(self, run: Run, *, is_hasty: bool = False) -> tuple[Answer, list[str]]:
        """Find, count and order; return the answer, and the words that nothing has."""
        request, binds = self._request, Binds()
        rows = run(self._statement(binds, is_hasty), binds.values)
        page = sorted(self._ranked(row) for row in rows if row.what == "page")
        found = {row.what: row for row in rows if row.what in ("total", "counted")}
        frequencies = {int(row.name): row.first for row in rows if row.what == "frequency"}
        limit = 0 if request.each else max(0, request.limit)
        if not request.each:
            page, more = page[:limit], page[limit:]
        any_of_them, complete = found["counted"].first, found["counted"].second
        answer = Answer(
            total=int(found["total"].first),
            keys=tuple(rank[-1] for _, rank in page),
            facets=_facets(rows),
            next=pack(page[-1][1]) if limit and more else None,
            is_partial=is_hasty,
            is_widened=self._may_widen and complete < request.limit and complete < any_of_them,
        )
        unknown = [n for n, sought in enumerate(self._sought) if sought.is_plain_word and not frequencies[n]]
        return answer, [self._sought[n].term.words[0] for n in unknown]

    @property
    def _may_widen(self) -> bool:
        return len(self._needed) > 1

    def _ranked(self, row: Any) -> tuple[str, Rank]:
        """Return a hit behind what comes before its rank: its kind, where each kind has its own few."""
        orders = (-row.third, -row.second) if self._request.is_newest_first else (-row.second, -row.third)
        return row.kind if self._request.each else "", (row.first > 0, *orders, row.name)

    def _statement(self, binds: Binds, is_hasty: bool) -> str:
        request, sought = self._request, self._sought
        conditions = narrowed(request.query, [Sought(term).text for term in request.query.excluded], binds)
        if self._needed:
            conditions += f" AND vector @@ {binds.query(any_of(sought[n].text for n in self._needed))}"
        order = "lacks, -created, -score, key" if request.is_newest_first else "lacks, -score, -created, key"
        every = range(len(sought))
        text = _STATEMENT.format(
            visible=visible(request.scopes, request.excluded, binds),
            narrowed=conditions,
            hasty=f"LIMIT {_HASTY}" if is_hasty else "",
            having="".join(f", vector @@ {binds.query(sought[n].text)} AS has_{n}" for n in every),
            complete=" AND ".join(f"has_{n}" for n in self._needed) or "true",
            frequencies="".join(f", count(*) FILTER (WHERE has_{n})::float8 AS frequency_{n}" for n in every),
            failed=failed(request.filters, binds),
            is_widened=f"counted.complete < {binds.add(request.limit)}" if self._may_widen else "false",
            means=MEANS,
            score=f"({score(len(sought))}) * {BY_KIND} * {BY_STATUS}",
            weighed=weighed([weight(one, binds) for one in sought]),
            number=f"row_number() OVER (PARTITION BY kind ORDER BY {order})" if request.each else "0",
            following=self._following(order, binds),
            page=f"WHERE number <= {binds.add(request.each)}"
            if request.each
            else f"ORDER BY {order} LIMIT {binds.add(max(0, request.limit) + 1)}",
        )
        return text + "".join(_FREQUENCY.format(n=n) for n in every)

    def _following(self, order: str, binds: Binds) -> str:
        last = unpack(self._request.after)
        if last is None or self._request.each:
            return "true"
        lacks, first, second, key = last
        numbers = f"{binds.add(first)}::float8, {binds.add(second)}::float8"
        return f"({order}) > ({binds.add(lacks)}, {numbers}, {binds.add(clean(key))})"


def _facets(rows: Sequence[Any]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for row in rows:
        if row.what == "facet":
            facet, _, value = row.name.partition(":")
            counts[facet][value] = int(row.first)
    return counts
