"""What the cells of a column look like, and how well they fit what its heading says."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from dermcohort.check.columns import SILENT, Readings, read_column
from dermcohort.check.conventions import conventions_of
from dermcohort.check.headings import VISIT
from dermcohort.check.items import ITEMS, item_column
from dermcohort.check.spelling import as_text, number_text, shown
from dermcohort.check.visit_words import moment_of
from dermcohort.mapping.structure import Table
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source
from dermcohort.tables import PARAMETERS, TABLES, Column
from dermcohort.units import UNITS, USUAL, unit_of

#: From this share of fitting cells on, a column is what its heading says; the cells that do
#: not fit are for `check` to name.
FITTING = 0.5
#: What is customarily typed where a value is missing.
_MISSING_CODES = ("999", "9999", "99999", "99", "88", "888", "99.9", "999.9", "-1", "-9", "-99")
_NINES = (999, 9999, 99_999)
#: A code lies that many times above the largest of the other values.
_FAR = 2
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Look:
    """What the cells of a column look like, read as what its heading says.

    Attributes
    ----------
    filled, fitting : int
        Cells that hold anything; those of them that can be read and lie in the limits.
    words : str
        For a comment: "30 numbers, 2.1 to 58.3".
    missing : mapping of str to int
        Customary codes for missing that lie outside the limits, and how many cells have them.
    inside : frozenset of str
        Such codes that lie inside the limits.
    words_apart : mapping of str to int
        Text that stands several times where a number should.
    doubt : str
        A question about the column as a whole.
    suspect : str
        A value inside the limits that may be a code for missing; "" if there is none.
    """

    filled: int
    fitting: int
    words: str
    missing: Mapping[str, int]
    inside: frozenset[str]
    words_apart: Mapping[str, int]
    doubt: str = ""
    suspect: str = ""

    @property
    def fit(self) -> float:
        """Share of the filled cells that fit; 1 if there are none."""
        return self.fitting / self.filled if self.filled else 1.0


def sheet_of_table(table: Table, source: Source) -> Sheet:
    """The rows of a table as `check` takes them."""
    width = max([len(table.headings), *(len(row) for _, row in table.rows)])
    return Sheet(
        source, table.grid.file, table.grid.sheet,
        table.headings + ("",) * (width - len(table.headings)),
        table.header_row + table.header_rows - 1, table.grid.first_column,
        tuple(number for number, _ in table.rows),
        tuple((*row, *(None,) * (width - len(row))) for _, row in table.rows),
    )  # fmt: skip


def column_named(table: str, name: str) -> Column:
    """The column of a table, or one for the values of a parameter."""
    if table == "assessments" and name == VISIT:
        return Column(VISIT, "text", "Visit")
    if table == "assessments" and name in PARAMETERS:
        p = PARAMETERS[name]
        return Column(p.code, "number", p.label, p.unit, p.low, p.high)
    if name in ITEMS:
        item = ITEMS[name].item
        return replace(item_column(name), low=float(item.low), high=float(item.high))
    return next(column for column in TABLES[table] if column.name == name)


def readings_of(sheet: Sheet, index: int, column: Column, unit: str = "") -> Readings:
    """The cells of a column as `check` reads them."""
    return read_column(sheet, index, column, conventions_of(sheet.source), unit)[0]


def look(sheet: Sheet, index: int, column: Column, unit: str) -> Look:
    """Read a column as what its heading says, and say what is in it."""
    raws = [row[index] for row in sheet.rows]
    readings = readings_of(sheet, index, column, unit)
    pairs = [(raw, each) for raw, each in zip(raws, readings, strict=True) if each is not None]
    told = [(raw, each) for raw, each in pairs if each.rule not in SILENT]
    values = [each.value for _, each in told if each.value is not None]
    inside = [value for value in values if _inside(value, column)]
    outside = Counter(
        as_text(raw)
        for raw, each in told
        if each.value is not None and not _inside(each.value, column)
    )
    apart = Counter(
        shown(raw).strip() for raw, each in told if each.value is None and isinstance(raw, str)
    )
    return Look(
        filled=len(told),
        fitting=len(inside),
        words=_words(column, inside, len(told)),
        missing={code: outside[code] for code in _MISSING_CODES if outside[code]},
        inside=frozenset(_codes_inside(told, column)),
        words_apart={word: n for word, n in apart.items() if n > 1 and _is_word(word)},
        doubt=_doubt(column, inside, unit),
        suspect=_suspect(inside, column),
    )


def _inside(value: Any, column: Column) -> bool:
    if column.name == VISIT:
        return moment_of(value) is not None
    if column.kind != "number":
        return True
    return not (
        (column.low is not None and value < column.low)
        or (column.high is not None and value > column.high)
    )


def _codes_inside(told: Sequence[tuple[Value, Any]], column: Column) -> set[str]:
    if column.kind != "number":
        return set()
    return {
        text
        for raw, each in told
        if each.value is not None and _inside(each.value, column)
        if (text := as_text(raw)) in _MISSING_CODES
    }


def _suspect(values: Sequence[Any], column: Column) -> str:
    """All nines far above every other value."""
    others = [v for v in values if v not in _NINES] if column.kind == "number" else []
    nines = [v for v in values if v in _NINES]
    return number_text(nines[0]) if others and nines and min(nines) > _FAR * max(others) else ""


def _is_word(text: str) -> bool:
    """Short and without digits: a word for missing, and nobody's number."""
    return len(text) <= 12 and not re.search("[0-9]", text)


def _words(column: Column, values: Sequence[Any], filled: int) -> str:
    if not filled:
        return "no values"
    if column.name == "patient":
        ids = len(set(values))
        return f"{ids} IDs, " + ("none twice" if ids == len(values) else "several rows each")
    if column.kind in ("yes_no", "code") and values:
        names = {True: "yes", False: "no"}
        counts = Counter(names.get(value, value) for value in values)
        return ", ".join(f"{name} {n}" for name, n in sorted(counts.items()))
    if column.kind == "text":
        return f"{many(filled, 'text')}, {len(set(values))} different"
    said = many(len(values), "date" if column.kind == "date" else "number")
    if not values or column.name == "birth_date":
        return f"{said} in {many(filled, 'cell')}"
    low, high = min(values), max(values)
    ends = [v.isoformat() if isinstance(v, dt.date) else number_text(v) for v in (low, high)]
    part = "" if len(values) == filled else f" in {filled} cells"
    return f"{said}{part}, " + (f"{ends[0]} to {ends[1]}" if low != high else f"all {ends[0]}")


def many(count: int, what: str) -> str:
    """A number of things.

    >>> many(1, "cell"), many(2, "cell")
    ('1 cell', '2 cells')
    """
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _doubt(column: Column, values: Sequence[Any], unit: str) -> str:
    """What the values say against the unit that is taken where the heading gives none."""
    if column.kind != "number" or len(values) < _ENOUGH or unit:
        return ""
    if column.name == "ITCH_VAS" and max(values) <= 10:
        return (
            "no value is above 10: an NRS (0 to 10), or a VAS in cm? For cm write "
            'units = { ITCH_VAS = "cm" }'
        )
    if column.name == "BSA" and max(values) <= 1:
        return "no value is above 1: a share, not percent? Then multiply by 100 in the charts"
    usual = USUAL.get(column.name)
    middle = median(values)
    if usual is None or usual[0] <= middle <= usual[1]:
        return ""
    fitting = [
        each.name
        for each in UNITS.get(column.name, ())
        if each.factor != 1 and usual[0] <= each.converted(middle) <= usual[1]
    ]
    if column.name in ("EOS", "NEUT", "LYMPH") and max(values) <= 100:
        fitting.append("percent")
    if not fitting:
        return ""
    return f"the values are unusual in {column.unit}; is the unit {' or '.join(fitting)}?"


def unit_setting(name: str, given: str) -> str:
    """The unit to declare in ``units``: "" where it is that of the dictionary."""
    known = unit_of(name, given) if given else None
    return known.name if known and known.factor != 1 else ""


def kinds(values: Sequence[Value]) -> str:
    """What stands in a column of which the meaning is not known; no value of anyone.

    >>> kinds([1.0, 2.0, "x"])
    '2 numbers, 1 text'
    """
    counts = Counter(
        "date" if isinstance(v, (dt.date, dt.datetime)) else
        "number" if isinstance(v, (int, float)) and not isinstance(v, bool) else "text"
        for v in values
    )  # fmt: skip
    said = [many(n, kind) for kind, n in counts.most_common()]
    return ", ".join(said) or "no values"
