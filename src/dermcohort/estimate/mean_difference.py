"""A difference of two means with its t: what Student's, Welch's and the paired test give."""

from __future__ import annotations

from dataclasses import dataclass

from dermcohort.estimate.tails import t_margin, t_tails


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """The second group or visit against the first.

    Attributes
    ----------
    difference : float
        Mean of the second minus that of the first, in the unit of the values.
    se : float
        Its standard error.
    t : float
    df : float
        Degrees of freedom; whole but for Welch's.
    p_value : float
        Two-sided.
    conf_low, conf_high : float
        Confidence limits of the difference.
    """

    difference: float
    se: float
    t: float
    df: float
    p_value: float
    conf_low: float
    conf_high: float


def mean_difference(
    difference: float, se: float, t: float, df: float, level: float
) -> MeanDifference:
    """Add p and the confidence limits.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1.

    Examples
    --------
    >>> found = mean_difference(2.0, 1.0, 2.0, 10, 0.95)
    >>> round(found.p_value, 4), round(found.conf_low, 4), round(found.conf_high, 4)
    (0.0734, -0.2281, 4.2281)
    """
    margin = t_margin(level, df) * se
    return MeanDifference(
        difference, se, t, df, t_tails(t, df), difference - margin, difference + margin
    )
