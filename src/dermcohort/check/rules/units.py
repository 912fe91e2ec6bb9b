"""Rules of units: a column that looks as if it were in another unit than it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from dermcohort.check.assessments import Assessment
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import shown
from dermcohort.check.typed import Typed
from dermcohort.findings import Finding
from dermcohort.tables import PARAMETERS
from dermcohort.units import OTHER_PARAMETER, UNITS, USUAL

#: The middle of fewer values says nothing of their unit.
_VALUES = 3


def unit_in_doubt(typed: Typed) -> Iterator[Finding]:
    """Values that no group of patients has, and that would be usual in another known unit.

    They stay as they are: which unit it was, only the department knows.
    """
    columns: dict[tuple[int, int, str, str], list[Assessment]] = defaultdict(list)
    for each in typed.assessments:
        if each.parameter in USUAL:
            key = id(each.sheet), each.column, each.parameter, each.reported_unit or ""
            columns[key].append(each)
    for (_, _, code, given), values in columns.items():
        low, high = USUAL[code]
        if len(values) < _VALUES or low <= _typical(code, [e.value for e in values]) <= high:
            continue
        given = given or PARAMETERS[code].unit
        other = _others(code, given, [_as_given(each) for each in values])
        if other:
            first = next(each for each in values if not low <= each.value <= high)
            cell = first.sheet.cell(first.row, first.column)
            got = shown(first.sheet.rows[first.row][first.column])
            yield finding(
                "unit in doubt", first.sheet, cell, got, name=PARAMETERS[code].label, unit=given,
                count=len(values), other=other, code=code,
            )  # fmt: skip


def _as_given(each: Assessment) -> float:
    return each.value if each.reported_value is None else each.reported_value


def _typical(code: str, values: list[float]) -> float:
    # Itch may well be gone in most patients, but hardly in all.
    return max(values) if PARAMETERS[code].role == "score" else median(values)


def _others(code: str, given: str, values: list[float]) -> str:
    """The units in which the values would be usual, and the share that they could be."""
    low, high = USUAL[code]
    typical = _typical(code, values)
    names = [
        unit.name
        for unit in UNITS[code]
        if unit.name != given and low <= unit.converted(typical) <= high
    ]
    # 4.5 eosinophils are rather percent.
    if (code, "%") in OTHER_PARAMETER and typical > 0 and max(values) <= 100:
        names.append("%, the share")
    return " or ".join(names)
