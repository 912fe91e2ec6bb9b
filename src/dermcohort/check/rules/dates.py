"""Rules of dates: within the patient's life, the study and the treatment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dermcohort.check.rulebook import finding
from dermcohort.check.typed import Typed, first_doses
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet

#: Patient, date, and where it stands: sheet, cell, what stands there.
Dated = tuple[str, dt.date, Sheet, str, str]


def _dates(typed: Typed) -> Iterator[Dated]:
    """Every date of every table, once for each cell."""
    for entry in (*typed.treatments, *typed.events):
        for name, value in entry.values.items():
            if isinstance(value, dt.date):
                yield entry.values["patient"], value, entry.sheet, entry.cell(name), entry.got(name)
    seen: set[tuple[str, dt.date, int, int]] = set()
    for each in typed.assessments:
        # The values of one visit share a date; it is named at the first of them.
        key = each.patient, each.date, id(each.sheet), each.row
        if key not in seen:
            seen.add(key)
            cell = each.sheet.cell(each.row, each.column)
            yield each.patient, each.date, each.sheet, cell, each.date.isoformat()


def after_cutoff(typed: Typed) -> Iterator[Finding]:
    """A date after the end of follow-up."""
    cutoff = typed.study.data_cutoff
    if cutoff is None:
        return
    for _, date, sheet, cell, got in _dates(typed):
        if date > cutoff:
            yield finding("after cutoff", sheet, cell, got, cutoff=cutoff)


def before_birth(typed: Typed) -> Iterator[Finding]:
    """A date before the patient can have been born, by the age at the first dose."""
    ages, first = typed.ages(), first_doses(typed.treatments, typed.study.drug)
    births = {
        # One more than the age: whoever is 30 may be 31 tomorrow.
        patient: first[patient] - dt.timedelta(days=366 * (age + 1))
        for patient, age in ages.items()
        if patient in first and 0 <= age <= 150
    }
    for patient, date, sheet, cell, got in _dates(typed):
        if patient in births and date < births[patient]:
            yield finding("before birth", sheet, cell, got, age=f"{ages[patient]:g}")


def event_before_first_dose(typed: Typed) -> Iterator[Finding]:
    """An adverse event before the drug."""
    first = first_doses(typed.treatments, typed.study.drug)
    for entry in typed.events:
        start, date = first.get(entry.values["patient"]), entry.values.get("date")
        if start is not None and date is not None and date < start:
            yield finding(
                "event before first dose", entry.sheet, entry.cell("date"), entry.got("date"),
                drug=typed.study.drug, start=start,
            )  # fmt: skip
