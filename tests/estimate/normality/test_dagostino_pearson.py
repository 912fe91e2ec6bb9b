import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.normality.dagostino_pearson import dagostino_pearson


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=3, max_size=9))
def test_against_scipy(counts):
    values, counts = np.arange(len(counts)) / 10, np.array(counts)
    assume(counts.sum() >= 20 and (counts > 0).sum() > 1)
    result = dagostino_pearson(values, counts)
    assume(abs(result.skewness) > 1e-6)
    listed = np.repeat(values, counts)
    theirs = scipy.stats.normaltest(listed)
    assert result.chi2 == pytest.approx(theirs.statistic, rel=1e-8)
    assert result.p_value == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-300)
    assert result.skewness == pytest.approx(scipy.stats.skew(listed), rel=1e-9)
    assert result.kurtosis == pytest.approx(scipy.stats.kurtosis(listed) + 3, rel=1e-12, abs=0)


def test_symmetry_has_no_skewness():
    values, counts = np.arange(1, 9), np.ones(8, int)
    result = dagostino_pearson(values, counts)
    assert (result.skewness, result.z_skewness) == (0, 0)
    assert result.chi2 == result.z_kurtosis**2
    # SciPy puts 1 where the scaled skewness is 0, and so 1.01 for the z of a symmetrical sample.
    assert scipy.stats.skewtest(np.repeat(values, counts)).statistic == pytest.approx(
        1.0108, abs=1e-4
    )


def test_mirrored_values_have_the_other_skewness():
    counts = np.array([9, 14, 7, 3, 1])
    one, other = (dagostino_pearson(np.arange(5) / 10, c) for c in (counts, counts[::-1]))
    assert one.skewness == -other.skewness
    assert (one.chi2, one.p_value, one.kurtosis) == (other.chi2, other.p_value, other.kurtosis)


def test_leading_digits_cost_nothing():
    counts = np.array([9, 14, 7, 3])
    near = dagostino_pearson(np.array([0.1, 0.2, 0.3, 0.5]), counts)
    assert dagostino_pearson(1e9 + np.array([0.1, 0.2, 0.3, 0.5]), counts) == near


@pytest.mark.parametrize("n", [39, 100, 2_000, 15_000_000])
def test_flatter_than_the_approximation_knows(n):
    # Half have 0, half 1: no distribution is flatter.
    result = dagostino_pearson(np.arange(2), np.array([n, n]))
    assert result.kurtosis == 1
    assert result.z_kurtosis < -27
    assert result.p_value < 1e-160


def test_rounded_normal_values_pass_in_any_number():
    # A normal distribution in steps of a fifth of its standard deviation.
    z = (np.arange(61) - 30) / 5
    counts = np.rint(2_000_000 * np.exp(-z * z / 2) / np.exp(-z * z / 2).sum()).astype(int)
    result = dagostino_pearson(np.arange(61), counts)
    assert result.p_value > 0.5


def test_few_patients_are_noted():
    counts = np.array([4, 9, 4])
    assert "fewer than 20" in dagostino_pearson(np.arange(3), counts).note
    assert not dagostino_pearson(np.arange(3), 2 * counts).note


@pytest.mark.parametrize(
    ("values", "counts", "error", "words"),
    [
        ([1.0, 2.0], [3, 4], TooFewObservations, "fewer than 8"),
        ([], [], TooFewObservations, "fewer than 8"),
        ([1.0], [9], NoSpread, "equal"),
    ],
)
def test_not_estimable(values, counts, error, words):
    with pytest.raises(error, match=words):
        dagostino_pearson(np.array(values), np.array(counts, int))
