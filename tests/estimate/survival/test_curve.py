import numpy as np
import pytest

from dermcohort.errors import NoAnswer
from dermcohort.estimate.survival.kaplan_meier import kaplan_meier

TIMES = np.array([2.0, 5.0, 9.0])
CURVE = kaplan_meier(TIMES, np.array([[[1, 0]], [[1, 2]], [[2, 0]]])).curves[0]
TO_THE_END = kaplan_meier(TIMES, np.array([[[1, 0]], [[1, 2]], [[0, 2]]])).curves[0]


def test_stays_as_it_is_between_its_times():
    found = CURVE.at(7)
    assert (found.estimate, found.at_risk, found.note) == (CURVE.estimate[1], 2, "")
    assert (found.se, found.conf_low) == (CURVE.se[1], CURVE.conf_low[1])
    assert CURVE.at(5) == CURVE.at(5.0)
    assert CURVE.at(5).at_risk == 5
    assert CURVE.at(9).estimate == CURVE.estimate[1]


def test_before_the_first_event_nothing_is_known_of_the_spread():
    for time in (0, 1.9, 2, 4.9):
        found = CURVE.at(time)
        assert (found.estimate, found.se, found.conf_low, found.conf_high) == (1, None, None, None)
        assert "no standard error" in found.note
    assert CURVE.at(4.9).at_risk == 5


def test_beyond_the_last_patient():
    with pytest.raises(NoAnswer, match=r"censored at 9; nothing is known of 9\.5"):
        CURVE.at(9.5)
    # Everybody has had the event: that stays so.
    assert (TO_THE_END.at(100).estimate, TO_THE_END.at(100).at_risk) == (0, 0)


def test_limits_lie_on_both_sides():
    low, high = np.array(CURVE.conf_low[1:], float), np.array(CURVE.conf_high[1:], float)
    assert (low > 0).all()
    assert (low < CURVE.estimate[1:]).all()
    assert (CURVE.estimate[1:] < high).all()
    assert (high < 1).all()


def test_a_rare_event_keeps_its_digits():
    # log(-log S) by the complement: S itself is 1 up to 1e-9.
    counts = np.array([[[0, 1]], [[10**9, 0]], [[10, 0]]])
    found = kaplan_meier(TIMES, counts).curves[0]
    risk, se = 1 / (10**9 + 11), found.se[0]
    wide = np.exp(1.959963984540054 * se / (1 - risk) / -np.log1p(-risk))
    assert 1 - found.conf_low[0] == pytest.approx(risk * wide, rel=1e-6)
    assert 1 - found.conf_high[0] == pytest.approx(risk / wide, rel=1e-6)


def test_not_a_time():
    for time in (-1, np.nan):
        with pytest.raises(ValueError, match="at least 0"):
            CURVE.at(time)
