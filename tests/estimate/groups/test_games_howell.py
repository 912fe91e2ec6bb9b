import math

import numpy as np
import pytest

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.groups.games_howell import games_howell
from dermcohort.estimate.groups.studentized_range import studentized_range_tails
from dermcohort.estimate.groups.welch_t import welch_t

VALUES = np.array([1.0, 2.0, 3.0, 4.0, 9.0])
COUNTS = np.array([[3, 1, 0], [2, 2, 1], [1, 2, 2], [0, 1, 3], [0, 0, 2]])


def test_two_groups_are_welchs_t():
    two, t = games_howell(VALUES, COUNTS[:, :2]), welch_t(VALUES, COUNTS[:, :2])
    assert two.df[0] == pytest.approx(t.df, rel=1e-14)
    assert two.p_adjusted[0] == pytest.approx(t.p_value, rel=1e-13)
    assert two.conf_low[0] == pytest.approx(t.conf_low, rel=1e-12)
    assert two.conf_high[0] == pytest.approx(t.conf_high, rel=1e-12)


def test_each_pair_is_welchs_t_on_the_studentized_range():
    result = games_howell(VALUES, COUNTS)
    assert list(zip(result.group, result.comparator, strict=True)) == [(1, 0), (2, 0), (2, 1)]
    for place, columns in enumerate(([0, 1], [0, 2], [1, 2])):
        t = welch_t(VALUES, COUNTS[:, columns])
        assert result.estimate[place] == pytest.approx(t.difference, rel=1e-14)
        assert result.t[place] == pytest.approx(t.t, rel=1e-13)
        assert result.df[place] == pytest.approx(t.df, rel=1e-13)
        p = studentized_range_tails(np.array([math.sqrt(2) * abs(t.t)]), 3, t.df)[0]
        assert result.p_adjusted[place] == pytest.approx(p, rel=1e-12)


def test_limits_exclude_zero_exactly_when_p_is_below():
    result = games_howell(VALUES, COUNTS, level=0.7)
    outside = (result.conf_low > 0) | (result.conf_high < 0)
    assert outside.tolist() == (result.p_adjusted < 0.3).tolist()
    assert 0 < outside.sum() < 3


def test_one_group_without_spread_may_stand_beside_others():
    counts = np.array([[5, 1, 0], [0, 2, 2], [0, 0, 1], [0, 1, 1], [0, 0, 0]])
    result = games_howell(VALUES, counts)
    assert result.df[0] == pytest.approx(3, rel=1e-15)
    assert ((result.p_adjusted > 0) & (result.p_adjusted < 1)).all()


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[2], [1]], TooFewObservations, "fewer than 2 groups"),
        ([[1, 2], [0, 2]], TooFewObservations, "fewer than 2 patients"),
        ([[3, 0, 1], [0, 3, 1]], NoSpread, "within two of the groups"),
    ],
)
def test_not_estimable(counts, error, words):
    with pytest.raises(error, match=words):
        games_howell(np.array([0.1, 0.3]), np.array(counts))
