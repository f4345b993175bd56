"""A division of people into subgroups around cases: what each asked for, sizes that balance, organisations that mix.

It is worked out in two steps, and both can be told to whoever asks why they are where they are.

1. *Wishes, within the sizes.* Of all divisions whose subgroups keep to the sizes asked for, one is taken that leaves as few
   people as possible with a case they did not ask for; among these, one that gives as many as possible a case they want
   strongly; among these, one whose sizes are most alike. It is found exactly, by placing one person after another along the
   cheapest chain of changes (successive shortest paths); with that few subgroups it takes no library.
2. *Organisations.* Then, as long as nobody loses by it, people move or change places so that colleagues from one
   organisation are spread.

Who said nothing costs nothing anywhere, so they fill what is left. People and cases are taken in the order of their numbers,
whatever order they come in, and nothing is left to chance: the same wishes always give the same division.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

PEOPLE_A_GROUP, LEAST_A_GROUP = 6, 2


class Strength(StrEnum):
    """How much somebody wants to work on a case."""

    STRONG = "strong"
    WILLING = "willing"


@dataclass(frozen=True)
class Participant:
    """Somebody to be placed: their organisation, and how much they want which case."""

    id: int
    organisation: int | None = None
    wishes: Mapping[int, Strength] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How far a division gives people what they asked for."""

    strong: int
    willing: int
    unasked: int
    silent: int

    @property
    def people(self) -> int:
        """How many were placed."""
        return self.strong + self.willing + self.unasked + self.silent

    @property
    def asking(self) -> int:
        """How many of them asked for something."""
        return self.people - self.silent


Division = Mapping[int, int]


def most_wanted(people: Iterable[Participant], cases: Collection[int]) -> list[int]:
    """Return the cases to begin with, those with most interest first, a strong wish as two.

    There is one for about six people, and a second as soon as each finds two: one subgroup would be no choice.
    """
    people = list(people)
    points = Counter(
        {case: sum(2 if strength == Strength.STRONG else 1 for strength in _wishes_for(case, people)) for case in cases}
    )
    wanted = sorted((case for case in cases if points[case]), key=lambda case: (-points[case], case))
    fewest = 2 if len(people) >= 2 * LEAST_A_GROUP else 1
    return sorted(wanted[: max(fewest, round(len(people) / PEOPLE_A_GROUP))])


def sizes(people: int, groups: int, slack: int = 0) -> tuple[int, int]:
    """Return the smallest and the largest a subgroup may be: alike, or so many fewer or more."""
    smallest, rest = divmod(people, groups)
    return max(min(smallest, 1), smallest - slack), smallest + bool(rest) + slack


def divide(people: Iterable[Participant], cases: Collection[int], *, slack: int = 0) -> dict[int, int]:
    """Return the case of each person, by their ids."""
    ordered, chosen = sorted(people, key=lambda person: person.id), sorted(cases)
    if not chosen:
        return {}
    smallest, largest = sizes(len(ordered), len(chosen), slack)
    table = _Table(ordered, chosen, smallest=smallest, largest=largest)
    for person in ordered:
        table.place(person)
    table.mix_organisations()
    return table.division()


def outcome(people: Iterable[Participant], division: Division) -> Outcome:
    """Return how far a division gives the people in it what they asked for."""
    said: Counter[str] = Counter()
    for person in people:
        if person.id in division:
            said[person.wishes.get(division[person.id], "unasked") if person.wishes else "silent"] += 1
    return Outcome(said[Strength.STRONG], said[Strength.WILLING], said["unasked"], said["silent"])


class _Table:
    """Who is placed where so far, and what a change would cost."""

    def __init__(self, people: Sequence[Participant], cases: Sequence[int], *, smallest: int, largest: int) -> None:
        self.cases, self.smallest, self.largest = cases, smallest, largest
        self.seats: dict[int, list[Participant]] = {case: [] for case in cases}
        self.costs = {person.id: {case: _cost(person, case, len(people)) for case in cases} for person in people}
        # All differences in size together weigh less than one wish, and all wishes together less than one seat to fill.
        self.wish_weight = (len(people) + 1) ** 2
        self.seat_weight = self.wish_weight * (len(people) + 2) ** 2

    def place(self, person: Participant) -> None:
        """Seat one more person, moving others along where all are better off together."""
        cost = {case: self.wish_weight * self.costs[person.id][case] for case in self.cases}
        came_from: dict[int, tuple[int, Participant]] = {}
        for _ in self.cases:  # Bellman-Ford; a chain passes each case once at most
            changed = False
            for case, other in ((a, b) for a in self.cases for b in self.cases if a != b and self.seats[a]):
                mover, price = self._cheapest_move(case, other)
                if cost[case] + price < cost[other]:
                    cost[other], came_from[other], changed = cost[case] + price, (case, mover), True
            if not changed:
                break
        free = [case for case in self.cases if len(self.seats[case]) < self.largest]
        end = min(free, key=lambda case: (cost[case] + self._seat_cost(case), case))
        while end in came_from:
            before, mover = came_from[end]
            self.seats[before].remove(mover)
            self.seats[end].append(mover)
            end = before
        self.seats[end].append(person)

    def mix_organisations(self) -> None:
        """Move people, or let two change places, while that parts colleagues and takes nothing from anybody."""
        while self._move_one() or self._swap_two():
            pass

    def division(self) -> dict[int, int]:
        """Return the case of each person."""
        return {person.id: case for case, seated in self.seats.items() for person in seated}

    def _cheapest_move(self, case: int, other: int) -> tuple[Participant, int]:
        def price(person: Participant) -> int:
            return self.wish_weight * (self.costs[person.id][other] - self.costs[person.id][case])

        mover = min(self.seats[case], key=lambda person: (price(person), person.id))
        return mover, price(mover)

    def _seat_cost(self, case: int) -> int:
        seated = len(self.seats[case])
        return seated - self.seat_weight if seated < self.smallest else seated

    def _move_one(self) -> bool:
        for case, other in ((a, b) for a in self.cases for b in self.cases if a != b):
            if len(self.seats[case]) <= len(self.seats[other]):  # sizes grow no more apart
                continue
            for person in self._in_order(case):
                if self._is_alike(person, case, other) and self._met(person, other) < self._met(person, case):
                    self.seats[case].remove(person)
                    self.seats[other].append(person)
                    return True
        return False

    def _swap_two(self) -> bool:
        for case, other in combinations(self.cases, 2):
            for one in self._in_order(case):
                for two in self._in_order(other):
                    if one.organisation != two.organisation and self._gains(one, two, case, other):
                        self.seats[case].remove(one)
                        self.seats[other].remove(two)
                        self.seats[case].append(two)
                        self.seats[other].append(one)
                        return True
        return False

    def _gains(self, one: Participant, two: Participant, case: int, other: int) -> bool:
        if not (self._is_alike(one, case, other) and self._is_alike(two, case, other)):
            return False
        before = self._met(one, case) + self._met(two, other)
        return self._met(one, other) + self._met(two, case) < before

    def _is_alike(self, person: Participant, case: int, other: int) -> bool:
        return self.costs[person.id][case] == self.costs[person.id][other]

    def _met(self, person: Participant, case: int) -> int:
        """Return how many colleagues somebody meets, or would meet, at a case."""
        if person.organisation is None:
            return 0
        return sum(other.organisation == person.organisation and other.id != person.id for other in self.seats[case])

    def _in_order(self, case: int) -> list[Participant]:
        return sorted(self.seats[case], key=lambda person: person.id)


def _cost(person: Participant, case: int, people: int) -> int:
    """Return what it costs to give somebody a case: one they did not ask for outweighs any number of weaker wishes."""
    if not person.wishes:
        return 0
    return {Strength.STRONG: 0, Strength.WILLING: 1, None: people + 1}[person.wishes.get(case)]


def _wishes_for(case: int, people: Iterable[Participant]) -> Iterator[Strength]:
    return (person.wishes[case] for person in people if case in person.wishes)
