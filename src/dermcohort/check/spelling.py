"""How charts spell things: case, spaces, full-width letters, units, numbers, words for missing."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable

from dermcohort.sheets import ErrorCell, Value

#: What is written where nothing was measured.
MISSING_WORDS = frozenset((
    "-", "--", "---", "–", "—", "−", "ー", ".", "..", "?", "/", "n/a", "na", "n.a.", "nd", "n.d.",
    "n/d", "null", "missing", "unknown", "not done", "not measured", "not tested", "not available",
    "未", "未測定", "未実施", "未検", "欠測", "不明",
))  # fmt: skip

#: Of those, the ones that are an answer where text is asked: a reason may be unknown.
ANSWERS = frozenset(("unknown", "不明"))

#: What is written in the column of the drug or the event where there was none.
NOTHING_WORDS = frozenset((
    "none", "no", "nil", "nothing", "0", "-", "–", "—", "−", "ー", "n/a", "na",
    "なし", "無", "無し", "特になし",
))  # fmt: skip

#: Other spellings of the units of columns; those of parameters are in their dictionary.
UNIT_SPELLINGS = {
    "years": ("year", "yr", "yrs", "y", "years old", "歳", "年"),
    "mg/day": ("mg/d", "mg/日", "mg daily"),
    "%": ("percent", "％"),
}


def plain(text: str) -> str:
    """Case, width and spaces taken away.

    >>> plain(" ＥＡＳＩ   0M ")
    'easi 0m'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: ord(" ")}


def half_width(text: str) -> str:
    """Full-width letters and digits, case and spaces taken away, and nothing else.

    For values: `plain` would turn 10² into 102.

    >>> half_width("１２．５ "), half_width("10²")
    ('12.5', '10²')
    """
    return " ".join(text.translate(_HALF_WIDTH).casefold().split())


def unit_key(unit: str) -> str:
    """A unit without what spellings differ in.

    >>> unit_key("×10⁴ / µL") == unit_key("10^4/uL")
    True
    """
    key = plain(unit).replace("μ", "u").replace("µ", "u").replace("万", "10^4")
    return re.sub(r"^[x×*](?=[0-9])", "", key.replace("^", "").replace(" ", ""))


def same_unit(given: str, unit: str, spellings: tuple[str, ...] = ()) -> bool:
    """Whether a unit as written is the unit of the dictionary, spelled in whatever way."""
    allowed = (unit, *spellings, *UNIT_SPELLINGS.get(unit, ()))
    return unit_key(given) in {unit_key(each) for each in allowed}


def near(name: str, known: Iterable[str], *, lead: str = "; nearest: ") -> str:
    """The nearest known names as the end of a sentence; "" if none is near."""
    close = difflib.get_close_matches(plain(name), list(known), n=3, cutoff=0.6)
    return lead + ", ".join(close) if close else ""


def shown(value: Value) -> str:
    """A raw value as a person sees it in the sheet.

    >>> shown(84.0), shown(True), shown(None)
    ('84', 'TRUE', '')
    """
    if value is None:
        return ""
    if isinstance(value, ErrorCell):
        return value.text
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return str(value)


def number_text(value: float) -> str:
    """The shortest text that reads back as the number, without ``.0``."""
    return repr(value).removesuffix(".0")
