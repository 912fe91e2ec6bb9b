"""The design matrix visit by visit, in orthonormal columns, with what was aliased."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.mmrm.patients import Patients

# A column is aliased if less than this share of it is left beside the columns before it.
ALIASED = 1e-9
# The model leaves nothing of the response if less than this share is left.
NOTHING_LEFT = 1e-13


@dataclass(frozen=True, slots=True)
class Design:
    """x_s = O_s G_s R for visit s, after scaling of each patient by the root of the count.

    Attributes
    ----------
    columns : tuple of float array, shape (m_s, d + 1)
        O_s, orthonormal, padded with zeros to d columns; the last column is what least squares
        left of the response, divided by ``scale``. One row for each distinct patient seen at s.
    weights : float array, shape (k, d, r)
        G: coefficients of O_s from those of the orthonormal columns of the whole design.
    triangle : float array, shape (r, r)
        R: x = q R, where q has orthonormal columns.
    kept : int array, shape (r,)
        Columns of x that are not aliased with those before.
    aliases : float array, shape (r, p)
        Every column of x from those that are kept: x = x[:, kept] aliases.
    beta : float array, shape (r,)
        Coefficients by least squares, in the unit of the response.
    scale : float
        Power of 2 near the standard deviation of what is left.
    """

    columns: tuple[np.ndarray, ...]
    weights: np.ndarray
    triangle: np.ndarray
    kept: np.ndarray
    aliases: np.ndarray
    beta: np.ndarray
    scale: float


def orthonormal_design(x: np.ndarray, y: np.ndarray, patients: Patients) -> Design:
    """Orthonormal columns for each visit and for all visits together.

    Parameters
    ----------
    x : float array, shape (n, p)
    y : float array, shape (n,)
    patients : Patients
        Of these rows.

    Raises
    ------
    TooFewObservations
        If there are no more observations than coefficients.
    NoSpread
        If least squares fits every value.

    Notes
    -----
    A covariate far from 0, or a response far from 0, costs no digits: sums of squares are formed
    of orthonormal columns and of what is left of the response.
    """
    root = np.sqrt(patients.count)
    seen = [np.flatnonzero(at >= 0) for at in patients.row.T]
    rows = [at[s] for at, s in zip(patients.row.T, seen, strict=True)]
    parts = [_visit(x[r], root[s]) for r, s in zip(rows, seen, strict=True)]
    depth = max(q.shape[1] for q, _ in parts)
    stacked = np.zeros((len(parts), depth, x.shape[1]))
    for s, (_, t) in enumerate(parts):
        stacked[s, : len(t)] = t
    flat = stacked.reshape(-1, x.shape[1])
    q_whole, triangle, kept = _whole(flat)
    aliases = np.linalg.solve(triangle, q_whole.T @ flat)
    weights = q_whole.reshape(len(parts), depth, -1)
    n = int(sum(patients.count[s].sum() for s in seen))
    if n <= len(kept):
        raise TooFewObservations(f"{n} observations are too few for {len(kept)} coefficients")
    intercept = _intercept(x)
    # Leading digits that all values share are taken off first, where an intercept carries them.
    origin = 0.0 if intercept is None else float(np.concatenate([y[r] for r in rows]).mean())
    response = [root[s] * (y[r] - origin) for r, s in zip(rows, seen, strict=True)]
    gamma, left = _least_squares([q for q, _ in parts], weights, response)
    beta = np.linalg.solve(triangle, gamma)
    if intercept is not None:
        beta[kept == intercept] += origin
    scale = _scale(response, left, n)
    columns = tuple(
        np.column_stack([q, np.zeros((len(q), depth - q.shape[1])), e / scale])
        for (q, _), e in zip(parts, left, strict=True)
    )
    return Design(columns, weights, triangle, kept, aliases, beta, scale)


def _intercept(x: np.ndarray) -> int | None:
    """The first column that is 1 throughout."""
    ones = np.flatnonzero((x == 1.0).all(axis=0))
    return int(ones[0]) if len(ones) else None


def _least_squares(
    q: list[np.ndarray], weights: np.ndarray, response: list[np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Coefficients of the orthonormal columns, and what is left of the response."""
    gamma, left = np.zeros(weights.shape[2]), response
    # The second round takes off what rounding in the first one left.
    for _ in range(2):
        pairs = [(one, w[: one.shape[1]]) for one, w in zip(q, weights, strict=True)]
        step = sum(
            (w.T @ _product(one.T, e) for (one, w), e in zip(pairs, left, strict=True)),
            start=np.zeros_like(gamma),
        )
        gamma = gamma + step
        left = [e - _product(one, w @ step) for (one, w), e in zip(pairs, left, strict=True)]
    return gamma, left


def _product(matrix: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """Matrix times vector, without the threads that BLAS wakes up for it: they cost more."""
    return np.asarray(np.einsum("ij,j->i", matrix, vector))


def _scale(response: list[np.ndarray], left: list[np.ndarray], n: int) -> float:
    """Power of 2 near the standard deviation of what is left."""
    size, rest = (float(np.sqrt(sum(float(e @ e) for e in es))) for es in (response, left))
    if rest <= NOTHING_LEFT * size:
        raise NoSpread("the model fits every value, so that nothing is left to measure its error")
    return float(2.0 ** np.rint(np.log2(rest / np.sqrt(n))))


def _visit(x: np.ndarray, root: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The factors q t of x at one visit; columns that are 0 or equal there, as many are, once."""
    groups: dict[bytes, int] = {}
    distinct: list[int] = []
    which = np.full(x.shape[1], -1)
    for j in np.flatnonzero((x != 0).any(axis=0)).tolist():
        same = groups.setdefault(x[:, j].tobytes(), len(distinct))
        if same == len(distinct):
            distinct.append(j)
        which[j] = same
    q, triangle = np.linalg.qr(x[:, distinct] * root[:, np.newaxis])
    t = np.zeros((len(triangle), x.shape[1]))
    t[:, which >= 0] = triangle[:, which[which >= 0]]
    return q, t


def _whole(t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The factors q R of t, over the columns that are not aliased."""
    size = np.sqrt((t**2).sum(axis=0))
    kept = np.flatnonzero(size > 0)
    while True:
        q, triangle = np.linalg.qr(t[:, kept])
        aliased = np.flatnonzero(np.abs(np.diag(triangle)) <= ALIASED * size[kept[: len(triangle)]])
        if not len(aliased):
            # With fewer rows than columns the last ones are aliased.
            kept = kept[: len(triangle)]
            return q, triangle[:, : len(kept)], kept
        kept = np.delete(kept, aliased[0])
