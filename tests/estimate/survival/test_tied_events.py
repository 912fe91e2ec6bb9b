import math

import numpy as np
import pytest

from dermcohort.estimate.survival.tied_events import SINGLY, tied_steps


@pytest.mark.parametrize("events", [1, 2, SINGLY, SINGLY + 1, 64, 100, 1000, 4097, 99_999])
@pytest.mark.parametrize("at_risk", [1.0, 1.001, 1.5, 40.0])
def test_sums_over_steps(events, at_risk):
    owner, left, weight = tied_steps(np.array([events]))
    assert not owner.any()
    assert math.fsum(weight) == pytest.approx(events, rel=1e-14)
    exact = np.arange(events) / events
    for function in (
        lambda x: 1 / (at_risk - x),
        lambda x: (x / (at_risk - x)) ** 2,
        lambda x: np.log(at_risk - x),
    ):
        expected = math.fsum(function(exact))
        scale = math.fsum(np.abs(function(exact)))
        assert math.fsum(weight * function(left)) == pytest.approx(expected, abs=2e-14 * scale)


def test_few_steps_are_taken_one_by_one():
    owner, left, weight = tied_steps(np.array([3, 1]))
    assert (owner.tolist(), weight.tolist()) == ([0, 0, 0, 1], [1, 1, 1, 1])
    assert left.tolist() == [0, 1 / 3, 2 / 3, 0]


def test_the_price_hardly_grows():
    assert len(tied_steps(np.array([10**7]))[0]) < 700
