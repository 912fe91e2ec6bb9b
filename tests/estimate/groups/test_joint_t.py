import math

import numpy as np
import pytest
from scipy.special import gammaln

from dermcohort.estimate.groups.joint_t import joint_margin, scale_points, single_tails
from dermcohort.estimate.tails import normal_margin, t_margin, t_tails


@pytest.mark.parametrize("df", [1, 1.5, 3, 20, 87, 30_000_000])
@pytest.mark.parametrize("groups", [2, 60])
def test_points_of_s_have_the_moments_of_a_chi(df, groups):
    s, weight = scale_points(df, groups)
    mean = math.exp(gammaln((df + 1) / 2) - gammaln(df / 2)) * math.sqrt(2 / df)
    assert weight.sum() == pytest.approx(1, rel=1e-14)
    assert (weight * s**2).sum() == pytest.approx(1, rel=1e-12)
    if df < 1e6:
        assert (weight * s).sum() == pytest.approx(mean, rel=1e-12)


def test_without_an_estimated_variance_s_is_1():
    s, weight = scale_points(math.inf, 3)
    assert s.tolist() == weight.tolist() == [1]


def test_tails_of_one_t():
    t = np.array([0.0, 1.0, 30.0])
    assert single_tails(t, 7.5).tolist() == [t_tails(x, 7.5) for x in t.tolist()]
    assert single_tails(t, math.inf) == pytest.approx(
        [math.erfc(x / math.sqrt(2)) for x in t.tolist()], rel=1e-14
    )


@pytest.mark.parametrize("level", [1e-6, 0.5, 0.95, 1 - 1e-9])
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
