"""The demo's charts as a department keeps them: one workbook, a sheet a kind of record."""

from __future__ import annotations

import csv
import datetime as dt
from importlib.resources import files
from pathlib import Path

import xlsxwriter

#: File of the charts and name of its sheet.
SHEETS = {
    "patients": "Patients",
    "baricitinib": "Baricitinib",
    "prior_therapy": "Prior therapy",
    "visits": "Visits",
    "labs": "Labs",
    "events": "Events",
}
NOTICE = "SYNTHETIC DATA: no real patient"
ABOUT = (
    NOTICE,
    "Charts as a department keeps them, made so that their summary equals a published paper's.",
    "0M is the start of baricitinib, 1M and 3M are one and three months later.",
)


def write_workbook(path: Path) -> None:
    """Write the synthetic charts; the same bytes every time."""
    with xlsxwriter.Workbook(path) as workbook:
        # A fixed date of creation, or two runs would differ.
        workbook.set_properties({"title": NOTICE, "created": dt.datetime(2023, 7, 1)})
        heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        about = workbook.add_worksheet("About")
        about.set_column(0, 0, 100)
        about.write_column(0, 0, ABOUT)
        for name, title in SHEETS.items():
            sheet = workbook.add_worksheet(title)
            sheet.set_header(f"&C{NOTICE}")
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 9)
            sheet.set_column(1, 60, 11)
            rows = _rows(name)
            sheet.write_row(0, 0, rows[0], heading)
            for number, row in enumerate(rows[1:], start=1):
                for column, text in enumerate(row):
                    _write(sheet, number, column, text, date)


def _rows(name: str) -> list[list[str]]:
    text = files("dermcohort.demo").joinpath("charts", f"{name}.csv").read_text("utf-8")
    return list(csv.reader(text.splitlines()))


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, text: str,
    date: xlsxwriter.format.Format,
) -> None:  # fmt: skip
    """A cell as Excel would hold it: an empty one, a date, a number or text."""
    if not text:
        return
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        pass
    else:
        sheet.write_datetime(row, column, day, date)
        return
    try:
        sheet.write_number(row, column, float(text))
    except ValueError:
        sheet.write_string(row, column, text)
