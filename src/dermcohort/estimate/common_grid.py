"""Values as whole steps of their common grid, so that differences and sums are exact.

A score of 0.3 minus one of 0.1 is a score of 0.2, and binary fractions do not know it. The
decimals that were typed are found again: a value is the double nearest to a whole number of
steps, and from the steps the differences are formed.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

# Bits of a value read as a decimal (15 digits), and places after the point that are tried.
DECIMAL_BITS, MOST_PLACES = 50, 15
# Bits of a value that is no decimal; differences then stay within 64.
BINARY_BITS = 60


def common_grid(values: np.ndarray) -> tuple[np.ndarray, Fraction]:
    """Write the values as the smallest of them plus whole steps.

    Parameters
    ----------
    values : float array, shape (m,)
        Finite, any order; at least one.

    Returns
    -------
    steps : int64 array, shape (m,)
        From 0, without a common factor.
    size : Fraction
        Of one step, in the unit of the values.

    Notes
    -----
    Tried are grids of 0, 1, 2 ... 15 decimal places, in any unit that differs by a power of two;
    the first that gives back every value to the last bit is taken. Values on none of them
    (logarithms, ratios) are the binary fractions that they are, to 60 bits of the largest.

    Examples
    --------
    >>> steps, size = common_grid(np.array([0.1, 0.3, 0.2]))
    >>> steps.tolist(), size
    ([0, 2, 1], Fraction(1, 10))
    """
    largest = float(np.abs(values).max())
    scale = math.frexp(largest)[1]
    parts = np.ldexp(values, -scale)
    for places in range(MOST_PLACES + 1):
        fives = 5.0**places
        shift = DECIMAL_BITS - math.frexp(math.ldexp(largest, -scale) * fives)[1]
        whole = np.rint(np.ldexp(parts * fives, shift))
        # A whole number below 2**53 over a power of five: rounded once, as when it was typed.
        if (np.ldexp(whole / fives, -shift) == parts).all():
            return _from_smallest(whole, 5**places, scale - shift)
    whole = np.rint(np.ldexp(parts, BINARY_BITS))
    return _from_smallest(whole, 1, scale - BINARY_BITS)


def _from_smallest(whole: np.ndarray, parts: int, exponent: int) -> tuple[np.ndarray, Fraction]:
    """Steps of 2 to the exponent over so many parts, without their common factor."""
    steps = whole.astype(np.int64)
    steps -= steps.min()
    # 0 where all values are equal.
    factor = max(int(np.gcd.reduce(steps)), 1)
    up, down = max(exponent, 0), max(-exponent, 0)
    return steps // factor, Fraction(factor << up, parts << down)
