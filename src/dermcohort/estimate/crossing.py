"""Where a rising function crosses zero, to the last float that can be told apart."""

from __future__ import annotations

import sys
from collections.abc import Callable

# A bracket this narrow, relative to where it is, has no float inside that would differ.
NARROWEST = 2 * sys.float_info.epsilon


def crossing(f: Callable[[float], float], low: float, high: float) -> float:
    """Where f is 0 between two places.

    Parameters
    ----------
    f : callable
        Rises from ``f(low) <= 0`` to ``f(high) >= 0``.
    low, high : float

    Raises
    ------
    ValueError
        If f has one sign at both ends.

    Notes
    -----
    Inverse quadratic interpolation where the last three points allow it, else bisection, so
    that the bracket never grows and the number of steps is bounded. No tolerance to choose: it
    goes on until the bracket is two roundings wide.

    References
    ----------
    Chandrupatla TR. A new hybrid quadratic/bisection algorithm for finding the zero of a
    nonlinear function without using derivatives. Adv Eng Softw 1997;28:145-149.

    Examples
    --------
    >>> round(crossing(lambda x: x * x - 2, 0.0, 2.0), 15)
    1.414213562373095
    """
    a, b, fa, fb = high, low, f(high), f(low)
    if fb > 0 or fa < 0:
        raise ValueError(f"there is no crossing between {low} and {high}")
    if fa == 0 or fb == 0:
        return a if fa == 0 else b
    t = 0.5
    while True:
        # b is the newest point, a the end of the bracket on the other side, c the one before.
        x = a + t * (b - a)
        fx = f(x)
        if (fx > 0) == (fa > 0):
            c, fc = a, fa
        else:
            c, fc, b, fb = b, fb, a, fa
        a, fa = x, fx
        best, at_best = (a, fa) if abs(fa) < abs(fb) else (b, fb)
        room = NARROWEST * max(abs(best), sys.float_info.min) / abs(b - a) if b != a else 1.0
        if at_best == 0 or room > 0.5:
            return best
        t = _share(a, b, c, fa, fb, fc)
        t = min(max(t, room), 1 - room)


def reached(f: Callable[[float], float], level: float, *, start: float = 1.0) -> float:
    """Where a function that rises from 0 without end over x > 0 reaches a level above 0.

    Parameters
    ----------
    f : callable
    level : float
    start : float
        About where; only the time depends on it.

    Examples
    --------
    >>> round(reached(lambda x: x**3, 27.0), 12)
    3.0
    """
    low = high = start
    while f(high) < level:
        low, high = high, 2 * high
    while f(low) > level:
        low, high = low / 2, low
    return crossing(lambda x: f(x) - level, low, high)


def _share(a: float, b: float, c: float, fa: float, fb: float, fc: float) -> float:
    """How far from a towards b the next point lies."""
    # Where rounding has made f flat there is no slope to follow.
    if fc in (fa, fb):
        return 0.5
    xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
    # The inverse quadratic through the three points is monotone between a and b.
    if not (1 - (1 - xi) ** 0.5 < phi < xi**0.5):
        return 0.5
    alpha = (c - a) / (b - a)
    return fa / (fb - fa) * fc / (fb - fc) + alpha * fa / (fc - fa) * fb / (fc - fb)
