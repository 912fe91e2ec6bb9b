from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NoAnswer, NoSpread, TooFewObservations
from dermcohort.estimate.survival.log_rank import log_rank, stratified_log_rank


def by_fractions(strata):
    """Chi-square of two groups, patients listed one by one."""
    u = v = Fraction(0)
    for counts in strata:
        listed = [(t, g, e) for t, row in enumerate(counts) for g in (0, 1) for e in (0, 1)
                  for _ in range(row[g][e])]  # fmt: skip
        for time in range(len(counts)):
            n = [sum(t >= time and g == group for t, g, _ in listed) for group in (0, 1)]
            d = [sum(t == time and e and g == group for t, g, e in listed) for group in (0, 1)]
            if sum(d) and sum(n) > 1:
                u += d[1] - Fraction(sum(d) * n[1], sum(n))
                v += Fraction(sum(d) * (sum(n) - sum(d)) * n[0] * n[1], sum(n) ** 2 * (sum(n) - 1))
    return u * u / v if v else None


@settings(max_examples=120, deadline=None)
@given(arrays(int, st.tuples(st.integers(1, 3), st.integers(1, 5), st.just(2), st.just(2)),
              elements=st.integers(0, 3)))  # fmt: skip
def test_two_groups_by_fractions(strata):
    given = np.arange(strata.shape[1]), strata
    expected = by_fractions(strata.tolist())
    if not strata.any(axis=(0, 1, 3)).all():
        error = TooFewObservations
    else:
        error = NoSpread if strata[..., 1].any() else NoAnswer
    if error is TooFewObservations or expected is None:
        with pytest.raises(error):
            stratified_log_rank(*given)
        return
    found = stratified_log_rank(*given)
    assert found.chi2 == pytest.approx(float(expected), rel=1e-13, abs=1e-300)
    assert found.expected.sum() == pytest.approx(found.observed.sum(), rel=1e-14)


def test_equal_groups_do_not_differ():
    counts = np.array([[[1, 3], [1, 3]], [[0, 2], [0, 2]], [[7, 0], [7, 0]]])
    assert (log_rank(np.arange(3), counts).chi2, log_rank(np.arange(3), counts).p_value) == (0, 1)


def test_a_group_that_left_before_the_first_event_does_not_count():
    counts = np.array(
        [[[0, 0], [0, 0], [5, 0]], [[1, 3], [1, 1], [0, 0]], [[2, 0], [6, 1], [0, 0]]]
    )
    three, two = log_rank(np.arange(3), counts), log_rank(np.arange(3), counts[:, :2])
    assert (three.chi2, three.df, three.expected[2]) == (two.chi2, 1, 0)
    assert three.n.tolist() == [6, 9, 5]


def test_strata_are_not_compared():
    # The same in both groups; the strata differ.
    mild = np.array([[[0, 1], [0, 1]], [[9, 0], [9, 0]]])
    severe = np.array([[[0, 9], [0, 18]], [[1, 0], [2, 0]]])
    found = stratified_log_rank(np.arange(2), np.array([mild, severe]))
    assert found.chi2 == 0
    assert log_rank(np.arange(2), mild + severe).chi2 > 0.2


def test_one_stratum_is_the_log_rank_test():
    counts = np.array([[[1, 3], [0, 5]], [[2, 0], [4, 1]]])
    one = stratified_log_rank(np.arange(2), np.array([counts, np.zeros_like(counts)]))
    assert one.chi2 == log_rank(np.arange(2), counts).chi2


def test_thirty_million_patients():
    counts = np.array([[[0, 10**6], [0, 10**6 + 4000]], [[14 * 10**6, 0], [14 * 10**6 - 4000, 0]]])
    # At one time it is the comparison of two proportions (divisor n - 1).
    n, share, differ = 30 * 10**6, (2 * 10**6 + 4000) / 30e6, 4000 / 15e6
    expected = differ**2 / (share * (1 - share) * 2 / 15e6) * (n - 1) / n
    assert log_rank(np.arange(2), counts).chi2 == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[[1, 1]]], TooFewObservations, "fewer than 2 groups"),
        ([[[1, 1], [0, 0]]], TooFewObservations, "no patients"),
        ([[[1, 0], [2, 0]]], NoAnswer, "nobody had the event"),
        ([[[0, 2], [0, 3]]], NoSpread, "patients of two groups"),
        ([[[1, 1], [0, 0]], [[0, 0], [2, 0]], [[0, 1], [0, 0]]], None, ""),
        ([[[0, 2], [0, 0]], [[0, 0], [0, 3]]], None, ""),
        ([[[3, 0], [0, 0]], [[0, 0], [0, 3]]], NoSpread, "patients of two groups"),
        ([[[0, 1, 1], [1, 1, 1]]], ValueError, "takes 1"),
    ],
)
def test_not_estimable(counts, error, words):
    given = np.arange(len(counts)), np.array(counts)
    if error is None:
        assert log_rank(*given).df == 1
        return
    with pytest.raises(error, match=words):
        log_rank(*given)
