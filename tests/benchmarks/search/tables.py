"""The tables of `make bench-search`, and what each figure should be."""

from collections.abc import Mapping, Sequence
from statistics import mean, median, quantiles

from tests.benchmarks.report import aligned
from tests.benchmarks.search.engines import FTS5, OURS, YARDSTICKS
from tests.benchmarks.search.freshness import Fresh
from tests.benchmarks.search.indexes import Built
from tests.benchmarks.search.quality import Result, Score
from tests.benchmarks.search.speed import ALL_SEARCHES, COMPLETION, Timed

AIMED_AT = 100_000
P95_AIMS = {"whoosh": 3.0, "postgresql": 1.0}  # times FTS5
GROWTH_AIM = 5.0
COMPLETION_AIM = 30  # ms
FRESH_AIM = 1.5  # seconds
_MB = 2**20


def quality(found: Sequence[Result], names: Sequence[str]) -> str:
    """Return how well each engine finds, exercise by exercise."""
    rows = []
    for result in found:
        rows.append([result.name, str(result.size), *(_score(result.scores[name]) for name in names)])
        if result.mended:
            rows.append(["  as mended", "", *(_score(result.mended.get(name)) for name in names)])
    means = {name: _mean([result.scores[name] for result in found]) for name in names}
    rows.append(["mean of these", "", *(_score(means[name]) for name in names)])
    best = max((means[name] for name in names if name in YARDSTICKS), default=None)
    said = [
        f"{name} {'at or above' if means[name].ndcg >= best.ndcg else 'BELOW'} the better yardstick"
        for name in names
        if best and name in OURS
    ]
    return aligned(("nDCG@10 / success@5", "questions", *names), rows) + "\n" + ", ".join(said)


def speed(found: Sequence[Timed], names: Sequence[str], size: int) -> str:
    """Return how long each kind of query takes, and how many times as long as FTS5 takes for the same."""
    rows = []
    for timed in found:
        row = [timed.kind, *(_times(timed, name) for name in names)]
        for name in names:
            if name != FTS5 and FTS5 in names:
                row.append(_ratios(timed, name, size))
        rows.append(row)
    heads = [f"{size:,} documents, p50 / p95 ms", *names]
    heads += [f"{name} : {FTS5}" for name in names if name != FTS5 and FTS5 in names]
    return aligned(heads, rows)


def growth(small: Sequence[Timed], large: Sequence[Timed], names: Sequence[str]) -> str:
    """Return how many times as long the larger number of documents takes, by the median query."""
    rows = []
    for few, many in zip(small, large, strict=True):
        ratios = [
            (many.percentile(name, 50) / few.percentile(name, 50)) if name in many.rounds else None for name in names
        ]
        rows.append([few.kind, *("" if ratio is None else _most(ratio, GROWTH_AIM, few.kind) for ratio in ratios)])
    return aligned(("p50, larger : smaller", *names), rows)


def building(found: Mapping[str, Built]) -> str:
    """Return how fast indexes are built."""
    rows = [
        [name, f"{built.rate:,.0f}", f"{built.memory_at_tenth / _MB:,.0f}", f"{built.memory_at_end / _MB:,.0f}"]
        for name, built in found.items()
    ]
    return aligned(("building", "documents/s", "MB held at a tenth", "MB held at the end"), rows)


def freshness(found: Mapping[str, Fresh]) -> str:
    """Return how long changes take to be found."""
    rows = [
        [
            name,
            *(f"{one(taken):.2f}" for taken in (fresh.found, fresh.writes, fresh.searches) for one in (median, _p95)),
        ]
        for name, fresh in found.items()
    ]
    for row, fresh in zip(rows, found.values(), strict=True):
        row.append(f"< {FRESH_AIM:g} s {'met' if _p95(fresh.found) < FRESH_AIM else 'MISSED'}")
    heads = ("found after, s", "p50", "p95", "write p50", "p95", "search p50", "p95", "aim of the p95")
    return aligned(heads, rows)


def _score(score: Score | None) -> str:
    return "" if score is None else f"{score.ndcg:.3f} / {score.success:.3f}"


def _mean(scores: Sequence[Score]) -> Score:
    return Score(mean(score.ndcg for score in scores), mean(score.success for score in scores))


def _times(timed: Timed, name: str) -> str:
    if name not in timed.rounds:
        return ""
    told = f"{timed.percentile(name, 50):.1f} / {timed.percentile(name, 95):.1f}"
    if timed.kind == COMPLETION:
        told += " met" if timed.percentile(name, 95) < COMPLETION_AIM else " MISSED"
    return told


def _ratios(timed: Timed, name: str, size: int) -> str:
    if name not in timed.rounds or FTS5 not in timed.rounds:
        return ""
    p95 = timed.ratio(name, FTS5, 95)
    told = f"{timed.ratio(name, FTS5, 50):.2f} / {p95:.2f}"
    if size >= AIMED_AT and timed.kind == ALL_SEARCHES and name in P95_AIMS:
        told += " met" if p95 <= P95_AIMS[name] else " MISSED"
    return told


def _most(ratio: float, aim: float, kind: str) -> str:
    said = f" {'met' if ratio <= aim else 'MISSED'}" if kind == ALL_SEARCHES else ""
    return f"{ratio:.1f}{said}"


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]
