"""Fisher's exact test: does a yes-or-no outcome depend on which of two groups."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dermcohort.estimate.distinct import distinct_values, group_sizes

# Tables as probable as the observed one up to rounding count as extreme; as R does.
AS_PROBABLE = 1 + 1e-7


@dataclass(frozen=True, slots=True)
class FisherExact:
    """The 2 x 2 table.

    Attributes
    ----------
    odds_ratio : float or None
        Of the sample, ad / bc, not R's conditional estimate; None if bc is 0.
    p_value : float
        Two-sided: the probabilities of all tables at most as probable as the one observed.
    """

    odds_ratio: float | None
    p_value: float


def fisher_exact(table: np.ndarray) -> FisherExact:
    """Test whether outcome and group are independent, given the totals.

    Parameters
    ----------
    table : int array, shape (2, 2)
        How many patients of each of two groups (columns) have each of two outcomes (rows).

    Raises
    ------
    TooFewObservations
        If a group is empty.
    ValueError
        If the table is not 2 x 2.

    Notes
    -----
    If all patients have the same outcome there is only one table, and p is 1. Relative error
    of p below 1e-12 against enumeration in fractions; R 4.2.2 fisher.test agrees to 1e-12
    (tests/reference/tables).

    References
    ----------
    Fisher RA. The logic of inductive inference. J R Stat Soc 1935;98:39-82.

    Examples
    --------
    >>> result = fisher_exact(np.array([[8, 1], [2, 5]]))
    >>> result.odds_ratio, round(result.p_value, 6)
    (20.0, 0.034965)
    """
    if np.shape(table) != (2, 2):
        raise ValueError("Fisher's test here is for tables of 2 x 2; for larger, chi-square")
    distinct_values(np.arange(2), table)
    group_sizes(np.asarray(table))
    (a, b), (c, d) = np.asarray(table).tolist()
    odds_ratio = a * d / (b * c) if b * c else None
    # The table whose rows are exchanged is the same question; the smaller count is walked.
    if a + b > c + d:
        a, b, c, d = c, d, a, b
    return FisherExact(odds_ratio, _two_sided(a, a + c, b + d, a + b))


def _two_sided(observed: int, first: int, second: int, drawn: int) -> float:
    """Probability of all counts at most as probable as the observed one."""
    low, high = max(0, drawn - second), min(drawn, first)
    mode = min(max((drawn + 1) * (first + 1) // (first + second + 2), low), high)
    total = first + second
    sd = math.sqrt(drawn * (first / total) * (second / total))
    # Beyond this the probability is below the smallest float.
    reach = int(60 * sd) + 400
    up = np.arange(mode, min(high, mode + reach), dtype=np.float64)
    down = np.arange(mode, max(low, mode - reach), -1, dtype=np.float64)
    # Ratio of each probability to the one before it, walking away from the mode.
    rise = (first - up) * (drawn - up) / ((up + 1) * (second - drawn + up + 1))
    fall = down * (second - drawn + down) / ((first - down + 1) * (drawn - down + 1))
    with np.errstate(under="ignore"):
        above, below = np.cumprod(rise), np.cumprod(fall)
    weights = np.concatenate([below[::-1], [1.0], above])
    place = observed - mode + len(below)
    if not 0 <= place < len(weights):
        return 0.0
    extreme = weights[weights <= weights[place] * AS_PROBABLE]
    return min(1.0, math.fsum(extreme.tolist()) / math.fsum(weights.tolist()))
