import numpy as np
import pytest

from dermcohort.counts import MISSING
from dermcohort.errors import NoAnswer
from dermcohort.estimate.imputation.multiple_imputation import multiple_imputation
from dermcohort.estimate.imputation.tipping_point import tipping_point

MILLION = 1_000_000


def course(n, seed=1, fall=(24, 16, 12)):
    rng = np.random.default_rng(seed)
    values = np.array(fall) + rng.normal(0, 5, (n, 1)) + rng.normal(0, 4, (n, len(fall)))
    return np.rint(10 * values).astype(np.int64) * 100_000


def once(ticks):
    return ticks, np.ones(len(ticks), np.int64)


@pytest.fixture
def one_group():
    ticks = course(30)
    ticks[22:, 2] = MISSING
    return [once(ticks)]


@pytest.fixture
def two_groups():
    control, treated = course(25, 1, (24, 21, 20)), course(25, 2, (24, 16, 13))
    treated[17:, 2] = control[21:, 2] = MISSING
    return [once(control), once(treated)]


@pytest.mark.parametrize("groups", ["one_group", "two_groups"])
def test_p_crosses_alpha_at_the_tipping_point(groups, request):
    groups = request.getfixturevalue(groups)
    found = tipping_point(groups, seed=1, furthest=60)
    plain = multiple_imputation(groups, seed=1)
    assert found.estimate[0] == plain.estimate[-1]
    assert found.p_value[0] == plain.p_value[-1]
    assert found.delta.tolist() == [3.0 * step for step in range(21)]
    for shift, above in ((found.tipping, True), (found.tipping * (1 - 1e-7), False)):
        at = tipping_point(groups, seed=1, furthest=shift, steps=1)
        assert (at.p_value[1] > 0.05) == above
        assert at.p_value[1] == pytest.approx(0.05, abs=1e-5)
    first = np.flatnonzero(found.p_value > 0.05)[0]
    assert found.delta[first - 1] < found.tipping <= found.delta[first]


def test_the_change_moves_by_the_share_that_is_shifted(one_group):
    found = tipping_point(one_group, seed=1, furthest=60)
    assert (found.n_shifted, found.n) == (8, 30)
    np.testing.assert_allclose(found.estimate - found.estimate[0], found.delta * 8 / 30, atol=1e-12)


def test_a_shift_for_the_better_or_too_small_finds_none(one_group):
    better = tipping_point(one_group, seed=1, furthest=-30, steps=4)
    assert better.tipping is None
    assert np.all(np.diff(better.estimate) < 0)
    assert tipping_point(one_group, seed=1, furthest=0.5, steps=2).tipping is None


def test_gaps_are_not_shifted():
    ticks = course(30)
    ticks[:5, 1] = MISSING
    ticks[25:, 1:] = MISSING
    found = tipping_point([once(ticks)], seed=1, furthest=90, visit=1, burn_in=5)
    assert found.n_shifted == 5


def test_nothing_to_lose_or_to_shift(one_group):
    ticks = course(12, fall=(20, 20, 20))
    ticks[9:, 2] = MISSING
    with pytest.raises(NoAnswer, match="nothing to lose"):
        tipping_point([once(ticks)], seed=1, furthest=9)
    with pytest.raises(NoAnswer, match="no value of the group is imputed"):
        tipping_point(one_group, seed=1, furthest=9, visit=1)
    with pytest.raises(NoAnswer, match="no value of the group is imputed"):
        tipping_point(one_group, seed=1, furthest=9, visit=0)


def test_options(one_group):
    for wrong in ({"furthest": 0}, {"furthest": np.inf}, {"furthest": 9, "steps": 0},
                  {"furthest": 9, "alpha": 1}):  # fmt: skip
        with pytest.raises(ValueError, match="furthest must not be 0"):
            tipping_point(one_group, seed=1, **wrong)
    with pytest.raises(ValueError, match="one group, or in one against another"):
        tipping_point(one_group * 3, seed=1, furthest=9)
