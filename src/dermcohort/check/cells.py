"""Read one cell: number, date, yes or no, code or text. What cannot be read is no value.

Every reader takes the raw value (never an empty one) and says what it is; where the value is not
exactly what stands there, or is none, it names the rule. No reader knows of rows or places.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dermcohort.check.dates import read_date
from dermcohort.check.numbers import read_number
from dermcohort.check.reading import PLAIN, Reading, Written
from dermcohort.check.spelling import ANSWERS, MISSING_WORDS, as_text, half_width, word_key
from dermcohort.sheets import ErrorCell, Value
from dermcohort.tables import YES_NO, Column, Kind

__all__ = [
    "READERS", "Reader", "Reading", "Written", "failed_formula", "read_code", "read_date",
    "read_number", "read_text", "read_yes_no",
]  # fmt: skip

Reader = Callable[[Value, Column, Written], Reading]

#: Of the many words for yes and no, those that a message names.
_SHOWN = ("yes", "no", "1", "0", "+", "-", "あり", "なし", "有", "無", "○", "×")

#: Failed formulas reach a csv as text.
FORMULA_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)")


def read_yes_no(raw: Value, column: Column, written: Written = PLAIN) -> Reading:  # noqa: ARG001
    """Yes or no, from the words of `YES_NO`, a logical value, 1 or 0."""
    if isinstance(raw, bool):
        return Reading(raw)
    word = word_key(raw)
    found = YES_NO.get(word)
    if found is not None:
        return Reading(found)
    if word in MISSING_WORDS:
        return Reading(None, rule="word for missing")
    details = {"name": column.label, "allowed": ", ".join(_SHOWN)}
    return Reading(None, rule="not yes or no", details=details)


def read_code(raw: Value, column: Column, written: Written = PLAIN) -> Reading:  # noqa: ARG001
    """One of the column's codes."""
    codes = dict(column.codes)
    if (word := word_key(raw)) in codes:
        return Reading(codes[word])
    if word in MISSING_WORDS:
        return Reading(None, rule="word for missing")
    details = {"name": column.label, "allowed": ", ".join(codes)}
    return Reading(None, rule="not in list", details=details)


def read_text(raw: Value, column: Column, written: Written = PLAIN) -> Reading:  # noqa: ARG001
    """Text as written; a number without ``.0``, a date as 2021-01-04."""
    text = as_text(raw)
    if half_width(text) in MISSING_WORDS - ANSWERS:
        return Reading(None, rule="word for missing")
    return Reading(text)


def failed_formula(raw: Value) -> bool:
    """Whether the cell shows an error instead of a value."""
    return isinstance(raw, ErrorCell) or (
        isinstance(raw, str) and raw.startswith("#") and bool(FORMULA_ERROR.fullmatch(raw.strip()))
    )


READERS: dict[Kind, Reader] = {
    "number": read_number,
    "date": read_date,
    "yes_no": read_yes_no,
    "code": read_code,
    "text": read_text,
}
