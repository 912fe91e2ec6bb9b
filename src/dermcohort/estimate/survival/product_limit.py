"""The product-limit estimate and Greenwood's sum, in whole numbers.

Both are kept as multiples of ``UNIT``, 2 to the power of -160. A step of a curve is never smaller
than 1 over the number of patients, so that after a million steps more than 100 bits are still
right: each number is rounded once, when it becomes a float, a curve that stands at exactly one
half is seen to do so, and differences of curves keep their digits.
"""

from __future__ import annotations

from itertools import accumulate

import numpy as np

UNIT = 1 << 160


def product_limit(at_risk: np.ndarray, events: np.ndarray) -> list[int]:
    """Share of patients still without the event after each time, in units.

    Parameters
    ----------
    at_risk, events : int array, shape (d,)
        Of one group, times ascending.

    Notes
    -----
    S(t), the product of (n - d) / n over the times up to t.

    Examples
    --------
    >>> [share / UNIT for share in product_limit(np.array([4, 3, 1]), np.array([1, 1, 0]))]
    [0.75, 0.5, 0.5]
    """
    shares: list[int] = []
    share = UNIT
    for n, d in zip(at_risk.tolist(), events.tolist(), strict=True):
        # Without an event nothing changes; nor where a group has nobody left.
        share = share * (n - d) // n if d else share
        shares.append(share)
    return shares


def greenwood_terms(at_risk: np.ndarray, events: np.ndarray) -> list[int]:
    """Terms d / (n (n - d)) of Greenwood's sum, in units.

    Parameters
    ----------
    at_risk, events : int array, shape (d,)

    Notes
    -----
    0 where all at risk have the event: the curve is 0 from there on, and so is what the term
    would be multiplied with.

    Examples
    --------
    >>> [term / UNIT for term in greenwood_terms(np.array([4, 2]), np.array([2, 2]))]
    [0.25, 0.0]
    """
    pairs = zip(at_risk.tolist(), events.tolist(), strict=True)
    return [UNIT * d // (n * (n - d)) if n > d else 0 for n, d in pairs]


def incidence(at_risk: np.ndarray, events: np.ndarray, own: np.ndarray) -> list[int]:
    """Share of patients who have had the event for one reason by each time, in units.

    Parameters
    ----------
    at_risk, events : int array, shape (d,)
        Of one group, events for any reason.
    own : int array, shape (d,)
        Events for the reason in question.

    Notes
    -----
    F(t), the sum of S d_j / n over the times up to t, with S before each time.

    Examples
    --------
    >>> n, d, own = np.array([4, 3, 1]), np.array([1, 2, 1]), np.array([1, 1, 0])
    >>> [share / UNIT for share in incidence(n, d, own)]
    [0.25, 0.5, 0.5]
    """
    before = [UNIT, *product_limit(at_risk, events)[:-1]]
    steps = zip(at_risk.tolist(), own.tolist(), before, strict=True)
    return list(accumulate(s * d_j // n if d_j else 0 for n, d_j, s in steps))
