import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.estimate.crossing import crossing, reached


@settings(deadline=None, max_examples=200)
@given(st.floats(-300, 300), st.floats(0.01, 100), st.sampled_from([1, 3, 9]))
def test_a_power(place, width, power):
    found = crossing(lambda x: (x - place) ** power, place - width, place + 2 * width)
    assert found == pytest.approx(place, rel=1e-14, abs=1e-14 if power == 1 else 1e-13)


def test_a_jump_and_a_steep_end():
    assert crossing(lambda x: -1.0 if x < 0.3 else 1.0, 0.0, 1.0) == pytest.approx(0.3, rel=1e-15)
    found = crossing(lambda x: math.tan(x) - 1e6, 0.0, math.pi / 2 - 1e-9)
    assert found == pytest.approx(math.atan(1e6), rel=1e-15)


def test_few_evaluations():
    seen = []

    def f(x):
        seen.append(x)
        return math.exp(x) - 10

    assert crossing(f, 0.0, 10.0) == pytest.approx(math.log(10), rel=1e-15)
    assert len(seen) < 16


def test_at_an_end():
    assert crossing(lambda x: x, 0.0, 1.0) == 0
    assert crossing(lambda x: x - 1, 0.0, 1.0) == 1


@pytest.mark.parametrize("power", [-40, -3, 0, 12, 40])
def test_reached_from_far(power):
    assert reached(lambda x: x**3, 10.0**power) == pytest.approx(10 ** (power / 3), rel=1e-14)


def test_no_crossing():
    with pytest.raises(ValueError, match=r"no crossing between 1\.0 and 2\.0"):
        crossing(lambda x: x, 1.0, 2.0)


def test_flat_stretches_are_crossed():
    # As a distribution function is flat where its last digits are lost.
    for step in (0.25, 1e-3, 1e-9):
        found = crossing(
            lambda x, step=step: math.floor((x - 0.3) / step) * step + step / 2, 0.0, 1.0
        )
        assert found == pytest.approx(0.3, abs=step)
