from fractions import Fraction
from itertools import combinations, product
from math import comb

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.groups.mann_whitney import is_exact, mann_whitney


def by_enumeration(ranks, drawn, observed):
    """Every way to draw, in fractions."""
    middle = Fraction(drawn * sum(ranks), len(ranks))
    sums = [sum(chosen) for chosen in combinations(ranks, drawn)]
    extreme = sum(abs(total - middle) >= abs(observed - middle) for total in sums)
    return Fraction(extreme, len(sums))


@settings(max_examples=80, deadline=None)
@given(arrays(int, st.tuples(st.integers(2, 7), st.just(2)), elements=st.integers(0, 3)))
def test_exact_p_against_enumeration(counts):
    assume(counts.sum(axis=0).min() > 0 and (counts.sum(axis=1) > 0).sum() > 1)
    assume(counts.sum() <= 16)
    result = mann_whitney(np.arange(len(counts)), counts)
    listed = [row for row, c in enumerate(counts.sum(axis=1).tolist()) for _ in range(c)]
    ranks = [2 * listed.index(row) + listed.count(row) + 1 for row in listed]
    second = counts[:, 1].tolist()
    observed = sum(c * ranks[listed.index(row)] for row, c in enumerate(second) if c)
    expected = by_enumeration(ranks, sum(second), observed)
    assert result.exact
    assert result.p_value == pytest.approx(float(expected), rel=1e-12, abs=0)
    pairs = [
        (y > x) + (y == x) / 2
        for x, a in enumerate(counts[:, 0].tolist())
        for y, b in enumerate(second)
        for _ in range(a * b)
    ]
    assert result.u == sum(pairs)


def test_far_tail_keeps_its_digits():
    # Complete separation: two of all draws are as extreme.
    counts = np.zeros((200, 2), int)
    counts[:60, 0] = counts[60:, 1] = 1
    result = mann_whitney(np.arange(200), counts)
    assert result.exact
    assert result.p_value == pytest.approx(float(Fraction(2, comb(200, 60))), rel=1e-12, abs=0)


def test_scipy_calls_exact_what_is_not():
    # 18 against 15 with two values: all 9 who have the larger one are in one group.
    counts = np.array([[18, 6], [0, 9]])
    first, second = (np.repeat([0.0, 1.0], column) for column in counts.T)
    theirs = scipy.stats.mannwhitneyu(second, first, method="exact").pvalue
    # Of the draws of 15 patients out of 33, those with 9 of the 9, and with none of them.
    middle = Fraction(15 * 9, 33)
    ways = {k: comb(9, k) * comb(24, 15 - k) for k in range(10)}
    far = sum(w for k, w in ways.items() if abs(k - middle) >= 9 - middle)
    exact = float(Fraction(far, comb(33, 15)))
    result = mann_whitney(np.array([0.0, 1.0]), counts)
    assert result.exact
    assert result.p_value == pytest.approx(exact, rel=1e-12, abs=0)
    assert (round(exact, 5), round(theirs, 4)) == (0.00013, 0.0027)


def test_two_sided_is_as_far_from_the_mean_and_no_doubled_tail():
    # Rank sums of one of 1, 2, 3, 4.5, 4.5: the lowest is the only one so far from 3.
    result = mann_whitney(np.arange(4), np.array([[0, 1], [1, 0], [1, 0], [2, 0]]))
    assert result.p_value == pytest.approx(1 / 5, rel=1e-12, abs=0)


def test_exact_with_ties_for_a_hundred_in_the_smaller_group():
    # As Prism: 100 patients against 150, by what each group can have of three values.
    counts = np.array([[40, 35], [35, 50], [25, 65]])
    tied, ranks = (75, 85, 90), (76, 236, 411)
    observed = sum(r * c for r, c in zip(ranks, (40, 35, 25), strict=True))
    middle = Fraction(100 * sum(t * r for t, r in zip(tied, ranks, strict=True)), 250)
    far = sum(
        comb(75, a) * comb(85, b) * comb(90, 100 - a - b)
        for a, b in product(range(76), range(86))
        if 0 <= 100 - a - b <= 90
        and abs(76 * a + 236 * b + 411 * (100 - a - b) - middle) >= abs(observed - middle)
    )
    result = mann_whitney(np.arange(3), counts)
    assert result.exact
    assert result.p_value == pytest.approx(float(Fraction(far, comb(250, 100))), rel=1e-12, abs=0)
    assert is_exact(100, 500)


def test_exact_and_normal_meet_at_the_limit(monkeypatch):
    values = np.arange(40)
    counts = np.random.default_rng(1).multinomial(100, np.full(40, 1 / 40), size=2).T
    counts[:, 1] += np.arange(40) // 20
    exact = mann_whitney(values, counts)
    monkeypatch.setattr(f"{mann_whitney.__module__}.EXACT_PRODUCT", 0)
    normal = mann_whitney(values, counts)
    assert (exact.exact, normal.exact) == (True, False)
    assert exact.p_value == pytest.approx(normal.p_value, rel=0.01)


def test_exchanged_groups_give_the_other_u():
    counts = np.array([[3, 1], [2, 2], [0, 4]])
    one, other = mann_whitney(np.arange(3), counts), mann_whitney(np.arange(3), counts[:, ::-1])
    assert one.u + other.u == 5 * 7
    assert one.z == -other.z
    assert one.p_value == other.p_value


def test_thirty_million_patients():
    result = mann_whitney(np.arange(1441), np.full((1441, 2), 10_000))
    assert (result.exact, result.z, result.p_value) == (False, 0, 1)


@pytest.mark.parametrize(
    ("counts", "error"),
    [
        ([[1, 0], [1, 0]], TooFewObservations),
        ([[1], [1]], TooFewObservations),
        ([[4, 2]], AllTied),
        ([[1, 1, 1], [1, 0, 0]], ValueError),
    ],
)
def test_not_estimable(counts, error):
    with pytest.raises(error):
        mann_whitney(np.arange(len(counts)), np.array(counts))
