"""What a table of characteristics prints of one variable in one group."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.distinct import distinct_values
from dermcohort.estimate.moments import moments


@dataclass(frozen=True, slots=True)
class Description:
    """Summary of one group; everything but ``n`` is in the unit of the values.

    Attributes
    ----------
    n : int
        Patients with a value.
    mean : float
    sd, se : float or None
        Sample standard deviation (divisor n - 1) and that over the root of n; None if n is 1.
    median, q1, q3 : float
    minimum, maximum : float
    geometric_mean : float or None
        None unless every value is above 0.
    """

    n: int
    mean: float
    sd: float | None
    se: float | None
    median: float
    q1: float
    q3: float
    minimum: float
    maximum: float
    geometric_mean: float | None


def describe(
    values: np.ndarray, counts: np.ndarray, *, quartile_type: Literal[6, 7] = 6
) -> Description:
    """Describe one group.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending, in any unit; missing values left out.
    counts : int array, shape (m,)
        How many patients have each value.
    quartile_type : 6 or 7
        Definition of Hyndman and Fan: 6 as GraphPad Prism and SPSS, 7 as R and Excel.

    Raises
    ------
    TooFewObservations
        If there is no patient.

    Notes
    -----
    Agrees with R 4.2.2 (mean, sd, quantile) to a relative 1e-14 (tests/reference/describe).

    References
    ----------
    Hyndman RJ, Fan Y. Sample quantiles in statistical packages. Am Stat 1996;50:361-365.

    Examples
    --------
    >>> description = describe(np.array([1.0, 2.0, 4.0]), np.array([2, 1, 1]))
    >>> description.n, description.mean, description.median, description.q3
    (4, 2.0, 1.5, 3.5)
    """
    values, counts = distinct_values(values, counts)
    if not len(values):
        raise TooFewObservations("no patient has a value")
    centred = moments(values, counts[:, np.newaxis])
    n = int(centred.n[0])
    sd = math.sqrt(centred.squares[0] / (n - 1)) if n > 1 else None
    up_to = np.cumsum(counts)
    q1, median, q3 = (_quantile(values, up_to, share, quartile_type) for share in (0.25, 0.5, 0.75))
    return Description(
        n=n,
        mean=float(centred.mean[0]),
        sd=sd,
        se=None if sd is None else sd / math.sqrt(n),
        median=median,
        q1=q1,
        q3=q3,
        minimum=float(values[0]),
        maximum=float(values[-1]),
        geometric_mean=_geometric_mean(values, counts),
    )


def weighted_quantile(
    values: np.ndarray, counts: np.ndarray, share: float, *, quartile_type: Literal[6, 7] = 6
) -> float:
    """Value below which a share of the patients lies.

    Parameters
    ----------
    values : float array, shape (m,)
        The distinct values, ascending, in any unit.
    counts : int array, shape (m,)
        How many patients have each value.
    share : float
        From 0 to 1.
    quartile_type : 6 or 7
        Definition of Hyndman and Fan. Type 6 stops at the smallest and largest value.

    Raises
    ------
    TooFewObservations
        If there is no patient.
    ValueError
        If the share is not from 0 to 1, or the type is neither 6 nor 7.

    Examples
    --------
    >>> weighted_quantile(np.array([10.0, 20.0]), np.array([1, 1]), 0.5)
    15.0
    """
    values, counts = distinct_values(values, counts)
    if not len(values):
        raise TooFewObservations("no patient has a value")
    return _quantile(values, np.cumsum(counts), share, quartile_type)


def _quantile(values: np.ndarray, up_to: np.ndarray, share: float, quartile_type: int) -> float:
    """Quantile of ascending values, with how many patients have at most each of them."""
    if quartile_type not in (6, 7) or not 0 <= share <= 1:
        raise ValueError("quartile_type is 6 or 7, and share lies from 0 to 1")
    n = int(up_to[-1])
    place = (n + 1) * share if quartile_type == 6 else (n - 1) * share + 1
    place = min(max(place, 1.0), float(n))
    whole = math.floor(place)
    below, above = (
        float(values[np.searchsorted(up_to, rank)]) for rank in (whole, min(whole + 1, n))
    )
    between = place - whole
    # Equal neighbours are the answer; weights that add up to 1 may round to beside it.
    return below if below == above else (1 - between) * below + between * above


def _geometric_mean(values: np.ndarray, counts: np.ndarray) -> float | None:
    if values[0] <= 0:
        return None
    if len(values) == 1:
        return float(values[0])
    # About the largest value, so that the logarithms are small and a change of unit by a
    # power of two changes nothing else.
    top = float(values[-1])
    logs = counts * np.log(values / top)
    return top * math.exp(math.fsum(logs.tolist()) / int(counts.sum()))
