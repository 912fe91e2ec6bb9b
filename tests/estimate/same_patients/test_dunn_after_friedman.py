from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.same_patients.dunn_after_friedman import dunn_after_friedman


@settings(max_examples=60, deadline=None)
@given(
    arrays(int, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.integers(0, 4)),
    st.integers(0, 4),
)
def test_against_the_definition_in_fractions(ticks, control):
    n, k = ticks.shape
    assume((np.ptp(ticks, axis=1) > 0).any())
    control %= k
    ranks = [
        [Fraction(sum(2 * (o < x) + (o == x) for o in row) + 1, 2) for x in row]
        for row in ticks.tolist()
    ]
    mean = [sum(row[j] for row in ranks) / n for j in range(k)]
    differences = [mean[j] - mean[control] for j in range(k) if j != control]
    result = dunn_after_friedman(ticks, np.ones(n, int), control=control)
    assert result.estimate.tolist() == [float(d) for d in differences]
    se = (k * (k + 1) / (6 * n)) ** 0.5
    assert result.z.tolist() == pytest.approx([float(d) / se for d in differences], rel=1e-14)
    assert result.group.tolist() == [j for j in range(k) if j != control]
    assert result.comparator.tolist() == [control] * (k - 1)
    assert (result.p_value <= result.p_adjusted).all()
    assert result.p_adjusted.tolist() == np.minimum(1, (k - 1) * result.p_value).tolist()


def test_bonferroni_counts_the_comparisons_made_and_ties_are_not_corrected():
    # Rank sums 3, 6, 9 of three patients: z = 2 / sqrt(3 * 4 / 18) = 2.449.
    result = dunn_after_friedman(np.array([[1, 2, 3]]), np.array([3]))
    assert result.z.round(4).tolist() == [1.2247, 2.4495]
    assert result.p_adjusted.round(5).tolist() == [0.44134, 0.02861]
    # Half of the patients tied: mean ranks half as far apart, the same standard error.
    tied = dunn_after_friedman(np.array([[1, 2, 3], [5, 5, 5]]), np.array([3, 3]))
    assert tied.z.tolist() == pytest.approx((result.z / 2**0.5).tolist())


def test_the_control_may_be_counted_from_the_end():
    last = dunn_after_friedman(np.array([[1, 2, 3]]), np.array([3]), control=-1)
    assert (last.group.tolist(), last.comparator.tolist()) == ([0, 1], [2, 2])


@pytest.mark.parametrize(
    ("ticks", "counts", "error", "words"),
    [
        ([[1], [2]], [1, 1], TooFewObservations, "2 visits"),
        ([[1, 2, 3]], [1], TooFewObservations, "2 patients"),
        ([[1, 1, 1], [2, 2, 2]], [1, 3], AllTied, "two different values"),
    ],
)
def test_not_estimable(ticks, counts, error, words):
    with pytest.raises(error, match=words):
        dunn_after_friedman(np.array(ticks), np.array(counts))


def test_no_such_visit():
    with pytest.raises(IndexError):
        dunn_after_friedman(np.array([[1, 2, 3]]), np.array([3]), control=3)
