"""Benjamini and Hochberg's adjustment: the share of false among the discoveries."""

from __future__ import annotations

import numpy as np

from dermcohort.estimate.multiplicity.holm import checked


def benjamini_hochberg(p_values: np.ndarray) -> np.ndarray:
    """Adjust so that calling those below alpha significant keeps the false ones below alpha.

    Parameters
    ----------
    p_values : float array, shape (k,)
        One for each comparison made.

    Returns
    -------
    float array, shape (k,)
        In the order given, each at least the p value itself and at most Hochberg's. It bounds
        the expected share of false ones among those called significant, not the probability
        of any.

    Raises
    ------
    ValueError
        If one is not from 0 to 1.

    Notes
    -----
    Agrees with R 4.2.2 p.adjust to 1e-14 (tests/reference/multiplicity).

    References
    ----------
    Benjamini Y, Hochberg Y. Controlling the false discovery rate: a practical and powerful
    approach to multiple testing. J R Stat Soc B 1995;57:289-300.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, 0.5])).round(6)
    array([0.04    , 0.053333, 0.053333, 0.5     ])
    """
    p_values = checked(p_values)
    k = len(p_values)
    # Descending: k / i for the i-th smallest.
    order = np.argsort(-p_values, kind="stable")
    steps = p_values[order] * (k / np.arange(k, 0, -1))
    adjusted = np.empty(k)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(steps))
    return adjusted
