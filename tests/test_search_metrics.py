"""The metrics that the quality of search is measured by."""

from math import log2

import pytest

from tests.benchmarks.search.metrics import ndcg, success


def test_the_best_order_gains_all_and_none_nothing():
    grades = {"a": 3, "b": 1}
    assert ndcg(["a", "b", "c"], grades) == 1
    assert ndcg(["c"], grades) == ndcg([], grades) == 0
    assert ndcg(["a"], {}) == 0


def test_a_lower_place_gains_less_and_beyond_the_depth_nothing():
    grades = {"a": 3, "b": 1}
    assert ndcg(["b", "a"], grades) == pytest.approx((1 + 7 / log2(3)) / (7 + 1 / log2(3)))
    assert ndcg(["c", "a"], {"a": 1}) == pytest.approx(1 / log2(3))
    assert ndcg([*"cdefghijkl", "a"], {"a": 1}) == 0
    # there may be more answers than places
    assert ndcg(["a", "b"], dict.fromkeys("abc", 1), depth=2) == 1


def test_it_succeeds_when_one_of_the_best_comes_early():
    assert success([*"bcdea"], {"a": 3, "b": 1}) == 1
    assert success([*"bcdefa"], {"a": 3, "b": 1}) == 0
    assert success(["a"], {}) == 0
