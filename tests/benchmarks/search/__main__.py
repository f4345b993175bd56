"""`python -m tests.benchmarks.search`: build what is not there yet, measure, and print the tables."""

import argparse
import os
from collections.abc import Sequence

from tests.benchmarks.search import freshness, indexes, quality, speed, tables
from tests.benchmarks.search.engines import ALL, FTS5, OURS

PARTS = ("quality", "speed", "freshness")
SIZES = "10000,100000"
SLOW = 20_000  # documents from which on building is worth a warning


def main() -> None:
    """Measure what was asked for."""
    chosen = _arguments()
    names = _chosen(chosen.engines, list(ALL), "engine")
    parts = _chosen(chosen.only, PARTS, "part")
    sizes = sorted(int(size) for size in chosen.sizes.split(","))
    if "quality" in parts:
        print("Asking questions of the demo and the help pages …", flush=True)
        print("\n" + tables.quality(quality.measure(names), names) + "\n")
    timed = [name for name in names if name in OURS or name == FTS5]
    if "speed" in parts:
        _measure_speed(timed, sizes, chosen.rounds)
    if "freshness" in parts:
        _measure_freshness([name for name in timed if name in OURS], sizes[-1])


def _measure_speed(names: Sequence[str], sizes: Sequence[int], rounds: int) -> None:
    if sizes[-1] > SLOW:
        print("The indexes are built once and kept in var/bench; Whoosh writes about a hundred documents a second.")
    found = []
    for size in sizes:
        opened = {name: indexes.opened(name, size) for name in names}
        print(f"Measuring searches of {size:,} documents …", flush=True)
        found.append(speed.measure({name: engine for name, (engine, _) in opened.items()}, size, rounds))
        print("\n" + tables.speed(found[-1], names, size))
        print("\n" + tables.building({name: built for name, (_, built) in opened.items()}) + "\n")
    if len(sizes) > 1:
        print(tables.growth(found[0], found[-1], names) + "\n")


def _measure_freshness(names: Sequence[str], size: int) -> None:
    seen = {}
    for name in names:
        indexes.opened(name, size)
        print(
            f"Changing {freshness.RATE} of {size:,} documents a second in {name} for {freshness.SECONDS} s …",
            flush=True,
        )
        seen[name] = freshness.measure(name, size)
    print("\n" + tables.freshness(seen))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.search", description=main.__doc__)
    sizes, engines = os.environ.get("SIZES") or SIZES, os.environ.get("ENGINES") or ""
    parser.add_argument("--sizes", default=sizes, help=f"numbers of documents, by comma (default: SIZES, or {SIZES})")
    parser.add_argument("--engines", default=engines, help=f"some of {','.join(ALL)} (default: ENGINES, or all)")
    parser.add_argument("--only", default="", help=f"some of {','.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def _chosen(asked: str, known: Sequence[str], what: str) -> list[str]:
    if unknown := set(filter(None, asked.split(","))) - set(known):
        raise SystemExit(f"There is no {what} {', '.join(sorted(unknown))}: choose of {', '.join(known)}.")
    return [name for name in known if name in asked.split(",")] if asked else list(known)


if __name__ == "__main__":
    main()
