from dataclasses import asdict

import numpy as np
import pytest

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.describe import describe, weighted_quantile

VALUES, COUNTS = np.array([1.0, 2.0, 4.0, 8.0]), np.array([2, 1, 1, 1])


def test_worked_by_hand():
    assert asdict(describe(VALUES, COUNTS)) == pytest.approx(
        {
            "n": 5,
            "mean": 16 / 5,
            "sd": (34.8 / 4) ** 0.5,
            "se": (34.8 / 20) ** 0.5,
            "median": 2,
            "q1": 1,
            "q3": 6,
            "minimum": 1,
            "maximum": 8,
            "geometric_mean": 64 ** (1 / 5),
        },
        rel=1e-14,
    )


def test_one_patient_has_no_spread():
    result = describe(np.array([3.5]), np.array([1]))
    assert (result.sd, result.se) == (None, None)
    assert result.mean == result.median == result.q1 == result.q3 == result.geometric_mean == 3.5


def test_equal_values():
    result = describe(np.array([0.1]), np.array([3]))
    assert (result.mean, result.sd, result.q1, result.geometric_mean) == (0.1, 0, 0.1, 0.1)


def test_geometric_mean_needs_values_above_zero():
    assert describe(np.array([0.0, 2.0]), np.array([1, 1])).geometric_mean is None


def test_types_differ_between_neighbours():
    values, counts = np.arange(1.0, 5), np.ones(4, int)
    assert weighted_quantile(values, counts, 0.25) == 1.25
    assert weighted_quantile(values, counts, 0.25, quartile_type=7) == 1.75


@pytest.mark.parametrize("quartile_type", [6, 7])
def test_quantiles_stop_at_the_ends(quartile_type):
    for share, expected in ((0, 1), (1, 8)):
        assert weighted_quantile(VALUES, COUNTS, share, quartile_type=quartile_type) == expected


def test_thirty_million_patients():
    values = np.arange(1441) / 20
    result = describe(values, np.full(1441, 20_000))
    assert result.n == 28_820_000
    assert result.mean == pytest.approx(36, rel=1e-15)
    assert result.median == 36


@pytest.mark.parametrize("function", [describe, lambda v, c: weighted_quantile(v, c, 0.5)])
def test_nobody(function):
    with pytest.raises(TooFewObservations, match="no patient"):
        function(np.array([]), np.array([], int))


@pytest.mark.parametrize(("share", "quartile_type"), [(1.5, 6), (0.5, 8)])
def test_options(share, quartile_type):
    with pytest.raises(ValueError, match="6 or 7"):
        weighted_quantile(VALUES, COUNTS, share, quartile_type=quartile_type)
