from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.same_patients.wilcoxon_signed_rank import (
    wilcoxon_signed_rank,
    wilcoxon_signed_rank_pratt,
)


def by_enumeration(ranks, observed):
    """Every choice of signs, in fractions."""
    middle = Fraction(sum(ranks), 2)
    sums = [sum(r for r, up in zip(ranks, ups, strict=True) if up)
            for ups in product((0, 1), repeat=len(ranks))]  # fmt: skip
    return Fraction(sum(abs(s - middle) >= abs(observed - middle) for s in sums), len(sums))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(-5, 5), min_size=1, max_size=10), st.sampled_from(["wilcoxon", "pratt"])
)
def test_exact_p_against_enumeration(changes, zeros):
    assume(any(changes))
    ticks = np.array([[100, 100 + change] for change in changes])
    result = wilcoxon_signed_rank(ticks, np.ones(len(ticks), int), zeros=zeros)
    ranked = sorted(abs(change) for change in changes if change or zeros == "pratt")
    moved = [change for change in changes if change]
    ranks = [2 * ranked.index(abs(c)) + ranked.count(abs(c)) + 1 for c in moved]
    plus = sum(r for r, c in zip(ranks, moved, strict=True) if c > 0)
    assert (result.w_plus, result.w_minus) == (plus / 2, (sum(ranks) - plus) / 2)
    assert result.w == result.w_plus - result.w_minus
    assert (result.n, result.n_zero) == (len(moved), len(changes) - len(moved))
    assert result.p_value == pytest.approx(float(by_enumeration(ranks, plus)), rel=1e-12)


def test_far_tail_keeps_its_digits():
    ticks = np.column_stack([np.arange(300), 3 * np.arange(300) + 1])
    result = wilcoxon_signed_rank(ticks, np.ones(300, int))
    assert result.exact
    assert result.p_value == pytest.approx(2.0**-299, rel=1e-12, abs=0)


@pytest.mark.parametrize("zeros", ["wilcoxon", "pratt"])
def test_exact_and_normal_meet_at_the_limit(monkeypatch, zeros):
    rng = np.random.default_rng(2)
    ticks = np.column_stack([np.zeros(500, int), rng.integers(-28, 34, 500)])
    once = np.ones(500, int)
    exact = wilcoxon_signed_rank(ticks, once, zeros=zeros)
    monkeypatch.setattr(f"{wilcoxon_signed_rank.__module__}.EXACT_N", 0)
    normal = wilcoxon_signed_rank(ticks, once, zeros=zeros)
    assert (exact.exact, normal.exact) == (True, False)
    assert exact.p_value == pytest.approx(normal.p_value, rel=0.05)
    assert exact.z == normal.z


def test_equal_decimal_differences_are_ties():
    # 0.3 - 0.2 and 0.8 - 0.7 differ as floats.
    ticks = np.array([[200_000, 300_000], [700_000, 800_000], [500_000, 400_000]])
    assert wilcoxon_signed_rank(ticks, np.ones(3, int)).w_plus == 4


def test_differences_of_decimal_scores_are_formed_exactly():
    before = np.array([47, 39, 33, 157, 198, 389, 305, 218])
    after = np.array([45, 40, 32, 154, 199, 386, 302, 217])
    # In floats 4.7 - 4.5 and its like all differ, so that no tie is seen.
    floats = before / 10 - after / 10
    assert len(set(np.abs(floats))) == 8
    assert scipy.stats.wilcoxon(floats, method="exact").pvalue == 0.0546875
    # Four changes of 0.1, one of 0.2, three of 0.3: of 256 choices of signs 24 are as extreme.
    tenths = (before - after).tolist()
    ranked = sorted(map(abs, tenths))
    ranks = [2 * ranked.index(abs(c)) + ranked.count(abs(c)) + 1 for c in tenths]
    plus = sum(r for r, c in zip(ranks, tenths, strict=True) if c > 0)
    assert by_enumeration(ranks, plus) == Fraction(24, 256)
    ticks = 100_000 * np.column_stack([before, after])
    assert wilcoxon_signed_rank(ticks, np.ones(8, int)).p_value == 24 / 256


def test_zeros_dropped_and_pratt_differ():
    ticks = np.array([[5, 5], [5, 4], [5, 3], [5, 8], [5, 9], [5, 10]])
    counts = np.array([3, 1, 1, 1, 1, 1])
    dropped, pratt = wilcoxon_signed_rank(ticks, counts), wilcoxon_signed_rank_pratt(ticks, counts)
    # Ranks 1 to 5: five choices of signs sum to at most 1 + 2. Ranks 4 to 8: seven to at most 9.
    assert (dropped.w_minus, dropped.w_plus, dropped.p_value) == (3, 12, 10 / 32)
    assert (pratt.w_minus, pratt.w_plus, pratt.p_value) == (9, 21, 14 / 32)
    assert (dropped.n, dropped.n_zero) == (pratt.n, pratt.n_zero) == (5, 3)
    assert pratt == wilcoxon_signed_rank(ticks, counts, zeros="pratt")


def test_thirty_million_patients():
    ticks = np.array([[5, 3], [5, 5], [5, 6]])
    result = wilcoxon_signed_rank(ticks, np.array([10_000_000] * 3))
    assert (result.exact, result.n, result.n_zero) == (False, 20_000_000, 10_000_000)
    # Ranks 1 .. 1e7 are all tied, as are the others above them.
    assert result.w == -(10_000_000**2)


@pytest.mark.parametrize(
    ("ticks", "counts", "zeros", "error", "words"),
    [
        ([[1, 2]], [0], "wilcoxon", TooFewObservations, "no patient has both"),
        ([[2, 2], [3, 3]], [4, 1], "wilcoxon", AllTied, "no patient changed"),
        ([[1, 2, 3]], [1], "wilcoxon", ValueError, "two visits"),
        ([[1, 2]], [1], "drop", ValueError, "pratt"),
    ],
)
def test_not_estimable(ticks, counts, zeros, error, words):
    with pytest.raises(error, match=words):
        wilcoxon_signed_rank(np.array(ticks), np.array(counts), zeros=zeros)
