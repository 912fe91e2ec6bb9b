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
# A grid of so many steps from 0 is one that somebody may have typed on.
PLAIN = 10**12
# Bits of a value that is no decimal; differences then stay within 64.
BINARY_BITS = 60


def common_grid(values: np.ndarray) -> tuple[np.ndarray, Fraction, Fraction]:
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
    smallest : Fraction
        The smallest value, in that unit.

    Notes
    -----
    Tried are grids of 0, 1, 2 ... 15 decimal places, in any unit that differs by a power of two.
    Of those that give back every value to the last bit, the first of fewer than a million million
    steps is taken, else the coarsest: 0.03 is 3 hundredths, though one double in eight is also a
    whole number over a power of two. Values on none of them
    (logarithms, ratios) are the binary fractions that they are, to 60 bits of the largest.

    Examples
    --------
    >>> steps, size, smallest = common_grid(np.array([0.1, 0.3, 0.2]))
    >>> steps.tolist(), size, smallest
    ([0, 2, 1], Fraction(1, 10), Fraction(1, 10))
    """
    largest = float(np.abs(values).max())
    finest = 1 << 63
    found: tuple[np.ndarray, int, int] | None = None
    scale = math.frexp(largest)[1]
    parts = np.ldexp(values, -scale)
    for places in range(MOST_PLACES + 1):
        fives = 5.0**places
        shift = DECIMAL_BITS - math.frexp(math.ldexp(largest, -scale) * fives)[1]
        whole = np.rint(np.ldexp(parts * fives, shift))
        # A whole number below 2**53 over a power of five: rounded once, as when it was typed.
        if (np.ldexp(whole / fives, -shift) == parts).all():
            most = _most_steps(whole)
            if most < finest:
                found, finest = (whole, 5**places, scale - shift), most
            if most < PLAIN:
                break
    if found is None:
        found = np.rint(np.ldexp(parts, BINARY_BITS)), 1, scale - BINARY_BITS
    return _from_smallest(*found)


def _most_steps(whole: np.ndarray) -> int:
    """How many steps lead from 0 to the farthest value, without a common power of two."""
    steps = np.abs(whole).astype(np.int64)
    bits = int(np.bitwise_or.reduce(steps))
    return int(steps.max()) // max(bits & -bits, 1)


def _from_smallest(
    whole: np.ndarray, parts: int, exponent: int
) -> tuple[np.ndarray, Fraction, Fraction]:
    """Steps of 2 to the exponent over so many parts, without their common factor."""
    steps = whole.astype(np.int64)
    smallest = int(steps.min())
    steps -= smallest
    # 0 where all values are equal.
    factor = max(int(np.gcd.reduce(steps)), 1)
    up, down = max(exponent, 0), max(-exponent, 0)
    unit = Fraction(1 << up, parts << down)
    return steps // factor, factor * unit, smallest * unit
