"""Responses of the same patients over visits: yes or no, from numbers."""

from __future__ import annotations

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.distinct import distinct_vectors


def responses(ticks: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of visits as 0 and 1.

    Parameters
    ----------
    ticks : int array, shape (m, k)
        0 for no response, and one other number, above 0, for a response.
    counts : int array, shape (m,)
        How many patients have each vector.

    Returns
    -------
    int array of 0 and 1, shape (d, k), distinct; and how many patients have each, shape (d,)

    Raises
    ------
    NoAnswer
        If there is a value below 0, or more than one above.
    ValueError
        If ticks or counts are not whole numbers.

    Examples
    --------
    >>> found, patients = responses(np.array([[0, 1_000_000], [0, 0]]), np.array([3, 2]))
    >>> found.tolist(), patients.tolist()
    ([[0, 0], [0, 1]], [2, 3])
    """
    ticks, counts = distinct_vectors(ticks, counts)
    found = np.unique(ticks)
    if (found < 0).any() or (found > 0).sum() > 1:
        raise NoAnswer("the values are not responses, 0 and 1")
    return (ticks > 0).astype(np.int64), counts
