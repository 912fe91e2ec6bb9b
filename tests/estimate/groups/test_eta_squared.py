import numpy as np
import pytest
from scipy.special import chdtri, ncfdtr

from dermcohort.errors import NoSpread
from dermcohort.estimate.groups import eta_squared as file
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


@pytest.mark.parametrize("spread", [1e-3, 1e-5, 1e-7])
def test_groups_that_hardly_vary(spread):
    # F from 1e8 to 1e16, where SciPy's noncentral F has no answer.
    counts = np.array([[30, 0], [30, 0], [0, 30], [0, 30]])
    found = eta_squared(np.array([0, spread, 1, 1 + spread]), counts)
    # Means so far apart vary by the denominator of F alone: N over a chi-square with 118.
    left = np.array([1 - found.conf_high, 1 - found.conf_low]) / (1 - found.estimate)
    assert left == pytest.approx(120 / chdtri(118, [0.025, 0.975]), rel=0.02)
    assert found.conf_low < found.estimate < found.conf_high < 1


def test_where_one_way_to_the_noncentral_f_takes_over_from_the_other(monkeypatch):
    values, counts = (
        np.array([0, 0.02, 1, 1.02, 2, 2.02]),
        np.kron(np.eye(3, dtype=int), [[30], [30]]),
    )
    one = eta_squared(values, counts)
    monkeypatch.setattr(file, "LARGEST", 0)
    other = eta_squared(values, counts)
    assert 1 - other.conf_low == pytest.approx(1 - one.conf_low, rel=1e-8)
    assert 1 - other.conf_high == pytest.approx(1 - one.conf_high, rel=1e-8)


def test_a_million_patients_in_one_group():
    counts = np.array([[0, 0, 999765], [0, 168, 168], [168, 168, 71713]])
    found = eta_squared(np.array([0.0, 7.8, 39.4]), counts)
    assert 0 < found.conf_low < found.estimate < found.conf_high < 1
