"""Hochberg's adjustment of several p values for each other."""

from __future__ import annotations

import numpy as np

from dermcohort.estimate.multiplicity.holm import checked


def hochberg(p_values: np.ndarray) -> np.ndarray:
    """Adjust step by step, from the largest p value down.

    Parameters
    ----------
    p_values : float array, shape (k,)
        One for each comparison made.

    Returns
    -------
    float array, shape (k,)
        In the order given, each at least the p value itself and at most Holm's.

    Raises
    ------
    ValueError
        If one is not from 0 to 1.

    Notes
    -----
    Holds its level where Simes' inequality holds: for independent tests, and for the positive
    dependence that outcomes of the same patients mostly have; Holm's holds it always. Agrees
    with R 4.2.2 p.adjust to 1e-14 (tests/reference/multiplicity).

    References
    ----------
    Hochberg Y. A sharper Bonferroni procedure for multiple tests of significance.
    Biometrika 1988;75:800-802.

    Examples
    --------
    >>> hochberg(np.array([0.01, 0.04, 0.03]))
    array([0.03, 0.04, 0.04])
    """
    p_values = checked(p_values)
    # Descending, so that step j multiplies by j: the largest p by 1.
    order = np.argsort(-p_values, kind="stable")
    steps = p_values[order] * np.arange(1, len(p_values) + 1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(steps))
    return adjusted
