"""The word that was meant, on PostgreSQL: the nearest spelling that stands somewhere in what the reader may see."""

import threading
from collections.abc import Sequence, Set

from community.search.postgres_narrowing import visible
from community.search.postgres_search import Run
from community.search.postgres_vectors import lexeme_of, quoted, word_in
from community.search.postgres_weighing import Binds
from community.search.spelling import near, spelling_of, word_of

_SINCE = "SELECT number, lexeme FROM search_spelling WHERE initial = %(initial)s AND number >= %(last)s ORDER BY number"
_COUNT = """
SELECT said.number, count(*) AS times
FROM unnest({lexemes}) WITH ORDINALITY AS said (lexeme, number) JOIN search_wording ON words @@ said.lexeme::tsquery
WHERE {visible} GROUP BY said.number
"""


class Spellings:
    """The spellings that anybody wrote, kept by their first letter: what is shown of them is asked for each reader."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, list[str]]] = {}
        self._reading = threading.Lock()

    def nearest(self, word: str, scopes: Set[str], excluded: Set[str], run: Run) -> str | None:
        """Return the commonest of the nearest visible spellings that begin alike; None where none is near."""
        asked = spelling_of(word)
        if asked is None:
            return None
        found = near(asked, self._beginning(asked[0], run))
        for distance in sorted(set(found.values())):
            alike = [spelling for spelling in found if found[spelling] == distance]
            counts = _counts(alike, scopes, excluded, run)
            if counts:
                return word_of(max((count, spelling) for spelling, count in counts.items())[1])
        return None

    def _beginning(self, initial: str, run: Run) -> Sequence[str]:
        """Return the spellings with a first letter; those that were new a moment ago are read, and all where some went."""
        with self._reading:
            last, known = self._known.get(initial, (0, []))
            rows = run(_SINCE, {"initial": initial, "last": last})
            if known and [word_in(row.lexeme) for row in rows[:1]] == [word_of(known[-1])]:
                rows = rows[1:]
            elif known:
                known, rows = [], run(_SINCE, {"initial": initial, "last": 0})
            if rows:
                known = [*known, *filter(None, (spelling_of(word_in(row.lexeme)) for row in rows))]
                self._known[initial] = rows[-1].number, known
            return known


def _counts(alike: Sequence[str], scopes: Set[str], excluded: Set[str], run: Run) -> dict[str, int]:
    """Return in how many documents that the reader may see each spelling stands."""
    binds = Binds()
    lexemes = binds.add([quoted(lexeme_of(spelling)) for spelling in alike]) + "::text[]"
    rows = run(_COUNT.format(lexemes=lexemes, visible=visible(scopes, excluded, binds)), binds.values)
    return {alike[row.number - 1]: row.times for row in rows}
