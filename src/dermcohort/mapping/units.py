"""Units as headings give them: in parentheses, behind the name, or in a row of their own."""

from __future__ import annotations

import re

from dermcohort.check.spelling import plain
from dermcohort.units import UNITS, unit_key

#: What looks like a unit, known or not: a word, and per what.
_LOOKS = re.compile(r"[x×*]?[0-9^]*[a-zμµ%]*/[0-9.]*[a-zμµ日]+[0-9.]*[a-z]*")
_BRACKETS = "()[]（）［］ "
_KNOWN = {
    unit_key(spelling)
    for units in UNITS.values()
    for unit in units
    for spelling in (unit.name, *unit.spellings)
    if spelling
}


def bare_unit(text: str) -> str:
    """Without brackets."""
    return text.strip(_BRACKETS)


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else.

    >>> is_unit("(U/L)"), is_unit("×10⁴/µL"), is_unit("Smith"), is_unit("0M"), is_unit("M/F")
    (True, True, False, False, False)
    """
    bare = bare_unit(text)
    # One letter is more often something else: y, M.
    known = len(bare) > 1 or not bare.isascii() or bare == "%"
    if known and unit_key(bare) in _KNOWN:
        return True
    looks = plain(bare).replace(" ", "")
    return bool(_LOOKS.fullmatch(looks)) and looks not in {"m/f", "f/m", "y/n"}
