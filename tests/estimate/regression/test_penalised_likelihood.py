import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.errors import NoAnswer
from dermcohort.estimate.regression import penalised_likelihood as file
from dermcohort.estimate.regression.penalised_likelihood import Outcomes, at, highest, highest_held

X = np.array([[1, 0.2, -1], [1, -1.1, 0], [1, 0.7, 1], [1, 1.5, 1], [1, -0.4, 0.5]])
DATA = Outcomes(X, np.array([3.0, 2, 0, 1, 4]), np.array([1.0, 0, 2, 3, 1]))


def value(beta):
    """The definition: log likelihood plus half the log determinant of X' W X."""
    pi = 1 / (1 + np.exp(-X @ beta))
    weights = (DATA.without + DATA.with_event) * pi * (1 - pi)
    likelihood = DATA.with_event @ np.log(pi) + DATA.without @ np.log(1 - pi)
    return likelihood + np.linalg.slogdet(X.T @ (weights[:, None] * X))[1] / 2


@settings(deadline=None, max_examples=40)
@given(st.tuples(st.floats(-2, 2), st.floats(-2, 2), st.floats(-2, 2)))
def test_value_and_derivatives(beta):
    beta = np.array(beta)
    here = at(DATA, beta)
    assert here.value == pytest.approx(value(beta), rel=1e-12)
    # Differences along the columns of R^-1, in which a step of 1 is a standard error.
    columns, h = here.inverse.T, 1e-4
    first = [(value(beta + h * c) - value(beta - h * c)) / (2 * h) for c in columns]
    assert here.score == pytest.approx(np.array(first), abs=1e-6)
    second = [
        [
            sum(s * t * value(beta + h * (s * c + t * d)) for s in (1, -1) for t in (1, -1))
            for d in columns
        ]
        for c in columns
    ]
    assert here.curvature == pytest.approx(-np.array(second) / (4 * h * h), abs=3e-5)


def test_maximum():
    top = highest(DATA, np.zeros(3))
    assert np.abs(top.score).max() < 1e-13
    for step in 0.1 * np.vstack([np.eye(3), -np.eye(3)]):
        assert value(top.beta + step) < top.value


def test_held():
    top = highest(DATA, np.zeros(3))
    along, held = np.array([0.0, 1.0, 2.0]), 9.0
    there = highest_held(DATA, top, along, held)
    assert along @ there.beta == pytest.approx(held, rel=1e-13)
    # What is left of the slope is across the plane.
    b = along @ there.inverse
    assert there.score == pytest.approx(there.slope(along) * b, abs=1e-12)
    h = 1e-4
    heights = [highest_held(DATA, top, along, held + x).value for x in (h, -h)]
    assert there.slope(along) == pytest.approx((heights[0] - heights[1]) / (2 * h), rel=1e-6)


def test_no_convergence(monkeypatch):
    monkeypatch.setattr(file, "MOST_STEPS", 2)
    with pytest.raises(NoAnswer, match="not found"):
        highest(DATA, np.zeros(3))
