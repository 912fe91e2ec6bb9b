"""Epsilon squared: how far the ranks of independent groups lie apart, from 0 to 1.

The effect size that belongs to Kruskal-Wallis, as eta squared belongs to the analysis of variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.errors import AllTied
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.groups.eta_squared import eta_squared
from dermcohort.estimate.ranks import doubled_midranks


@dataclass(frozen=True, slots=True)
class EpsilonSquared:
    """All groups at once.

    Attributes
    ----------
    estimate : float
        H over n - 1, from 0 to 1.
    conf_low, conf_high : float
    """

    estimate: float
    conf_low: float
    conf_high: float


def epsilon_squared(
    values: np.ndarray, counts: np.ndarray, *, level: float = 0.95
) -> EpsilonSquared:
    """Share of the variance of the ranks that lies between the groups.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending. Any unit: only their order matters.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value.
    level : float
        Of the confidence limits, two-sided.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, one is empty, or each has only one patient.
    AllTied
        If there is only one distinct value.
    NoSpread
        If all patients of a group share one rank, in each group.
    ValueError
        If the level is not between 0 and 1.

    Notes
    -----
    H over n - 1 is eta squared of the ranks, and the limits are those of eta squared for ranks
    (Conover and Iman's rank transformation). The estimate agrees with R effectsize 0.8.3
    rank_epsilon_squared to a relative 1e-12, whose limits come from a random bootstrap; the limits
    agree with the noncentral F in 30 digits to 1e-9 (tests/reference/eta_squared). Simulated, with
    3 normal groups of 10 or 30 patients, 90 to 98 in 100 of the 95 % limits held the value of the
    population.

    References
    ----------
    Kelley TL. An unbiased correlation ratio measure. Proc Natl Acad Sci USA 1935;21:554-559.
    Conover WJ, Iman RL. Rank transformations as a bridge between parametric and nonparametric
    statistics. Am Stat 1981;35:124-129.

    Examples
    --------
    >>> result = epsilon_squared(np.array([1, 2, 3, 4]), np.array([[2, 0], [1, 1], [1, 2], [0, 1]]))
    >>> round(result.estimate, 6), round(result.conf_low, 6), round(result.conf_high, 6)
    (0.387821, 0.0, 0.680368)
    """
    values, counts = distinct_values(values, counts)
    if len(values) == 1:
        raise AllTied("all patients have the same value")
    group_sizes(counts)
    found = eta_squared(doubled_midranks(counts.sum(axis=1)), counts, level=level)
    return EpsilonSquared(found.estimate, found.conf_low, found.conf_high)
