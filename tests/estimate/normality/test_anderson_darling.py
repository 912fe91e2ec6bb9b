import mpmath as mp
import numpy as np
import pytest

from dermcohort.errors import NoAnswer, NoSpread, TooFewObservations
from dermcohort.estimate.normality.anderson_darling import _p_value, anderson_darling


def by_definition(values, counts):
    """The sum over the distribution function between the values, in 40 digits."""
    with mp.workdps(40):
        n = sum(counts)
        pairs = [(mp.mpf(v), c) for v, c in zip(values, counts, strict=True)]
        mean = sum(v * c for v, c in pairs) / n
        sd = mp.sqrt(sum(c * (v - mean) ** 2 for v, c in pairs) / (n - 1))
        u = [mp.ncdf((v - mean) / sd) for v, _ in pairs]
        total, share = mp.mpf(0), mp.mpf(0)
        for place, edge in enumerate([*u, mp.mpf(1)]):
            start = u[place - 1] if place else mp.mpf(0)
            # Integral of (share - u)**2 / (u (1 - u)) over the interval.
            total -= edge - start
            total += share**2 * mp.log(edge / start) if share else 0
            total += (1 - share) ** 2 * mp.log((1 - start) / (1 - edge)) if edge < 1 else 0
            share += mp.mpf(counts[place]) / n if place < len(u) else 0
        return float(n * total)


@pytest.mark.parametrize(
    "counts",
    [[2, 3, 5, 1], [1, 9, 0, 2, 1], [100, 240, 310, 190, 80], [4, 10, 15, 9, 5],
     [500_000, 7_000_000, 15_000_000, 7_100_000, 510_000]],
)  # fmt: skip
def test_against_the_integral(counts):
    values = np.arange(len(counts)) * 1.0
    kept = np.array(counts) > 0
    expected = by_definition(values[kept].tolist(), np.array(counts)[kept].tolist())
    result = anderson_darling(values, np.array(counts))
    # Of n times a number near 1 all but the statistic is taken away.
    assert result.a2 == pytest.approx(expected, rel=1e-12, abs=1e-15 * sum(counts))


def test_p_falls_with_a2():
    a = np.linspace(0, 11, 2000)
    p = np.array([_p_value(x) for x in a])
    # The four parts of the table meet to two digits.
    assert (np.diff(p) < 1e-3).all()
    assert p[0] == pytest.approx(1, abs=1e-5)
    assert p[-1] == 3.7e-24


def test_p_that_is_only_a_limit_is_said():
    counts = np.array([5000, 0, 0, 0, 0, 0, 0, 0, 0, 1000])
    result = anderson_darling(np.arange(10.0), counts)
    assert (result.p_value, result.note) == (3.7e-24, "p is below 3.7e-24")


@pytest.mark.parametrize(
    ("values", "counts", "error", "words"),
    [
        ([1.0, 2.0], [3, 4], TooFewObservations, "fewer than 8"),
        ([], [], TooFewObservations, "fewer than 8"),
        ([1.0], [9], NoSpread, "equal"),
        ([0.0, 1e200], [5, 5], NoAnswer, "too far apart"),
    ],
)
def test_not_estimable(values, counts, error, words):
    with pytest.raises(error, match=words):
        anderson_darling(np.array(values), np.array(counts, int))
