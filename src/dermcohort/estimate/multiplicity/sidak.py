"""Sidak's adjustment of several p values for each other."""

from __future__ import annotations

import numpy as np

from dermcohort.estimate.multiplicity.holm import checked


def sidak(p_values: np.ndarray) -> np.ndarray:
    """Probability that the smallest of so many independent p values is at most this.

    Parameters
    ----------
    p_values : float array, shape (k,)
        One for each comparison made.

    Returns
    -------
    float array, shape (k,)
        In the order given, each at least the p value itself and at most Bonferroni's.

    Raises
    ------
    ValueError
        If one is not from 0 to 1.

    Notes
    -----
    1 - (1 - p)^k, without the loss of digits that this has for small p. It holds its level for
    independent tests, and for two-sided tests of jointly normal estimates whatever their
    correlation. Agrees with 30-digit arithmetic to a relative 1e-14 (tests/reference/sidak).

    References
    ----------
    Sidak Z. Rectangular confidence regions for the means of multivariate normal distributions.
    J Am Stat Assoc 1967;62:626-633.

    Examples
    --------
    >>> sidak(np.array([0.01, 0.04, 0.5])).round(6)
    array([0.029701, 0.115264, 0.875   ])
    """
    p_values = checked(p_values)
    with np.errstate(divide="ignore"):
        # The logarithm of 0 is minus infinity, which makes p = 1 stay 1.
        adjusted = -np.expm1(len(p_values) * np.log1p(-p_values))
    # Of one p it is p itself, and rounding may be on the wrong side of it.
    return np.asarray(np.maximum(adjusted, p_values))
