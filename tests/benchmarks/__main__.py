"""`python -m tests.benchmarks`: build the data, serve it, measure, and print the table."""

import argparse
import os
import time
from collections.abc import Sequence
from contextlib import ExitStack

from community import config, create_app
from tests.benchmarks import invite, mail, reanchoring, rendering, report, revise, servers, store, visitors
from tests.benchmarks.measuring import Subject, measure
from tests.benchmarks.pages import PAGES, Page
from tests.benchmarks.servers import Server
from tests.benchmarks.store import SEARCHABLE_SIZE, Copy

POSTING = 400
MAIL = "mail"
INVITE = "invite"
REVISE = "revise"
RENDER = "render"
REANCHOR = "reanchor"


def main() -> None:
    """Measure what was asked for."""
    chosen = _arguments()
    keys = (
        chosen.only.split(",")
        if chosen.only
        else [MAIL, INVITE, REVISE, RENDER, REANCHOR, *(page.key for page in PAGES)]
    )
    if MAIL in keys:
        print(f"Measuring {chosen.letters:,} letters, {chosen.rounds} rounds …")
        print("\n" + report.letters(mail.measure(letters=chosen.letters, rounds=chosen.rounds)) + "\n")
        keys.remove(MAIL)
    if INVITE in keys:
        print(f"Measuring {invite.PEOPLE:,} invitations, {chosen.rounds} rounds …")
        print("\n" + report.invitations(invite.measure(rounds=chosen.rounds)) + "\n")
        keys.remove(INVITE)
    if REVISE in keys:
        print(f"Measuring saves, differences and merges of {revise.WORDS:,} words, {chosen.rounds} rounds …")
        print("\n" + report.revisions(revise.measure(rounds=chosen.rounds)) + "\n")
        keys.remove(REVISE)
    if RENDER in keys:
        print(f"Measuring the rendering of long texts, {chosen.rounds} rounds …")
        print("\n" + report.renderings(rendering.measure(rounds=chosen.rounds)) + "\n")
        keys.remove(RENDER)
    if REANCHOR in keys:
        print(f"Measuring how marked words are found again, {chosen.rounds} rounds …")
        print("\n" + report.reanchorings(reanchoring.measure(rounds=chosen.rounds)) + "\n")
        keys.remove(REANCHOR)
    if keys:
        _measure_pages(chosen, keys)


def _measure_pages(chosen: argparse.Namespace, keys: Sequence[str]) -> None:
    sizes = [1, chosen.size] if chosen.compare and chosen.size != 1 else [chosen.size]
    pages = _pages(keys, sizes)
    begun = time.monotonic()
    if max(sizes) > SEARCHABLE_SIZE:
        print(f"Above size {SEARCHABLE_SIZE} the search index is left out, and the worker that writes it.")
    with ExitStack() as stack:
        subjects = []
        for size in sizes:
            copy = store.take_copy(size, has_worker=max(sizes) <= SEARCHABLE_SIZE)
            stack.callback(store.drop, copy)
            subjects.append(_serve(stack, copy))
        floor = stack.enter_context(servers.floor(store.FOLDER))
        print(f"Measuring {len(pages)} pages, {chosen.rounds} rounds of {chosen.seconds:g} s each …")
        found = measure(pages, subjects, floor, rounds=chosen.rounds, seconds=chosen.seconds)
    for size in sizes:
        print(f"\nSize {size}:\n" + report.table(found, size))
    if len(sizes) > 1:
        print(f"\nSize {sizes[1]} beside size {sizes[0]}:\n" + report.comparison(found, *sizes))
    measured: list[tuple[str, Server]] = [(f"size {s.copy.size}", s.server) for s in subjects] + [("floor", floor)]
    print(f"\n{report.memory(measured)}\nMeasured in {time.monotonic() - begun:.0f} s.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=main.__doc__)
    size = int(os.environ.get("SIZE") or 1)
    parser.add_argument("--size", type=int, default=size, help="how many times the data (default: SIZE, or 1)")
    parser.add_argument("--compare", action="store_true", help="measure size 1 as well, in the same rounds")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3, help="how long each page is measured in a round")
    parser.add_argument(
        "--only",
        default="",
        help=f"some of these, by comma: {MAIL},{INVITE},{REVISE},{RENDER},{REANCHOR},"
        + ",".join(page.key for page in PAGES),
    )
    parser.add_argument("--letters", type=int, default=10_000, help="how many letters are sent in a round")
    return parser.parse_args()


def _pages(keys: Sequence[str], sizes: Sequence[int]) -> list[Page]:
    unknown = set(keys) - {page.key for page in PAGES}
    if unknown:
        raise SystemExit(f"There is no page {', '.join(sorted(unknown))} to measure.")
    return [page for page in PAGES if page.key in keys and (max(sizes) <= SEARCHABLE_SIZE or not page.needs_search)]


def _serve(stack: ExitStack, copy: Copy) -> Subject:
    app = create_app(config.from_environment(copy.environment))
    signed_in = visitors.sign_in(app, copy.sights.members[:POSTING])
    return Subject(copy, stack.enter_context(servers.product(copy.folder, copy.environment)), signed_in)


if __name__ == "__main__":
    main()
