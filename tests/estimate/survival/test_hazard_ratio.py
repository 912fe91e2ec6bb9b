import numpy as np
import pytest

from dermcohort.errors import NoAnswer, NoSpread, TooFewObservations
from dermcohort.estimate.survival.cox import cox
from dermcohort.estimate.survival.hazard_ratio import hazard_ratio

TIMES = np.array([4, 12, 24])
COUNTS = np.array([[[0, 5], [0, 1]], [[1, 3], [1, 1]], [[4, 0], [9, 0]]])


def test_is_cox_with_an_indicator():
    listed = [(t, e, g) for t, row in zip(TIMES, COUNTS.tolist(), strict=True) for g in (0, 1)
              for e in (0, 1) for _ in range(row[g][e])]  # fmt: skip
    times, events, second = np.array(listed).T
    expected = cox(times, events, second[:, np.newaxis], np.ones(len(times), int))
    found = hazard_ratio(TIMES, COUNTS)
    assert found.estimate == expected.estimate[0]
    assert (found.conf_low, found.conf_high) == (expected.conf_low[0], expected.conf_high[0])
    assert (found.p_value, found.n, found.events) == (expected.p_value[0], 25, 10)


def test_exchanged_groups_give_the_inverse():
    one, other = hazard_ratio(TIMES, COUNTS), hazard_ratio(TIMES, COUNTS[:, ::-1])
    assert one.estimate * other.estimate == pytest.approx(1, rel=1e-13)
    assert one.conf_low * other.conf_high == pytest.approx(1, rel=1e-13)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-12)


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[[0, 1]]], TooFewObservations, "fewer than 2 groups"),
        ([[[0, 1], [0, 0]]], TooFewObservations, "no patients"),
        ([[[2, 0], [3, 0]]], NoAnswer, "nobody had the event"),
        ([[[2, 0], [3, 1]]], NoAnswer, "nobody of the first group"),
        ([[[2, 2], [3, 0]]], NoAnswer, "nobody of the second group"),
        ([[[0, 3], [0, 0]], [[0, 0], [0, 2]]], NoAnswer, "only the first had events"),
        ([[[0, 0], [0, 3]], [[0, 2], [0, 0]]], NoAnswer, "only the second had events"),
        ([[[0, 0], [5, 0]], [[0, 2], [0, 0]], [[3, 0], [0, 0]]], NoAnswer, "second group"),
        ([[[2, 1], [3, 1], [1, 1]]], ValueError, "two groups"),
        ([[[0, 2], [0, 2]]], NoSpread, "at the same time"),
    ],
)
def test_not_estimable(counts, error, words):
    with pytest.raises(error, match=words):
        hazard_ratio(np.arange(len(counts)), np.array(counts))
