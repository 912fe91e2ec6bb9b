"""Against the moments of the regressions, and against importance sampling where there are gaps."""

import numpy as np
import pytest

from dermcohort.counts import MISSING
from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.imputation.patterns import read
from dermcohort.estimate.imputation.posterior import posterior
from dermcohort.estimate.imputation.seeds import generator

MILLION = 1_000_000


def course(n, seed=1):
    rng = np.random.default_rng(seed)
    shared = rng.normal(0, 4, (n, 1))
    return np.rint(10 * (np.array([24, 16, 12]) + shared + rng.normal(0, 4, (n, 3)))) * 100_000


def counted(values):
    return values.astype(np.int64), np.ones(len(values), np.int64)


def test_a_monotone_pattern_has_the_posterior_of_its_regressions():
    values = course(24)
    values[15:, 2] = values[20:, 1] = MISSING
    (group,), scale = read([counted(values)], MILLION)
    m = 40_000
    drawn = posterior(group, generator(1, 0), m, 1)
    z = np.full(values.shape, np.nan)
    for v in range(3):
        here = values[:, v] != MISSING
        z[here, v] = scale.of(values[here].astype(np.int64), (v,))[:, 0]
    for j in range(3):
        rows = z[~np.isnan(z[:, j])]
        x = np.column_stack([np.ones(len(rows)), rows[:, :j]])
        beta, (rss,), *_ = np.linalg.lstsq(x, rows[:, j], rcond=None)
        df = len(rows) - (j + 1)
        sigma2 = rss / (df - 2)
        # The regression that each draw of mean and covariance says.
        slopes = np.linalg.solve(drawn.covariance[:, :j, :j], drawn.covariance[:, :j, j, None])
        slopes = slopes[:, :, 0]
        constant = drawn.mean[:, j] - (slopes * drawn.mean[:, :j]).sum(axis=1)
        found = np.column_stack([constant, slopes])
        left = drawn.covariance[:, j, j] - (slopes * drawn.covariance[:, j, :j]).sum(axis=1)
        expected = sigma2 * np.linalg.inv(x.T @ x)
        error = np.sqrt(np.diag(expected) / m)
        assert np.all(np.abs(found.mean(axis=0) - beta) < 5 * error)
        spread = np.sqrt(expected**2 + np.outer(error, error) ** 2 * m**2)
        assert np.all(np.abs(np.atleast_2d(np.cov(found.T)) - expected) < 6 * spread / m**0.5)
        assert left.mean() == pytest.approx(sigma2, rel=0.02)


def test_gaps_have_the_posterior_that_weighting_finds():
    """Draws without the values after a gap, weighted by the likelihood of these values."""
    values = course(26, seed=4)
    values[22:, 1] = MISSING
    values[:3, 2] = MISSING
    without = values.copy()
    without[22:, 2] = MISSING
    (group, plain), scale = read([counted(values), counted(without)], MILLION)
    drawn = posterior(group, generator(1, 0), 4000, 40)
    proposed = posterior(plain, generator(2, 0), 100_000, 1)
    z = scale.of(values[22:].astype(np.int64), (0, 2))
    mean, covariance = proposed.mean, proposed.covariance
    slope = covariance[:, 0, 2] / covariance[:, 0, 0]
    left = covariance[:, 2, 2] - slope * covariance[:, 0, 2]
    off = z[None, :, 1] - mean[:, 2, None] - slope[:, None] * (z[None, :, 0] - mean[:, :1])
    log = (-0.5 * np.log(left)[:, None] - off**2 / (2 * left[:, None])).sum(axis=1)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    effective = 1 / (weight**2).sum()
    assert effective > 10_000
    for name in ("mean", "covariance"):
        found, all_of_them = getattr(drawn, name), getattr(proposed, name)
        expected = np.tensordot(weight, all_of_them, 1)
        error = np.sqrt(found.var(axis=0) * (1 / len(found) + 1 / effective))
        assert np.all(np.abs(found.mean(axis=0) - expected) < 5 * error)


def test_too_few_patients_at_a_visit():
    values = course(9)
    values[5:, 2] = MISSING
    (group,), _ = read([counted(values)], MILLION)
    with pytest.raises(TooFewObservations, match=r"5 patients have visit 3 .* 6 at least"):
        posterior(group, generator(1, 0), 10, 1)


def test_values_before_a_gap_are_not_enough():
    values = course(12)
    values[4:, 1] = MISSING
    (group,), _ = read([counted(values)], MILLION)
    with pytest.raises(TooFewObservations, match="4 patients have visit 2"):
        posterior(group, generator(1, 0), 10, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda v: np.column_stack([0 * v[:, 0], v[:, 1:]]), "the same value at visit 1"),
        (lambda v: np.column_stack([v[:, :2], v[:, 0] - v[:, 1]]), "visit 3 follows"),
        (lambda v: np.column_stack([v[:, 0], 0 * v[:, 1], v[:, 2]]), "visit 2 follows"),
    ],
)
def test_visits_without_a_residual(change, reason):
    values = change(course(12))
    values[0, 2] = MISSING
    (group,), _ = read([counted(values)], MILLION)
    with pytest.raises(NoSpread, match=reason):
        posterior(group, generator(1, 0), 10, 1)
