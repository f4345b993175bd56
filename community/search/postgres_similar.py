"""What says the most of what a text says, on PostgreSQL: its rarest words, looked for among what the reader may see."""

from collections import Counter

from community.search.analysis import analyse
from community.search.engine import Likeness
from community.search.postgres_narrowing import visible
from community.search.postgres_search import Run
from community.search.postgres_terms import Word, any_of
from community.search.postgres_weighing import MEANS, Binds, score, weigh_word, weighed
from community.search.weights import scarcity

# Of the words of a text, the commonest in it are looked up, and by the most telling of them others are compared.
_LOOKED_UP = 40
_COMPARED = 14
# One shared word is chance, save where there is hardly a word to share.
_SHARED = 2
# How rare a word is, is told from so many documents, always the same ones of those that the reader may see.
_SAMPLE = 500

_RARITY = """
SELECT count(*) AS size, {frequencies} FROM search_vector JOIN (
    SELECT key FROM search_vector WHERE {visible} ORDER BY hashtextextended(key, 0), key LIMIT {sample}
) AS sample USING (key) WHERE {visible}
"""
_STATEMENT = """
WITH seen AS MATERIALIZED (
    SELECT {means} FROM search_vector WHERE {visible}
), candidate AS MATERIALIZED (
    SELECT ctid AS place, key, created_at, {having} FROM search_vector WHERE {visible} {of_kinds} AND vector @@ {any}
), counted AS MATERIALIZED (
    SELECT {frequencies} FROM candidate
), kept AS MATERIALIZED (
    SELECT place, key, created_at FROM candidate WHERE {shared} >= {least}
)
SELECT kept.key FROM kept {weighed} ORDER BY {score} DESC, kept.created_at DESC, kept.key COLLATE "C" LIMIT {limit}
"""


def similar(likeness: Likeness, run: Run) -> tuple[str, ...]:
    """Return the keys of what shares the most and the rarest words with a text, best first."""
    said = Counter(terms[0] for terms in analyse(likeness.text, likeness.language))
    words = _telling(likeness, said, run)
    if not words:
        return ()
    binds, every = Binds(), range(len(words))
    statement = _STATEMENT.format(
        means=MEANS,
        visible=visible(likeness.scopes, likeness.excluded, binds),
        of_kinds=f"AND substr(marks[1], 6) = ANY({binds.texts(likeness.kinds)})" if likeness.kinds else "",
        any=binds.query(any_of(word.within() for word in words)),
        having=", ".join(f"vector @@ {binds.query(word.within())} AS has_{n}" for n, word in enumerate(words)),
        frequencies=", ".join(f"count(*) FILTER (WHERE has_{n})::float8 AS frequency_{n}" for n in every),
        shared=" + ".join(f"has_{n}::int" for n in every),
        least=min(_SHARED, len(said)),
        weighed=weighed([weigh_word(word, binds) for word in words]),
        score=score(len(words)),
        limit=binds.add(likeness.limit),
    )
    return tuple(row.key for row in run(statement, binds.values))


def _telling(likeness: Likeness, said: Counter[str], run: Run) -> list[Word]:
    """Return the words of a text that tell the most, and those too rare to stand in the sample, if they stand anywhere."""
    words = said.most_common(_LOOKED_UP)
    if not words:
        return []
    binds = Binds()
    statement = _RARITY.format(
        frequencies=", ".join(
            f"count(*) FILTER (WHERE vector @@ {binds.query(Word(word).within())}) AS frequency_{n}"
            for n, (word, _) in enumerate(words)
        ),
        visible=visible(likeness.scopes, likeness.excluded, binds),
        sample=_SAMPLE,
    )
    ((size, *frequencies),) = run(statement, binds.values)
    weighed = [
        (times**0.5 * scarcity(size, frequency), word)
        for (word, times), frequency in zip(words, frequencies, strict=True)
        if frequency
    ]
    found = [word for _, word in sorted(weighed, reverse=True)[:_COMPARED]]
    if size == _SAMPLE:
        found += [word for (word, _), frequency in zip(words, frequencies, strict=True) if not frequency]
    return [Word(word) for word in found]
