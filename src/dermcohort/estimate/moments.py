"""Mean and sum of squares of each group, from counts, without loss of digits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoAnswer

# Beyond these the square of a difference leaves the range of double precision.
WIDEST, NARROWEST = 1e100, 1e-100


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
        Mean of the group minus the origin, in the unit of the values. Differences of means
        are taken from here: they keep the digits that ``mean`` has rounded away.
    squares : float array, shape (k,)
        Sum of squared deviations from the mean of the group; exactly 0 for a constant group.
    """

    n: np.ndarray
    origin: float
    offset: np.ndarray
    squares: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        """Mean of each group, float array of shape (k,)."""
        return np.asarray(self.origin + self.offset)


def moments(values: np.ndarray, counts: np.ndarray) -> Moments:
    """Count, mean and sum of squares of each group.

    Parameters
    ----------
    values : float array, shape (m,)
        Distinct, ascending.
    counts : int array, shape (m, k)
        No column empty.

    Raises
    ------
    NoAnswer
        If the values are so far apart, or so close together, that squares leave the range of
        double precision.

    Notes
    -----
    Every sum is rounded once (``math.fsum``), so that the order of the rows cannot matter,
    and taken about the mean, so that leading digits common to all values do not cost any.

    Examples
    --------
    >>> moments(np.array([1.0, 3.0, 5.0]), np.array([[1, 0], [1, 2], [1, 0]])).squares.tolist()
    [8.0, 0.0]
    """
    everyone = counts.sum(axis=1)
    origin = math.fsum((everyone * values).tolist()) / int(everyone.sum())
    # The mean of equal values may be rounded to beside them.
    origin = min(max(origin, float(values[0])), float(values[-1]))
    spread = float(values[-1] - values[0])
    if spread and not NARROWEST < spread < WIDEST:
        raise NoAnswer("the values are too far apart or too close together to be squared")
    pairs = [_about(origin, values, column) for column in counts.T]
    offset, squares = np.array(pairs).T
    return Moments(counts.sum(axis=0), origin, offset, squares)


def _about(origin: float, values: np.ndarray, counts: np.ndarray) -> tuple[float, float]:
    """Mean of one group minus the origin, and its sum of squares."""
    held = counts > 0
    values, counts = values[held], counts[held]
    if len(values) == 1:
        return float(values[0]) - origin, 0.0
    n = int(counts.sum())
    offset = math.fsum((counts * (values - origin)).tolist()) / n
    rest = values - (origin + offset)
    weighted = counts * rest
    # The second sum would be 0 if the mean had not been rounded to a float.
    squares = math.fsum((weighted * rest).tolist()) - math.fsum(weighted.tolist()) ** 2 / n
    return offset, squares
