import mpmath as mp
import numpy as np
import pytest
from scipy.special import nctdtr

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.groups import hedges_g as file
from dermcohort.estimate.groups.hedges_g import _below, hedges_g, small_sample_correction

COUNTS = np.array([[2, 0], [3, 1], [4, 2], [1, 4], [0, 3]])


@pytest.mark.parametrize("df", [2, 3, 10, 58, 199, 200, 201, 4321, 10**6, 3 * 10**7])
def test_correction_of_small_samples(df):
    with mp.workdps(40):
        half = mp.mpf(df) / 2
        exact = mp.exp(mp.loggamma(half) - mp.loggamma(half - 0.5)) / mp.sqrt(half)
    assert small_sample_correction(df) == pytest.approx(float(exact), rel=1e-15, abs=0)


def test_worked_by_hand():
    # Means 1 and 4, both variances 1.
    result = hedges_g(np.arange(6), np.array([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]]))
    assert (result.cohen_d, result.df) == (3, 4)
    # J(4) is Gamma(2) / (sqrt(2) Gamma(3/2)), and Gamma(3/2) is sqrt(pi) / 2.
    assert result.estimate == pytest.approx(3 * np.sqrt(2 / np.pi), rel=1e-15, abs=0)


@pytest.mark.parametrize("level", [0.5, 0.95, 0.9999])
def test_limits_are_where_t_reaches_the_tails(level):
    result = hedges_g(np.arange(5), COUNTS, level=level)
    scale = np.sqrt(1 / 10 + 1 / 10)
    t, j = result.cohen_d / scale, small_sample_correction(18)
    for limit, tail in ((result.conf_low, (1 + level) / 2), (result.conf_high, (1 - level) / 2)):
        assert nctdtr(18, limit / (j * scale), t) == pytest.approx(tail, rel=1e-9)


@pytest.mark.parametrize("df", [2, 18, 998, 2_000_000])
def test_very_large_t_by_another_integral(df, monkeypatch):
    for delta in (600.0, 990.0, 1000.0, 1400.0):
        one = _below(999.0, df, delta)
        with monkeypatch.context() as patched:
            patched.setattr(file, "LARGEST_T", 10)
            assert _below(999.0, df, delta) == pytest.approx(one, abs=1e-10)


@pytest.mark.parametrize("far", [1.0, 1e3, 1e9, 1e15])
def test_any_distance_has_limits(far):
    counts = np.array([[2, 0], [2, 0], [0, 2], [0, 2]])
    result = hedges_g(np.array([0, 1, far + 1, far + 2]), counts)
    assert 0 < result.conf_low < result.estimate < result.conf_high


def test_no_difference_is_symmetrical():
    result = hedges_g(np.arange(3), np.array([[2, 2], [5, 5], [2, 2]]))
    assert result.estimate == 0
    assert result.conf_low == pytest.approx(-result.conf_high, rel=1e-12, abs=0)


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[1, 0], [1, 0]], TooFewObservations, "no patients"),
        ([[1, 0], [1, 1]], TooFewObservations, "fewer than 4"),
        ([[3, 0], [0, 3]], NoSpread, "do not vary"),
        ([[3, 0, 1], [0, 3, 1]], ValueError, "two groups"),
    ],
)
def test_not_estimable(counts, error, words):
    with pytest.raises(error, match=words):
        hedges_g(np.array([0.1, 0.3]), np.array(counts))


def test_level():
    with pytest.raises(ValueError, match="level"):
        hedges_g(np.arange(5), COUNTS, level=95)
