"""Where and when cases happened, as it is drawn and said."""

import pytest

from community import places
from community.cases.drawing import MAP_HEIGHT, MAP_WIDTH, centres, draw_map, draw_years
from community.cases.period import said, span_of


def test_every_place_that_can_be_chosen_stands_on_the_map():
    assert set(places.names_by_code("en")) <= set(centres())
    assert all(0 < x < MAP_WIDTH and 0 < y < MAP_HEIGHT for x, y in centres().values())


def test_dots_of_neighbours_do_not_cover_each_other():
    drawn = draw_map([("NL", 9), ("BE", 5), ("LU", 1), ("IN", 1)])
    for n, one in enumerate(drawn.dots):
        for other in drawn.dots[n + 1 :]:
            assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (one.radius + other.radius - 1) ** 2
    assert [dot.code for dot in drawn.dots] == ["NL", "BE", "IN", "LU"]


def test_a_map_of_nothing_is_the_whole_map():
    assert draw_map([]).box == (0, 0, MAP_WIDTH, MAP_HEIGHT)
    assert draw_map([("ZZ", 3)]).dots == ()


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (["2009-03", "2011"], "March 2009 – 2011"),
        (["2009"], "2009"),
        (["2009-03", ""], "March 2009"),
        (["then"], "then"),
        ([], ""),
    ],
)
def test_a_period_is_said_in_words(held, words):
    assert said(held, "en") == words


@pytest.mark.parametrize(
    ("said", "period"), [(["2009", "2010"], (2009, 2011)), (["2009"], (2009, None)), (["x"], None), ([], None)]
)
def test_a_period_is_read(said, period):
    assert span_of(said) == period


def test_years_hold_every_case_that_says_when():
    drawn = draw_years([("old", ["1990", "1995"]), ("new", ["2020-06"]), ("unsaid", ["?"])], now=2026.5)
    assert [bar.case for bar in drawn.bars] == ["old", "new"]
    assert [bar.is_open for bar in drawn.bars] == [False, True]
    assert drawn.ticks[0] == (1990, 0.0)
    assert all(bar.x >= 0 and bar.x + bar.width <= 1000 for bar in drawn.bars)
