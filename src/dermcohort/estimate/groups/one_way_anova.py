"""One-way analysis of variance: do the means of independent groups differ at all."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.moments import moments
from dermcohort.estimate.tails import f_tail


@dataclass(frozen=True, slots=True)
class OneWayAnova:
    """The table of the analysis of variance.

    Attributes
    ----------
    f : float
    df_between, df_within : int
    p_value : float
    ss_between, ss_within : float
        Sums of squares, in the squared unit of the values.
    """

    f: float
    df_between: int
    df_within: int
    p_value: float
    ss_between: float
    ss_within: float


def one_way_anova(values: np.ndarray, counts: np.ndarray) -> OneWayAnova:
    """Compare the means of two or more independent groups.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending, in any unit.
    counts : int array, shape (m, k)
        How many patients of each of the k groups have each value.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, one is empty, or each has only one patient.
    NoSpread
        If the values do not vary within any group.

    Notes
    -----
    ``f`` is that of the values given to 15 digits (fractions). NIST StRD, digits that agree
    with the certified F: 13 of SiRstv, 15 of SmLs01 to SmLs03, 10 of AtmWtAg and SmLs04 to
    SmLs06, 4 of SmLs07 to SmLs09, whose data keep no more when they are stored as floats
    (tests/reference/nist_anova). ``p_value`` agrees with R 4.2.2 to a relative 1e-12
    (tests/reference/independent_groups).

    References
    ----------
    Fisher RA. Statistical methods for research workers. Oliver and Boyd, 1925.

    Examples
    --------
    >>> result = one_way_anova(np.array([1.0, 2.0, 3.0, 4.0]),
    ...                        np.array([[2, 0], [1, 1], [0, 2], [0, 1]]))
    >>> round(result.f, 6), result.df_between, result.df_within, round(result.p_value, 6)
    (8.928571, 1, 5, 0.030515)
    """
    values, counts = distinct_values(values, counts)
    n = group_sizes(counts)
    df_between, df_within = len(n) - 1, int(n.sum()) - len(n)
    if df_within < 1:
        raise TooFewObservations("every group has only one patient")
    groups = moments(values, counts)
    ss_within = math.fsum(groups.squares.tolist())
    if not ss_within:
        raise NoSpread("the values do not vary within any group")
    grand = math.fsum((n * groups.offset).tolist()) / int(n.sum())
    ss_between = math.fsum((n * (groups.offset - grand) ** 2).tolist())
    f = (ss_between / df_between) / (ss_within / df_within)
    p_value = f_tail(f, df_between, df_within)
    return OneWayAnova(f, df_between, df_within, p_value, ss_between, ss_within)
