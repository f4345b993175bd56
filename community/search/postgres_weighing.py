"""How much a term weighs in a document, as PostgreSQL works it out: BM25F of whole counts, from `ts_rank`.

`ts_rank` of one word is a sum of 1/1² + 1/2² + … over the places where the word stands, so it tells how many there are;
`width_bucket` finds the number. A document's title comes first in its vector, then the summary, the labels, the body:
by the ranks of the first field, the first two and so on, each of them only once more, follows the count in every field.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from math import pi

from community.search.postgres_terms import Sought, Word, in_a_row
from community.search.postgres_vectors import clean
from community.search.weights import KIND_MATTERS, LENGTH_MATTERS, SATURATION, STATUS_MATTERS, TEXT_FIELDS, WEIGHTS

_MOST = 64  # more of the same word hardly count
_WHOLE = pi * pi / 6  # what ts_rank divides by
_SUMS = [0.0, *accumulate(1 / n**2 for n in range(1, _MOST + 1))]
# From the first of these on a word stands there once, from the second on twice.
_STEPS = "'{" + ",".join(f"{(less + more) / 2 / _WHOLE:.6f}" for less, more in pairwise(_SUMS)) + "}'::float8[]"

# Weights of ts_rank stand in the order D, C, B, A: here the first field counts, the first two, the first three, all.
_FIRST = ("{0,0,0,1}", "{0,0,1,1}", "{0,1,1,1}", "{1,1,1,1}")
_LETTERS = "ABCD"

# What one place of a word in each field of a document weighs there: shorter is more telling, among what the reader may see.
_SHARES = ", ".join(
    f"{WEIGHTS[name]} / ({name}_length / seen.{name} * {LENGTH_MATTERS[name]} + {1 - LENGTH_MATTERS[name]}) AS in_{name}"
    for name in TEXT_FIELDS
)

# Of what the reader may see: how much it is, and how long its texts are on the average.
MEANS = ", ".join(
    ["count(*)::float8 AS size", *(f"greatest(1, avg({name}_length)::float8) AS {name}" for name in TEXT_FIELDS)]
)
# OFFSET 0 lets every share and weight be worked out once.
_WEIGHED = (
    f"JOIN search_vector ON search_vector.ctid = kept.place CROSS JOIN seen CROSS JOIN counted"
    f" CROSS JOIN LATERAL (SELECT {_SHARES} OFFSET 0) AS share"
    " CROSS JOIN LATERAL (SELECT {weights} OFFSET 0) AS weight"
)
_SCORE = (
    f"ln((seen.size - frequency_{{n}} + 0.5) / (frequency_{{n}} + 0.5) + 1)"
    f" * weight_{{n}} * {SATURATION + 1} / (weight_{{n}} + {SATURATION})"
)


_KINDS = " ".join(f"WHEN 'kind:{kind}' THEN {share}" for kind, share in KIND_MATTERS.items())
# What the kind of a document, its first mark, does to a score.
BY_KIND = f"CASE kept.marks[1] {_KINDS} ELSE 1 END"
_STATUSES = " ".join(
    f"WHEN 'status:{status}' = ANY(kept.marks) THEN {share}" for status, share in STATUS_MATTERS.items()
)
# What it does that something does not stand any more.
BY_STATUS = f"CASE {_STATUSES} ELSE 1 END"


class Binds:
    """The values of a statement: nothing that was typed is part of its text."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    def query(self, text: str) -> str:
        """Return what stands for a query in the statement."""
        return self.add(text) + "::tsquery"

    def texts(self, values: Iterable[str]) -> str:
        """Return what stands for several texts in the statement."""
        return self.add(sorted(map(clean, values))) + "::text[]"

    def add(self, value: object) -> str:
        """Return what stands for a value in the statement."""
        for name, known in self.values.items():
            if type(known) is type(value) and known == value:
                return f"%({name})s"
        name = f"b{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


def weight(sought: Sought, binds: Binds) -> str:
    """Return the expression for what a term weighs in a document."""
    parts = [weigh_word(word, binds) for word in sought.words]
    return " + ".join([*parts, *(_of_phrase(reading, binds) for reading in sought.phrases)])


def weighed(weights: Sequence[str]) -> str:
    """Return what joins the weights of terms to what is kept, in a statement that also says what is `seen` and `counted`."""
    if not weights:
        return ""
    named = ", ".join(f"{expression} AS weight_{n}" for n, expression in enumerate(weights))
    return _WEIGHED.format(weights=named)


def score(terms: int) -> str:
    """Return the expression for a score: what each term weighs, the less the more often it comes back, times its scarcity."""
    return " + ".join(_SCORE.format(n=n) for n in range(terms)) or "0::float8"


def weigh_word(word: Word, binds: Binds) -> str:
    """Return the expression for what a word weighs in a document."""
    whole, head = binds.query(word.within()), binds.query(word.within("ABC"))
    counts = [_count(word, whole, first) for first in _FIRST]
    apart = [f"in_title * {counts[0]}"]
    apart += [
        f"in_{name} * ({more} - {less})" for name, (less, more) in zip(TEXT_FIELDS[1:], pairwise(counts), strict=True)
    ]
    return (
        f"CASE WHEN NOT vector @@ {whole} THEN 0 WHEN vector @@ {head} THEN {' + '.join(apart)}"
        f" ELSE in_body * {counts[-1]} END"
    )


def _count(word: Word, query: str, first: str) -> str:
    rank = f"ts_rank('{first}', vector, {query})"
    # Of all words with a beginning the ranks are added up: no whole number, but near enough to one.
    return f"{rank} * {_WHOLE}" if word.is_prefix else f"width_bucket({rank}::float8, {_STEPS})"


def _of_phrase(reading: tuple[str, ...], binds: Binds) -> str:
    """Return the expression for a phrase: it stands in a body no more often than the rarest of its words."""
    parts = [
        f"CASE WHEN vector @@ {binds.query(in_a_row(reading, letter))} THEN in_{name} ELSE 0 END"
        for letter, name in zip(_LETTERS[:-1], TEXT_FIELDS[:-1], strict=True)
    ]
    rarest = _least(_count(Word(word), binds.query(Word(word).within()), _FIRST[-1]) for word in dict.fromkeys(reading))
    in_body = f"CASE WHEN vector @@ {binds.query(in_a_row(reading, 'D'))} THEN in_body * {rarest} ELSE 0 END"
    phrase = binds.query(in_a_row(reading))
    return f"CASE WHEN vector @@ {phrase} THEN {' + '.join([*parts, in_body])} ELSE 0 END"


def _least(expressions: Iterable[str]) -> str:
    return f"least({', '.join(expressions)})"
