"""Holm's and Bonferroni's adjustment of several p values for each other."""

from __future__ import annotations

import numpy as np


def holm(p_values: np.ndarray) -> np.ndarray:
    """Adjust step by step, from the smallest p value on.

    Parameters
    ----------
    p_values : float array, shape (k,)
        One for each comparison made.

    Returns
    -------
    float array, shape (k,)
        In the order given, each at least the p value itself and at most 1.

    Raises
    ------
    ValueError
        If one is not from 0 to 1.

    Notes
    -----
    Agrees with R 4.2.2 p.adjust to 1e-14 (tests/reference/multiplicity).

    References
    ----------
    Holm S. A simple sequentially rejective multiple test procedure.
    Scand J Stat 1979;6:65-70.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03]))
    array([0.03, 0.06, 0.06])
    """
    p_values = checked(p_values)
    order = np.argsort(p_values, kind="stable")
    steps = p_values[order] * np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return adjusted


def bonferroni(p_values: np.ndarray) -> np.ndarray:
    """Multiply by the number of comparisons made, at most to 1.

    Parameters
    ----------
    p_values : float array, shape (k,)
        One for each comparison made.

    Returns
    -------
    float array, shape (k,)

    Raises
    ------
    ValueError
        If one is not from 0 to 1.

    Notes
    -----
    Agrees with R 4.2.2 p.adjust to 1e-14 (tests/reference/multiplicity).

    References
    ----------
    Bonferroni CE. Teoria statistica delle classi e calcolo delle probabilita. Pubbl R Ist Super
    Sci Econ Commer Firenze 1936;8:3-62.
    Dunn OJ. Multiple comparisons among means. J Am Stat Assoc 1961;56:52-64.

    Examples
    --------
    >>> bonferroni(np.array([0.01, 0.04, 0.5]))
    array([0.03, 0.12, 1.  ])
    """
    p_values = checked(p_values)
    return np.asarray(np.minimum(1.0, p_values * len(p_values)))


def checked(p_values: np.ndarray) -> np.ndarray:
    """The p values as floats, once it is sure that each is from 0 to 1.

    Raises
    ------
    ValueError
        If one is not.

    Examples
    --------
    >>> checked(np.array([0, 1])).tolist()
    [0.0, 1.0]
    """
    p_values = np.asarray(p_values, dtype=np.float64)
    if not ((p_values >= 0) & (p_values <= 1)).all():
        raise ValueError("a p value is not from 0 to 1; leave missing ones out")
    return p_values
