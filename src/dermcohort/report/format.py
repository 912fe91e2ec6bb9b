"""Numbers as journals print them: the only place of the report where a digit is rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
#: What stands in place of a number that cannot be had; its reason stands in a footnote.
ABSENT = "\N{EM DASH}"

#: Units as printed, where the data dictionary writes them in plain letters.
_UNITS = {
    "/uL": "/\N{GREEK SMALL LETTER MU}L",
    "10^4/uL": "\N{MULTIPLICATION SIGN}10\N{SUPERSCRIPT FOUR}/\N{GREEK SMALL LETTER MU}L",
    "kg/m2": "kg/m\N{SUPERSCRIPT TWO}",
}
STARS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))


def number(value: float, decimals: int) -> str:
    """Round half up on the decimal that the float stands for; thousands from 10,000 on.

    >>> number(2.675, 2), number(-0.04, 1), number(17440.25, 1)
    ('2.68', '0.0', '17,440.3')
    """
    rounded = _rounded(value, decimals)
    separator = "," if abs(rounded) >= 10_000 else ""
    text = f"{abs(rounded):{separator}.{decimals}f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def count(value: float) -> str:
    """A number of patients.

    >>> count(30.0)
    '30'
    """
    return number(value, 0)


def percent(value: float) -> str:
    """Percent with one decimal.

    >>> percent(23.333333333333332)
    '23.3%'
    """
    return f"{number(value, 1)}%"


def p_number(p: float, alpha: float = 0.05) -> str:
    """The number of a p without its letter, in three decimals; more where they hide p < alpha.

    >>> p_number(0.0297), p_number(0.00004), p_number(0.9999), p_number(0.04967)
    ('0.030', '<0.001', '>0.999', '0.0497')
    """
    if p < 0.001:
        return "<0.001"
    if _rounded(p, 3) >= 1:
        return ">0.999"
    decimals = 3
    while p < alpha <= float(_rounded(p, decimals)) and decimals < 9:
        decimals += 1
    return number(p, decimals)


def p_text(p: float, alpha: float = 0.05) -> str:
    """A p as a sentence has it.

    >>> p_text(0.0297), p_text(0.00004)
    ('p = 0.030', 'p < 0.001')
    """
    text = p_number(p, alpha)
    return f"p {text[0]} {text[1:]}" if text[0] in "<>" else f"p = {text}"


def stars(p: float) -> str:
    """Significance as figures mark it; empty where p is at least 0.05.

    >>> stars(0.0297), stars(0.0005), stars(0.05)
    ('*', '***', '')
    """
    return next((mark for limit, mark in STARS if p < limit), "")


def interval(low: str, high: str) -> str:
    """Two limits; a dash between them unless one is negative.

    >>> interval("1.0", "2.5")
    '1.0–2.5'
    """
    return f"{low} to {high}" if MINUS in low + high else f"{low}{DASH}{high}"


def unit(name: str) -> str:
    """A unit as printed.

    >>> unit("kg/m2")
    'kg/m²'
    """
    return _UNITS.get(name, name)


def listed(words: tuple[str, ...] | list[str], last: str = "and") -> str:
    """A list in a sentence.

    >>> listed(["IGA", "EASI", "BSA"])
    'IGA, EASI and BSA'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def plural(how_many: float, one: str, many: str = "") -> str:
    """A number of things.

    >>> plural(1, "patient"), plural(2, "patient")
    ('1 patient', '2 patients')
    """
    return f"{count(how_many)} {one if how_many == 1 else many or one + 's'}"


_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spelled(how_many: float, one: str, many: str = "") -> str:
    """A number of things at the start of a sentence, in letters up to 99.

    >>> spelled(28, "patient"), spelled(1, "patient"), spelled(120, "patient")
    ('Twenty-eight patients', 'One patient', '120 patients')
    """
    whole = int(how_many)
    digits, _, rest = plural(how_many, one, many).partition(" ")
    if whole >= 100 or whole != how_many:
        return f"{digits} {rest}"
    tens, ones = divmod(whole, 10)
    last = f"-{_SMALL[ones]}" if ones else ""
    return sentence(f"{_SMALL[whole] if whole < 20 else _TENS[tens - 2] + last} {rest}")


def sentence(text: str) -> str:
    """With a capital at the start, the rest left alone.

    >>> sentence("the visit of IgE")
    'The visit of IgE'
    """
    return text[:1].upper() + text[1:]


def _rounded(value: float, decimals: int) -> Decimal:
    # repr is the shortest decimal that is this float: what a person would say the number is.
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
