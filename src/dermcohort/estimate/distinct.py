"""Counts in one standard form: rows ascending, distinct, none of them empty.

Every estimator starts here. Therefore the order of the rows, a value that is split over
several rows and a value that nobody has make no difference, to the last bit.
"""

from __future__ import annotations

import numpy as np

from dermcohort.errors import TooFewObservations


def distinct_values(values: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort the values, add up the counts of equal ones, drop those that nobody has.

    Parameters
    ----------
    values : float array, shape (m,)
        Any order, any unit, repeats allowed.
    counts : int array, shape (m,) or (m, k)
        How many patients (of each of k groups) have each value.

    Returns
    -------
    values : float array, shape (d,)
        Strictly ascending.
    counts : int64 array, shape (d,) or (d, k)

    Raises
    ------
    ValueError
        If a value is not finite, a count is negative or not whole, or the shapes differ.

    Examples
    --------
    >>> values, counts = distinct_values(np.array([2.0, 1.0, 2.0]), np.array([1, 4, 2]))
    >>> values.tolist(), counts.tolist()
    ([1.0, 2.0], [4, 3])
    """
    values = np.asarray(values, dtype=np.float64)
    counts = _whole(counts, len(values))
    if not np.isfinite(values).all():
        raise ValueError("a value is not finite; leave missing values out of the counts")
    kept = counts.reshape(len(values), -1).any(axis=1) if len(values) else np.zeros(0, bool)
    # Adding 0.0 makes one value of 0.0 and -0.0.
    values, counts = values[kept] + 0.0, counts[kept]
    if np.all(values[1:] > values[:-1]):
        return values, counts
    order = np.argsort(values, kind="stable")
    values = values[order]
    first = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    return values[first], np.add.reduceat(counts[order], first, axis=0)


def distinct_vectors(ticks: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort the vectors of visits, add up the counts of equal ones, drop empty ones.

    Parameters
    ----------
    ticks : int array, shape (m, k)
        A vector of k visits a row, in whole millionths of the unit.
    counts : int array, shape (m,)
        How many patients have each vector.

    Returns
    -------
    ticks : int64 array, shape (d, k)
        In lexicographic order.
    counts : int64 array, shape (d,)

    Raises
    ------
    ValueError
        If ticks or counts are not whole numbers, a count is negative, or the shapes differ.

    Examples
    --------
    >>> ticks, counts = distinct_vectors(np.array([[5, 1], [3, 2], [5, 1]]), np.array([1, 1, 6]))
    >>> ticks.tolist(), counts.tolist()
    ([[3, 2], [5, 1]], [1, 7])
    """
    ticks = np.asarray(ticks)
    if ticks.ndim != 2 or ticks.dtype.kind not in "iu":
        raise ValueError("ticks must be whole numbers, one row a vector of visits")
    counts = _whole(counts, len(ticks))
    ticks, counts = ticks[counts > 0].astype(np.int64), counts[counts > 0]
    if not len(ticks):
        return ticks, counts
    order = np.lexsort(ticks.T[::-1])
    ticks = ticks[order]
    first = np.flatnonzero(np.r_[True, (ticks[1:] != ticks[:-1]).any(axis=1)])
    return ticks[first], np.add.reduceat(counts[order], first)


def group_sizes(counts: np.ndarray, *, at_least: int = 1) -> np.ndarray:
    """Patients in each group, once it is sure that there are enough to compare.

    Parameters
    ----------
    counts : int array, shape (m, k)
    at_least : int
        The smallest group that the method can use.

    Returns
    -------
    int64 array, shape (k,)

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, or one has fewer than ``at_least`` patients.

    Examples
    --------
    >>> group_sizes(np.array([[1, 0], [2, 4]])).tolist()
    [3, 4]
    """
    if counts.ndim != 2:
        raise ValueError("counts must have one column a group")
    if counts.shape[1] < 2:
        raise TooFewObservations("there are fewer than 2 groups to compare")
    n = np.asarray(counts.sum(axis=0))
    if n.min() < 1:
        raise TooFewObservations("a group has no patients")
    if n.min() < at_least:
        raise TooFewObservations(f"a group has fewer than {at_least} patients")
    return n


def _whole(counts: np.ndarray, rows: int) -> np.ndarray:
    counts = np.asarray(counts)
    if counts.dtype.kind not in "iu" and counts.size:
        raise ValueError("counts must be whole numbers")
    if counts.ndim not in (1, 2) or len(counts) != rows:
        raise ValueError("counts must have one row for each row of the values")
    if counts.size and counts.min() < 0:
        raise ValueError("a count is negative")
    return counts.astype(np.int64)
