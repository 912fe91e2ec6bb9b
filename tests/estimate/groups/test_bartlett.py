import math

import numpy as np
import pytest

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.groups.bartlett import bartlett

VALUES = np.array([1.0, 2.0, 3.0, 4.0, 6.0])


def test_worked_by_hand():
    # Variances 1 (1, 2, 3) and 4 (2, 4, 6), 2 degrees of freedom each, pooled 2.5.
    counts = np.array([[1, 0], [1, 1], [1, 0], [0, 1], [0, 1]])
    correction = 1 + (1 / 2 + 1 / 2 - 1 / 4) / 3
    expected = (4 * math.log(2.5) - 2 * math.log(1) - 2 * math.log(4)) / correction
    found = bartlett(VALUES, counts)
    assert found.chi2 == pytest.approx(expected, rel=1e-14)
    assert found.df == 1
    assert found.p_value == pytest.approx(math.erfc(math.sqrt(expected / 2)), rel=1e-12)


def test_equal_variances_give_exactly_nothing():
    counts = np.array([[1, 0], [1, 1], [1, 1], [0, 1], [0, 0]])
    assert bartlett(VALUES, counts).chi2 == 0
    assert bartlett(VALUES / 3, counts).chi2 == pytest.approx(0, abs=1e-14)
    assert bartlett(VALUES, counts).p_value == 1


def test_what_cannot_be_had():
    with pytest.raises(TooFewObservations, match="fewer than 2 patients"):
        bartlett(VALUES, np.array([[1, 1], [0, 1], [0, 0], [0, 0], [0, 0]]))
    with pytest.raises(NoSpread, match="do not vary"):
        bartlett(VALUES, np.array([[2, 1], [0, 1], [0, 0], [0, 0], [0, 0]]))
