import math
from unittest.mock import patch

import numpy as np
import pytest

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.groups import mann_whitney as mann_whitney_file
from dermcohort.estimate.groups.mann_whitney import mann_whitney
from dermcohort.estimate.groups.many_to_one import many_to_one_tails
from dermcohort.estimate.groups.steel import steel

VALUES = np.array([1.0, 2.0, 3.0, 4.0])
COUNTS = np.array([[3, 1, 0], [2, 2, 1], [1, 2, 2], [0, 1, 3]])


def test_each_group_with_the_control_is_mann_whitney():
    result = steel(VALUES, COUNTS)
    for place, column in enumerate((1, 2)):
        pair = mann_whitney(VALUES, COUNTS[:, [0, column]])
        assert (result.u[place], result.z[place]) == (pair.u, pair.z)
        assert result.p_value[place] == pytest.approx(math.erfc(abs(pair.z) / 2**0.5), rel=1e-14)
    assert result.group.tolist() == [1, 2]
    assert result.comparator.tolist() == [0, 0]
    assert result.note == ""


def test_one_group_needs_no_adjustment():
    for values, counts in ((VALUES, COUNTS[:, :2]), (VALUES[:2], np.eye(2, dtype=int))):
        result = steel(values, counts)
        assert result.p_adjusted.tolist() == result.p_value.tolist()


def test_correlations_without_ties_are_steels():
    # Control 1 4 6, groups 2 7 8 9 and 3 5 10.
    counts = np.zeros((10, 3), int)
    counts[[0, 3, 5], 0] = counts[[1, 6, 7, 8], 1] = counts[[2, 4, 9], 2] = 1
    result = steel(np.arange(10), counts)
    b = [math.sqrt(n / (n + 3 + 1)) for n in (4, 3)]
    widths = tuple(math.sqrt(1 - x * x) / x for x in b)
    expected = many_to_one_tails(np.abs(result.z), widths, math.inf)
    assert result.p_adjusted == pytest.approx(expected, rel=1e-12)


def test_another_group_does_not_change_a_pair():
    # Dunn ranks all groups together; here the third, however far away, has no part in z.
    far = np.array([[3, 1, 0], [2, 2, 0], [1, 2, 0], [0, 1, 0], [0, 0, 9]])
    assert steel(np.r_[VALUES, 99.0], far).z[0] == steel(VALUES, COUNTS).z[0]


def test_control_is_a_column():
    last = steel(VALUES, COUNTS[:, [1, 2, 0]], control=2)
    assert last.p_adjusted.tolist() == steel(VALUES, COUNTS).p_adjusted.tolist()
    assert last.comparator.tolist() == [2, 2]
    with pytest.raises(IndexError):
        steel(VALUES, COUNTS, control=3)


def test_group_and_control_with_one_value_between_them():
    result = steel(VALUES, np.array([[5, 4, 1], [0, 0, 2], [0, 0, 3], [0, 0, 0]]))
    assert (result.u[0], result.z[0], result.p_value[0], result.p_adjusted[0]) == (10, 0, 1, 1)
    assert result.p_adjusted[1] < 0.1
    assert "only one value" in result.note


def test_tens_of_millions_of_patients():
    counts = np.array([[9_000_000, 9_001_000, 4], [21_000_000, 20_999_000, 6]])
    with patch.object(mann_whitney_file, "EXACT_TOTAL", 0):
        pair = mann_whitney(np.array([0.0, 1.0]), counts[:, :2])
    result = steel(np.array([0.0, 1.0]), counts)
    assert result.z[0] == pair.z
    assert result.p_value[0] < result.p_adjusted[0] < 2 * result.p_value[0]


@pytest.mark.parametrize(
    ("counts", "error"),
    [([[1], [1]], TooFewObservations), ([[1, 0], [1, 0]], TooFewObservations), ([[1, 2]], AllTied)],
)
def test_not_estimable(counts, error):
    with pytest.raises(error):
        steel(np.arange(len(counts)), np.array(counts))
