from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NoAnswer, NoSpread, NotEstimable, TooFewObservations
from dermcohort.estimate.survival.gray import _scores, gray
from dermcohort.estimate.survival.log_rank import log_rank


def variance_by_fractions(rows):
    """Gray's variance term by term: rows of [censored, this reason, others] a group."""
    groups = range(len(rows[0]))
    alive, f0 = [[Fraction(1)] for _ in groups], [Fraction(0)]
    terms, c = [], [[Fraction(0)] * len(groups) for _ in groups]
    for place, row in enumerate(rows):
        y = [sum(sum(later[r]) for later in rows[place:]) for r in groups]
        before = [alive[r][-1] for r in groups]
        for r in groups:
            lost = Fraction(sum(row[r][1:]), y[r]) if y[r] else 0
            alive[r].append(before[r] * (1 - lost))
        d1 = sum(row[r][1] for r in groups)
        h = [y[r] / before[r] if y[r] else Fraction(0) for r in groups]
        f0.append(f0[-1] + d1 / sum(h))
        a = [[h[k] * ((k == r) - h[r] / sum(h)) for r in groups] for k in groups]
        step = d1 / (sum(h) * (1 - f0[-2])) if d1 else 0
        c = [[c[k][r] + a[k][r] * step for r in groups] for k in groups]
        for r in groups:
            s = alive[r][-1]
            left = (1 - f0[-1]) / s if s else None
            if d1 and y[r]:
                tied = 1 - (d1 - 1) / (sum(h) * before[r] - 1) if d1 > 1 else 1
                weight = tied * before[r] * d1 / (sum(h) * y[r])
                terms.append((weight, r, a, 1 - left if s else 1, c))
            if row[r][2] and s:
                tied = 1 - Fraction(row[r][2] - 1, y[r] - 1) if row[r][2] > 1 else 1
                weight = tied * before[r] ** 2 * Fraction(row[r][2], y[r] ** 2)
                terms.append((weight, r, None, left, c))
    v = [[Fraction(0)] * len(groups) for _ in groups]
    for weight, r, a, factor, at in terms:
        u = [(a[k][r] if a else 0) + factor * (c[k][r] - at[k][r]) for k in groups]
        v = [[v[i][j] + weight * u[i] * u[j] for j in groups] for i in groups]
    return v


@settings(max_examples=40, deadline=None)
@given(arrays(int, st.tuples(st.integers(2, 5), st.just(2), st.just(3)),
              elements=st.integers(0, 4)))  # fmt: skip
def test_two_groups_by_fractions(counts):
    counts = counts[counts[..., 1:].any(axis=(1, 2))]
    try:
        found = gray(np.arange(len(counts)), counts)
    except (NotEstimable, ValueError):
        return
    y, d1 = np.cumsum(counts.sum(axis=2)[::-1], axis=0)[::-1], counts[..., 1]
    z, _, _ = _scores(y, d1, counts[..., 1:].sum(axis=2))
    expected = z[0] ** 2 / float(variance_by_fractions(counts.tolist())[0][0])
    assert found.chi2 == pytest.approx(expected, rel=1e-10, abs=1e-20)


@settings(max_examples=60, deadline=None)
@given(
    arrays(int, st.tuples(st.integers(2, 5), st.just(3), st.just(2)), elements=st.integers(0, 3))
)
def test_scores_without_competing_reasons_are_those_of_log_rank(counts):
    try:
        expected = log_rank(np.arange(len(counts)), counts)
    except NotEstimable:
        return
    y, d = np.cumsum(counts.sum(axis=2)[::-1], axis=0)[::-1], counts[..., 1]
    happened = d.any(axis=1)
    try:
        z, variance, _ = _scores(y[happened], d[happened], d[happened])
    except NoAnswer:
        return
    assert z == pytest.approx(expected.observed - expected.expected, rel=1e-12, abs=1e-12)
    # The scores of all groups add up to 0.
    assert variance.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-10 * np.abs(variance).max())


def test_without_censoring_competing_events_stay_at_risk():
    # Nobody is lost: those with the other event count as at risk to the end, as in a log-rank
    # test in which they are censored at the end; the scores are the same.
    counts = np.array([[[0, 2, 1], [0, 1, 3]], [[0, 3, 2], [0, 1, 1]], [[0, 0, 2], [0, 0, 4]]])
    kept = np.array([[[0, 2], [0, 1]], [[0, 3], [0, 1]], [[5, 0], [8, 0]]])
    expected = log_rank(np.arange(3), kept)
    y, d1 = np.cumsum(counts.sum(axis=2)[::-1], axis=0)[::-1], counts[..., 1]
    z, _, _ = _scores(y, d1, counts[..., 1:].sum(axis=2))
    assert z == pytest.approx(expected.observed - expected.expected, rel=1e-12)


def test_reasons_are_tested_apart():
    counts = np.array([[[1, 2, 0], [0, 0, 3]], [[1, 3, 1], [2, 1, 2]], [[4, 0, 0], [4, 0, 0]]])
    exchanged = gray(np.arange(3), counts[..., [0, 2, 1]])
    assert gray(np.arange(3), counts, reason=2).chi2 == exchanged.chi2
    assert gray(np.arange(3), counts).observed.tolist() == [5, 1]


@pytest.mark.parametrize(
    ("counts", "reason", "error", "words"),
    [
        ([[[1, 1, 1]]], 1, TooFewObservations, "fewer than 2 groups"),
        ([[[1, 1, 1], [0, 0, 0]]], 1, TooFewObservations, "no patients"),
        ([[[1, 0, 1], [2, 0, 0]]], 1, NoAnswer, "for this reason"),
        ([[[0, 1, 0], [0, 3, 0]]], 1, NoSpread, "no variance"),
        ([[[0, 0, 2], [0, 0, 0]], [[0, 0, 0], [0, 3, 0]]], 1, NoSpread, "two groups"),
        ([[[0, 5, 0], [0, 0, 0]], [[0, 0, 0], [0, 1, 0]], [[0, 0, 0], [0, 1, 0]]], 1, NoAnswer,
         "passes 1"),
        ([[[1, 1, 1], [1, 1, 1]]], 3, ValueError, "from 1 to 2"),
    ],
)  # fmt: skip
def test_not_estimable(counts, reason, error, words):
    with pytest.raises(error, match=words):
        gray(np.arange(len(counts)), np.array(counts), reason=reason)
