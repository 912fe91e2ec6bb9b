"""Against the mean that the rule says, and the joint distribution of Carpenter and others."""

import numpy as np
import pytest

from dermcohort.counts import MISSING
from dermcohort.errors import TooFewObservations
from dermcohort.estimate.imputation.completing import Drawn
from dermcohort.estimate.imputation.imputed_change import Parameters, completed
from dermcohort.estimate.imputation.jump_to_reference import _rule, jump_to_reference
from dermcohort.estimate.imputation.multiple_imputation import multiple_imputation

MILLION = 1_000_000


def course(n, seed, fall):
    rng = np.random.default_rng(seed)
    values = np.array(fall) + rng.normal(0, 5, (n, 1)) + rng.normal(0, 4, (n, len(fall)))
    return np.rint(10 * values).astype(np.int64) * 100_000


def once(ticks):
    return ticks, np.ones(len(ticks), np.int64)


def test_the_mean_after_leaving_is_that_of_the_reference():
    control, treated = course(25, 1, (24, 22)), course(20, 2, (26, 12))
    treated[14:, 1] = MISSING
    sums, scale, _ = completed(
        [once(control), once(treated)], Parameters(1, 20_000, 1), MILLION, _rule, 0
    )
    c, t = control / MILLION, treated / MILLION
    slope, constant = np.polyfit(c[:, 0], c[:, 1], 1)
    reference = constant + slope * c[:, 0].mean()
    imputed = reference + slope * (t[14:, 0] - t[:, 0].mean())
    expected = (t[:14, 1].sum() + imputed.sum()) / 20
    found = sums[1].mean[:, 1] * scale.unit + scale.origin[1] / MILLION
    assert abs(found.mean() - expected) < 4 * found.std() / 20_000**0.5
    np.testing.assert_allclose(
        sums[0].mean[:, 1] * scale.unit + scale.origin[1] / MILLION, c[:, 1].mean()
    )


def test_the_rule_is_the_regression_of_the_joint_distribution():
    rng = np.random.default_rng(1)
    own, reference = (
        Drawn(rng.normal(size=(1, 4)), (a @ a.T + np.eye(4))[None])
        for a in rng.normal(size=(2, 4, 4))
    )
    for last in range(3):
        a, b = np.arange(last + 1), np.arange(last + 1, 4)
        r, o = reference.covariance[0], own.covariance[0]
        inverse = np.linalg.inv(r[np.ix_(a, a)])
        joint21 = r[np.ix_(b, a)] @ inverse @ o[np.ix_(a, a)]
        joint22 = (
            r[np.ix_(b, b)]
            - r[np.ix_(b, a)]
            @ inverse
            @ (r[np.ix_(a, a)] - o[np.ix_(a, a)])
            @ inverse
            @ r[np.ix_(a, b)]
        )
        slopes = joint21 @ np.linalg.inv(o[np.ix_(a, a)])
        left = joint22 - slopes @ joint21.T
        source = _rule(own, reference, last)
        of_rule = source.covariance[0]
        np.testing.assert_allclose(of_rule[np.ix_(b, a)] @ np.linalg.inv(of_rule[np.ix_(a, a)]),
                                   slopes)  # fmt: skip
        np.testing.assert_allclose(of_rule[np.ix_(b, b)] - slopes @ of_rule[np.ix_(a, b)], left,
                                   atol=1e-12)  # fmt: skip
        assert (source.before[0] == own.mean[0]).all()
        assert (source.after[0] == reference.mean[0]).all()


def test_nobody_left_is_multiple_imputation():
    control, treated = course(15, 1, (24, 22, 20)), course(15, 2, (26, 12, 9))
    control[:3, 2] = MISSING
    both = [once(control), once(treated)]
    one, other = jump_to_reference(both, seed=1), multiple_imputation(both, seed=1)
    assert one.estimate.tolist() == other.estimate.tolist()


def test_who_leaves_loses_the_advantage():
    control, treated = course(25, 1, (24, 23, 22)), course(25, 2, (24, 12, 8))
    treated[15:, 2] = MISSING
    both = [once(control), once(treated)]
    jumped, random = jump_to_reference(both, seed=1), multiple_imputation(both, seed=1)
    assert jumped.estimate[1] > random.estimate[1] + 1
    assert jumped.estimate[0] == random.estimate[0]


def test_errors():
    control, treated = course(15, 1, (24, 22)), course(15, 2, (26, 12))
    with pytest.raises(ValueError, match="fewer than two"):
        jump_to_reference([once(control)], seed=1)
    treated[3, 1] = MISSING
    with pytest.raises(IndexError):
        jump_to_reference([once(control), once(treated)], seed=1, reference=2)
    with pytest.raises(TooFewObservations, match="3 patients"):
        jump_to_reference([once(control[:3]), once(treated)], seed=1)
