"""Read a cell that should hold a number, and bring it into the unit of the dictionary."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

from dermcohort.check.numerals import Doubt, Numeral, numeral
from dermcohort.check.reading import PLAIN, Reading, Written
from dermcohort.check.spelling import (
    BEYOND_LIMITS,
    MISSING_WORDS,
    NOT_DONE_OR_NOT_DETECTED,
    QUALITATIVE,
    half_width,
    number_text,
)
from dermcohort.sheets import Value
from dermcohort.tables import Column
from dermcohort.units import Unit, unit_key, unit_of, units_allowed

#: The column of a long sheet: its units are those of the parameter of each row.
OF_MANY = "value"


def read_number(raw: Value, column: Column, written: Written = PLAIN) -> Reading:
    """A number, from a number of Excel or from text.

    Parameters
    ----------
    raw : value of a cell, not empty
    column : Column
        Its name says which units are known; text may hold any of them.
    written : Written
        The decimal mark, and the unit of numbers that name none.

    Returns
    -------
    Reading
        The value in the unit of the dictionary. For the column of a long sheet, whose units are
        known with the parameter only, as reported, and `unit` is what stands in the cell.
    """
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        return Reading(None, rule="not a number", details=_details(column, _hint_of(raw)))
    if not isinstance(raw, str):
        return _finite(raw, column, written.unit)
    word = half_width(raw)
    if without := _no_value(word, column):
        return without
    found = numeral(raw, decimal=written.decimal)
    if isinstance(found, Doubt):
        return Reading(None, rule="not a number", details=_details(column, found.hint))
    if found == Numeral(found.value):
        reading = _finite(found.value, column, written.unit)
        # Full-width digits are read, but said; case and spaces are not worth a word.
        wide = any("\uff01" <= letter <= "\uff5e" for letter in raw)
        return _said(reading, "number cleaned", "") if wide and not reading.rule else reading
    return _with_words(found, column, written)


def _no_value(word: str, column: Column) -> Reading | None:
    """Words that stand where there is no number."""
    if word in NOT_DONE_OR_NOT_DETECTED:
        return Reading(None, rule="not done or not detected")
    if word in MISSING_WORDS:
        return Reading(None, rule="word for missing")
    if word in BEYOND_LIMITS:
        return Reading(None, rule="limit unknown", details={"name": column.label})
    if word in QUALITATIVE:
        return Reading(None, rule="qualitative answer", details={"name": column.label})
    return None


def _hint_of(raw: Value) -> str:
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        return "; Excel shows it as a date or time, format the column as numbers"
    return ""


def _details(column: Column, hint: str) -> Mapping[str, object]:
    return {"name": column.label, "hint": hint}


def _finite(number: float, column: Column, unit: Unit | None) -> Reading:
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        return Reading(None, rule="not a number", details=_details(column, ""))
    rule = ""
    if round(value, 6) != value:
        # What formulas leave behind the 15th digit is not in the chart; Excel hides it too.
        value, rule = float(f"{value:.15g}"), "many decimals"
    reading = Reading(value, rule=rule)
    if unit is None or unit.factor == 1:
        return reading
    return in_unit(reading, unit)


def in_unit(reading: Reading, unit: Unit) -> Reading:
    """A number that was given in a unit, in that of the dictionary."""
    if unit.factor == 1:
        return reading
    try:
        value = unit.converted(reading.value)
    except OverflowError:
        return Reading(
            None, rule="not a number", details={"name": f"a value in {unit.name}", "hint": ""}
        )
    return reading._replace(value=value, reported=reading.value, unit=unit.name)


def _with_words(found: Numeral, column: Column, written: Written) -> Reading:
    """A number in text that has more beside it."""
    reading = Reading(found.value, found.comparator)
    words = []
    unit = written.unit
    if found.unit:
        known = _unit_in_cell(found.unit, column)
        if known is None:
            return _foreign_unit(found.unit, column)
        unit = known
    if column.name == OF_MANY:
        reading = reading._replace(unit="" if found.unit == _POWER else found.unit)
    elif unit is not None:
        reading = in_unit(reading, unit)
        if reading.value is None:
            return reading
        if found.unit and unit.factor != 1:
            words.append(f" from {number_text(found.value)} {unit.name}")
    if found.marks:
        words.append(f", without the mark {found.marks}")
    if found.flags:
        words.append(f", without the flag {found.flags}")
    return _said(reading, _gravest(found, unit), "".join(words))


_POWER = "×10^n"


def _gravest(found: Numeral, unit: Unit | None) -> str:
    """The rule that says most of what was done."""
    return next(
        rule
        for rule, holds in (
            ("censored", found.comparator != "="),
            ("approximate number", found.about),
            ("footnote mark", bool(found.marks)),
            ("thousands comma", found.thousands),
            ("unit in cell", bool(found.unit and unit and unit.factor != 1)),
            ("number cleaned", True),
        )
        if holds
    )


def _said(reading: Reading, rule: str, also: str) -> Reading:
    details = {
        "read": number_text(reading.value), "comparator": reading.comparator, "also": also,
    }  # fmt: skip
    return reading._replace(rule=rule, details=details)


_SAME = Unit("")


def _unit_in_cell(given: str, column: Column) -> Unit | None:
    """The unit behind a number; None for one that the column does not have."""
    if given == _POWER:
        # 234×10^3 platelets: per what, the cell does not say.
        return None if column.unit.startswith("10") else _SAME
    if column.name == OF_MANY:
        return _SAME
    if column.unit and unit_key(given) == unit_key(column.unit):
        return _SAME
    return unit_of(column.name, given)


def _foreign_unit(given: str, column: Column) -> Reading:
    """No number in this unit; or words, which are no unit at all."""
    if not any(sign in given for sign in "/%^") and unit_key(given) not in _SHORT_UNITS:
        return Reading(None, rule="not a number", details=_details(column, ""))
    allowed = units_allowed(column.name) if not column.unit else column.unit
    allowed = units_allowed(column.name) if unit_of(column.name, column.unit) else allowed
    return Reading(None, rule="unit", details={"name": column.label, "unit": allowed})


#: Units without a slash, in a column that does not have them.
_SHORT_UNITS = frozenset(
    unit_key(unit) for unit in ("mm", "cm", "m", "kg", "g", "mg", "ug", "mmHg", "years", "months")
)
