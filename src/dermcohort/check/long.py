"""Read a long sheet of assessments: one value a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dermcohort.check.assessments import COLUMNS, Assessment, AssessmentsRead, is_silent
from dermcohort.check.columns import Readings, read_column
from dermcohort.check.conventions import Conventions
from dermcohort.check.headings import Layout
from dermcohort.check.numbers import in_unit
from dermcohort.check.reading import Reading
from dermcohort.check.rows import mentions_of, read_constants
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import number_text, shown
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.tables import PARAMETERS, Parameter
from dermcohort.units import Unit, factor_words, other_parameter, unit_of, units_allowed


@dataclass(frozen=True, slots=True)
class _Rows:
    """The columns of a sheet, read, and where they stand."""

    sheet: Sheet
    readings: Mapping[str, Readings]
    index: Mapping[str, int]
    conventions: Conventions

    def value(self, name: str, row: int) -> Any:
        """What was read, None where there is nothing."""
        reading = self.readings[name][row] if name in self.readings else None
        return reading.value if reading else None

    def cell(self, name: str, row: int) -> str:
        """The cell of a column; "" for a constant."""
        return self.sheet.cell(row, self.index[name]) if name in self.index else ""

    def got(self, name: str, row: int) -> str:
        """What stands in the cell of a column."""
        return shown(self.sheet.rows[row][self.index[name]]) if name in self.index else ""


def read_long(sheet: Sheet, layout: Layout, conventions: Conventions) -> AssessmentsRead:
    """Type a sheet that has a column for the parameter and one for its value."""
    constants, findings = read_constants(sheet, layout, tuple(COLUMNS), conventions)
    readings: dict[str, Readings] = {
        name: [reading] * len(sheet.rows) for name, reading in constants.items()
    }
    for slot in layout.slots:
        column = COLUMNS[slot.name]
        readings[slot.name], noticed = read_column(sheet, slot.index, column, conventions)
        findings += noticed
    mentions = tuple(mentions_of(sheet, layout, readings.get("patient"), only_once=False))
    needed = ("patient", "date", "parameter", "value")
    if not all(name in readings for name in needed):
        return AssessmentsRead((), mentions, tuple(findings))
    index = {slot.name: slot.index for slot in layout.slots}
    found, noticed = _long_rows(_Rows(sheet, readings, index, conventions))
    return AssessmentsRead(tuple(found), mentions, tuple(findings + noticed))


def _long_rows(rows: _Rows) -> tuple[list[Assessment], list[Finding]]:
    found: list[Assessment] = []
    findings: list[Finding] = []
    without: list[int] = []
    for row, value in enumerate(rows.readings["value"]):
        if value is not None:
            assessment, noticed = _long_row(rows, row, value)
            found += assessment
            findings += noticed
        elif any(rows.sheet.rows[row][i] is not None for i in rows.index.values()):
            without.append(row)
    if without:
        # One finding a sheet: registries export every test that was ordered.
        what = f"patient, date and parameter in {len(without)} rows of this sheet"
        findings.append(
            finding("no values", rows.sheet, rows.cell("value", without[0]), "", what=what)
        )
    return found, [*findings, *_converted(rows, found), *_shares(rows, found)]


def _long_row(rows: _Rows, row: int, value: Reading) -> tuple[list[Assessment], list[Finding]]:
    """The value of one row, in a list; an empty one if it cannot be used."""
    findings = []
    keys: list[Any] = []
    for name in ("patient", "date", "parameter"):
        reading = rows.readings[name][row]
        keys.append(reading.value if reading else None)
        if is_silent(reading):
            cell, got = rows.cell(name, row), rows.got(name, row)
            findings.append(
                finding("missing value", rows.sheet, cell, got, name=COLUMNS[name].label)
            )
    if value.value is None or None in keys:
        return [], findings
    patient, date, parameter = keys
    comparator, wrong = _comparator(rows, row, value)
    code, unit, noticed = _unit(rows, row, parameter, value)
    findings += [*wrong, *noticed]
    if any(each.severity == "error" for each in findings):
        return [], findings
    read = in_unit(value, unit) if unit else value
    known = PARAMETERS.get(code)
    return [
        Assessment(
            patient, date, code, read.value, comparator,
            known.unit if known else rows.value("unit", row) or value.unit,
            rows.sheet, row, rows.index.get("value", 0), read.reported,
            read.unit if read.reported is not None else None,
        )
    ], findings  # fmt: skip


def _comparator(rows: _Rows, row: int, value: Reading) -> tuple[str, list[Finding]]:
    comparator = rows.value("comparator", row) or value.comparator
    if value.comparator in ("=", comparator):
        return comparator, []
    cell = rows.cell("comparator", row)
    return comparator, [finding("comparator", rows.sheet, cell, comparator, other=value.comparator)]


def _unit(
    rows: _Rows, row: int, code: str, value: Reading
) -> tuple[str, Unit | None, list[Finding]]:
    """The parameter, which a unit may narrow, the unit of its value, and what is wrong with it.

    The unit in the cell goes before that of the row, and that before the study file's.
    """
    known = PARAMETERS.get(code)
    in_row = rows.value("unit", row) or ""
    given = value.unit or in_row
    if known is None or not (given or code in rows.conventions.units):
        return code, None, []
    if other := other_parameter(code, given):
        return other, None, []
    given = given or rows.conventions.units[code]
    unit = unit_of(code, given)
    if unit is None:
        name = "value" if value.unit else "unit"
        return code, None, [_foreign(rows, row, name, known, given)]
    if value.unit and in_row and unit_of(code, in_row) != unit:
        cell = rows.cell("unit", row)
        return code, None, [finding("two units", rows.sheet, cell, in_row, other=unit.name)]
    if value.unit and unit.factor != 1:
        return code, unit, [_said(rows, row, value, unit)]
    return code, unit, []


def _foreign(rows: _Rows, row: int, name: str, known: Parameter, given: str) -> Finding:
    allowed = units_allowed(known.code)
    return finding("unit", rows.sheet, rows.cell(name, row), given, name=known.label, unit=allowed)


def _said(rows: _Rows, row: int, value: Reading, unit: Unit) -> Finding:
    also = f" from {number_text(value.value)} {unit.name}"
    words = {"read": number_text(unit.converted(value.value)), "comparator": value.comparator}
    cell, got = rows.cell("value", row), rows.got("value", row)
    return finding("unit in cell", rows.sheet, cell, got, also=also, **words)


def _converted(rows: _Rows, found: list[Assessment]) -> Iterator[Finding]:
    """What was converted by the unit of its row or of the study file, once a parameter and unit."""
    by_unit: dict[tuple[str, str], list[Assessment]] = defaultdict(list)
    for each in found:
        reading = rows.readings["value"][each.row]
        if each.reported_unit and not (reading and reading.unit):
            by_unit[each.parameter, each.reported_unit].append(each)
    for (code, given), values in by_unit.items():
        unit, known = unit_of(code, given), PARAMETERS[code]
        yield finding(
            "converted", rows.sheet, rows.cell("value", values[0].row),
            rows.got("value", values[0].row), name=known.label, unit=known.unit, given=given,
            count=len(values), factor=factor_words(unit.factor) if unit else "",
        )  # fmt: skip


def _shares(rows: _Rows, found: list[Assessment]) -> Iterator[Finding]:
    """What a unit in percent made another parameter, once a parameter."""
    by_code: dict[str, list[Assessment]] = defaultdict(list)
    for each in found:
        if rows.value("parameter", each.row) != each.parameter:
            by_code[each.parameter].append(each)
    for code, values in by_code.items():
        row, name = values[0].row, PARAMETERS[code].label
        cell = rows.cell("unit", row) or rows.cell("value", row)
        got = rows.got("value", row)
        yield finding("share", rows.sheet, cell, got, name=name, count=len(values))
