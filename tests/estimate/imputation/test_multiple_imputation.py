"""Against the answer of endless imputations in closed form; and only counts and seed matter."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.counts import MISSING
from dermcohort.errors import TooFewObservations
from dermcohort.estimate.imputation.multiple_imputation import multiple_imputation
from dermcohort.estimate.imputation.patterns import Pattern

MILLION = 1_000_000


def course(n, seed=1, fall=(24, 16, 12)):
    rng = np.random.default_rng(seed)
    values = np.array(fall) + rng.normal(0, 5, (n, 1)) + rng.normal(0, 4, (n, len(fall)))
    return np.rint(10 * values).astype(np.int64) * 100_000


def once(ticks):
    return ticks, np.ones(len(ticks), np.int64)


def same(one, other):
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        assert np.array_equal(a, b), field.name


def test_two_visits_in_closed_form():
    """Mean and variances over the posterior, from the regression of those who stayed."""
    ticks = course(30)[:, :2]
    ticks[22:, 1] = MISSING
    x, y = ticks[:, 0] / MILLION, ticks[:22, 1] / MILLION
    stay, left, n = slice(22), slice(22, None), 30
    sxx = ((x[stay] - x[stay].mean()) ** 2).sum()
    slope = ((x[stay] - x[stay].mean()) * y).sum() / sxx
    constant = y.mean() - slope * x[stay].mean()
    rss = ((y - constant - slope * x[stay]) ** 2).sum()
    sigma2 = rss / (22 - 2 - 2)
    d_left = constant + (slope - 1) * x[left]
    estimate = ((y - x[stay]).sum() + d_left.sum()) / n
    apart = x[left] - x[stay].mean()
    between = sigma2 / n**2 * (8 + 64 * (1 / 22 + apart.mean() ** 2 / sxx))
    squares = ((y - x[stay]) ** 2).sum()
    squares += (d_left**2 + sigma2 * (1 + 1 / 22 + apart**2 / sxx)).sum()
    within = (squares - n * (estimate**2 + between)) / (n * (n - 1))
    m = 40_000
    found = multiple_imputation([once(ticks)], seed=3, imputations=m)
    assert found.simulation_error[0] == pytest.approx((between / m) ** 0.5, rel=0.02)
    assert abs(found.estimate[0] - estimate) < 4 * (between / m) ** 0.5
    assert found.se[0] == pytest.approx((within + between) ** 0.5, rel=0.005)


def test_more_visits_have_the_mean_of_maximum_likelihood():
    """The factored likelihood (Anderson 1957): regressions plugged into each other."""
    ticks = course(40)
    ticks[25:, 2] = MISSING
    ticks[33:, 1] = MISSING
    y = ticks / MILLION
    b = np.linalg.lstsq(np.column_stack([np.ones(33), y[:33, 0]]), y[:33, 1], rcond=None)[0]
    c = np.linalg.lstsq(np.column_stack([np.ones(25), y[:25, :2]]), y[:25, 2], rcond=None)[0]
    first = y[:, 0].mean()
    second = b[0] + b[1] * first
    third = c[0] + c[1] * first + c[2] * second
    found = multiple_imputation([once(ticks)], seed=1, imputations=40_000)
    expected = np.array([second - first, third - first])
    assert np.all(np.abs(found.estimate - expected) < 4 * found.simulation_error)


def test_rows_that_stand_for_many_give_the_same_distribution(monkeypatch):
    ticks = course(120)
    ticks[:40, 1] = MISSING
    ticks[60:110, 2] = MISSING
    how = {"seed": 1, "imputations": 4000, "burn_in": 15}
    few = multiple_imputation([once(ticks)], **how)
    monkeypatch.setattr(Pattern, "rows", Pattern.patients)
    each = multiple_imputation([once(ticks)], **how)
    assert not np.array_equal(few.estimate, each.estimate)
    error = np.hypot(few.simulation_error, each.simulation_error)
    assert np.all(np.abs(few.estimate - each.estimate) < 4 * error)
    np.testing.assert_allclose(few.se, each.se, rtol=0.02)
    np.testing.assert_allclose(few.simulation_error, each.simulation_error, rtol=0.05)


def test_a_million_patients():
    ticks = course(60)
    ticks[:9, 2] = MISSING
    ticks[50:, 1] = MISSING
    found = multiple_imputation([(ticks, np.full(60, 20_000))], seed=1)
    assert found.n == 1_200_000
    assert found.note.endswith("data augmentation, 100 steps a chain, one chain an imputation")
    assert np.all(found.se < 0.02)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_rows_split_and_in_any_order_give_the_same_digits(data):
    ticks = course(14, seed=data.draw(st.integers(1, 5)))
    ticks[:3, 2] = MISSING
    if data.draw(st.booleans()):
        ticks[3:5, 1] = MISSING
    counts = np.array(data.draw(st.lists(st.integers(1, 40), min_size=14, max_size=14)))
    part = np.array([data.draw(st.integers(0, c)) for c in counts])
    order = data.draw(st.permutations(range(29)))
    both = np.concatenate([ticks, ticks, ticks[:1]])[order]
    again = np.concatenate([part, counts - part, [0]])[order]
    how = {"seed": 7, "imputations": 5, "burn_in": 3}
    same(multiple_imputation([(ticks, counts)], **how), multiple_imputation([(both, again)], **how))


def test_another_unit_gives_the_same_answer():
    ticks = course(20)
    ticks[:5, 2] = MISSING
    tenths = np.where(ticks == MISSING, MISSING, ticks // 100_000)
    one = multiple_imputation([once(ticks)], seed=1)
    other = multiple_imputation([once(tenths)], seed=1, ticks_per_unit=10)
    np.testing.assert_allclose(one.estimate, other.estimate, rtol=1e-12)


def test_seed_and_other_groups():
    one, two, three = (course(n, seed) for n, seed in ((12, 1), (11, 2), (10, 3)))
    for ticks in (one, two, three):
        ticks[:2, 2] = MISSING
    both = multiple_imputation([once(one), once(two)], seed=1)
    same(both, multiple_imputation([once(one), once(two)], seed=1))
    other = multiple_imputation([once(one), once(two)], seed=2)
    assert both.estimate[0] != other.estimate[0] or both.estimate[1] != other.estimate[1]
    # The second group's imputations are the same beside a third one; the common slope is not.
    more = multiple_imputation([once(one), once(two), once(three)], seed=1)
    assert more.group.tolist() == [1, 2, 1, 2]


def test_too_few_patients_have_a_reason():
    ticks = course(5)
    ticks[4, 2] = MISSING
    with pytest.raises(TooFewObservations, match="4 patients have visit 3"):
        multiple_imputation([once(ticks)], seed=1)
