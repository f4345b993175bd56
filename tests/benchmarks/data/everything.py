"""The whole of the data, and what of it the measured pages show."""

from dataclasses import dataclass, field

from community.cases.facets import CaseEdition
from tests.benchmarks.data.cases import STATUSES, WIDE, add_case
from tests.benchmarks.data.filling import Filling
from tests.benchmarks.data.lessons import add_lesson, add_wide_lesson
from tests.benchmarks.data.loading import Loader
from tests.benchmarks.data.people import add_people, plain_members
from tests.benchmarks.data.plenaries import add_board
from tests.benchmarks.data.threads import add_thread
from tests.benchmarks.data.words import Writer

CASES, POSTS, LESSONS = 2_000, 20_000, 500
LONG_THREADS = (10, 500, 2_000)
OTHER_THREAD = 12
CASES_SHOWN, CASES_BESIDE, REPLY_THREADS = 60, 20, 41


@dataclass
class Sights:
    """What the measured pages show: cases, some that say everything; threads by length, some to reply in; members."""

    cases: list[str] = field(default_factory=list)
    wide_cases: list[str] = field(default_factory=list)
    threads: dict[str, int] = field(default_factory=dict)
    reply_threads: list[int] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    wide_lesson: str = ""
    board: str = ""
    cards: list[int] = field(default_factory=list)
    themes: list[int] = field(default_factory=list)


def fill(load: Loader, size: int) -> Sights:
    """Add people, threads, cases with their discussions, and lessons from both; return what there is to see."""
    filling = Filling(load, Writer(seed=2011))
    places, neighbour = add_people(load, filling.writer, size)
    big = places[0]
    seen = Sights(members=plain_members(size), names=filling.writer.names[100:2000:100])
    for length in LONG_THREADS:
        seen.threads[str(length)] = add_thread(filling, big, filling.writer.title(), length, audience="community")
    for community in (big, neighbour):
        load.add(CaseEdition, community_id=community.id, number=1)
    for n in range(CASES * size):
        place = neighbour if n % 10 == 9 else places[n % len(places)]
        slug = add_case(filling, n, place)
        if place is big and STATUSES[n % len(STATUSES)] != "sketched" and len(seen.cases) < CASES_SHOWN:
            seen.cases.append(slug)
        if place is big and n in WIDE and len(seen.wide_cases) < CASES_BESIDE:
            seen.wide_cases.append(slug)
    threads = 0
    while (left := POSTS * size - filling.posts) > 0:
        place, threads = neighbour if threads % 10 == 9 else places[threads % len(places)], threads + 1
        thread_id = add_thread(
            filling, place, filling.writer.question(), min(OTHER_THREAD, left), audience=place.audience(threads)
        )
        if place is big and len(seen.reply_threads) < REPLY_THREADS:
            seen.reply_threads.append(thread_id)
    for n in range(LESSONS * size):
        add_lesson(filling, n, big)
    seen.wide_lesson = add_wide_lesson(filling, big)
    seen.board, seen.cards, seen.themes = add_board(filling, big)
    load.finish()
    return seen
