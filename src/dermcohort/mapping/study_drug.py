"""Which drug the study is about, and when it was started."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dermcohort.check.spelling import as_text, plain
from dermcohort.mapping.columns import BEFORE, Candidate, drugs_in
from dermcohort.mapping.structure import Table
from dermcohort.mapping.values import column_named, readings_of, sheet_of_table
from dermcohort.sources import Source
from dermcohort.terms import drug_of


class Treatments(NamedTuple):
    """The columns of treatments of one sheet.

    Attributes
    ----------
    columns : mapping of int to Candidate
    drug : str
        Of all rows; "" where a column has it, or nothing says it.
    reason : str
        Where `drug` comes from.
    """

    table: Table
    columns: Mapping[int, Candidate]
    drug: str
    reason: str

    @property
    def column(self) -> int:
        """Position of the column of drugs; -1 if there is none."""
        return next((i for i, c in self.columns.items() if c.name == "drug"), -1)

    def only_known(self) -> bool:
        """Whether a column names a known drug in every row."""
        filled = self.table.values(self.column) if self.column >= 0 else []
        return bool(filled) and sum(self.drugs().values()) == len(filled)

    def drugs(self) -> Counter[str]:
        """Known drugs of the column, with how many rows have them."""
        if self.column < 0:
            return Counter()
        found = (drug_of(plain(as_text(value))) for value in self.table.values(self.column))
        return Counter(drug.name for drug in found if drug)


def treatments_of(table: Table, group: str, columns: Mapping[int, Candidate]) -> Treatments:
    """Treatments with the drug that the heading, the sheet's name or a title says."""
    if any(c.name == "drug" for c in columns.values()):
        return Treatments(table, columns, "", "")
    if drug_of(group):
        return Treatments(table, columns, group, "drug in the headings")
    if group == BEFORE:
        return Treatments(table, columns, "", "")
    drug, reason = drug_of_sheet(table)
    return Treatments(table, columns, drug, reason)


def drug_of_sheet(table: Table) -> tuple[str, str]:
    """The one drug that the name of a sheet, else a title above its headings, names."""
    above = [
        value
        for number, row in enumerate(table.grid.rows, table.grid.first_row)
        if number < table.header_row
        for value in row
        if isinstance(value, str)
    ]
    for texts, reason in (
        ([table.grid.sheet], "name of the sheet"),
        (above, "title above the table"),
        ([table.grid.file], "name of the file"),
    ):
        found = {drug for text in texts for drug, _ in drugs_in(text)}
        found |= {known.name for text in texts if (known := drug_of(plain(text)))}
        if len(found) == 1:
            return found.pop(), reason
    return "", ""


class StudyDrug(NamedTuple):
    """The study drug, why, and what to ask if the charts do not say it."""

    name: str
    reason: str
    question: str


def study_drug(given: str, treatments: Sequence[Treatments], titles: Iterable[str]) -> StudyDrug:
    """The drug that is given; else the only one that sheets are about; else the only one there.

    Parameters
    ----------
    titles : iterable of str
        Texts of the charts outside their tables, names of sheets and files.
    """
    if given:
        return StudyDrug(given, "as told", "")
    about = Counter(each.drug for each in treatments if each.drug)
    if len(about) == 1:
        reason = next(each.reason for each in treatments if each.drug)
        return StudyDrug(next(iter(about)), reason, "")
    rows = sum((each.drugs() for each in treatments), Counter[str]())
    named = {drug for title in titles for drug, _ in drugs_in(title)}
    # A sheet that names no drug may be of another one than that of earlier therapy.
    if not about and len(rows) == 1 and all(each.only_known() for each in treatments):
        return StudyDrug(next(iter(rows)), "the only drug in the charts", "")
    if len(named) == 1 and (not rows or named <= set(rows)) and (not about or named <= set(about)):
        return StudyDrug(named.pop(), "named in a title of the charts", "")
    many = about or rows or Counter(dict.fromkeys(named, 0))
    if not many:
        return StudyDrug("", "", "which drug is the study about? The charts name none")
    listed = ", ".join(f"{drug} ({n} rows)" if rows else drug for drug, n in many.most_common())
    return StudyDrug("", "", f"which drug is the study about? The charts have {listed}")


def first_doses(treatments: Iterable[Treatments], drug: str) -> list[dt.date]:
    """Dates on which the study drug was started, in no order."""
    found: list[dt.date] = []
    for each in treatments:
        start = next((i for i, c in each.columns.items() if c.name == "start"), -1)
        if start < 0 or (each.drug not in ("", drug)):
            continue
        sheet = sheet_of_table(each.table, Source(table="treatments"))
        readings = readings_of(sheet, start, column_named("treatments", "start"))
        for (_, row), reading in zip(each.table.rows, readings, strict=True):
            if reading is None or not isinstance(reading.value, dt.date):
                continue
            if each.column < 0 or _is(row, each.column, drug):
                found.append(reading.value)
    return found


def _is(row: Sequence[object], column: int, drug: str) -> bool:
    value = row[column] if column < len(row) else None
    known = drug_of(plain(as_text(value))) if value is not None else None  # type: ignore[arg-type]
    return bool(known and known.name == drug)
