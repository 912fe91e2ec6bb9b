import math

import numpy as np
import pytest
from scipy.special import gammaln, ndtr

from dermcohort.estimate.groups import joint_t
from dermcohort.estimate.groups.joint_t import joint_margin, over_scale, single_tails
from dermcohort.estimate.tails import normal_margin, t_margin, t_tails


def square(r, _):
    return r[:, 0] ** 2


def itself(r, _):
    return r[:, 0]


def two_sided(r, _):
    return 2 * ndtr(-r[:, 0])


@pytest.mark.parametrize("df", [1, 1.5, 3, 20, 87, 30_000_000])
@pytest.mark.parametrize("groups", [2, 60])
def test_moments_of_s_are_those_of_a_chi(df, groups):
    t = np.array([1e-3, 0.7, 1.0, 40.0])
    assert over_scale(square, None, t, df, groups) == pytest.approx(t**2, rel=1e-12)
    if df < 1e6:
        mean = math.exp(gammaln((df + 1) / 2) - gammaln(df / 2)) * math.sqrt(2 / df)
        assert over_scale(itself, None, t, df, groups) == pytest.approx(mean * t, rel=1e-12)


def test_without_an_estimated_variance_s_is_1():
    assert over_scale(square, None, np.array([3.0]), math.inf, 3).tolist() == [9]


@pytest.mark.parametrize("df", [1, 2.5, 11, 400])
def test_normal_over_its_scale_is_students_t(df):
    t = np.array([0.0, 1e-9, 0.3, 2.0, 9.0])
    expected = [t_tails(x, df) for x in t.tolist()]
    assert over_scale(two_sided, None, t, df, 1) == pytest.approx(expected, abs=2e-8)
    assert over_scale(two_sided, None, t[2:], df, 1) == pytest.approx(expected[2:], abs=1e-13)


def test_what_was_kept_does_not_matter():
    joint_t._block.cache_clear()
    late, early = np.array([1.0]), np.array([0.02, 5.0])
    one = over_scale(two_sided, None, late, 12, 4)
    over_scale(two_sided, None, early, 12, 4)
    both = over_scale(two_sided, None, np.r_[early, late], 12, 4)
    assert both[2] == one[0]


def test_tails_of_one_t():
    t = np.array([0.0, 1.0, 30.0])
    assert single_tails(t, 7.5).tolist() == [t_tails(x, 7.5) for x in t.tolist()]
    assert single_tails(t, math.inf) == pytest.approx(
        [math.erfc(x / math.sqrt(2)) for x in t.tolist()], rel=1e-14
    )


@pytest.mark.parametrize("level", [0.01, 0.5, 0.95, 1 - 1e-9])
def test_margin_of_one_t(level):
    assert joint_margin(lambda t: t_tails(t, 4), level, 4, 1) == pytest.approx(
        t_margin(level, 4), rel=1e-7
    )
    tail = lambda t: float(single_tails(np.array([t]), math.inf)[0])  # noqa: E731
    assert joint_margin(tail, level, math.inf, 1) == pytest.approx(normal_margin(level), rel=1e-7)


@pytest.mark.parametrize("level", [0.01, 0.95, 0.999])
def test_margin_that_starts_far_away(level):
    # As if the comparisons were one and the same: Sidak's start is much too wide.
    found = joint_margin(lambda t: t_tails(t, 3), level, 3, 1000)
    assert found == pytest.approx(t_margin(level, 3), rel=1e-11)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, math.nan])
def test_level_out_of_range(level):
    with pytest.raises(ValueError, match="lies between 0 and 1"):
        joint_margin(lambda t: t_tails(t, 4), level, 4, 2)
