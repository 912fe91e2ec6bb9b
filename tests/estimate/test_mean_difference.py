import pytest
import scipy.stats

from dermcohort.estimate.mean_difference import mean_difference


@pytest.mark.parametrize(("t", "df"), [(2.1, 4), (-0.3, 17.5), (0.0, 1)])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_p_and_limits_are_those_of_t(t, df, level):
    found = mean_difference(3 * t, 3.0, t, df, level)
    assert found.p_value == pytest.approx(2 * scipy.stats.t.sf(abs(t), df), rel=1e-12)
    low, high = scipy.stats.t.interval(level, df, loc=3 * t, scale=3.0)
    assert (found.conf_low, found.conf_high) == pytest.approx((low, high), rel=1e-10)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_in_percent_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        mean_difference(1.0, 1.0, 1.0, 5, level)
