"""The division of people into subgroups keeps what it promises, whatever people wish."""

from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from community.cases.division import Participant, Strength, divide, most_wanted, outcome, sizes

CASES = st.integers(1, 5)
WISHES = st.dictionaries(st.integers(1, 5), st.sampled_from(Strength), max_size=5)


@st.composite
def gatherings(draw, most=24):
    """Some people with organisations and wishes, and the cases to work on."""
    people = draw(st.lists(st.tuples(st.none() | st.integers(1, 4), WISHES), min_size=1, max_size=most))
    cases = draw(st.sets(CASES, min_size=1))
    return [Participant(n, organisation, wishes) for n, (organisation, wishes) in enumerate(people, 1)], cases


def _cost(people, division):
    said = outcome(people, division)
    return said.unasked, said.willing


@given(gatherings(), st.integers(0, 3))
def test_everybody_is_placed_once_within_the_sizes(gathering, slack):
    people, cases = gathering
    division = divide(people, cases, slack=slack)
    assert division.keys() == {person.id for person in people}
    assert set(division.values()) <= cases
    smallest, largest = sizes(len(people), len(cases), slack)
    counted = Counter(division.values())
    assert all(smallest <= counted[case] <= largest for case in cases)
    if not slack:
        assert max(counted[case] for case in cases) - min(counted[case] for case in cases) <= 1


@given(gatherings(), st.randoms(use_true_random=False), st.integers(0, 2))
def test_the_order_they_come_in_changes_nothing(gathering, random, slack):
    people, cases = gathering
    shuffled = random.sample(people, len(people))
    assert divide(shuffled, list(cases)[::-1], slack=slack) == divide(people, cases, slack=slack)


@settings(deadline=None, max_examples=60)
@given(gatherings(most=6), st.integers(0, 1))
def test_no_other_division_of_these_sizes_gives_people_more(gathering, slack):
    people, cases = gathering
    smallest, largest = sizes(len(people), len(cases), slack)
    best = min(
        _cost(people, {person.id: case for person, case in zip(people, placed, strict=True)})
        for placed in product(sorted(cases), repeat=len(people))
        if all(smallest <= placed.count(case) <= largest for case in cases)
    )
    assert _cost(people, divide(people, cases, slack=slack)) == best


def test_colleagues_are_spread_where_nobody_loses_by_it():
    people = [Participant(n, organisation=n % 2, wishes={}) for n in range(1, 9)]
    division = divide(people, [1, 2])
    here = Counter(person.organisation for person in people if division[person.id] == 1)
    assert here == {0: 2, 1: 2}


def test_colleagues_who_both_want_a_case_stay_together():
    people = [Participant(n, 7, {1: Strength.STRONG}) for n in (1, 2)] + [
        Participant(n, 8, {2: Strength.STRONG}) for n in (3, 4)
    ]
    assert divide(people, [1, 2]) == {1: 1, 2: 1, 3: 2, 4: 2}


def test_a_strong_wish_goes_before_a_weak_one_and_silence_fills_what_is_left():
    people = [
        Participant(1, wishes={}),
        Participant(2, wishes={1: Strength.WILLING, 2: Strength.WILLING}),
        Participant(3, wishes={1: Strength.STRONG, 2: Strength.WILLING}),
        Participant(4, wishes={1: Strength.STRONG}),
    ]
    division = divide(people, [1, 2])
    assert division == {1: 2, 2: 2, 3: 1, 4: 1}
    said = outcome(people, division)
    assert (said.strong, said.willing, said.unasked, said.silent) == (2, 1, 0, 1)


def test_room_in_the_sizes_lets_more_people_have_what_they_want():
    people = [Participant(n, wishes={1: Strength.STRONG}) for n in range(1, 7)] + [
        Participant(n, wishes={2: Strength.STRONG}) for n in (7, 8)
    ]
    assert outcome(people, divide(people, [1, 2])).strong == 6
    assert outcome(people, divide(people, [1, 2], slack=2)).strong == 8


def test_nothing_to_divide_is_no_division():
    assert divide([], [1, 2]) == {}
    assert divide([Participant(1)], []) == {}


def test_the_most_wanted_cases_come_first_about_one_for_six_people():
    strong, willing = {1: Strength.STRONG}, {2: Strength.WILLING}
    people = [Participant(n, wishes=strong if n < 7 else willing) for n in range(12)]
    assert most_wanted(people, [1, 2, 3]) == [1, 2]
    assert most_wanted(people[:6], [1, 2, 3]) == [1]
    assert most_wanted(people[3:9], [1, 2, 3]) == [1, 2], "one subgroup would be no choice"
    assert most_wanted(people[5:8], [1, 2, 3]) == [1], "three people are one subgroup"
    assert most_wanted([Participant(1)], [1, 2]) == []
