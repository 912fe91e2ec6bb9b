from fractions import Fraction
from itertools import combinations_with_replacement, product
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.same_patients.hodges_lehmann_paired import hodges_lehmann_paired


def walsh(changes):
    pairs = combinations_with_replacement(changes, 2)
    return sorted(Fraction(a + b, 2) for a, b in pairs)


def limits(changes, level):
    """Walsh averages beyond which all choices of signs leave half of 1 - level."""
    n = len(changes)
    sums = [sum(r for r, up in enumerate(ups, 1) if up) for ups in product((0, 1), repeat=n)]
    averages = walsh(changes)
    places = [place for place in range(1, len(averages) + 1)
              if Fraction(2 * sum(s < place for s in sums), len(sums)) <= 1 - level]  # fmt: skip
    return (averages[places[-1] - 1], averages[-places[-1]]) if places else (None, None)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-30, 30), min_size=1, max_size=9),
    st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(95, 100), Fraction(31, 32)]),
)
def test_against_every_walsh_average(changes, level):
    ticks = 100_000 * np.array([[90, 90 + change] for change in changes])
    result = hodges_lehmann_paired(ticks, np.ones(len(changes), int), level=float(level))
    assert result.estimate == float(median(walsh(changes)) / 10)
    expected = [None if x is None else float(x / 10) for x in limits(changes, level)]
    assert [result.conf_low, result.conf_high] == expected
    assert result.n == len(changes)


def test_too_few_patients_for_the_level():
    result = hodges_lehmann_paired(np.array([[0, 3], [1, 9]]), np.array([2, 3]), ticks_per_unit=1)
    assert result.estimate == 5.5
    assert (result.conf_low, result.conf_high) == (None, None)
    assert result.note == "no limits: the widest interval has a level of 0.938"


def test_the_level_reached_is_noted():
    ticks = np.column_stack([np.zeros(10, int), np.arange(1, 11)])
    assert hodges_lehmann_paired(ticks, np.ones(10, int)).note == "level 0.951"


def test_exact_and_normal_meet_at_the_limit(monkeypatch):
    rng = np.random.default_rng(3)
    ticks = np.column_stack([np.zeros(500, int), rng.integers(-900, 1100, 500)])
    exact = hodges_lehmann_paired(ticks, np.ones(500, int), ticks_per_unit=1)
    monkeypatch.setattr(f"{hodges_lehmann_paired.__module__}.EXACT_N", 0)
    normal = hodges_lehmann_paired(ticks, np.ones(500, int), ticks_per_unit=1)
    assert (exact.note, normal.note) == ("level 0.950", "normal approximation")
    assert (normal.conf_low, normal.conf_high) == pytest.approx(
        (exact.conf_low, exact.conf_high), abs=1
    )


def test_values_that_fill_64_bits():
    top = 2**61 - 1
    ticks = np.array([[top, -top], [-top, top], [0, 1]])
    result = hodges_lehmann_paired(ticks, np.ones(3, int), ticks_per_unit=1)
    assert result.estimate == median(walsh([-2 * top, 2 * top, 1]))


def test_thirty_million_patients():
    ticks = 50_000 * np.array([[0, 3], [0, 5], [0, 5], [9, 1]])
    result = hodges_lehmann_paired(ticks, np.array([10_000_000, 5_000_000, 5_000_000, 10_000_000]))
    # A third each of 3, 5 and -8 twentieths: averages -8, -2.5, -1.5, 3, 4, 5 with shares 1/9,
    # 2/9, 2/9, 1/9, 2/9, 1/9 have their median at -1.5.
    assert (result.estimate, result.n) == (-0.075, 30_000_000)
    assert result.conf_low == result.conf_high == -0.075


@pytest.mark.parametrize(
    ("ticks", "counts", "level", "error", "words"),
    [
        ([[1, 2]], [0], 0.95, TooFewObservations, "no patient has both"),
        ([[1, 2, 3]], [1], 0.95, ValueError, "two visits"),
        ([[1, 2]], [3], 95, ValueError, "level is 95"),
    ],
)
def test_not_estimable(ticks, counts, level, error, words):
    with pytest.raises(error, match=words):
        hodges_lehmann_paired(np.array(ticks), np.array(counts), level=level)
