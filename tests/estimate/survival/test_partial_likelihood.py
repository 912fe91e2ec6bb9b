import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.errors import NoAnswer, NotEstimable
from dermcohort.estimate.survival.partial_likelihood import likelihood, log_ratio, risk_sets

PATIENTS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 1), st.integers(-3, 3), st.integers(-2, 2)),
    min_size=3, max_size=12,
)  # fmt: skip


def by_definition(patients, beta):
    """Efron's log-likelihood, each risk set anew, patients one by one."""
    value = 0.0
    for time in {t for t, e, *_ in patients if e}:
        hazard = [math.exp(beta @ x) for t, _, *x in patients if t >= time]
        dead = [math.exp(beta @ x) for t, e, *x in patients if e and t == time]
        value += math.fsum(math.log(h) for h in dead)
        for left in range(len(dead)):
            value -= math.log(math.fsum(hazard) - left / len(dead) * math.fsum(dead))
    return value


@settings(max_examples=80, deadline=None)
@given(PATIENTS, st.tuples(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5)))
def test_value_slope_and_curvature_by_definition(patients, beta):
    rows = np.array(patients, float)
    try:
        sets = risk_sets(rows[:, 0], rows[:, 1], rows[:, 2:], np.ones(len(rows), int))
    except NotEstimable:
        return
    beta = np.array(beta)
    at = likelihood(sets, beta * sets.scale)
    null = likelihood(sets, np.zeros(2))
    one, none = by_definition(patients, beta), by_definition(patients, 0 * beta)
    assert log_ratio(sets, at, null) == pytest.approx(one - none, rel=1e-11, abs=1e-11)
    assert -(sets.share * null.log_terms).sum() == pytest.approx(none, rel=1e-12, abs=1e-12)
    for j, step in enumerate(1e-4 * np.eye(2)):
        up, down = by_definition(patients, beta + step), by_definition(patients, beta - step)
        # The median that was taken off the covariates does not matter to either.
        slope, curve = (up - down) / 2e-4, (up - 2 * one + down) / 1e-8
        score, information = at.score[j].sum(), at.information[j, j].sum()
        assert score * sets.scale[j] == pytest.approx(slope, rel=1e-5, abs=1e-5)
        assert information * sets.scale[j] ** 2 == pytest.approx(-curve, rel=1e-4, abs=1e-4)
    both = [by_definition(patients, beta + 1e-3 * np.array(s)) for s in
            ((1, 1), (1, -1), (-1, 1), (-1, -1))]  # fmt: skip
    mixed = (both[0] - both[1] - both[2] + both[3]) / 4e-6
    cross = at.information[0, 1].sum() * sets.scale.prod()
    assert cross == pytest.approx(-mixed, rel=1e-4, abs=1e-4)


def test_who_left_before_the_first_event_is_compared_with_nobody():
    rows = np.array([1.0, 2, 3]), np.array([0, 1, 0]), np.array([[9.0], [1], [3]])
    sets = risk_sets(*rows, np.array([4, 1, 1]))
    assert (sets.n, sets.events, sets.at_risk.tolist()) == (6, 1, [2])
    assert (sets.centre.tolist(), sets.design.tolist()) == ([1], [[0, 1]])


def test_many_patients_on_a_row_are_many_rows():
    times, events = np.array([1.0, 1, 2, 2, 3]), np.array([1, 0, 1, 1, 0])
    design, counts = np.array([[1.0], [0], [2], [0], [1]]), np.array([70, 200, 45, 1, 300])
    together = risk_sets(times, events, design, counts)
    apart = risk_sets(*(np.repeat(a, counts, axis=0) for a in (times, events, design)),
                      np.ones(counts.sum(), int))  # fmt: skip
    one, other = likelihood(together, np.ones(1)), likelihood(apart, np.ones(1))
    assert one.score.tolist() == other.score.tolist()
    assert one.log_terms.tolist() == other.log_terms.tolist()


def test_hazards_too_far_apart():
    rows = np.array([1.0, 2, 3]), np.array([1, 1, 0]), np.array([[9.0], [0], [3]])
    sets = risk_sets(*rows, np.ones(3, int))
    with pytest.raises(FloatingPointError):
        likelihood(sets, np.array([1e4]))


@pytest.mark.parametrize(
    ("rows", "error", "words"),
    [
        (([1.0], [2], [[1.0]], [1]), ValueError, "0 .censored. or 1"),
        (([1.0], [1], [1.0], [1]), ValueError, "one column a covariate"),
        (([1.0], [1], [[]], [1]), ValueError, "one column a covariate"),
        (([1.0, 2.0], [1], [[1.0]], [1]), ValueError, "as many rows"),
        (([1.0], [1], [[np.nan]], [1]), ValueError, "not finite"),
        (([np.inf], [1], [[1.0]], [1]), ValueError, "not finite"),
        (([-1.0], [1], [[1.0]], [1]), ValueError, "negative"),
        (([1.0], [1], [[1.0]], [-1]), ValueError, "negative"),
        (([1.0], [1], [[1.0]], [0.5]), ValueError, "whole"),
        (([1.0, 2], [1, 0], [[1e-150], [0]], [1, 1]), NoAnswer, "too close"),
    ],
)
def test_not_estimable(rows, error, words):
    with pytest.raises(error, match=words):
        risk_sets(*map(np.array, rows))
