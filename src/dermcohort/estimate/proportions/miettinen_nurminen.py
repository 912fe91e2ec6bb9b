"""Difference of two proportions with the limits of the score test of Miettinen and Nurminen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from dermcohort.estimate.proportions.newcombe import difference_of
from dermcohort.estimate.proportions.score_limits import critical, score_z, upper_difference
from dermcohort.estimate.proportions.two_by_two import two_by_two


@dataclass(frozen=True, slots=True)
class MiettinenNurminen:
    """The second group against the first.

    Attributes
    ----------
    estimate : float
        Proportion of the second group minus that of the first, from -1 to 1.
    conf_low, conf_high : float
        Confidence limits of the difference.
    z : float
        Score statistic of no difference; z squared is chi-square times (N - 1) / N.
    p_value : float
        Two-sided, of z.
    """

    estimate: float
    conf_low: float
    conf_high: float
    z: float
    p_value: float


def miettinen_nurminen(table: np.ndarray, *, level: float = 0.95) -> MiettinenNurminen:
    """Compare two proportions by their difference; interval and p from one test.

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
    With the variance of N / (N - 1). 0 is outside the interval exactly if p is below 1 - level.
    Exchanged groups give the mirrored interval to the last bit. If nobody, or everybody, has the
    event, z is 0 and p is 1, and there is still an interval. The limits agree with 40-digit
    arithmetic from the definition to 1e-13 (tests/reference/two_proportions), and with the
    paper's example 5, Newcombe's table and a trial as SAS prints it, to the digits printed.

    References
    ----------
    Miettinen O, Nurminen M. Comparative analysis of two rates. Stat Med 1985;4:213-226.

    Examples
    --------
    >>> result = miettinen_nurminen(np.array([[48, 56], [32, 14]]))
    >>> round(result.conf_low, 4), round(result.conf_high, 4), round(result.p_value, 4)
    (0.0528, 0.3382, 0.0083)
    """
    found = two_by_two(table)
    chi2 = critical(found, level)
    low, high = -upper_difference(found.exchanged(), chi2), upper_difference(found, chi2)
    z = score_z(found)
    return MiettinenNurminen(difference_of(found), low, high, z, 2 * float(ndtr(-abs(z))))
