import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.proportions.newcombe import newcombe
from dermcohort.estimate.proportions.proportion import wilson

CELL = st.integers(0, 30)
# Table II of the paper, method 10: x1 of n1 against x0 of n0.
PRINTED = [
    ((56, 70, 48, 80), 0.0524, 0.3339),
    ((9, 10, 3, 10), 0.1705, 0.8090),
    ((6, 7, 2, 7), 0.0582, 0.8062),
    ((5, 56, 0, 29), -0.0381, 0.1926),
    ((0, 10, 0, 20), -0.1611, 0.2775),
    ((0, 10, 0, 10), -0.2775, 0.2775),
    ((10, 10, 0, 20), 0.6791, 1.0),
    ((10, 10, 0, 10), 0.6075, 1.0),
]


@pytest.mark.parametrize(("counts", "low", "high"), PRINTED)
def test_table_of_the_paper(counts, low, high):
    x1, n1, x0, n0 = counts
    result = newcombe(np.array([[x0, x1], [n0 - x0, n1 - x1]]))
    assert [result.conf_low, result.conf_high] == pytest.approx([low, high], abs=5e-5)


@settings(deadline=None)
@given(CELL, CELL, CELL, CELL)
def test_exchanged_groups_mirror_the_interval(a, b, c, d):
    assume(a + c and b + d)
    one, other = newcombe(np.array([[a, b], [c, d]])), newcombe(np.array([[b, a], [d, c]]))
    assert -1 <= one.conf_low <= one.estimate <= one.conf_high <= 1
    assert (one.estimate, one.conf_low, one.conf_high) == (
        -other.estimate,
        -other.conf_high,
        -other.conf_low,
    )


def test_many_controls_leave_the_interval_of_wilson():
    result = newcombe(np.array([[10**9, 9], [10**9, 4]]), level=0.9)
    alone = wilson(9, 13, 0.9)
    limits = [alone.low - 0.5, alone.high - 0.5]
    assert [result.conf_low, result.conf_high] == pytest.approx(limits, abs=1e-6)


def test_not_estimable():
    with pytest.raises(TooFewObservations, match="no patients"):
        newcombe(np.array([[1, 0], [2, 0]]))
    with pytest.raises(ValueError, match="level"):
        newcombe(np.array([[1, 1], [2, 2]]), level=95)
