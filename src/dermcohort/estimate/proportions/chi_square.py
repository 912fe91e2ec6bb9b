"""Pearson's chi-square: does an outcome depend on the group."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import AllTied
from dermcohort.estimate.distinct import distinct_values, group_sizes
from dermcohort.estimate.tails import chi_square_tail


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """The whole table.

    Attributes
    ----------
    chi2 : float
    df : int
        (rows - 1)(columns - 1), of the outcomes that occurred.
    p_value : float
    expected_min : float
        Smallest expected count; below 5, Fisher's test is the better one.
    """

    chi2: float
    df: int
    p_value: float
    expected_min: float


def chi_square(table: np.ndarray, *, yates: bool = False) -> ChiSquare:
    """Test whether outcome and group are independent.

    Parameters
    ----------
    table : int array, shape (r, k)
        How many patients of each of the k groups have each of the r outcomes.
    yates : bool
        Bring each difference from the expected 1/2 nearer to 0; for 2 x 2 only.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, or one is empty.
    AllTied
        If all patients have the same outcome.
    ValueError
        If ``yates`` is asked for a larger table.

    Notes
    -----
    Agrees with R 4.2.2 chisq.test to a relative 1e-12 (tests/reference/tables).

    References
    ----------
    Pearson K. On the criterion that a given system of deviations is such that it can be
    reasonably supposed to have arisen from random sampling. Philos Mag 1900;50:157-175.
    Yates F. Contingency tables involving small numbers. J R Stat Soc Suppl 1934;1:217-235.

    Examples
    --------
    >>> result = chi_square(np.array([[12, 5], [8, 15]]))
    >>> round(result.chi2, 6), result.df, round(result.p_value, 6), result.expected_min
    (5.012788, 1, 0.025161, 8.5)
    """
    if yates and np.shape(table) != (2, 2):
        raise ValueError("the correction of Yates is for tables of 2 x 2")
    # Rows in any order, so they are numbered; an outcome that nobody has drops out.
    _, counts = distinct_values(np.arange(len(table)), table)
    columns = group_sizes(counts).tolist()
    if len(counts) == 1:
        raise AllTied("all patients have the same outcome")
    rows, n = counts.sum(axis=1).tolist(), sum(columns)
    terms = []
    for row, cells in zip(rows, counts.tolist(), strict=True):
        for column, cell in zip(columns, cells, strict=True):
            # n times the difference, in whole numbers that do not overflow.
            off = abs(n * cell - row * column)
            off = max(off - n / 2, 0) if yates else off
            terms.append(off * off / (n * row * column))
    chi2, df = math.fsum(terms), (len(rows) - 1) * (len(columns) - 1)
    return ChiSquare(chi2, df, chi_square_tail(chi2, df), min(rows) * min(columns) / n)
