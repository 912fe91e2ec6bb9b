"""Moments of each pattern of observed visits: all that the likelihood needs of the patients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.estimate.mmrm.design import Design, orthonormal_design
from dermcohort.estimate.mmrm.patients import Patients, distinct_patients


@dataclass(frozen=True, slots=True)
class PatternMoments:
    """Sums over patients of products of covariates and response, for each pattern.

    Attributes
    ----------
    products : float array, shape (g, k, d + 1, k, d + 1)
        For each of g patterns and each pair of visits s, t the sum over patients of z_s z_t',
        where z_s holds the d orthonormal covariates of visit s, then what least squares left of
        the response. 0 at visits that the pattern lacks.
    present : bool array, shape (g, k)
        The visits of each pattern.
    patients : int array, shape (g,)
        How many patients have it.
    group : int array, shape (g,)
        Which covariance matrix applies.
    weights : float array, shape (k * d, r)
        Coefficients of the covariates z from those of the orthonormal design.
    triangle, kept, aliases, beta, scale
        As in `Design`: the way back to the columns and the unit of the data.
    """

    products: np.ndarray
    present: np.ndarray
    patients: np.ndarray
    group: np.ndarray
    weights: np.ndarray
    triangle: np.ndarray
    kept: np.ndarray
    aliases: np.ndarray
    beta: np.ndarray
    scale: float

    @property
    def visits(self) -> int:
        """How many visits there are, k."""
        return int(self.present.shape[1])

    @property
    def groups(self) -> int:
        """How many covariance matrices there are."""
        return int(self.group.max()) + 1

    @property
    def observations(self) -> int:
        """Values of the response."""
        return int(self.patients @ self.present.sum(axis=1))

    def pairs(self) -> np.ndarray:
        """Patients of each group who have both of two visits, int array (groups, k, k)."""
        found = np.zeros((self.groups, self.visits, self.visits), dtype=np.int64)
        both = self.present[:, :, np.newaxis] & self.present[:, np.newaxis, :]
        np.add.at(found, self.group, self.patients[:, np.newaxis, np.newaxis] * both)
        return found


def pattern_moments(
    x: np.ndarray,
    y: np.ndarray,
    subject: np.ndarray,
    visit: np.ndarray,
    *,
    visits: int,
    count: np.ndarray | None = None,
    group: np.ndarray | None = None,
) -> PatternMoments:
    """Sums of products for each pattern of observed visits.

    Parameters
    ----------
    x : float array, shape (n, p)
        Design matrix, a row a value.
    y : float array, shape (n,)
        Response, any unit.
    subject, visit : int array, shape (n,)
        Whose value at which visit, both from 0.
    visits : int
        How many visits there are.
    count : int array, shape (n,), optional
        How many patients a row stands for.
    group : int array, shape (n,), optional
        Which covariance matrix, from 0.

    Raises
    ------
    ValueError
        If an array has another length, a value is not finite, or as in `distinct_patients`.
    TooFewObservations, NoSpread
        As in `orthonormal_design`.

    Examples
    --------
    >>> x, y = np.ones((4, 1)), np.array([1.0, 2.0, 4.0, 8.0])
    >>> found = pattern_moments(x, y, np.array([0, 0, 1, 2]), np.array([0, 1, 0, 1]), visits=2)
    >>> found.patients.tolist(), found.present.tolist()
    ([1, 1, 1], [[True, False], [False, True], [True, True]])
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    lengths = {len(a) for a in (x, y, subject, visit, count, group) if a is not None}
    if len(lengths) > 1:
        raise ValueError("covariates, response, patient and visit must have as many rows")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("a value is not finite; leave out rows with missing values")
    # -0.0 would be another value than 0.0.
    rows = np.column_stack([x, y]) + 0.0
    patients = distinct_patients(rows, subject, visit, visits=visits, count=count, group=group)
    design = orthonormal_design(rows[:, :-1], rows[:, -1], patients)
    first = patients.start[:-1]
    return PatternMoments(
        _products(patients, design),
        patients.row[first] >= 0,
        np.add.reduceat(patients.count, first),
        patients.group[first],
        design.weights.reshape(-1, design.weights.shape[-1]),
        design.triangle,
        design.kept,
        design.aliases,
        design.beta,
        design.scale,
    )


def _products(patients: Patients, design: Design) -> np.ndarray:
    sets, k, d = len(patients.start) - 1, patients.row.shape[1], design.columns[0].shape[1]
    # Where a patient's visit stands among the patients seen at that visit.
    position = np.cumsum(patients.row >= 0, axis=0) - 1
    products = np.zeros((sets, k, d, k, d))
    for g, (a, b) in enumerate(zip(patients.start[:-1], patients.start[1:], strict=True)):
        here = np.flatnonzero(patients.row[a] >= 0)
        z = np.concatenate([design.columns[s][position[a:b, s]] for s in here], axis=1)
        block = (z.T @ z).reshape(len(here), d, len(here), d)
        for s, of_s in zip(here, block, strict=True):
            products[g, s][:, here] = of_s
    return products
