"""Mean and sum of squares of each group, from counts, without loss of digits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from dermcohort.errors import NoAnswer, NoSpread, TooFewObservations
from dermcohort.estimate.common_grid import common_grid

# Beyond these the square of a difference leaves the range of double precision.
WIDEST, NARROWEST = 1e100, 1e-100
# Sums below this fit 64 bits; larger ones are added up in whole numbers of any size.
FITS = 2**62


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments of each group.

    Attributes
    ----------
    n : int array, shape (k,)
        Patients.
    origin : float
        Mean of all groups together, rounded to a float.
    offset : float array, shape (k,)
        Mean of the group minus that of all groups together, in the unit of the values. Differences
        of means are taken from here: they keep the digits that ``mean`` has rounded away.
    squares : float array, shape (k,)
        Sum of squared deviations from the mean of the group; exactly 0 for a constant group.
    mean : float array, shape (k,)
        Mean of each group.
    """

    n: np.ndarray
    origin: float
    offset: np.ndarray
    squares: np.ndarray
    mean: np.ndarray


def moments(values: np.ndarray, counts: np.ndarray) -> Moments:
    """Count, mean and sum of squares of each group.

    Parameters
    ----------
    values : float array, shape (m,)
        Distinct, ascending. Short decimals are taken as typed: 1000000000000.4 is that, and not
        the nearest binary fraction.
    counts : int array, shape (m, k)
        No column empty.

    Raises
    ------
    NoAnswer
        If the values are so far apart, or so close together, that squares leave the range of
        double precision.

    Notes
    -----
    In whole steps of the grid on which the values lie, hence exact, up to the one rounding of
    each answer.

    Examples
    --------
    >>> moments(np.array([1.0, 3.0, 5.0]), np.array([[1, 0], [1, 2], [1, 0]])).squares.tolist()
    [8.0, 0.0]
    """
    spread = float(values[-1] - values[0])
    if spread and not NARROWEST < spread < WIDEST:
        raise NoAnswer("the values are too far apart or too close together to be squared")
    steps, size, smallest = common_grid(values)
    n = counts.sum(axis=0)
    sums, of_squares = _power_sums(steps, counts, int(n.sum()))
    up, down = size.numerator, size.denominator
    everyone, total = int(n.sum()), sum(sums)
    groups = list(zip(n.tolist(), sums, of_squares, strict=True))
    # Python divides whole numbers of any size with one rounding.
    offset = [(everyone * x - m * total) * up / (m * everyone * down) for m, x, _ in groups]
    squares = [(m * xx - x * x) * up**2 / (m * down**2) for m, x, xx in groups]
    # The mean of equal values is their value, also where that is no short decimal.
    mean = [
        float(smallest + Fraction(x * up, m * down))
        if m * xx - x * x
        else float(values[steps == x // m][0])
        for m, x, xx in groups
    ]
    origin = float(smallest + Fraction(total * up, everyone * down))
    return Moments(n, origin, np.array(offset), np.array(squares), np.array(mean))


def _power_sums(
    steps: np.ndarray, counts: np.ndarray, everyone: int
) -> tuple[list[int], list[int]]:
    """Sum of the steps, and of their squares, of each group."""
    if int(steps[-1]) ** 2 * everyone >= FITS:
        steps, counts = steps.astype(object), counts.astype(object)
    return (steps @ counts).tolist(), ((steps * steps) @ counts).tolist()


def pooled_variance(groups: Moments) -> tuple[float, int]:
    """Variance within the groups, one for all, and its degrees of freedom.

    Raises
    ------
    TooFewObservations
        If each group has only one patient.
    NoSpread
        If the values do not vary within any group.

    Examples
    --------
    >>> pooled_variance(moments(np.array([1.0, 3.0, 5.0]), np.array([[1, 0], [1, 2], [1, 0]])))
    (2.6666666666666665, 3)
    """
    df = int(groups.n.sum()) - len(groups.n)
    if df < 1:
        raise TooFewObservations("every group has only one patient")
    variance = math.fsum(groups.squares.tolist()) / df
    if not variance:
        raise NoSpread("the values do not vary within any group")
    return variance, df
