"""Covariate patterns in one standard form: rows ascending, distinct, none of them empty."""

from __future__ import annotations

import numpy as np


def covariate_patterns(design: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort the rows of covariates, add up the counts of equal ones, drop those that nobody has.

    Parameters
    ----------
    design : float array, shape (m, p)
        One row of p covariates, in any unit, for each row of counts.
    counts : int array, shape (m, k)
        How many patients with each of k outcomes have each row.

    Returns
    -------
    design : float array, shape (d, p)
        In lexicographic order.
    counts : int64 array, shape (d, k)

    Raises
    ------
    ValueError
        If a covariate is not finite, a count is negative or not whole, or the shapes differ.

    Examples
    --------
    >>> design, counts = covariate_patterns(
    ...     np.array([[1, 30.5], [0, 22.0], [1, 30.5]]), np.array([[1, 0], [0, 1], [0, 3]])
    ... )
    >>> design.tolist(), counts.tolist()
    ([[0.0, 22.0], [1.0, 30.5]], [[0, 1], [1, 3]])
    """
    design, counts = np.asarray(design, dtype=np.float64), np.asarray(counts)
    if design.ndim != 2 or counts.ndim != 2 or len(design) != len(counts):
        raise ValueError("there must be one row of counts for each row of covariates")
    if counts.size and (counts.dtype.kind not in "iu" or counts.min() < 0):
        raise ValueError("counts must be whole numbers from 0 on")
    if not np.isfinite(design).all():
        raise ValueError("a covariate is not finite; leave patients without it out of the counts")
    held = counts.any(axis=1)
    # Adding 0.0 makes one value of 0.0 and -0.0.
    design, counts = design[held] + 0.0, counts[held].astype(np.int64)
    if not len(design):
        return design, counts
    order = np.lexsort(design.T[::-1]) if design.shape[1] else np.arange(len(design))
    design = design[order]
    first = np.flatnonzero(np.r_[True, (design[1:] != design[:-1]).any(axis=1)])
    return design[first], np.add.reduceat(counts[order], first, axis=0)
