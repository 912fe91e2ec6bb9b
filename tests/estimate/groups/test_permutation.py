from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.estimate.groups.permutation import (
    share_as_far,
    share_as_far_by_subsets,
    ways_of_sums,
)

BOTH = pytest.mark.parametrize("share", [share_as_far, share_as_far_by_subsets])


def by_enumeration(scores, drawn, observed):
    """Every way to draw, in fractions."""
    middle = Fraction(drawn * sum(scores), len(scores))
    sums = [sum(chosen) for chosen in combinations(scores, drawn)]
    extreme = sum(abs(total - middle) >= abs(observed - middle) for total in sums)
    return Fraction(extreme, len(sums))


@BOTH
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_against_enumeration(share, data):
    scores = sorted(data.draw(st.lists(st.integers(0, 60), min_size=2, max_size=12)))
    drawn = data.draw(st.integers(1, len(scores)))
    observed = sum(data.draw(st.permutations(scores))[:drawn])
    expected = float(by_enumeration(scores, drawn, observed))
    assert share(np.array(scores), drawn, observed) == pytest.approx(expected, rel=1e-12, abs=0)


def test_two_ways_to_one_number():
    scores = np.sort(np.random.default_rng(3).integers(0, 400, 30))
    for drawn, observed in ((15, 2000), (4, 1400), (29, 5000)):
        one = share_as_far(scores, drawn, observed)
        assert share_as_far_by_subsets(scores, drawn, observed) == pytest.approx(
            one, rel=1e-12, abs=0
        )


@BOTH
def test_far_tail_keeps_its_digits(share):
    # The lowest of all draws, and the highest, are as far.
    p_value = share(np.arange(1, 37), 12, 78)
    assert p_value == pytest.approx(2 / comb(36, 12), rel=1e-12, abs=0)


@BOTH
def test_the_mean_itself_is_no_distance(share):
    assert share(np.array([1, 2, 3, 4]), 2, 5) == 1.0


def test_distribution_is_symmetric_at_the_limit():
    ranks, middle = np.arange(1, 401), 100 * 401 // 2
    above, below = (share_as_far(ranks, 100, middle + far) for far in (2000, -2000))
    assert above == pytest.approx(below, rel=1e-12, abs=0)


def test_ways_are_counted():
    ways = ways_of_sums(np.array([0, 1, 1, 3]), 2)
    assert (16 * ways[2]).tolist() == [0, 2, 1, 1, 2]
