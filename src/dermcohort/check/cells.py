"""Read one cell: number, date, yes or no, code or text. What cannot be read is no value.

Every reader takes the raw value (never an empty one) and says what it is; where the value is not
exactly what stands there, or is none, it names the rule. No reader knows of rows or places.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dermcohort.check.spelling import ANSWERS, MISSING_WORDS, half_width, number_text
from dermcohort.sheets import ErrorCell, Value
from dermcohort.tables import YES_NO, Column, Kind

_NOTHING: Mapping[str, object] = MappingProxyType({})


class Reading(NamedTuple):
    """What a cell says.

    Attributes
    ----------
    value : of the kind that was asked for, or None
    comparator : "=", "<" or ">"
        Of a number: "<" for a value below the limit of detection.
    rule : str
        What is to be noticed, a name of the rulebook; "" for nothing.
    details : mapping
        What the words of the rule fill in.
    """

    value: Any
    comparator: str = "="
    rule: str = ""
    details: Mapping[str, object] = _NOTHING


#: Failed formulas reach a csv as text.
FORMULA_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_BEFORE = re.compile(r"(<=|>=|<|>|≤|≥|≦|≧)\s*(\S.*)")
_AFTER = re.compile(r"(.*\S)\s*(<|>|未満|以下|以上|超)")
_COMPARATOR_BEFORE = {"<": "<", "<=": "<", "≤": "<", "≦": "<"}
# Behind the number the sign is turned round: 20000< is what laboratories print for "above".
_COMPARATOR_AFTER = {"<": ">", ">": "<", "未満": "<", "以下": "<", "以上": ">", "超": ">"}

_YEAR_FIRST = re.compile(
    r"([0-9]{4})([-/.]|年 ?)([0-9]{1,2})([-/.]|月 ?)([0-9]{1,2})日?"
    r"(?:[t ]([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?))?"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_EXCEL_DAY_0 = dt.date(1899, 12, 30)
_EXCEL_DAYS = (61, 73_051)
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)


def read_number(raw: Value, column: Column) -> Reading:
    """A number; text may have spaces, full-width digits, commas in thousands, a comparator."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        return Reading(None, rule="not a number", details=_number_details(column, raw))
    if not isinstance(raw, str):
        return _finite(raw, column)
    text = half_width(raw)
    if text in MISSING_WORDS:
        return Reading(None, rule="word for missing")
    if _NUMBER.fullmatch(text):
        reading = _finite(float(text), column)
        # Full-width digits are read, but said; case and spaces are not worth a word.
        if text != raw.strip().casefold() and not reading.rule:
            return _said(reading.value, "number cleaned")
        return reading
    if _THOUSANDS.fullmatch(text):
        return _said(float(text.replace(",", "")), "thousands comma")
    return _censored(text) or _with_unit(text, column) or Reading(
        None, rule="not a number", details=_number_details(column, raw)
    )  # fmt: skip


def _number_details(column: Column, raw: Value) -> Mapping[str, object]:
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        hint = "; Excel shows it as a date or time, format the column as numbers"
    elif isinstance(raw, str) and re.fullmatch(r"[0-9]+,[0-9]+", raw.strip()):
        hint = "; write a point for the decimals"
    else:
        hint = ""
    return {"name": column.label, "hint": hint}


def _finite(number: float, column: Column) -> Reading:
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        return Reading(None, rule="not a number", details=_number_details(column, number))
    if round(value, 6) != value:
        # What formulas leave behind the 15th digit is not in the chart; Excel hides it too.
        return Reading(float(f"{value:.15g}"), rule="many decimals")
    return Reading(value)


def _said(value: float, rule: str, comparator: str = "=") -> Reading:
    details = {"read": number_text(value), "comparator": comparator}
    return Reading(value, comparator, rule, details)


def _censored(text: str) -> Reading | None:
    if found := _BEFORE.fullmatch(text):
        comparator, number = _COMPARATOR_BEFORE.get(found[1], ">"), found[2]
    elif found := _AFTER.fullmatch(text):
        comparator, number = _COMPARATOR_AFTER[found[2]], found[1]
    else:
        return None
    number = number.replace(",", "") if _THOUSANDS.fullmatch(number) else number
    if not _NUMBER.fullmatch(number) or not math.isfinite(float(number)):
        return None
    return _said(float(number), "censored", comparator)


def _with_unit(text: str, column: Column) -> Reading | None:
    """``45 %``, ``250 U/L``: only the column's own unit, as the dictionary writes it."""
    unit = half_width(column.unit)
    number = text.removesuffix(unit).rstrip()
    if not unit or number == text or not _NUMBER.fullmatch(number):
        return None
    value = float(number)
    return _said(value, "number cleaned") if math.isfinite(value) else None


def read_date(raw: Value, column: Column) -> Reading:
    """A day, from a date of Excel or from text with the year first."""
    if isinstance(raw, dt.datetime):
        midnight = raw.time() == dt.time()
        return _day(raw.date(), "" if midnight else "time of day")
    if isinstance(raw, dt.date):
        return _day(raw)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _serial(raw, column)
    details = {"name": column.label, "hint": ""}
    if not isinstance(raw, str):
        return Reading(None, rule="not a date", details=details)
    text = half_width(raw)
    if text in MISSING_WORDS:
        return Reading(None, rule="word for missing")
    if found := _YEAR_FIRST.fullmatch(text):
        day = _date(int(found[1]), int(found[3]), int(found[5]))
        if day is None:
            hint = {"hint": "; there is no such day"}
            return Reading(None, rule="not a date", details=details | hint)
        at_midnight = not re.search("[1-9]", found[6] or "")
        return _day(day, "" if at_midnight else "time of day")
    if found := _YEAR_LAST.fullmatch(text):
        return _ambiguous(int(found[1]), int(found[2]), found[3], details)
    if re.fullmatch(r"[0-9]{4}[-/.][0-9]{1,2}", text):
        return Reading(None, rule="not a date", details=details | {"hint": "; the day is missing"})
    return Reading(None, rule="not a date", details=details)


def _day(day: dt.date, rule: str = "") -> Reading:
    if not FIRST_DAY <= day <= LAST_DAY:
        return Reading(None, rule="implausible date")
    return Reading(day, rule=rule)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _ambiguous(first: int, second: int, year: str, details: Mapping[str, object]) -> Reading:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    could = {
        day.isoformat()
        for day in (_date(full, first, second), _date(full, second, first))
        if day is not None
    }
    if not could:
        return Reading(None, rule="not a date", details=details)
    return Reading(
        None, rule="ambiguous date", details={**details, "could": " or ".join(sorted(could))}
    )


def _serial(number: float, column: Column) -> Reading:
    plausible = math.isfinite(number) and _EXCEL_DAYS[0] <= number <= _EXCEL_DAYS[1]
    day = _EXCEL_DAY_0 + dt.timedelta(days=int(number)) if plausible else None
    hint = f"; as Excel counts days it would be {day}" if day else ""
    return Reading(None, rule="number as date", details={"name": column.label, "hint": hint})


def read_yes_no(raw: Value, column: Column) -> Reading:
    """Yes or no, from the words of `YES_NO`, a logical value, 1 or 0."""
    if isinstance(raw, bool):
        return Reading(raw)
    found = YES_NO.get(_word(raw))
    if found is not None:
        return Reading(found)
    if _word(raw) in MISSING_WORDS:
        return Reading(None, rule="word for missing")
    allowed = ", ".join(YES_NO)
    return Reading(None, rule="not yes or no", details={"name": column.label, "allowed": allowed})


def read_code(raw: Value, column: Column) -> Reading:
    """One of the column's codes."""
    codes = dict(column.codes)
    if (word := _word(raw)) in codes:
        return Reading(codes[word])
    if word in MISSING_WORDS:
        return Reading(None, rule="word for missing")
    details = {"name": column.label, "allowed": ", ".join(codes)}
    return Reading(None, rule="not in list", details=details)


def _word(raw: Value) -> str:
    return half_width(as_text(raw))


def read_text(raw: Value, column: Column) -> Reading:  # noqa: ARG001 - as all readers
    """Text as written; a number without ``.0``, a date as 2021-01-04."""
    text = as_text(raw)
    if half_width(text) in MISSING_WORDS - ANSWERS:
        return Reading(None, rule="word for missing")
    return Reading(text)


def as_text(raw: Value) -> str:
    """A value that is to be text: 1.0, which Excel holds for 1, is "1"."""
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else number_text(raw)
    return str(raw).strip()


def failed_formula(raw: Value) -> bool:
    """Whether the cell shows an error instead of a value."""
    return isinstance(raw, ErrorCell) or (
        isinstance(raw, str) and raw.startswith("#") and bool(FORMULA_ERROR.fullmatch(raw.strip()))
    )


READERS: dict[Kind, Callable[[Value, Column], Reading]] = {
    "number": read_number,
    "date": read_date,
    "yes_no": read_yes_no,
    "code": read_code,
    "text": read_text,
}
