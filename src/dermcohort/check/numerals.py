"""Numbers as people write them in text: which number it is, and what else stands beside it.

Only what has one reading is read. What a careful person would have to ask about is a `Doubt`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from dermcohort.check.spelling import half_width_kept


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and what stands beside it.

    Attributes
    ----------
    value : float
        Finite.
    comparator : "=", "<" or ">"
    unit : str
        As written; "" where there is none.
    about : bool
        Whether it is said to be approximate.
    thousands : bool
        Whether it is written with separators of thousands.
    marks, flags : str
        Footnote marks, and the laboratory's words for high and low.
    """

    value: float
    comparator: str = "="
    unit: str = ""
    about: bool = False
    thousands: bool = False
    marks: str = ""
    flags: str = ""


class Doubt(NamedTuple):
    """No number, or none that is certain; the end of a sentence that says so."""

    hint: str = ""


class _Part(NamedTuple):
    """What is left of a text after taking one thing away, and what that was."""

    rest: str
    kind: str
    word: str


_MINUS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー﹣－", "-"))
_SIGNS = str.maketrans({"≦": "≤", "⩽": "≤", "≧": "≥", "⩾": "≥", "﹤": "<", "﹥": ">"})

_MARKS_BEHIND = re.compile(
    r"(.*?[^\s*†‡§¶※#])\s*([*†‡§¶#]+|※[0-9]?|[†‡§¶][0-9]|[*※][0-9]?\)|\(?注[0-9]?\)?"
    r"|[ᵃᵇᶜᵈᵉ])"
)
# "12.5*1" could be a product; with the space in front of the star it is a footnote.
_MARK_AND_NUMBER = re.compile(r"(.*\S)\s+([*#][0-9])")
_MARKS_BEFORE = re.compile(r"([*†‡§¶※]+)\s*([^\s*†‡§¶※].*)")
_ABOUT_BEFORE = re.compile(
    r"(約|およそ|凡そ|ほぼ|ca\.?|approx\.?|approximately|about|circa|≈|≒)\s*(\S.*)", re.I
)
_ABOUT_BEHIND = re.compile(r"(.*\S)\s*(程度|くらい|ぐらい|前後|ほど)")
_FLAG_BEFORE = re.compile(r"(HH?|LL?|↑+|↓+)\s*([0-9<>≤≥].*)")
# The L of U/L is no flag: letters need a digit or a space in front.
_FLAG_BEHIND = re.compile(r"(.*[0-9\s)%])(HH?|LL?)|(.*[^↑↓(])(\(\s*(?:HH?|LL?|高|低)\s*\)|↑+|↓+)")
_LESS_BEFORE = re.compile(r"(<=|<|≤|less than|below|under)\s*(\S.*)", re.I)
_MORE_BEFORE = re.compile(r"(>=|>|≥|more than|greater than|above|over)\s*(\S.*)", re.I)
# Behind the number the sign is turned round: 20000< is what laboratories print for "above".
_LESS_BEHIND = re.compile(r"(.*[^\s<>=])\s*(>|未満|以下)")
_MORE_BEHIND = re.compile(r"(.*?[^\s<>=])\s*(<|以上|を?超え?る?)")

_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("marks", _MARKS_BEHIND), ("marks", _MARK_AND_NUMBER), ("marks", _MARKS_BEFORE),
    ("about", _ABOUT_BEFORE), ("about", _ABOUT_BEHIND),
    ("flags", _FLAG_BEFORE), ("flags", _FLAG_BEHIND),
    ("<", _LESS_BEFORE), (">", _MORE_BEFORE), ("<", _LESS_BEHIND), (">", _MORE_BEHIND),
)  # fmt: skip
#: Those that stand in front of the number.
_WORD_FIRST = (_MARKS_BEFORE, _ABOUT_BEFORE, _FLAG_BEFORE, _LESS_BEFORE, _MORE_BEFORE)


def numeral(text: str, *, decimal: str = ".") -> Numeral | Doubt:
    """Read a number in text.

    Parameters
    ----------
    text : str
        As it stands in the cell, of any width.
    decimal : "." or ","
        The decimal mark. The other one separates thousands, as spaces and apostrophes do.

    Examples
    --------
    >>> found = numeral("＜１２．３ g/dL")
    >>> found.comparator, found.value, found.unit
    ('<', 12.3, 'g/dL')
    >>> numeral("1.234,5", decimal=",").value
    1234.5
    >>> numeral("10〜12").hint
    '; a range has no single value'
    """
    rest = half_width_kept(text).translate(_SIGNS)
    found = {"marks": "", "about": "", "flags": "", "comparator": ""}
    while part := _taken(rest):
        name = part.kind if part.kind in found else "comparator"
        if found[name]:
            # Two comparators, or marks on both sides.
            return Doubt(_hint(text, decimal))
        found[name] = part.kind if name == "comparator" else part.word
        rest = part.rest.strip()
    read = _number_and_unit(rest, decimal)
    if read is None or not math.isfinite(read.value):
        return Doubt(_hint(text, decimal))
    return replace(
        read,
        comparator=found["comparator"] or "=",
        about=bool(found["about"]),
        marks=found["marks"],
        flags=found["flags"].strip("() "),
    )


def _taken(text: str) -> _Part | None:
    for kind, pattern in _PARTS:
        if found := pattern.fullmatch(text):
            rest, word = (each for each in found.groups() if each is not None)
            if pattern in _WORD_FIRST:
                rest, word = word, rest
            return _Part(rest, kind, word)
    return None


_SIGN = r"[+-]?"
_DIGITS = r"(?:[0-9]+{0}?[0-9]*|{0}[0-9]+)"
_POWER = r"(?:[eE][+-]?[0-9]+)?"
#: A group of thousands never begins with zero. Spaces might part two numbers, unless the first is
#: short: "250 244" are rather two, "1 204" is rather one.
_GROUPS = r"(?:[1-9][0-9]{{0,2}}(?:{0}[0-9]{{3}})+|[1-9][0-9]{{0,1}}(?: [0-9]{{3}})+)"
_NO_MORE_DIGITS = r"(?![0-9.,' ]*[0-9])"


def _form(decimal: str, separator: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A number without and with separators of thousands, and what stands behind it."""
    mark = re.escape(decimal)
    groups = rf"{_SIGN}{_GROUPS.format(separator)}(?:{mark}[0-9]+)?"
    return (
        re.compile(rf"({_SIGN}{_DIGITS.format(mark)}{_POWER})(.*)"),
        re.compile(rf"({groups}){_NO_MORE_DIGITS}(.*)"),
    )


_FORMS = {".": _form(".", "[,'’]"), ",": _form(",", "[.'’]")}
_TIMES_TEN = re.compile(r"[x×*]\s*10\s*(?:\^\s*([+-]?[0-9]+)|([⁺⁻]?[⁰¹²³⁴-⁹]+))")
_POWER_UNIT = re.compile(r"[x×*]?\s*10\s*(?:\^|\*{1,2}|[eE]\+?)?\s*[0-9⁰¹²³⁴-⁹]{1,2}\s*/\s*\S+")
_SUPERSCRIPTS = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")


def _number_and_unit(text: str, decimal: str) -> Numeral | None:
    """A number alone, or with something behind it that could be a unit."""
    plain, grouped = _FORMS[decimal]
    text = text[:1].translate(_MINUS) + text[1:]
    for form, thousands in ((grouped, True), (plain, False)):
        found = form.fullmatch(text)
        if found is None:
            continue
        digits, behind = found[1], found[2].strip()
        if thousands:
            digits = re.sub(rf"[^0-9+{re.escape(decimal)}-]", "", digits)
        value = _float(digits.replace(decimal, "."))
        if not behind:
            return Numeral(value, thousands=thousands)
        if power := _TIMES_TEN.fullmatch(behind):
            exponent = power[1] or power[2].translate(_SUPERSCRIPTS)
            return Numeral(_float(f"{digits.replace(decimal, '.')}e{exponent}"), unit="×10^n")
        if _like_a_unit(behind):
            return Numeral(value, unit=behind, thousands=thousands)
    return None


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        # 1e3e5, and numbers of more digits than Python reads.
        return math.nan


def _like_a_unit(text: str) -> bool:
    """Whether what stands behind a number could be a unit, known or not.

    It starts with no digit and no mark of a number, but for powers of ten: 10^9/L.
    """
    if re.search(r"[;,、?？→=+<>]|^(?:to|or|and|から)\s*[0-9]", text):
        return False
    first = text.removeprefix("/").strip()[:1]
    # No letters to Python: the squared units of Japanese fonts.
    return (
        first.isalpha()
        or text == "%"
        or first in "㎎㎍㎗㎝㎜㎏"
        or bool(_POWER_UNIT.fullmatch(text))
    )


def _hint(text: str, decimal: str) -> str:
    plain = half_width_kept(text).translate(_MINUS)
    if decimal == "," and re.fullmatch(r"[+-]?[0-9]+\.[0-9]+", plain):
        return "; the source says that decimals are written with a comma"
    return next((hint for pattern, hint in _HINTS if pattern.fullmatch(plain)), "")


_N = r"[0-9]+(?:[.,][0-9]+)?"
#: What a text that is no number looks like, and what to say of it.
_HINTS = tuple(
    (re.compile(pattern), f"; {hint}")
    for pattern, hint in (
        (r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}.*", "it looks like a date"),
        (rf"{_N}\s*(?:[-~〜]|to|から|→|->)\s*{_N}.*", "a range has no single value"),
        (rf"[~〜]\s*{_N}.*|{_N}\s*[~〜]", "it could be about this number, or an open range"),
        (
            r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[+-]?[0-9]*,[0-9]+",
            "write a point for the decimals, or declare decimal = ',' for the source",
        ),
        (rf"{_N}\s*[·・。]\s*[0-9]+", "write a point for the decimals"),
        (rf"[▲△▼▽]\s*{_N}|{_N}\s*[▲△▼▽]", "the triangle could be a minus or a mark"),
        (rf"\(\s*{_N}\s*\)", "in parentheses it could be the number, or less than zero"),
        (r".*[0-9][⁰¹²³⁴-⁹]+", "it could be a power, or a number with a footnote"),
        (rf"{_N}\s*\?+|\?+\s*{_N}", "a question mark is no value: write the number, or none"),
        (rf"{_N}\s*\+\s*{_N}", "a sum has no single value"),
        (rf"{_N}\s*/\s*{_N}", "it could be a score out of a maximum, a fraction, or two values"),
        (rf"{_N}\s*[*x×]\s*{_N}", "it could be a product, or a number with a footnote"),
        (rf"{_N}\s*±\s*{_N}", "a mean with its deviation is no single value"),
        (rf"-\s+{_N}|{_N}\s*-", "it could be less than zero, or a dash beside the number"),
        (rf"{_N}\s*[億万千百]", "write all digits"),
        (rf"{_N}\s+{_N}", "it could be one number or two"),
        (rf"{_N}\s*[;,、]\s*{_N}.*", "only one value may stand in a cell"),
        (rf"{_N}\s*\(.*\)", "write the number alone"),
    )
)
