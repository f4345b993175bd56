"""Measuring in rounds: each page and its floor in turn, so that what slows the machine down slows both."""

import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import repeat

from tests.benchmarks import load
from tests.benchmarks.load import Sample
from tests.benchmarks.pages import PAGES, Page, request
from tests.benchmarks.servers import Server
from tests.benchmarks.store import DATABASE, Copy
from tests.benchmarks.visitors import Visitor

WARM_UP = 1.0
SETTLES_WITHIN = 120
WAITING = (
    "search_entry WHERE is_pending", "happening WHERE told_at IS NULL", "notification WHERE is_letter_due",
    "letter WHERE state IN ('queued', 'sending')",
)  # fmt: skip


@dataclass
class Subject:
    """A served database with the people who are signed in to it."""

    copy: Copy
    server: Server
    visitors: list[Visitor]


@dataclass
class Measured:
    """All samples of one page: of the floor, and of each subject by its size, round by round."""

    page: Page
    html_size: int = 0
    floor: list[Sample] = field(default_factory=list)
    product: dict[int, list[Sample]] = field(default_factory=dict)


def measure(
    pages: Sequence[Page], subjects: Sequence[Subject], floor: Server, *, rounds: int, seconds: float
) -> list[Measured]:
    """Warm everything up, then measure all pages once a round."""
    found = [Measured(page, product={subject.copy.size: [] for subject in subjects}) for page in pages]
    requests = {
        (page.key, subject.copy.size): page.requests(subject.copy.sights, subject.visitors)
        for page in pages
        for subject in subjects
    }
    for turn in range(rounds + 1):
        for measured in found:
            page = measured.page
            _tell(turn, rounds, page.name)
            samples = {
                subject.copy.size: _run(
                    subject, page, requests[page.key, subject.copy.size], WARM_UP if turn == 0 else seconds
                )
                for subject in subjects
            }
            measured.html_size = measured.html_size or samples[subjects[0].copy.size].size
            floored = _run_floor(floor, measured, WARM_UP if turn == 0 else seconds)
            if turn:
                measured.floor.append(floored)
                for size, sample in samples.items():
                    measured.product[size].append(sample)
    _tell(rounds, rounds, "done")
    if sys.stdout.isatty():
        print()
    return found


def _run(subject: Subject, page: Page, requests: Iterator[bytes], seconds: float) -> Sample:
    server = subject.server
    sample = load.run(server.port, server.pid, requests, status=page.status, seconds=seconds)
    if page.is_post and subject.copy.has_worker:
        _wait_for_worker(subject.copy)
    return sample


def _run_floor(floor: Server, measured: Measured, seconds: float) -> Sample:
    one = request("/row", is_post=True) if measured.page.is_post else request(f"/{measured.html_size}")
    return load.run(floor.port, floor.pid, repeat(one), status=measured.page.status, seconds=seconds)


def _wait_for_worker(copy: Copy) -> None:
    """Let the worker index, tell and mail what was written, so that it does not work into the next measurement."""
    until = time.monotonic() + SETTLES_WITHIN
    with closing(sqlite3.connect(f"file:{copy.folder / DATABASE}?mode=ro", uri=True)) as database:
        while any(database.execute(f"SELECT 1 FROM {waiting} LIMIT 1").fetchone() for waiting in WAITING):
            if time.monotonic() > until:
                raise SystemExit("The worker has not done with the replies in two minutes.")
            time.sleep(0.2)


def _tell(turn: int, rounds: int, what: str) -> None:
    """Say how far it is: on one line of a terminal; elsewhere only which round begins."""
    stage = f"round {turn} of {rounds}" if turn else "warming up"
    if sys.stdout.isatty():
        print(f"\r  {stage}: {what:<24}", end="", flush=True)
    elif what == PAGES[0].name:
        print(f"  {stage} …", flush=True)
