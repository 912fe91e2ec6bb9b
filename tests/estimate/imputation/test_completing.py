"""Against the conditional normal distribution, written out."""

import numpy as np
import pytest

from dermcohort.counts import MISSING
from dermcohort.errors import NoAnswer
from dermcohort.estimate.imputation.completing import Drawn, Source, gaps, noise, tail
from dermcohort.estimate.imputation.patterns import Rows, read
from dermcohort.estimate.imputation.seeds import generator

MEAN = np.array([0.3, -0.2, 0.5, 0.1])
SIGMA = np.array([[2, 1.2, 0.9, 0.4], [1.2, 1.5, 1, 0.6], [0.9, 1, 2.2, 1.1], [0.4, 0.6, 1.1, 1]])
M = 40_000


def same(draws=M):
    return Drawn(np.tile(MEAN, (draws, 1)), np.tile(SIGMA, (draws, 1, 1)))


def one_patient(*values):
    ticks = np.array([[MISSING if v is None else 1_000_000 * v for v in values], [0, 1, 0, 1]])
    (found,), _ = read([(ticks, np.ones(2, int))], 1_000_000)
    return next(p for p in found.patterns if p.gaps or p.tail)


def conditional(given, wanted, x, mean=MEAN):
    slopes = SIGMA[np.ix_(wanted, given)] @ np.linalg.inv(SIGMA[np.ix_(given, given)])
    left = SIGMA[np.ix_(wanted, wanted)] - slopes @ SIGMA[np.ix_(given, wanted)]
    return mean[wanted] + slopes @ (x - mean[given]), left


def near(draws, mean, covariance):
    """Within five standard errors of a mean and of a covariance."""
    sd = np.sqrt(np.diag(covariance))
    assert np.all(np.abs(draws.mean(axis=0) - mean) < 5 * sd / M**0.5)
    spread = np.sqrt(covariance**2 + np.outer(sd, sd) ** 2)
    found = np.atleast_2d(np.cov(draws.T))
    assert np.all(np.abs(found - covariance) < 5 * spread / M**0.5)


def test_a_gap_is_drawn_given_the_visits_on_both_sides():
    pattern = one_patient(3, None, 2, None)
    normal = noise(generator(1, 0), M, pattern.rows(), 1)
    history = gaps(pattern, pattern.rows(), same(), normal)
    assert history.shape == (M, 1, 4)
    x = pattern.rows().x[0]
    assert (history[:, 0, [0, 1, 3]] == x).all()
    near(history[:, 0, [2]], *conditional([0, 2], [1], x[1:]))


def test_gap_and_tail_have_their_joint_distribution():
    pattern = one_patient(3, None, 2, None)
    normal = noise(generator(2, 0), M, pattern.rows(), 2)
    history = gaps(pattern, pattern.rows(), same(), normal[:, :, :1])
    whole = tail(history, Source(same().mean, same().mean, same().covariance), normal[:, :, 1:])
    near(whole[:, 0, [2, 4]], *conditional([0, 2], [1, 3], pattern.rows().x[0, 1:]))


def test_means_of_the_past_and_of_the_future_may_differ():
    pattern = one_patient(3, 1, None, None)
    normal = noise(generator(3, 0), M, pattern.rows(), 2)
    history = gaps(pattern, pattern.rows(), same(), normal[:, :, :0])
    after = MEAN + 7
    whole = tail(history, Source(same().mean, np.tile(after, (M, 1)), same().covariance), normal)
    mean, left = conditional([0, 1], [2, 3], pattern.rows().x[0, 1:])
    near(whole[:, 0, 3:], mean + 7, left)


def test_few_rows_stand_for_many_patients():
    """Cross products of noise in r + c rows are those of n rows: Wishart, n degrees of freedom."""
    n, columns = 30, 3
    x = np.linalg.qr(generator(4, 0).standard_normal((n, 2)), mode="r")
    made = noise(generator(5, 0), M, Rows(x, n - 2), columns)
    assert made.shape == (M, 2 + columns, columns)
    products = np.einsum("mri,mrj->mij", made, made)
    spread = np.sqrt(n * (1 + np.eye(columns)))
    assert np.all(np.abs(products.mean(axis=0) - n * np.eye(columns)) < 5 * spread / M**0.5)
    assert np.all(np.abs(products.var(axis=0) - n * (1 + np.eye(columns))) < 0.1 * n)


def test_fewer_spare_patients_than_columns():
    made = noise(generator(5, 0), 2000, Rows(np.ones((1, 2)), 2), 3)
    products = np.einsum("mri,mrj->mij", made, made)
    assert np.abs(products.mean(axis=0) - 3 * np.eye(3)).max() < 0.3


def test_a_singular_covariance_has_a_reason():
    pattern = one_patient(3, None, None, None)
    flat = Drawn(np.zeros((1, 4)), np.ones((1, 4, 4)))
    history = gaps(pattern, pattern.rows(), flat, np.zeros((1, 1, 0)))
    with pytest.raises(NoAnswer, match="singular"):
        tail(history, Source(flat.mean, flat.mean, flat.covariance), np.zeros((1, 1, 3)))
