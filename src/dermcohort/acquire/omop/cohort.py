"""Draw the new users of a drug from OMOP's tables, and read the records of whoever had it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dermcohort.acquire.noticed import noticed
from dermcohort.acquire.omop import cdm
from dermcohort.acquire.omop.cdm import Cdm
from dermcohort.acquire.omop.concepts import Concepts, among
from dermcohort.acquire.omop.new_users import Period, new_users
from dermcohort.acquire.supplies import Supply, joined
from dermcohort.findings import Finding
from dermcohort.sheets import Value

if TYPE_CHECKING:
    import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Cohort:
    """The new users, and what is known of everyone who had the drug.

    Attributes
    ----------
    first_dose : mapping of str to date
        Of the new users, by person.
    treatments : mapping
        Person and drug to treatments.
    observed_until : mapping of str to date
    conditions : sequence
        Record, person, concept and date of each condition that has a meaning here.
    """

    first_dose: Mapping[str, dt.date]
    treatments: Mapping[tuple[str, str], Sequence[Supply]]
    observed_until: Mapping[str, dt.date]
    conditions: Sequence[tuple[Value, str, int, dt.date]]
    findings: tuple[Finding, ...]


def records(
    tables: Cdm, table: str, concepts: Concepts, *conditions: sa.ColumnElement[bool]
) -> list[tuple[Value, ...]]:
    """Records of persons with the study drug, by their keys; the person as text."""
    import sqlalchemy as sa

    person = tables.tables[table].c.person_id
    query = sa.select(*tables.columns(table)).where(person.in_(with_drug(tables, concepts)))
    return sorted(tables.rows(query.where(*conditions)), key=_key)


def _key(row: Sequence[Value]) -> tuple[bool, int, str]:
    """Records in the order of their keys, which are whole numbers."""
    whole = isinstance(row[0], int)
    return not whole, row[0] if isinstance(row[0], int) else 0, "" if whole else str(row)


def with_drug(tables: Cdm, concepts: Concepts) -> sa.Select[Any]:
    """Persons who ever had the study drug."""
    import sqlalchemy as sa

    exposure = tables.tables["drug_exposure"].c
    ids = [id for id, drug in concepts.drugs.items() if drug == tables.source.drug]
    return sa.select(exposure.person_id).where(among(exposure.drug_concept_id, ids))


def draw(tables: Cdm, concepts: Concepts) -> Cohort:
    """Find the new users.

    Raises
    ------
    SourceUnreadable
        If the database refuses to be read.
    """
    source = tables.source
    findings: list[Finding] = list(concepts.findings)
    treatments = {
        key: joined(each, source.gap_days)
        for key, each in _supplies(tables, concepts, findings).items()
    }
    observed = _observed(tables, concepts, findings)
    conditions = _conditions(tables, concepts, findings)
    diagnosed: dict[str, list[dt.date]] = defaultdict(list)
    for _, person, concept, date in conditions:
        if concept in concepts.diagnoses:
            diagnosed[person].append(date)
    of_drug = {person: each for (person, drug), each in treatments.items() if drug == source.drug}
    found = new_users(of_drug, observed, diagnosed, source.omop.washout_days)
    for condition, count in sorted(found.left_out.items()):
        words = {"drug": source.drug, "condition": condition, "count": count}
        findings.append(
            noticed("left out", tables.place, "drug_exposure", "", f"no {condition}", **words)
        )
    until = {person: max(each.last for each in periods) for person, periods in observed.items()}
    return Cohort(found.first_dose, treatments, until, conditions, tuple(findings))


def _supplies(
    tables: Cdm, concepts: Concepts, findings: list[Finding]
) -> dict[tuple[str, str], list[Supply]]:
    column = tables.tables["drug_exposure"].c.drug_concept_id
    rows = records(tables, "drug_exposure", concepts, among(column, concepts.drugs))
    supplies: dict[tuple[str, str], list[Supply]] = defaultdict(list)
    for position, (record, person, concept, start, end, days_supply) in enumerate(rows):
        first = _day(tables, "drug_exposure", "drug_exposure_start_date", record, start, findings)
        last = cdm.day(end)
        if last is not None:
            last = _day(tables, "drug_exposure", "drug_exposure_end_date", record, end, findings)
        elif first is not None:
            days = cdm.whole(cdm.number(days_supply))
            more = days - 1 if isinstance(days, int) and 0 < days < 10_000 else 0
            last = first + dt.timedelta(days=more)
        if first is not None and last is not None:
            number = record if isinstance(record, int) else position + 1
            drug = concepts.drugs[int(str(concept))]
            supplies[str(person), drug].append(Supply(first, last, number))
    return supplies


def _day(
    tables: Cdm, table: str, column: str, record: Value, value: Value, findings: list[Finding]
) -> dt.date | None:
    """The day of a record on which the choice of patients rests; else a finding."""
    day = cdm.day(value)
    if isinstance(day, dt.date):
        return day
    got = "" if value is None else str(value)
    place = f"{column} of record {record}"
    findings.append(noticed("unreadable record", tables.place, table, place, got))
    return None


def _observed(tables: Cdm, concepts: Concepts, findings: list[Finding]) -> dict[str, list[Period]]:
    """Periods of observation; one that begins on the day after another continues it."""
    found: dict[str, list[Supply]] = defaultdict(list)
    for record, person, start, end in records(tables, "observation_period", concepts):
        days = [
            _day(tables, "observation_period", f"observation_period_{which}_date", record, value,
                 findings)
            for which, value in (("start", start), ("end", end))
        ]  # fmt: skip
        if days[0] and days[1]:
            found[str(person)].append(Supply(days[0], days[1], 0))
    return {
        person: [Period(each.start, each.stop) for each in joined(periods, 0) if each.stop]
        for person, periods in found.items()
    }


def _conditions(
    tables: Cdm, concepts: Concepts, findings: list[Finding]
) -> list[tuple[Value, str, int, dt.date]]:
    ids = {*concepts.diagnoses, *concepts.events, *concepts.comorbidities}
    column = tables.tables["condition_occurrence"].c.condition_concept_id
    found = []
    for record, person, concept, start in records(
        tables, "condition_occurrence", concepts, among(column, ids)
    ):
        day = _day(tables, "condition_occurrence", "condition_start_date", record, start, findings)
        if day is not None:
            found.append((record, str(person), int(str(concept)), day))
    return found
