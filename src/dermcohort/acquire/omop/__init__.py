"""Read a cohort of new users of a drug from OMOP's common data model 5.4.

Persons with the drug are found first; of the other tables only their records are read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dermcohort.acquire.noticed import noticed, units_assumed
from dermcohort.acquire.omop import cdm
from dermcohort.acquire.omop.cdm import Cdm
from dermcohort.acquire.omop.cohort import Cohort, draw, records, with_drug
from dermcohort.acquire.omop.concepts import Concepts, among, concepts_of
from dermcohort.acquire.supplies import Supply
from dermcohort.acquire.terminology import OMOP_COMORBIDITIES, OMOP_OPERATORS, OMOP_SEX
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source

_COMORBIDITIES = tuple(dict.fromkeys(OMOP_COMORBIDITIES.values()))
_VALUE = {"person_id": "patient", "value_as_number": "value", "unit_concept_id": "unit"}
#: Sheet -> table of ours, and heading -> column of it.
_FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "person": ("patients", {
        "person_id": "patient", "age": "age_years", "gender_concept_id": "sex",
        "diagnosis": "diagnosis", **{name: name for name in _COMORBIDITIES},
    }),
    "drug_exposure": ("treatments", {
        "person_id": "patient", "drug_concept_id": "drug", "drug_exposure_start_date": "start",
        "drug_exposure_end_date": "stop",
    }),
    "measurement": ("assessments", _VALUE | {
        "measurement_date": "date", "measurement_concept_id": "parameter",
        "operator_concept_id": "comparator",
    }),
    "observation": ("assessments", _VALUE | {
        "observation_date": "date", "observation_concept_id": "parameter",
    }),
    "condition_occurrence": ("events", {
        "person_id": "patient", "condition_concept_id": "event", "condition_start_date": "date",
    }),
}  # fmt: skip
#: How many concepts that are not used a finding names.
_NAMED = 10
#: The key of a record and its values under the headings of `_FORMS`.
Record = tuple[Value, dict[str, Value]]


def read(source: Source, folder: Path) -> tuple[Sheet, ...]:
    """Read the cohort.

    Parameters
    ----------
    source : Source
        Its ``database``, or its ``file``: a folder of csv or parquet files named as the tables.
        ``drug`` is the study drug, ``omop`` says how new users are found.
    folder : Path
        Of the study file.

    Returns
    -------
    tuple of Sheet
        One each for person, drug_exposure, measurement, observation (if there is one) and
        condition_occurrence. A record has the number of its key; that of a treatment is the
        first drug_exposure_id of those that were joined. Persons left out and records that are
        not used are counted in ``noticed``.

    Raises
    ------
    SourceUnreadable
        If the tables cannot be opened, or no concept is known for the drug.

    Notes
    -----
    A supply lasts from its start to drug_exposure_end_date, without one for days_supply days,
    without either for one day. A treatment that ends within ``gap_days`` of the end of
    observation is taken as going on. Age is that at the first dose; without month and day of
    birth it is the difference of the years.
    """
    with cdm.opened(source, folder) as tables:
        concepts = concepts_of(tables)
        cohort = draw(tables, concepts)
        measured = [each for each in ("measurement", "observation") if each in tables.tables]
        return (
            _persons(tables, concepts, cohort),
            _treatments(tables, cohort),
            *(_measured(tables, table, concepts, cohort) for table in measured),
            _events(tables, concepts, cohort),
        )


def _persons(tables: Cdm, concepts: Concepts, cohort: Cohort) -> Sheet:
    before: dict[str, list[int]] = defaultdict(list)
    for _, person, concept, date in cohort.conditions:
        if person in cohort.first_dose and date <= cohort.first_dose[person]:
            before[person].append(concept)
    other_sex = year_alone = 0
    rows: list[Record] = []
    for key, gender, *birth in records(tables, "person", concepts):
        if (patient := str(key)) not in cohort.first_dose:
            continue
        age, whole = _age(birth, cohort.first_dose[patient])
        sex = OMOP_SEX.get(gender) if isinstance(gender, int) else None
        other_sex += sex is None and gender is not None
        year_alone += not whole and age is not None
        has = {concepts.comorbidities[c] for c in before[patient] if c in concepts.comorbidities}
        names = [concepts.diagnoses[c] for c in before[patient] if c in concepts.diagnoses]
        row: dict[str, Value] = {"age": age, "gender_concept_id": sex}
        row |= {"person_id": patient, "diagnosis": names[0] if names else None}
        rows.append((key, row | {name: name in has for name in _COMORBIDITIES}))
    counts = {"sex not in list": other_sex, "year of birth": year_alone}
    more = [noticed(rule, tables.place, "person", count=n) for rule, n in counts.items() if n]
    return _sheet(tables, "person", rows, (*cohort.findings, *more))


def _age(birth: Sequence[Value], first_dose: dt.date) -> tuple[Value, bool]:
    """Age in years at the first dose, and whether the whole date of birth is known."""
    year, month, day = birth
    if not isinstance(year, int):
        return year, False
    age = first_dose.year - year
    if not (isinstance(month, int) and isinstance(day, int)):
        return age, False
    return age - ((first_dose.month, first_dose.day) < (month, day)), True


def _treatments(tables: Cdm, cohort: Cohort) -> Sheet:
    rows: list[Record] = []
    earlier = 0
    for (person, drug), treatments in sorted(cohort.treatments.items()):
        first_dose = cohort.first_dose.get(person)
        if first_dose is None:
            continue
        for each in treatments:
            if drug == tables.source.drug and each.start < first_dose:
                earlier += 1
                continue
            stop = each.stop if each is not treatments[-1] else _stop(each, person, tables, cohort)
            row: dict[str, Value] = {"person_id": person, "drug_concept_id": drug}
            row |= {"drug_exposure_start_date": each.start, "drug_exposure_end_date": stop}
            rows.append((each.record, row))
    rule, drug = "treatment before wash-out", tables.source.drug
    note = noticed(rule, tables.place, "drug_exposure", drug=drug, count=earlier)
    return _sheet(tables, "drug_exposure", rows, [note] if earlier else [])


def _stop(last: Supply, person: str, tables: Cdm, cohort: Cohort) -> dt.date | None:
    """The last day of the last treatment; None if it lasts until observation ends."""
    until = cohort.observed_until.get(person)
    if last.stop is None or until is None:
        return last.stop
    return None if (until - last.stop).days <= tables.source.gap_days else last.stop


def _measured(tables: Cdm, table: str, concepts: Concepts, cohort: Cohort) -> Sheet:
    column = tables.tables[table].c[f"{table}_concept_id"]
    rows: list[Record] = []
    without_unit: Counter[str] = Counter()
    for row in records(tables, table, concepts, among(column, concepts.parameters)):
        record, person, concept, date, value, *more = row
        if str(person) not in cohort.first_dose:
            continue
        parameter = concepts.parameters[int(str(concept))]
        values: dict[str, Value] = {
            "person_id": str(person), f"{table}_date": cdm.day(date),
            f"{table}_concept_id": parameter, "value_as_number": cdm.number(value),
        }  # fmt: skip
        if table == "measurement":
            values["operator_concept_id"] = _operator(more[0])
        elif value is None:
            values["value_as_number"] = more[0]
        values["unit_concept_id"] = _unit(more[1], concepts)
        if values["unit_concept_id"] is None and values["value_as_number"] is not None:
            without_unit[parameter] += 1
        rows.append((record, values))
    found = [*_other_concepts(tables, table, concepts, cohort)]
    found += units_assumed(tables.place, table, without_unit, tables.source)
    return _sheet(tables, table, rows, found)


def _operator(concept: Value) -> Value:
    """The comparator; an operator that is none of the list stays as it is, for `check` to say."""
    if concept in (None, 0):
        return None
    known = OMOP_OPERATORS.get(concept) if isinstance(concept, int) else None
    return known or str(concept)


def _unit(concept: Value, concepts: Concepts) -> str | None:
    if concept in (None, 0):
        return None
    known = concepts.units.get(concept) if isinstance(concept, int) else None
    return (known or None) if known is not None else f"concept {concept}"


def _other_concepts(
    tables: Cdm, table: str, concepts: Concepts, cohort: Cohort
) -> Iterator[Finding]:
    """What else was measured in the cohort: a department's own concepts are among it."""
    import sqlalchemy as sa

    columns = tables.tables[table].c
    concept = columns[f"{table}_concept_id"]
    counted = (
        sa.select(columns.person_id, concept, sa.func.count())
        .where(columns.person_id.in_(with_drug(tables, concepts)))
        .where(sa.or_(concept.is_(None), sa.not_(among(concept, concepts.parameters))))
        .group_by(columns.person_id, concept)
    )
    counts: Counter[str] = Counter()
    for person, id, count in tables.rows(counted):
        if str(person) in cohort.first_dose and isinstance(count, int):
            counts["none" if id is None else str(id)] += count
    if counts:
        ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        got = ", ".join(f"{id} ({count})" for id, count in ordered[:_NAMED])
        got += f" and {len(ordered) - _NAMED} more" if len(ordered) > _NAMED else ""
        yield noticed("other concepts", tables.place, table, "", got, count=counts.total())


def _events(tables: Cdm, concepts: Concepts, cohort: Cohort) -> Sheet:
    rows: list[Record] = []
    earlier = 0
    for record, person, concept, date in cohort.conditions:
        first_dose = cohort.first_dose.get(person)
        if first_dose is None or concept not in concepts.events:
            continue
        if date <= first_dose:
            earlier += 1
            continue
        row: dict[str, Value] = {"person_id": person, "condition_start_date": date}
        rows.append((record, row | {"condition_concept_id": concepts.events[concept]}))
    name = "condition_occurrence"
    found = (noticed("before first dose", tables.place, name, count=earlier),) if earlier else ()
    return _sheet(tables, name, rows, found)


def _sheet(tables: Cdm, name: str, rows: Sequence[Record], findings: Iterable[Finding]) -> Sheet:
    table, columns = _FORMS[name]
    # Keys are whole numbers; where they are not, the records are counted.
    keyed = all(isinstance(key, int) for key, _ in rows)
    return Sheet(
        source=tables.source.model_copy(update={"table": table, "columns": columns}),
        file=tables.place,
        name=name,
        headings=tuple(columns),
        header_row=1,
        first_column=1,
        row_numbers=tuple(
            int(str(key)) if keyed else number for number, (key, _) in enumerate(rows, start=1)
        ),
        rows=tuple(tuple(row[heading] for heading in columns) for _, row in rows),
        noticed=tuple(findings),
        records=True,
    )
