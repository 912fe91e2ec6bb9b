"""Charts made at random, and which of their cells got lost: for Hypothesis and for atheris."""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from accounting import Account, Cell

from dermcohort.acquire import acquire
from dermcohort.check import Checked, check
from dermcohort.study import Study

#: Headings and what they are: "key" of the row, "value" of the assessments, or a column.
HEADINGS = {
    "patients": {
        "ID": "key", "Age": "age_years", "Sex": "sex", "BMI": "bmi", "Asthma": "asthma",
        "Diagnosis": "diagnosis", "Duration of AD": "ad_duration_years",
    },
    "treatments": {
        "ID": "key", "Drug": "drug", "Start date": "start", "Stop date": "stop",
        "Dose (mg/day)": "dose_mg_per_day", "Reason for stopping": "reason",
        "Next therapy": "next_drug",
    },
    "wide": {
        "ID": "key", "Date": "key", "EASI": "value", "IGA": "value", "BSA (%)": "value",
        "LDH": "value", "TARC": "value", "EASI 1M": "value", "Date 1M": "key", "DLQI 3M": "value",
    },
    "long": {
        "ID": "key", "Date": "key", "Parameter": "key", "Value": "value", "Unit": "key",
        "Comparator": "key",
    },
    "events": {
        "ID": "key", "Event": "event", "Onset date": "date", "Action taken": "action",
        "Serious": "serious", "Outcome": "outcome",
    },
}  # fmt: skip
NEEDED = {
    "patients": ("ID",), "treatments": ("ID", "Drug", "Start date"), "wide": ("ID", "Date"),
    "long": ("ID", "Date", "Parameter", "Value"), "events": ("ID", "Event"),
}  # fmt: skip
_KEYS = ("key", "drug", "start", "event")
STUDY = {
    "title": "SYNTHETIC", "drug": "baricitinib", "start_between": ["2021-01-01", "2022-12-31"],
}  # fmt: skip
PEOPLE = [
    ["ID", "Age", "Sex", "Start date"], ["P1", "30", "F", "2021-01-04"],
    ["P2", "40", "M", "2021-02-04"], ["P3", "50", "F", "2021-03-04"],
]  # fmt: skip


class Grid(NamedTuple):
    """A random sheet: what its rows are, its headings, its cells, and how the source reads it."""

    kind: str
    headings: list[str]
    rows: list[list[Any]]
    source: dict[str, Any]


def study_of(grid: Grid, file: str) -> dict[str, Any]:
    table = "assessments" if grid.kind in ("wide", "long") else grid.kind
    sources = [{"table": table, "file": file} | grid.source]
    people = {"file": "people.csv"}
    if table != "patients":
        sources.append({"table": "patients"} | people)
    if table != "treatments":
        sources.append({"table": "treatments", "constants": {"drug": "baricitinib"}} | people)
    return STUDY | {"sources": sources}


def write_csv(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([["" if v is None else v for v in row] for row in rows])


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("S")
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(down, across, value)
                elif isinstance(value, bool):
                    sheet.write_boolean(down, across, value)
                elif isinstance(value, (dt.date, dt.datetime)):
                    sheet.write_datetime(down, across, value)
                elif value is not None:
                    sheet.write_number(down, across, value)


def _empty(value: Any) -> bool:
    """Nothing that a person would see."""
    return value is None or all(unicodedata.category(letter)[0] in "ZC" for letter in str(value))


def unaccounted(grid: Grid, file: str, sheet: str, checked: Checked) -> list[str]:
    """Cells that are neither in the tables nor named by a finding."""
    meanings = HEADINGS[grid.kind]
    keys = frozenset(
        column for column, heading in enumerate(grid.headings, 1)
        if meanings.get(heading) in _KEYS
    )  # fmt: skip
    ids = {
        Cell(file, sheet, row, column): str(value).strip()
        for row, values in enumerate(grid.rows, 2)
        for column, value in enumerate(values, 1)
        if column in keys
    }
    account = Account(checked.findings, {(file, sheet): [(1, 1)]}, {(file, sheet): keys}, ids)
    have = _in_tables(grid, file, sheet, checked)
    lost = []
    for row, values in enumerate(grid.rows, 2):
        cells = {
            column: Cell(file, sheet, row, column)
            for column, value in enumerate(values, 1) if not _empty(value)
        }  # fmt: skip
        # A key is told of with its row: through any value of it that is there, or any finding.
        row_told = any(cell in have or account.of(cell) for cell in cells.values())
        for column, cell in cells.items():
            meaning = meanings.get(grid.headings[column - 1], "")
            if cell in have or account.of(cell) or (row_told and meaning == "key"):
                continue
            lost.append(f"{cell}: {values[column - 1]!r} under {grid.headings[column - 1]!r}")
    return lost


def _in_tables(grid: Grid, file: str, sheet: str, checked: Checked) -> set[Cell]:
    """The cells whose values are in the tables."""
    have: set[Cell] = set()
    if grid.kind in ("wide", "long"):
        sources = checked.cohort.assessments.collect()["source"].to_list()
        return {Cell.of(source) for source in sources}
    columns = {
        HEADINGS[grid.kind].get(heading, ""): number
        for number, heading in enumerate(grid.headings, 1)
    }
    rows = getattr(checked.cohort, grid.kind).collect().iter_rows(named=True)
    for values in rows:
        if grid.kind == "patients":
            at = [n for n, row in enumerate(grid.rows, 2) if values["patient"] in map(str, row)]
        else:
            source = Cell.of(values["source"])
            at = [source.row] if (source.file, source.sheet) == (file, sheet) else []
        for name, number in columns.items():
            if name == "key" or values.get(name) is not None:
                have |= {Cell(file, sheet, row, number) for row in at}
    return have


def checked_of(study: Study, folder: Path) -> Checked:
    """Both first stages."""
    return check(study, acquire(study, folder))
