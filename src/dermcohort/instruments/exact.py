"""Numbers of instruments as exact fractions, and how they are written."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real

from dermcohort.errors import UsageError


def exact(number: object) -> Fraction:
    """A number as the fraction that was typed: the float 0.1 is one tenth.

    Parameters
    ----------
    number : int, float, Decimal or Fraction
        A float stands for the shortest decimal that reads back as it.

    Raises
    ------
    UsageError
        If it is no finite number. A truth value is none.

    Examples
    --------
    >>> exact(0.1) * 3 == exact("0.3")
    Traceback (most recent call last):
    dermcohort.errors.UsageError: a number was expected, got text
    >>> exact(0.1) * 3 == exact(0.3)
    True
    """
    if isinstance(number, Rational) and not isinstance(number, bool):
        return Fraction(int(number.numerator), int(number.denominator))
    if isinstance(number, Decimal) and number.is_finite():
        return Fraction(number)
    if isinstance(number, Real) and not isinstance(number, bool) and math.isfinite(number):
        # ``str``, since the ``repr`` of NumPy's numbers holds the name of their type.
        return Fraction(str(number))
    kind = "text" if isinstance(number, str) else type(number).__name__
    unfinished = isinstance(number, Real | Decimal) and not isinstance(number, bool)
    raise UsageError(
        f"a number was expected, got {'one that is not finite' if unfinished else kind}"
    )


def decimal_text(number: Fraction) -> str:
    """A fraction as a decimal without trailing zeros; 20 places where it has no end.

    >>> decimal_text(Fraction(59, 5)), decimal_text(Fraction(72))
    ('11.8', '72')
    """
    places = 20
    for count in range(places):
        if (number * 10**count).denominator == 1:
            places = count
            break
    # In integers: a format specification of fractions came with Python 3.12.
    digits = str(abs(round(number * 10**places))).rjust(places + 1, "0")
    whole, after = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if number < 0 else "") + whole + (f".{after}" if after else "")
