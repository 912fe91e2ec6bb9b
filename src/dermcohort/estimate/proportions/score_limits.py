"""Upper limits of a difference, a ratio and an odds ratio of two proportions by the score test.

A limit is the value whose score test has exactly the critical chi-square. Miettinen and Nurminen
(1985) find, for each value tried, the proportions p1 and p0 of greatest likelihood that have this
difference or ratio. Here the search goes over the multiplier of that constraint instead: given
it, p1 and p0 are in closed form, and the chi-square is the sum

    X2 = (x1 - n1 p1)^2 / (n1 p1 q1) + (x0 - n0 p0)^2 / (n0 p0 q0),   q = 1 - p,

of which each part rises as its p moves away from x / n. So the limit exists, is the only one, and
no cell of zero is a special case of the arithmetic. The lower limit is the upper limit of the
exchanged groups, so that exchanging them mirrors the interval to the last bit.
"""

from __future__ import annotations

import math

from dermcohort.estimate.crossing import reached
from dermcohort.estimate.proportions.two_by_two import TwoByTwo
from dermcohort.estimate.tails import normal_margin


def critical(table: TwoByTwo, level: float) -> float:
    """What X2 must reach: the variance of Miettinen and Nurminen is N / (N - 1) times larger.

    Parameters
    ----------
    table : TwoByTwo
    level : float
        Above 0, below 1.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1.
    """
    return normal_margin(level) ** 2 * table.n / (table.n - 1)


def score_z(table: TwoByTwo) -> float:
    """Score statistic of no difference, as a standard normal deviate; its square is X2 (N-1)/N.

    0 where all patients have, or none has, the event: the limit as the difference goes to 0.

    Examples
    --------
    >>> round(score_z(TwoByTwo(3, 10, 9, 10)), 6)
    2.66927
    """
    numerator = table.x1 * table.n0 - table.x0 * table.n1
    spread = table.n0 * table.n1 * table.x * (table.n - table.x)
    return numerator * math.sqrt((table.n - 1) / spread) if spread else 0.0


def upper_difference(table: TwoByTwo, chi2: float) -> float:
    """Largest p1 - p0 with X2 at most ``chi2``; exactly 1 if all of n1 and none of n0.

    Notes
    -----
    The constraint p1 - p0 = d with multiplier lambda makes n1 p1 - x1 = lambda p1 q1 and, of
    those without the event, n0 q0 - y0 = lambda q0 p0: one equation for both groups.

    Examples
    --------
    >>> upper_difference(TwoByTwo(0, 20, 10, 10), 3.0)
    1.0
    """
    (x1, n1), (y0, n0) = (table.x1, table.n1), (table.y0, table.n0)
    if x1 == n1 and y0 == n0:
        return 1.0

    def chi_square(multiplier: float) -> float:
        p1, q0 = _raised(x1, n1, multiplier), _raised(y0, n0, multiplier)
        # The part of each group is also lambda^2 p q / n.
        return multiplier * (multiplier * (p1 * (1 - p1) / n1 + q0 * (1 - q0) / n0))

    multiplier = reached(chi_square, chi2, start=max(table.n0, table.n1))
    p1, q0 = _raised(x1, n1, multiplier), _raised(y0, n0, multiplier)
    return min(1.0, p1 + q0 - 1)


def _raised(x: int, n: int, multiplier: float) -> float:
    """The p from x / n to 1 with n p - x = multiplier p (1 - p)."""
    less = n - multiplier
    root = math.sqrt(less * less + 4 * multiplier * x)
    # The root of the quadratic that does not subtract what is nearly equal.
    p = 2 * x / (less + root) if less > 0 else (root - less) / (2 * multiplier)
    return min(1.0, p)


def upper_ratio(table: TwoByTwo, chi2: float) -> float | None:
    """Largest p1 / p0 with X2 at most ``chi2``; None if there is no event in n0.

    Notes
    -----
    The constraint log p1 - log p0 = log r with multiplier mu makes p1 = (x1 + mu) / (n1 + mu)
    and p0 = (x0 - mu) / (n0 - mu), mu below x0. If all of n0 have the event, p0 stays 1 until
    mu has come to n0; whatever of ``chi2`` is left then goes into p0.

    Examples
    --------
    >>> round(upper_ratio(TwoByTwo(20, 20, 10, 10), 4.0), 12)
    1.2
    """
    x1, n1, y1, x0, n0, y0 = table.x1, table.n1, table.y1, table.x0, table.n0, table.y0
    if not x0:
        return None

    def of_first(mu: float) -> float:
        return mu * (mu * y1 / (n1 * (x1 + mu)))

    if not y0:
        left = chi2 - of_first(n0)
        if left >= 0:
            return (x1 + n0) / (n1 + n0) * (n0 + left) / n0
        mu = reached(of_first, chi2, start=n0)
        return (x1 + mu) / (n1 + mu)

    def chi_square(odds: float) -> float:
        mu = x0 * (odds / (1 + odds))
        return of_first(mu) + mu * (odds * y0 / n0)

    # mu / (x0 - mu) runs over all positive numbers and keeps the digits of x0 - mu.
    odds = reached(chi_square, chi2)
    mu, kept = x0 * (odds / (1 + odds)), x0 / (1 + odds)
    return (x1 + mu) / (n1 + mu) * ((n0 - mu) / kept)


def upper_odds_ratio(table: TwoByTwo, chi2: float) -> float | None:
    """Largest p1 q0 / (q1 p0) with X2 at most ``chi2``; None if x0 or y1 is 0.

    Notes
    -----
    The constraint on the logits with multiplier kappa makes n1 p1 = x1 + kappa and n0 p0 = x0 -
    kappa, kappa below x0 and y1: expected counts with the margins of the table (Cornfield).

    Examples
    --------
    >>> upper_odds_ratio(TwoByTwo(0, 20, 10, 10), 4.0) is None
    True
    """
    x1, n1, y1, x0, n0, y0 = table.x1, table.n1, table.y1, table.x0, table.n0, table.y0
    most = min(x0, y1)
    if not most:
        return None

    def cells(odds: float) -> tuple[float, float, float, float, float]:
        kappa, kept = most * (odds / (1 + odds)), most / (1 + odds)
        return kappa, x1 + kappa, y1 - most + kept, x0 - most + kept, y0 + kappa

    def chi_square(odds: float) -> float:
        kappa, a, b, c, d = cells(odds)
        return kappa * (kappa * (n1 / (a * b) + n0 / (c * d)))

    _, a, b, c, d = cells(reached(chi_square, chi2))
    return a / b * (d / c)
