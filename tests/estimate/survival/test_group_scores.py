import numpy as np
import pytest

from dermcohort.errors import NoSpread
from dermcohort.estimate.survival.group_scores import chi_square_of

HALVES = np.array([[2.0, -1, -1], [-1, 2, -1], [-1, -1, 2]])


def test_any_group_may_be_left_out():
    scores = np.array([3.0, -1, -2])
    expected = scores[1:] @ np.linalg.inv(HALVES[1:, 1:]) @ scores[1:]
    chi2, df = chi_square_of(scores, HALVES, np.ones((3, 3), bool))
    assert (chi2, df) == (pytest.approx(expected, rel=1e-14), 2)


def test_groups_that_never_meet_are_apart():
    pair = np.array([[4.0, -4], [-4, 4]])
    covariance, together = np.zeros((5, 5)), np.zeros((5, 5), bool)
    covariance[:2, :2], covariance[2:4, 2:4] = pair, pair / 2
    # The fifth group is at risk, but with nobody else.
    together[:2, :2] = together[2:4, 2:4] = together[4, 4] = True
    scores = np.array([2.0, -2, 3, -3, 0])
    chi2, df = chi_square_of(scores, covariance, together)
    assert (chi2, df) == (pytest.approx(4 / 4 + 9 / 2, rel=1e-14), 2)


def test_linked_through_a_third_group():
    together = np.array([[1, 0, 1], [0, 1, 1], [1, 1, 1]], bool)
    assert chi_square_of(np.array([1.0, 1, -2]), HALVES, together)[1] == 2


@pytest.mark.parametrize(
    ("covariance", "together"),
    [
        (HALVES, np.eye(3, dtype=bool)),
        (HALVES, np.zeros((3, 3), bool)),
        (0 * HALVES, np.ones((3, 3), bool)),
        (np.outer([1, 1, -2], [1, 1, -2]) * 1.0, np.ones((3, 3), bool)),
    ],
)
def test_no_variance(covariance, together):
    with pytest.raises(NoSpread):
        chi_square_of(np.zeros(3), covariance, together)
