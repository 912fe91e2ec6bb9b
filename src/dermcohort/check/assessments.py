"""What a sheet of assessments is read into, long or wide: values, each with its cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from dermcohort.check.columns import SILENT
from dermcohort.check.reading import Reading
from dermcohort.check.rows import Mention
from dermcohort.check.spelling import number_text, shown
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.tables import TABLES

COLUMNS = {column.name: column for column in TABLES["assessments"]}


class Assessment(NamedTuple):
    """One value of one parameter; ``row`` and ``column`` are its position in the sheet.

    ``reported_value`` and ``reported_unit`` are what the laboratory gave, None where that is the
    value and the unit of the dictionary. A total that was made of items has the columns of all of
    them, from ``column`` to ``last_column``.
    """

    patient: str
    date: dt.date
    parameter: str
    value: float
    comparator: str
    unit: str
    sheet: Sheet
    row: int
    column: int
    reported_value: float | None = None
    reported_unit: str | None = None
    last_column: int | None = None

    @property
    def cell(self) -> str:
        """Its cell, or the range of its items."""
        first = self.sheet.cell(self.row, self.column)
        if self.last_column in (None, self.column):
            return first
        return f"{first}:{self.sheet.cell(self.row, self.last_column or 0)}"

    @property
    def got(self) -> str:
        """What stands there; the total itself where it was made of items."""
        if self.last_column is not None:
            return number_text(self.value)
        return shown(self.sheet.rows[self.row][self.column])

    @property
    def place(self) -> str:
        """File, sheet and cell for a message."""
        sheet = f"{self.sheet.name}, " if self.sheet.name else ""
        return f"{self.sheet.file}, {sheet}cell {self.cell}"

    @property
    def source(self) -> str:
        """File, sheet and cell as one text."""
        sheet = f"{self.sheet.name}!" if self.sheet.name else ""
        return f"{self.sheet.file}!{sheet}{self.cell}"


class ItemAnswer(NamedTuple):
    """What was answered to one item; ``row`` and ``column`` are its position in the sheet.

    ``name`` is the item as `items.ITEMS` has it, ``answer`` what `score_answers` takes.
    """

    patient: str
    date: dt.date
    name: str
    answer: object
    sheet: Sheet
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class AssessmentsRead:
    """The assessments of one sheet."""

    assessments: tuple[Assessment, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]
    answers: tuple[ItemAnswer, ...] = ()


def is_silent(reading: Reading | None) -> bool:
    """Whether nothing stands there, or a word for it, so that no other finding says so."""
    return reading is None or reading.rule in SILENT
