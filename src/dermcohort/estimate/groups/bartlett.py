"""Bartlett's test: do the variances of independent groups differ."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoSpread
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.moments import moments
from dermcohort.estimate.tails import chi_square_tail


@dataclass(frozen=True, slots=True)
class Bartlett:
    """All groups at once.

    Attributes
    ----------
    chi2 : float
        With Bartlett's correction.
    df : int
        Groups minus 1.
    p_value : float
    """

    chi2: float
    df: int
    p_value: float


def bartlett(values: np.ndarray, counts: np.ndarray) -> Bartlett:
    """Compare the variances of two or more independent, normally distributed groups.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending, in any unit.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, or one has fewer than two patients.
    NoSpread
        If the values of one group do not vary.

    Notes
    -----
    Agrees with R 4.2.2 bartlett.test to a relative 1e-12 (tests/reference/spread).

    References
    ----------
    Bartlett MS. Properties of sufficiency and statistical tests. Proc R Soc Lond A
    1937;160:268-282.

    Examples
    --------
    >>> result = bartlett(np.array([1.0, 2.0, 3.0, 9.0]),
    ...                   np.array([[2, 0], [1, 1], [1, 2], [0, 1]]))
    >>> round(result.chi2, 6), result.df, round(result.p_value, 6)
    (3.083929, 1, 0.079069)
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts, at_least=2)
    groups = moments(values, counts)
    if not groups.squares.all():
        raise NoSpread("the values of a group do not vary")
    df = n - 1
    variance = groups.squares / df
    pooled = math.fsum(groups.squares.tolist()) / int(df.sum())
    # Of ratios, so that equal variances give 0 and a change of unit changes nothing.
    unequal = -math.fsum((df * np.log(variance / pooled)).tolist())
    k = len(n)
    inverse = math.fsum((1 / df).tolist()) - 1 / int(df.sum())
    chi2 = max(0.0, unequal) / (1 + inverse / (3 * (k - 1)))
    return Bartlett(chi2, k - 1, chi_square_tail(chi2, k - 1))
