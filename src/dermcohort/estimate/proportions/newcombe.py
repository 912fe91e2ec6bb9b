"""Newcombe's interval of the difference of two proportions: of two groups of patients."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dermcohort.estimate.proportions.proportion import wilson
from dermcohort.estimate.proportions.two_by_two import TwoByTwo, two_by_two


@dataclass(frozen=True, slots=True)
class Newcombe:
    """The second group against the first.

    Attributes
    ----------
    estimate : float
        Proportion of the second group minus that of the first, from -1 to 1.
    conf_low, conf_high : float
        Confidence limits of the difference.
    """

    estimate: float
    conf_low: float
    conf_high: float


def newcombe(table: np.ndarray, *, level: float = 0.95) -> Newcombe:
    """Interval of the difference of two proportions from the Wilson intervals of both.

    Parameters
    ----------
    table : int array, shape (2, 2)
        Rows: patients with the event, patients without it. Columns: the control, the group
        compared with it.
    level : float
        Above 0, below 1.

    Raises
    ------
    TooFewObservations
        If a group is empty.
    ValueError
        If the table is not 2 x 2, a count is negative or not whole, or the level is not between
        0 and 1.

    Notes
    -----
    Method 10 of Newcombe, without correction for continuity. Exchanged groups give the mirrored
    interval. Agrees with 40-digit arithmetic to 1e-13 (tests/reference/two_proportions) and with
    all eight examples of the paper's table II to the digits printed.

    References
    ----------
    Newcombe RG. Interval estimation for the difference between independent proportions:
    comparison of eleven methods. Stat Med 1998;17:873-890.

    Examples
    --------
    >>> result = newcombe(np.array([[48, 56], [32, 14]]))
    >>> round(result.estimate, 4), round(result.conf_low, 4), round(result.conf_high, 4)
    (0.2, 0.0524, 0.3339)
    """
    found = two_by_two(table)
    difference = difference_of(found)
    p1, first = found.x1 / found.n1, wilson(found.x1, found.n1, level)
    p0, second = found.x0 / found.n0, wilson(found.x0, found.n0, level)
    # l and u are Wilson's limits; each side takes those that lie towards it.
    below = math.hypot(p1 - first.low, second.high - p0)
    above = math.hypot(first.high - p1, p0 - second.low)
    return Newcombe(difference, max(-1.0, difference - below), min(1.0, difference + above))


def difference_of(table: TwoByTwo) -> float:
    """x1 / n1 - x0 / n0, rounded once."""
    return (table.x1 * table.n0 - table.x0 * table.n1) / (table.n0 * table.n1)
