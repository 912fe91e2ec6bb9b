import numpy as np
import pytest

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.survival.at_risk import risk_table, risk_tables

TIMES = np.array([9.0, 2.0, 5.0, 2.0])
COUNTS = np.array([[[3, 0], [1, 0]], [[0, 1], [2, 0]], [[1, 1], [0, 2]], [[1, 0], [0, 0]]])


def test_events_come_before_censorings():
    table = risk_table(TIMES, COUNTS)
    assert table.time.tolist() == [2, 5, 9]
    # Who is censored at 2 is at risk at 2.
    assert table.at_risk.tolist() == [[7, 5], [5, 3], [3, 1]]
    assert table.events[:, :, 0].tolist() == [[1, 0], [1, 2], [0, 0]]
    assert table.censored.tolist() == [[1, 2], [1, 0], [3, 1]]
    assert table.n.tolist() == [7, 5]


def test_a_group_has_only_its_own_times():
    counts = COUNTS.copy()
    counts[0, 1] = counts[1, 1] = 0
    own = risk_table(TIMES, counts).of_group(1)
    assert (own.time.tolist(), own.at_risk.tolist()) == ([5], [[2]])


def test_strata_without_patients_are_left_out():
    strata = np.array([COUNTS, 0 * COUNTS, [COUNTS[0] * [[1], [0]], *(0 * COUNTS[1:])]])
    tables = risk_tables(TIMES, strata)
    assert [table.n.tolist() for table in tables] == [[7, 5], [3, 0]]
    assert tables[1].time.tolist() == [9]


@pytest.mark.parametrize(
    ("times", "counts", "error", "words"),
    [
        ([], np.zeros((0, 1, 2), int), TooFewObservations, "there are no patients"),
        ([1.0], [[[0, 0], [0, 0]]], TooFewObservations, "there are no patients"),
        ([1.0], [[[1, 2], [0, 0]]], TooFewObservations, "a group has no patients"),
        ([-1.0], [[[1, 2]]], ValueError, "negative"),
        ([np.nan], [[[1, 2]]], ValueError, "not finite"),
        ([1.0], [[[1, -2]]], ValueError, "negative"),
        ([1.0], [[1, 2]], ValueError, "shape"),
        ([1.0], [[[3]]], ValueError, "one reason"),
        ([1.0], [[[1, 1, 1]]], ValueError, "this method takes 1"),
        ([1.0], np.zeros((1, 0, 2), int), ValueError, "at least one group"),
    ],
)
def test_not_a_table(times, counts, error, words):
    with pytest.raises(error, match=words):
        risk_table(np.array(times), np.array(counts), reasons=1)


def test_not_tables():
    with pytest.raises(ValueError, match="strata"):
        risk_tables(TIMES, COUNTS)
    with pytest.raises(TooFewObservations, match="a group has no patients"):
        risk_tables(TIMES, np.array([COUNTS, COUNTS]) * [[1], [0]])
