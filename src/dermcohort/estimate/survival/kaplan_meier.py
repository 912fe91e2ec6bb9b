"""Kaplan-Meier: the share of patients still without the event, and the median time to it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from dermcohort.estimate.survival.at_risk import RiskTable, risk_table
from dermcohort.estimate.survival.curve import Curve, curve
from dermcohort.estimate.survival.product_limit import UNIT, greenwood_terms, product_limit
from dermcohort.estimate.tails import normal_margin


@dataclass(frozen=True, slots=True)
class MedianTime:
    """Time at which one half of the patients have had the event.

    Attributes
    ----------
    median : float or None
        None if the curve stays above one half.
    conf_low, conf_high : float or None
        Where the lower and the upper limit of the curve come down to one half; None if they
        do not.
    note : str
        What is not reached, else "".
    """

    median: float | None
    conf_low: float | None
    conf_high: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class KaplanMeier:
    """One curve and one median a group, in the order of the columns.

    Attributes
    ----------
    n : int64 array, shape (k,)
        Patients.
    curves : tuple of Curve, length k
        Share without the event, with Greenwood's standard error and log-log limits.
    medians : tuple of MedianTime, length k
    """

    n: np.ndarray
    curves: tuple[Curve, ...]
    medians: tuple[MedianTime, ...]


def kaplan_meier(times: np.ndarray, counts: np.ndarray, *, level: float = 0.95) -> KaplanMeier:
    """Estimate the survival curve of each group, and its median.

    Parameters
    ----------
    times : float array, shape (m,)
        Time to the event or to the last observation, at least 0, in any unit.
    counts : int array, shape (m, k, 2)
        How many patients of each of k groups have that time, ``[..., 0]`` censored and
        ``[..., 1]`` with the event.
    level : float
        Of the confidence limits at each time, and of those of the median.

    Raises
    ------
    TooFewObservations
        If a group has no patients.
    ValueError
        If a time is negative, there is more than one reason, or the level is not between 0
        and 1.

    Notes
    -----
    Each share is rounded once from 160 bits, so that it is the float next to the exact
    fraction. Where the curve stands at exactly one half, the median is the middle of that
    stretch, as in R and SAS; where it ends there, the median is the time at which it came to
    one half, as R prints it. Limits of the median follow Brookmeyer and Crowley on the log-log
    scale, which are those of SAS and of R with ``conf.type = "log-log"``. Agrees with R
    survival 3.5-3 survfit to a relative 1e-11 (tests/reference/survival); shares are those of
    fractions to the last digit, standard errors to 1e-15 (tests/reference/survival_exact).

    References
    ----------
    Kaplan EL, Meier P. Nonparametric estimation from incomplete observations. J Am Stat Assoc
    1958;53:457-481.
    Brookmeyer R, Crowley J. A confidence interval for the median survival time. Biometrics
    1982;38:29-41.

    Examples
    --------
    >>> weeks = np.array([4, 12, 16, 24])
    >>> found = kaplan_meier(weeks, np.array([[[0, 1]], [[1, 2]], [[0, 2]], [[4, 0]]]))
    >>> found.curves[0].estimate.tolist(), found.medians[0].median
    ([0.9, 0.7, 0.4666666666666667, 0.4666666666666667], 16.0)
    """
    table = risk_table(times, counts, reasons=1)
    margin = normal_margin(level)
    groups = range(len(table.n))
    curves = tuple(_survival(table.of_group(group), margin) for group in groups)
    return KaplanMeier(table.n, curves, tuple(median_time(found) for found in curves))


def _survival(table: RiskTable, margin: float) -> Curve:
    n, d = table.at_risk[:, 0], table.events[:, 0, 0]
    shares = product_limit(n, d)
    sums = accumulate(greenwood_terms(n, d))
    # var S(t) = S(t)^2 * sum of d / (n (n - d))
    variances = [
        share * share // UNIT * greenwood // UNIT
        for share, greenwood in zip(shares, sums, strict=True)
    ]
    return curve(table, d, shares, variances, margin, start=1)


def median_time(survival: Curve) -> MedianTime:
    """Median of a survival curve, with limits from those of the curve.

    Parameters
    ----------
    survival : Curve

    Examples
    --------
    >>> found = kaplan_meier(np.array([1.0, 3.0]), np.array([[[0, 2]], [[0, 2]]]))
    >>> median_time(found.curves[0]).median
    2.0
    """
    median = _half(survival.time, tuple(survival.estimate.tolist()))
    low, high = (_half(survival.time, c) for c in (survival.conf_low, survival.conf_high))
    notes = []
    if median is None:
        notes.append("the curve stays above one half, so that the median time is not reached")
    elif survival.estimate[-1] == 0.5:
        notes.append("the curve ends at one half")
    if median is not None and low is None:
        notes.append("the lower limit of the median is not known")
    if high is None:
        notes.append("the upper limit of the median time is not reached")
    return MedianTime(median, low, high, "; ".join(notes))


def _half(time: np.ndarray, shares: tuple[float | None, ...]) -> float | None:
    """Where a falling step function comes down to one half: the middle of a stretch there."""
    reached = [place for place, p in enumerate(shares) if p is not None and p <= 0.5]
    if not reached:
        return None
    below = [place for place in reached if shares[place] != 0.5]
    if shares[reached[0]] == 0.5 and below:
        return float(time[reached[0]] + time[below[0]]) / 2
    return float(time[reached[0]])
