import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import AllTied
from dermcohort.estimate.proportions.miettinen_nurminen import miettinen_nurminen
from dermcohort.estimate.proportions.score_odds_ratio import score_odds_ratio

CELL = st.integers(0, 30)


@settings(deadline=None)
@given(CELL, CELL, CELL, CELL, st.sampled_from([0.8, 0.95, 0.999]))
def test_exchanged_groups_invert_and_test_and_interval_agree(a, b, c, d, level):
    assume(a + c and b + d and a + b and c + d)
    table = np.array([[a, b], [c, d]])
    one, other = (score_odds_ratio(t, level=level) for t in (table, table[:, ::-1]))
    rest = score_odds_ratio(table[::-1], level=level)
    assert one.p_value == miettinen_nurminen(table, level=level).p_value
    if one.conf_high is None:
        assert (one.estimate, other.conf_low, rest.conf_low) == (None, 0, 0)
    else:
        assert one.conf_high * other.conf_low == pytest.approx(1, rel=1e-13)
        assert one.conf_high * rest.conf_low == pytest.approx(1, rel=1e-13)
        assert one.conf_low <= one.estimate <= one.conf_high
    if abs(one.p_value - (1 - level)) > 1e-9:
        above = one.conf_high is not None and one.conf_high < 1
        assert (one.p_value < 1 - level) == (one.conf_low > 1 or above)


def test_note_names_the_empty_cell():
    control = score_odds_ratio(np.array([[0, 4], [13, 8]]))
    assert control.note == "no upper limit: no event in the first group"
    group = score_odds_ratio(np.array([[5, 4], [8, 0]]))
    assert group.note == "no upper limit: no patient of the second group is without the event"


@pytest.mark.parametrize("table", [[[0, 0], [3, 4]], [[3, 4], [0, 0]]])
def test_not_estimable(table):
    with pytest.raises(AllTied, match="same outcome"):
        score_odds_ratio(np.array(table))
