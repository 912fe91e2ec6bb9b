"""Ranks of tied observations, counted instead of listed.

Rank sums are kept doubled, as whole numbers, so that they are exact for any number of ties
and for tens of millions of patients.
"""

from __future__ import annotations

import numpy as np


def doubled_midranks(tied: np.ndarray) -> np.ndarray:
    """Twice the rank of each distinct value, ascending, when ``tied`` observations share it.

    Parameters
    ----------
    tied : int array, shape (m,)

    Returns
    -------
    int64 array, shape (m,)

    Examples
    --------
    >>> doubled_midranks(np.array([2, 1, 3])).tolist()  # ranks 1.5, 3, 5
    [3, 6, 10]
    """
    return np.asarray(2 * np.cumsum(tied) - tied + 1)


def tie_term(tied: np.ndarray) -> int:
    """Sum of t**3 - t over the ties, exact: the cube of 30 million overflows 64 bits.

    Parameters
    ----------
    tied : int array, any shape

    Examples
    --------
    >>> tie_term(np.array([2, 1, 3]))
    30
    """
    return sum(t**3 - t for t in tied.ravel().tolist())


def rank_variance(tied: np.ndarray) -> float:
    """Variance of one rank, divisor n - 1, with the correction for ties.

    Parameters
    ----------
    tied : int array, shape (m,)
        At least two observations in all.

    Examples
    --------
    >>> rank_variance(np.array([1, 1, 1]))
    1.0
    """
    n = int(tied.sum())
    # Whole numbers up to the one division: with almost everything tied the difference is tiny.
    return (n**3 - n - tie_term(tied)) / (12 * (n - 1))
