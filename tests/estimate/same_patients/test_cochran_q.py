from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, NoAnswer, TooFewObservations
from dermcohort.estimate.same_patients.cochran_q import cochran_q
from dermcohort.estimate.same_patients.friedman import friedman


@settings(max_examples=60, deadline=None)
@given(arrays(int, st.tuples(st.integers(2, 9), st.integers(2, 5)), elements=st.integers(0, 1)))
def test_against_the_definition_in_fractions(answers):
    n, k = answers.shape
    t, u = answers.sum(axis=0).tolist(), answers.sum(axis=1).tolist()
    below = k * sum(u) - sum(x * x for x in u)
    assume(below)
    mean = Fraction(sum(t), k)
    q = k * (k - 1) * sum((x - mean) ** 2 for x in t) / below
    result = cochran_q(1_000_000 * answers, np.ones(n, int))
    assert result.chi2 == pytest.approx(float(q), rel=1e-14, abs=0)
    assert (result.df, result.n) == (k - 1, n)
    assert result.n_changed == sum(0 < x < k for x in u)
    assert result.note.startswith(f"{result.n_changed} had")


def test_it_is_friedman_of_zeros_and_ones():
    answers, counts = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 0], [1, 1, 1]]), np.array([9, 4, 2, 7])
    q, ranks = cochran_q(answers, counts), friedman(answers, counts)
    assert (q.chi2, q.p_value) == (pytest.approx(ranks.chi2), pytest.approx(ranks.p_value))


def test_who_never_or_always_responded_adds_nothing():
    answers, counts = np.array([[0, 0, 1], [0, 1, 1]]), np.array([3, 4])
    more = cochran_q(np.r_[answers, [[0, 0, 0], [1, 1, 1]]], np.r_[counts, [5, 6]])
    few = cochran_q(answers, counts)
    assert (more.chi2, more.p_value, more.n_changed) == (few.chi2, few.p_value, few.n)


def test_thirty_million_patients():
    answers, many = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 0]]), np.array([10_000_000] * 3)
    assert cochran_q(answers, many).chi2 == pytest.approx(
        1e7 * cochran_q(answers, np.ones(3, int)).chi2, rel=1e-14
    )


@pytest.mark.parametrize(
    ("ticks", "counts", "error", "words"),
    [
        ([[1], [0]], [1, 1], TooFewObservations, "2 visits"),
        ([[1, 0, 1]], [1], TooFewObservations, "2 patients"),
        ([[1, 1, 1], [0, 0, 0]], [1, 3], AllTied, "some visits and not at others"),
        ([[1, 2, 0]], [3], NoAnswer, "not responses"),
    ],
)
def test_not_estimable(ticks, counts, error, words):
    with pytest.raises(error, match=words):
        cochran_q(np.array(ticks), np.array(counts))
