"""Read a long sheet of assessments: one value a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dermcohort.check.assessments import COLUMNS, Assessment, AssessmentsRead, is_silent
from dermcohort.check.cells import Reading
from dermcohort.check.headings import Layout
from dermcohort.check.rows import Readings, mentions_of, read_column, read_constants
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import same_unit, shown
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.tables import PARAMETERS


def read_long(sheet: Sheet, layout: Layout) -> AssessmentsRead:
    """Type a sheet that has a column for the parameter and one for its value."""
    constants, findings = read_constants(sheet, layout, tuple(COLUMNS))
    readings: dict[str, Readings] = {
        name: [reading] * len(sheet.rows) for name, reading in constants.items()
    }
    for slot in layout.slots:
        readings[slot.name], noticed = read_column(sheet, slot.index, COLUMNS[slot.name])
        findings += noticed
    mentions = tuple(mentions_of(sheet, layout, readings.get("patient"), only_once=False))
    needed = ("patient", "date", "parameter", "value")
    if not all(name in readings for name in needed):
        return AssessmentsRead((), mentions, tuple(findings))
    found, noticed = _long_rows(sheet, layout, readings)
    return AssessmentsRead(tuple(found), mentions, tuple(findings + noticed))


def _long_rows(
    sheet: Sheet, layout: Layout, readings: Mapping[str, Readings]
) -> tuple[list[Assessment], list[Finding]]:
    index = {slot.name: slot.index for slot in layout.slots}
    found: list[Assessment] = []
    findings: list[Finding] = []
    without: list[int] = []
    for row, value in enumerate(readings["value"]):
        if value is not None:
            assessment, noticed = _long_row(sheet, row, readings, index)
            found += assessment
            findings += noticed
        elif any(sheet.rows[row][i] is not None for i in index.values()):
            without.append(row)
    if without:
        # One finding a sheet: registries export every test that was ordered.
        what = f"patient, date and parameter in {len(without)} rows of this sheet"
        cell = sheet.cell(without[0], index.get("value", 0))
        findings.append(finding("no values", sheet, cell, "", what=what))
    return found, findings


def _long_row(
    sheet: Sheet, row: int, readings: Mapping[str, Readings], index: Mapping[str, int]
) -> tuple[list[Assessment], list[Finding]]:
    """The value of one row, in a list; an empty one if it cannot be used."""
    value = readings["value"][row]
    findings = []
    keys: list[Any] = []
    for name in ("patient", "date", "parameter"):
        reading = readings[name][row]
        keys.append(reading.value if reading else None)
        if is_silent(reading):
            cell, got = sheet.cell(row, index[name]), shown(sheet.rows[row][index[name]])
            findings.append(finding("missing value", sheet, cell, got, name=COLUMNS[name].label))
    if value is None or value.value is None or None in keys:
        return [], findings
    unit, comparator, wrong = _unit_and_comparator(sheet, row, readings, index, value)
    if wrong:
        return [], [*findings, *wrong]
    at = index.get("value", 0)
    patient, date, parameter = keys
    return [
        Assessment(patient, date, parameter, value.value, comparator, unit, sheet, row, at)
    ], findings


def _unit_and_comparator(
    sheet: Sheet,
    row: int,
    readings: Mapping[str, Readings],
    index: Mapping[str, int],
    value: Reading,
) -> tuple[str, str, list[Finding]]:
    """The unit of the dictionary and the comparator, after holding the row's own against them."""
    findings = []
    parameter = readings["parameter"][row]
    known = PARAMETERS.get(parameter.value) if parameter else None
    given = _optional(readings, "unit", row)
    if known and given and not same_unit(given, known.unit, known.units):
        unit = known.unit or "no unit"
        cell = sheet.cell(row, index["unit"]) if "unit" in index else ""
        findings.append(finding("unit", sheet, cell, given, name=known.label, unit=unit))
    comparator = _optional(readings, "comparator", row) or value.comparator
    if value.comparator not in ("=", comparator):
        cell = sheet.cell(row, index["comparator"]) if "comparator" in index else ""
        findings.append(finding("comparator", sheet, cell, comparator, other=value.comparator))
    return (known.unit if known else given), comparator, findings


def _optional(readings: Mapping[str, Readings], name: str, row: int) -> str:
    reading = readings[name][row] if name in readings else None
    return (reading.value or "") if reading else ""
