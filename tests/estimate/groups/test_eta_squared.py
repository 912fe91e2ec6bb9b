import numpy as np
import pytest
from scipy.special import ncfdtr

from dermcohort.errors import NoSpread
from dermcohort.estimate.groups.eta_squared import eta_squared
from dermcohort.estimate.groups.one_way_anova import one_way_anova

VALUES = np.array([1.0, 2.0, 3.0, 4.0])
COUNTS = np.array([[2, 0, 1], [1, 1, 0], [0, 2, 2], [0, 1, 3]])


def test_the_limits_are_where_the_observed_f_is_the_quantile():
    found, anova = eta_squared(VALUES, COUNTS, level=0.8), one_way_anova(VALUES, COUNTS)
    for limit, share in ((found.conf_low, 0.9), (found.conf_high, 0.1)):
        noncentrality = limit * 13 / (1 - limit)
        assert ncfdtr(2, 10, noncentrality, anova.f) == pytest.approx(share, abs=1e-12)
    assert found.estimate == pytest.approx(anova.f * 2 / (anova.f * 2 + 10), rel=1e-14)


def test_the_lower_limit_leaves_zero_where_the_test_is_significant():
    p = one_way_anova(VALUES, COUNTS).p_value
    assert eta_squared(VALUES, COUNTS, level=1 - 2 * p - 1e-6).conf_low > 0
    assert eta_squared(VALUES, COUNTS, level=1 - 2 * p + 1e-6).conf_low == 0


def test_equal_means_and_bad_calls():
    same = np.array([[1, 1], [1, 1], [1, 1], [0, 0]])
    assert eta_squared(VALUES, same).estimate == 0
    assert eta_squared(VALUES, same).conf_low == 0
    with pytest.raises(NoSpread):
        eta_squared(VALUES, np.array([[2, 0], [0, 2], [0, 0], [0, 0]]))
    with pytest.raises(ValueError, match="level is 95"):
        eta_squared(VALUES, same, level=95)
