import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import NoAnswer, TooFewObservations
from dermcohort.estimate.proportions.miettinen_nurminen import miettinen_nurminen
from dermcohort.estimate.proportions.risk_ratio import risk_ratio

CELL = st.integers(0, 30)


def test_paper():
    # Miettinen and Nurminen 1985, example 6: 10 of 10 against 20 of 20.
    result = risk_ratio(np.array([[20, 10], [0, 0]]))
    assert result.estimate == 1
    assert [result.conf_low, result.conf_high] == pytest.approx([0.72, 1.20], abs=5e-3)
    # By hand: all of the group stay at 1, and n0 q0 / p0 is the critical chi-square.
    assert result.conf_high == pytest.approx(1 + 1.959963984540054**2 * 30 / 29 / 20, rel=1e-14)


def test_no_event_in_one_group():
    none_in_control = risk_ratio(np.array([[0, 5], [29, 51]]))
    assert (none_in_control.estimate, none_in_control.conf_high) == (None, None)
    assert none_in_control.conf_low > 0
    assert none_in_control.note == "no upper limit: no event in the first group"
    none_in_group = risk_ratio(np.array([[5, 0], [51, 29]]))
    assert (none_in_group.estimate, none_in_group.conf_low, none_in_group.note) == (0, 0, "")
    assert none_in_group.conf_high == pytest.approx(1 / none_in_control.conf_low, rel=1e-15)


@settings(deadline=None)
@given(CELL, CELL, CELL, CELL, st.sampled_from([0.8, 0.95, 0.999]))
def test_exchanged_groups_invert_and_test_and_interval_agree(a, b, c, d, level):
    assume(a + c and b + d and a + b)
    table = np.array([[a, b], [c, d]])
    one, other = risk_ratio(table, level=level), risk_ratio(table[:, ::-1], level=level)
    assert (one.z, one.p_value) == (-other.z, other.p_value)
    difference = miettinen_nurminen(table, level=level)
    assert (one.z, one.p_value) == (difference.z, difference.p_value)
    if one.conf_high is None:
        assert other.conf_low == 0
    else:
        assert one.conf_high * other.conf_low == pytest.approx(1, rel=1e-14)
        assert one.conf_low <= one.estimate <= one.conf_high
    if abs(one.p_value - (1 - level)) > 1e-9:
        above = one.conf_high is not None and one.conf_high < 1
        assert (one.p_value < 1 - level) == (one.conf_low > 1 or above)


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        ([[0, 0], [3, 4]], NoAnswer, "no patient of either group"),
        ([[1, 0], [2, 0]], TooFewObservations, "no patients"),
    ],
)
def test_not_estimable(table, error, words):
    with pytest.raises(error, match=words):
        risk_ratio(np.array(table))
