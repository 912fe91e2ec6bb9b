import numpy as np
import pytest

from dermcohort.counts import MISSING
from dermcohort.errors import NoAnswer, TooFewObservations
from dermcohort.estimate.imputation.imputed_response import (
    Response,
    combined,
    imputed_response,
)
from dermcohort.estimate.imputation.multiple_imputation import multiple_imputation
from dermcohort.estimate.proportions.proportion import wilson

MILLION = 1_000_000


def fall(times):
    return Response(lambda first: first > 0, lambda first, later: times * later <= first)


def course(n, seed=1, means=(24, 13, 10)):
    rng = np.random.default_rng(seed)
    values = np.array(means) + rng.normal(0, 4, (n, 1)) + rng.normal(0, 4, (n, 3))
    return np.rint(10 * np.maximum(values, 0)).astype(np.int64) * 100_000


def once(ticks):
    return ticks, np.ones(len(ticks), np.int64)


def test_nothing_missing_is_counted_exactly_with_wilsons_limits():
    # 2 x 1.4 is 2.8 and 4 x 1.4 is 5.6, which floats lose.
    ticks = np.array([[2.8, 1.4], [5.6, 1.4], [5.6, 1.5], [0, 0]]) * MILLION
    found = imputed_response(once(np.rint(ticks).astype(int)), [fall(2), fall(4)], seed=1)
    assert found.estimate.tolist() == [1.0, 1 / 3]
    assert found.n.tolist() == [3, 3]
    assert found.response.tolist() == [0, 1]
    limits = wilson(1, 3, 0.95)
    assert found.conf_low[1] == pytest.approx(limits.low, rel=1e-14)
    assert found.conf_high[1] == pytest.approx(limits.high, rel=1e-14)
    assert found.note == "nothing is missing"


def test_the_share_is_that_of_the_normal_distribution():
    """Who has left is a responder with the probability that the regression says."""
    ticks = course(200)
    ticks[150:, 2] = MISSING
    found = imputed_response(once(ticks), [fall(2)], seed=1, imputations=1000)
    y = ticks[:150] / MILLION
    x = np.column_stack([np.ones(150), y[:, :2]])
    beta, (rss,), *_ = np.linalg.lstsq(x, y[:, 2], rcond=None)
    left = ticks[150:] / MILLION
    mean = np.column_stack([np.ones(50), left[:, :2]]) @ beta
    # To the first order; the posterior adds little at 150 patients.
    z = (left[:, 0] / 2 - mean) / np.sqrt(rss / 147)
    draws = np.random.default_rng(1).normal(size=20_000)
    expected = ((2 * y[:, 2] <= y[:, 0]).sum() + (draws[:, None] <= z).mean(axis=0).sum()) / 200
    assert found.estimate[1] == pytest.approx(expected, abs=0.004)
    assert found.estimate[0] == (2 * ticks[:, 1] <= ticks[:, 0]).mean()


def test_a_harder_response_is_never_commoner():
    ticks = course(25)
    ticks[15:, 2] = MISSING
    ticks[20:, 1] = MISSING
    ticks[:3, 1] = MISSING
    found = imputed_response(once(ticks), [fall(1), fall(2), fall(4)], seed=1, burn_in=5)
    by_response = found.estimate.reshape(3, 2)
    assert np.all(np.diff(by_response, axis=0) <= 0)
    assert found.note.startswith("13 of 25 patients")


def test_values_are_those_that_the_mean_is_made_from():
    """With few patients a pattern, the means of the same draws: a response to any fall."""
    ticks = course(20)
    ticks[18:, 2] = MISSING
    seen = []

    def keep(first, later):
        seen.append((first, later))
        return later < first

    imputed_response(once(ticks), [Response(lambda f: f > 0, keep)], seed=5, imputations=30)
    first, later = seen[-1]
    change = (ticks[:18, 2] - ticks[:18, 0]).sum() + (later - first).sum(axis=1)
    expected = multiple_imputation([once(ticks)], seed=5, imputations=30).estimate[1]
    assert change.mean() / 20 / MILLION == pytest.approx(expected, abs=1e-6)


def test_in_parts_and_at_once(monkeypatch):
    ticks = course(30)
    ticks[10:, 2] = MISSING
    whole = imputed_response(once(ticks), [fall(2)], seed=1, imputations=10)
    monkeypatch.setattr("dermcohort.estimate.imputation.imputed_response.AT_ONCE", 100)
    parts = imputed_response(once(ticks), [fall(2)], seed=1, imputations=10)
    # The normal numbers are drawn in another order, and only they.
    assert whole.n.tolist() == parts.n.tolist()
    assert np.abs(whole.estimate - parts.estimate).max() < 0.1


def test_who_has_no_baseline_is_not_judged():
    ticks = course(20)
    ticks[0, 0] = ticks[19, 2] = MISSING
    found = imputed_response(once(ticks), [fall(2)], seed=1, burn_in=5)
    assert found.n.tolist() == [19, 19]


def test_limits_at_both_ends():
    none, everyone = combined(np.array([0, 0]), 12), combined(np.array([12, 12]), 12)
    assert (none.estimate, none.conf_low) == (0, 0)
    assert (everyone.estimate, everyone.conf_high) == (1, 1)
    assert none.conf_high == pytest.approx(wilson(0, 12, 0.95).high, rel=1e-13)


def test_errors():
    with pytest.raises(TooFewObservations, match="nobody can be judged"):
        combined(np.array([0, 0]), 0)
    with pytest.raises(TooFewObservations, match="fewer than 2 imputations"):
        combined(np.array([1]), 3)
    with pytest.raises(NoAnswer, match="everybody responds in some"):
        combined(np.array([0, 1, 1]), 1)
