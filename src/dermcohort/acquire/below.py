"""The rows below the headings: which of them are the table's, and what is left out of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dermcohort.acquire.headings import heading_text, patient_column
from dermcohort.acquire.noticed import noticed
from dermcohort.findings import Finding
from dermcohort.sheets import Value, cell_name
from dermcohort.sources import Source
from dermcohort.tables import TABLES, column_of, parameter_of

if TYPE_CHECKING:
    from dermcohort.acquire.grid import Grid

_SUMMARY = re.compile(
    r"合計|総計|小計|計|平均|平均値|中央値|標準偏差|標準誤差|最大値?|最小値?|件数|人数|例数"
    r"|(grand |sub ?)?totals?|sum|means?|averages?|avg\.?|medians?|std\.? ?dev\.?"
    r"|standard deviation|mean ?(±|\+/-|\() ?(sd|se|sem)\)?|平均 ?± ?(sd|標準偏差)|n ?= ?[0-9]+"
)
#: Initials of a patient as well, unless they stand below another such row.
_SUMMARY_OR_INITIALS = re.compile(r"sd|se|sem|n|min\.?|max\.?|iqr|q1|q3|cv")
_TWO_DIGITS = re.compile("[0-9].*[0-9]")
#: Rows that a finding names.
_NAMED = 8


class Row(NamedTuple):
    """A row that holds anything, and its number counted from 1."""

    number: int
    values: Sequence[Value]


class Below(NamedTuple):
    """Rows of the table, and what was noticed of those that are none."""

    rows: list[Row]
    noticed: list[Finding]


def rows_below(grid: Grid, source: Source, headings: tuple[str, ...]) -> Below:
    """Take the rows below the headings.

    Left out are empty rows, those below ``source.last_row``, rows that repeat the headings, and
    rows that sum others up ("Mean", "合計"); all but the empty ones are said.
    """
    if grid.records:
        return Below(_filled(grid, 1, 0), [])
    last_heading = source.header_row + source.header_rows - 1
    found = _filled(grid, last_heading + 1 - grid.first_row, grid.first_row)
    last = source.last_row or max((row.number for row in found), default=0)
    rows = [row for row in found if row.number <= last]
    findings = list(_beyond(grid, [row for row in found if row.number > last]))
    repeats = _heading_rows(grid, source)
    # Most rows differ in their first cell already, and there may be a million.
    beginnings = {_spoken(row[:1]) for row in repeats}
    patient = patient_column(headings, source)
    kept, summed = [], False
    for row in rows:
        if _spoken(row.values[:1]) in beginnings and _spoken(row.values) in repeats:
            findings.append(_noticed("repeated headings", grid, row, 0))
            continue
        summed = _sums_up(row.values, patient, summed)
        if summed:
            findings.append(_noticed("summary row", grid, row, patient))
            continue
        if _looks_like_headings(row.values, patient):
            details = {"last": row.number - 1, "row": row.number}
            findings.append(_noticed("second table", grid, row, 0, **details))
        kept.append(row)
    return Below(kept, [*findings, *_ragged(grid, source, kept)])


def _filled(grid: Grid, at: int, first_row: int) -> list[Row]:
    return [
        Row(first_row + number, values)
        for number, values in enumerate(grid.rows[max(at, 0) :], start=max(at, 0))
        if any(value is not None for value in values)
    ]


def _noticed(rule: str, grid: Grid, row: Row, column: int, /, **details: object) -> Finding:
    values = row.values
    if column >= len(values) or values[column] is None:
        column = next(at for at, value in enumerate(values) if value is not None)
    cell = cell_name(row.number, grid.first_column + column)
    return noticed(rule, grid.file, grid.sheet, cell, heading_text(values[column]), **details)


def _beyond(grid: Grid, rows: Sequence[Row]) -> Iterator[Finding]:
    if rows:
        area = f"{rows[0].number}:{rows[-1].number}"
        got = f"{len(rows)} rows" if len(rows) > 1 else "1 row"
        yield noticed("below last row", grid.file, grid.sheet, area, got, count=len(rows))


def _spoken(values: Sequence[Value]) -> tuple[str, ...]:
    said = [heading_text(value).casefold() for value in values]
    while said and not said[-1]:
        said.pop()
    return tuple(said)


def _heading_rows(grid: Grid, source: Source) -> set[tuple[str, ...]]:
    at = source.header_row - grid.first_row
    found = {_spoken(row) for row in grid.rows[max(at, 0) : max(at + source.header_rows, 0)]}
    # A single word may be a heading above several columns, and a value as well.
    return {row for row in found if sum(map(bool, row)) > 1}


def _sums_up(values: Sequence[Value], patient: int, after_another: bool) -> bool:
    value = values[patient] if patient < len(values) else None
    if not isinstance(value, str):
        return False
    text = unicodedata.normalize("NFKC", value).casefold().strip(" :　")
    return bool(
        _SUMMARY.fullmatch(text) or (after_another and _SUMMARY_OR_INITIALS.fullmatch(text))
    )


def _looks_like_headings(values: Sequence[Value], patient: int) -> bool:
    """Whether a row names a patient's column, where it begins or where this table has it."""
    first = next(value for value in values if value is not None)
    of_patient = values[patient] if patient < len(values) else None
    if not (_means_patient(first) or _means_patient(of_patient)):
        return False
    words = {heading_text(value) for value in values if isinstance(value, str)}
    known = sum(map(_is_name, words))
    # "No" means a patient's number as well as an answer, which has no second name beside it.
    return known > 1 and 2 * known >= sum(value is not None for value in values)


def _means_patient(value: Value) -> bool:
    # An ID has digits. To look up each of a million would take longer than to read them.
    if not isinstance(value, str) or _TWO_DIGITS.search(value):
        return False
    found = column_of("patients", heading_text(value))
    return found is not None and found.name == "patient"


def _is_name(word: str) -> bool:
    return bool(parameter_of(word)) or any(column_of(table, word) for table in TABLES)


def _ragged(grid: Grid, source: Source, rows: Sequence[Row]) -> Iterator[Finding]:
    """In a csv: rows with more or fewer fields than the headings have."""
    at = source.header_row + source.header_rows - 1 - grid.first_row
    if grid.sheet or not 0 <= at < len(grid.rows):
        return
    width = len(grid.rows[at])
    longer = [row for row in rows if any(value is not None for value in row.values[width:])]
    if 2 * len(longer) <= len(rows):
        # In more rows than not it is a column that has no heading, which is said elsewhere.
        for row in longer:
            details = {"width": width, "count": len(row.values)}
            yield _noticed("too many fields", grid, row, width, **details)
    shorter = [row for row in rows if len(row.values) < width]
    if shorter:
        names = [f"{row.number}:{row.number}" for row in shorter[:_NAMED]]
        got = f"{len(shorter)} rows" if len(shorter) > 1 else "1 row"
        yield noticed(
            "too few fields", grid.file, "", ", ".join(names), got, width=width, count=len(shorter)
        )
