"""What a sheet of assessments is read into, long or wide: values, each with its cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from dermcohort.check.columns import SILENT
from dermcohort.check.reading import Reading
from dermcohort.check.rows import Mention
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.tables import TABLES

COLUMNS = {column.name: column for column in TABLES["assessments"]}


class Assessment(NamedTuple):
    """One value of one parameter; ``row`` and ``column`` are its position in the sheet.

    ``reported_value`` and ``reported_unit`` are what the laboratory gave, None where that is the
    value and the unit of the dictionary.
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


@dataclass(frozen=True, slots=True)
class AssessmentsRead:
    """The assessments of one sheet."""

    assessments: tuple[Assessment, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]


def is_silent(reading: Reading | None) -> bool:
    """Whether nothing stands there, or a word for it, so that no other finding says so."""
    return reading is None or reading.rule in SILENT
