"""Read one column of a sheet, and say what was noticed in it.

A column repeats few values, so each is read once. What holds for a whole column is said once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dermcohort.check.cells import READERS, Reader, failed_formula
from dermcohort.check.conventions import Conventions
from dermcohort.check.dates import SHORT_YEARS
from dermcohort.check.names import NAMED
from dermcohort.check.reading import Reading, Written
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import shown, word_key
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.tables import Column
from dermcohort.units import factor_words

Readings = list[Reading | None]

#: Said once a column, with the number of cells and the first of them.
_ONCE_A_COLUMN = frozenset(("many decimals", "declared missing", "era date", "two-digit year"))
#: Said once for each text of a column.
_ONCE_A_TEXT = frozenset(("id cleaned", "lost zeros"))
#: Rules by which a cell counts as empty and has been told of.
SILENT = frozenset((
    "word for missing", "declared missing", "not done or not detected", "limit unknown", "ongoing",
))  # fmt: skip


def read_column(
    sheet: Sheet,
    index: int,
    column: Column,
    conventions: Conventions,
    heading_unit: str = "",
    *,
    reader: Reader | None = None,
) -> tuple[Readings, list[Finding]]:
    """Read one column of a sheet; None for an empty cell.

    Parameters
    ----------
    heading_unit : str
        The unit in the heading, "" if there is none.
    reader : Reader, optional
        For cells of which neither the column's name nor its kind says how to read them.
    """
    written = conventions.of(column, heading_unit)
    reader = reader or NAMED.get(column.name, READERS[column.kind])
    # 1, 1.0 and True are equal as keys, but not the same in a cell.
    seen: dict[tuple[type, object], Reading] = {}
    readings: Readings = []
    for values in sheet.rows:
        raw = values[index]
        if raw is None:
            readings.append(None)
            continue
        key = (raw.__class__, raw)
        reading = seen.get(key)
        if reading is None:
            reading = seen[key] = read_cell(raw, column, written, reader)
        readings.append(reading)
    findings: list[Finding] = []
    if column.kind == "date" and written.date_order:
        readings, findings = _unmixed(sheet, index, column, readings, written.date_order)
    findings += _noticed(sheet, index, readings)
    if written.unit is not None and written.unit.factor != 1:
        findings += _converted(sheet, index, column, readings, written)
    return readings, findings


def read_cell(raw: Value, column: Column, written: Written, reader: Reader) -> Reading:
    """Read a cell, by what the source declares of it before anything else."""
    if failed_formula(raw):
        return Reading(None, rule="formula error")
    if written.codes or written.missing:
        word = word_key(raw)
        meaning = written.codes.get(word)
        if word in written.missing or meaning == "":
            return Reading(None, rule="declared missing")
        if meaning is not None:
            return reader(meaning, column, written)
    return reader(raw, column, written)


def _noticed(sheet: Sheet, index: int, readings: Readings) -> Iterator[Finding]:
    """Findings of the cells, in their order."""
    counts: Counter[object] = Counter()
    first: dict[object, tuple[int, Reading]] = {}
    for row, reading in enumerate(readings):
        if reading is None or not reading.rule:
            continue
        once: object = None
        if reading.rule in _ONCE_A_COLUMN:
            once = reading.rule
        elif reading.rule in _ONCE_A_TEXT:
            raw = sheet.rows[row][index]
            once = (reading.rule, raw.__class__, raw)
        if once is None:
            got = shown(sheet.rows[row][index])
            yield finding(reading.rule, sheet, sheet.cell(row, index), got, **reading.details)
        else:
            counts[once] += 1
            first.setdefault(once, (row, reading))
    for once, (row, reading) in first.items():
        cell, got = sheet.cell(row, index), shown(sheet.rows[row][index])
        words = {**reading.details, "count": counts[once], "years": SHORT_YEARS}
        yield finding(reading.rule, sheet, cell, got, **words)


def _converted(
    sheet: Sheet, index: int, column: Column, readings: Readings, written: Written
) -> Iterator[Finding]:
    """Values that were given in the unit of the heading or of the study file."""
    unit = written.unit
    assert unit is not None
    rows = [
        row
        for row, each in enumerate(readings)
        if each and each.reported is not None and each.unit == unit.name
    ]
    if rows:
        yield finding(
            "converted", sheet, sheet.cell(rows[0], index), shown(sheet.rows[rows[0]][index]),
            name=column.label, unit=column.unit, given=unit.name, count=len(rows),
            factor=factor_words(unit.factor),
        )  # fmt: skip


def _unmixed(
    sheet: Sheet, index: int, column: Column, readings: Readings, order: str
) -> tuple[Readings, list[Finding]]:
    """Dates of which some can only be in another order: those that could be either are none."""
    orders = [
        tuple(each.details.get("orders", ())) if each else ()  # type: ignore[arg-type]
        for each in readings
    ]
    others = [row for row, possible in enumerate(orders) if possible and order not in possible]
    either = {row for row, possible in enumerate(orders) if order in possible and len(possible) > 1}
    only = any(possible == (order,) for possible in orders)
    if not others:
        return readings, []
    mixed = finding(
        "mixed date orders", sheet, sheet.cell(others[0], index),
        shown(sheet.rows[others[0]][index]), order=order, others=len(others),
        either=len(either),
    )  # fmt: skip
    if only:
        # The column was begun in the declared order, which those cells break.
        return readings, [mixed]
    doubt = {"name": column.label, "could": "a day in one order or the other"}
    return [
        Reading(None, rule="ambiguous date", details=doubt) if row in either else each
        for row, each in enumerate(readings)
    ], [mixed]
