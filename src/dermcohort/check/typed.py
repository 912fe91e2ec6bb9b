"""Everything that was read from all sheets: what the rules across rows look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dermcohort.check.assessments import Assessment
from dermcohort.check.rows import Entry, Mention
from dermcohort.study import Study


@dataclass(frozen=True, slots=True)
class Typed:
    """The typed rows of a study.

    Attributes
    ----------
    patients, treatments, events : tuple of Entry
    assessments : tuple of Assessment
        Repeated ones included.
    mentions : tuple of Mention
        Every row of every sheet that names a patient, also where the row could not be used.
    """

    study: Study
    patients: tuple[Entry, ...]
    treatments: tuple[Entry, ...]
    assessments: tuple[Assessment, ...]
    events: tuple[Entry, ...]
    mentions: tuple[Mention, ...]

    def ages(self) -> dict[str, float]:
        """Age in years of each patient that has one."""
        return ages_of(self.patients)


def ages_of(patients: Iterable[Entry]) -> dict[str, float]:
    """Age in years of each patient that has one."""
    return {
        entry.values["patient"]: entry.values["age_years"]
        for entry in patients
        if "age_years" in entry.values
    }


def first_doses(treatments: Iterable[Entry], drug: str) -> dict[str, dt.date]:
    """First dose of a drug of each patient that had it."""
    first: dict[str, dt.date] = {}
    for entry in treatments:
        if entry.values["drug"] == drug:
            patient, start = entry.values["patient"], entry.values["start"]
            first[patient] = min(start, first.get(patient, start))
    return first
