"""How long a search takes that shows ten hits with excerpts and counts every facet, beside FTS5 in the same rounds."""

import random
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import NamedTuple

from whoosh.lang import stopwords_for_language

from community.search.engine import Beginning, Document, Likeness, Request
from community.search.excerpts import excerpt
from community.search.grammar import Query as Parsed
from community.search.grammar import parse
from tests.benchmarks.search import corpus, indexes
from tests.benchmarks.search.engines import FTS5, OURS, Measurable

QUERIES = 30  # of each kind
SIMILAR, COMPLETION, ALL_SEARCHES = "similar", "completion", "all searches"
_HEAD, _BODY = 200, 240  # letters of an excerpt, as on the page

Act = Callable[[], object]


class Query(NamedTuple):
    """What one of the readers asks."""

    text: str
    scopes: frozenset[str]


@dataclass
class Timed:
    """Milliseconds of one kind of query, by engine, round by round."""

    kind: str
    rounds: dict[str, list[list[float]]] = field(default_factory=dict)

    def percentile(self, name: str, n: int) -> float:
        """Return the median over the rounds."""
        return median(_percentile(taken, n) for taken in self.rounds[name])

    def ratio(self, name: str, other: str, n: int) -> float:
        """Return the median of the ratios within a round."""
        pairs = zip(self.rounds[name], self.rounds[other], strict=True)
        return median(_percentile(ours, n) / _percentile(theirs, n) for ours, theirs in pairs)


def measure(engines: Mapping[str, Measurable], size: int, rounds: int) -> list[Timed]:
    """Ask all engines the same, query by query in turn; the first round warms up."""
    acts = _acts(engines, size)
    found = [Timed(kind, {name: [] for name in made[0]}) for kind, made in acts.items()]
    for turn in range(rounds + 1):
        print(f"  round {turn} of {rounds} …" if turn else "  warming up …", flush=True)
        for timed in found:
            taken: dict[str, list[float]] = {name: [] for name in timed.rounds}
            for act_of in acts[timed.kind]:
                for name, act in act_of.items():
                    taken[name].append(_milliseconds(act))
            if turn:
                for name, times in taken.items():
                    timed.rounds[name].append(times)
    searches = [timed for timed in found if timed.kind not in (SIMILAR, COMPLETION)]
    together = {
        name: [[ms for timed in searches for ms in timed.rounds[name][turn]] for turn in range(rounds)]
        for name in engines
    }
    return [*found, Timed(ALL_SEARCHES, together)]


def queries(size: int) -> dict[str, list[Query]]:
    """Return what is asked, by kind: words as they stand in texts that the reader may see."""
    chance = random.Random(size)
    makers = {"one word": _one, "several words": _several, "phrase": _phrase, "prefix": _prefix, "typo": _typo}
    seen: dict[int, list[Document]] = {reader: [] for reader in range(corpus.READERS)}
    for document in corpus.documents(min(size, 10_000)):
        for reader, readable in seen.items():
            if document.scope in corpus.scopes_of(reader):
                readable.append(document)
    found: dict[str, list[Query]] = {}
    for kind, make in makers.items():
        found[kind] = []
        while len(found[kind]) < QUERIES:
            reader = len(found[kind]) % corpus.READERS
            document = chance.choice(seen[reader])
            words = document.body.lower().replace(".", "").split()
            if text := make(chance, words, frozenset(stopwords_for_language(document.language))):
                found[kind].append(Query(text, corpus.scopes_of(reader)))
    return found


def _one(chance: random.Random, words: Sequence[str], common: frozenset[str]) -> str:
    return chance.choice([word for word in words if word not in common])


def _several(chance: random.Random, words: Sequence[str], common: frozenset[str]) -> str:
    return " ".join(chance.sample([word for word in words if word not in common], chance.choice((2, 2, 3))))


def _phrase(chance: random.Random, words: Sequence[str], common: frozenset[str]) -> str:
    place = chance.randrange(len(words) - 1)
    pair = words[place : place + 2]
    return "" if common & set(pair) else f'"{" ".join(pair)}"'


def _prefix(chance: random.Random, words: Sequence[str], common: frozenset[str]) -> str:
    return _one(chance, [word for word in words if len(word) > 5], common)[:4] + "*"


def _typo(chance: random.Random, words: Sequence[str], common: frozenset[str]) -> str:
    word = _one(chance, [word for word in words if len(word) > 6], common)
    place = chance.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _acts(engines: Mapping[str, Measurable], size: int) -> dict[str, list[dict[str, Act]]]:
    """Return by kind of query what every engine does for each of them."""
    texts = indexes.texts(size)
    asked = queries(size)
    acts = {
        kind: [{name: _searching(name, engine, query, texts) for name, engine in engines.items()} for query in kept]
        for kind, kept in asked.items()
    }
    if ours := {name: engine for name, engine in engines.items() if name in OURS}:
        begun = asked["one word"]
        acts[SIMILAR] = [{name: _likening(engine, n) for name, engine in ours.items()} for n in range(QUERIES)]
        acts[COMPLETION] = [{name: _completing(engine, query) for name, engine in ours.items()} for query in begun]
    return acts


def _searching(name: str, engine: Measurable, query: Query, texts: sqlite3.Connection) -> Act:
    def search() -> None:
        parsed = parse(query.text)
        answer = engine.search(Request(parsed, query.scopes))
        if name != FTS5:  # which makes them itself
            _excerpts(answer.keys, parsed, texts)

    return search


def _excerpts(keys: Sequence[str], query: Parsed, texts: sqlite3.Connection) -> None:
    marks = ",".join("?" * len(keys))
    rows = texts.execute(f"SELECT title, body, language FROM text WHERE key IN ({marks})", keys)
    for title, body, language in rows.fetchall():
        excerpt(title, query, language, _HEAD)
        excerpt(body, query, language, _BODY)


def _likening(engine: Measurable, number: int) -> Act:
    document = corpus.document(-1 - number)
    text = f"{document.title} {document.body}"[:1000]
    likeness = Likeness(text, document.language, corpus.scopes_of(number % corpus.READERS))
    return lambda: engine.similar(likeness)


def _completing(engine: Measurable, query: Query) -> Act:
    beginning = Beginning(query.text[: max(2, len(query.text) // 2)], query.scopes)
    return lambda: engine.complete(beginning)


def _milliseconds(act: Act) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _percentile(taken: Sequence[float], n: int) -> float:
    return quantiles(taken, n=100, method="inclusive")[n - 1]
