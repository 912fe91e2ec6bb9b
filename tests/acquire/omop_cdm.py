"""SYNTHETIC OMOP tables: drawn at random, written as csv, parquet, SQLite and PostgreSQL.

What a study is to find in them is worked out day by day in plain Python.
"""

from __future__ import annotations

import csv
import datetime as dt
import sqlite3
from collections import Counter
from contextlib import closing
from typing import Any

from hypothesis import strategies as st

DAY_0 = dt.date(2019, 1, 1)
BARICITINIB, TABLET, DUPILUMAB, OTHER_DRUG = 1510627, 40000001, 1593467, 40000009
DERMATITIS, HAND_DERMATITIS, ZOSTER, ASTHMA, OTHER_CONDITION = 133834, 40000011, 443943, 317009, 5
CK, LOCAL_EASI, OTHER_TEST = 3007220, 2000000001, 40000021
DRUGS = {BARICITINIB: "baricitinib", TABLET: "baricitinib", DUPILUMAB: "dupilumab"}
ANCESTORS = [(BARICITINIB, BARICITINIB), (BARICITINIB, TABLET), (DERMATITIS, HAND_DERMATITIS)]

TABLES: dict[str, str] = {
    "person": "person_id integer, gender_concept_id integer, year_of_birth integer,"
    " month_of_birth integer, day_of_birth integer, person_source_value varchar",
    "observation_period": "observation_period_id integer, person_id integer,"
    " observation_period_start_date date, observation_period_end_date date",
    "condition_occurrence": "condition_occurrence_id integer, person_id integer,"
    " condition_concept_id integer, condition_start_date date",
    "drug_exposure": "drug_exposure_id integer, person_id integer, drug_concept_id integer,"
    " drug_exposure_start_date date, drug_exposure_end_date date, days_supply integer",
    "measurement": "measurement_id integer, person_id integer, measurement_concept_id integer,"
    " measurement_date date, operator_concept_id integer, value_as_number numeric,"
    " unit_concept_id integer",
    "concept_ancestor": "ancestor_concept_id integer, descendant_concept_id integer",
}


def columns(table: str) -> list[str]:
    return [each.split()[0] for each in TABLES[table].split(",")]


def day(number: int) -> dt.date:
    return DAY_0 + dt.timedelta(days=number)


PEOPLE = st.integers(1, 3)
DAYS = st.integers(0, 900).map(day)


@st.composite
def cdms(draw: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Random tables, in which most are left out for one reason or another."""

    def rows(least: int, most: int, *cells: Any) -> list[tuple[Any, ...]]:
        drawn = draw(st.lists(st.tuples(PEOPLE, *cells), min_size=least, max_size=most))
        return [(100 + number, *row) for number, row in enumerate(drawn)]

    people = draw(st.lists(st.tuples(
        st.sampled_from([8507, 8532, 0]), st.integers(1940, 2010),
        st.none() | st.tuples(st.integers(1, 12), st.integers(1, 28)),
    ), min_size=3, max_size=3))  # fmt: skip
    periods = rows(2, 6, st.sampled_from([0, 30, 400]).map(day), st.integers(100, 900))
    exposures = rows(
        3, 14, st.sampled_from([BARICITINIB, TABLET, DUPILUMAB, OTHER_DRUG]), DAYS,
        st.none() | st.integers(0, 120), st.none() | st.integers(0, 90),
    )  # fmt: skip
    return {
        "person": [
            (number, sex, year, *(birth or (None, None)), f"CHART-{number}")
            for number, (sex, year, birth) in enumerate(people, start=1)
        ],
        "observation_period": [
            (key, person, first, first + dt.timedelta(days=more))
            for key, person, first, more in periods
        ],
        "condition_occurrence": rows(
            3, 14, st.sampled_from(
                [DERMATITIS, DERMATITIS, HAND_DERMATITIS, ZOSTER, ASTHMA, OTHER_CONDITION]
            ), DAYS,
        ),
        "drug_exposure": [
            (key, person, concept, start,
             None if lasts is None else start + dt.timedelta(days=lasts), supply)
            for key, person, concept, start, lasts, supply in exposures
        ],
        "measurement": rows(
            3, 14, st.sampled_from([CK, LOCAL_EASI, OTHER_TEST]), DAYS,
            st.sampled_from([None, 0, 4171756, 4172704]),
            st.none() | st.integers(0, 1400).map(lambda ticks: ticks / 20),
            st.sampled_from([None, 0, 8645]),
        ),
        "concept_ancestor": ANCESTORS,
    }  # fmt: skip


def exposed(row: tuple[Any, ...]) -> list[dt.date]:
    """The days of one exposure."""
    *_, start, end, supply = row
    last = end or start + dt.timedelta(days=max((supply or 1) - 1, 0))
    return [start + dt.timedelta(days=n) for n in range((last - start).days + 1)]


def runs(days: set[dt.date], gap: int) -> list[tuple[dt.date, dt.date]]:
    """Days in runs: a run ends before more than so many days without."""
    found: list[list[dt.date]] = []
    for each in sorted(days):
        if found and (each - found[-1][1]).days <= gap + 1:
            found[-1][1] = each
        else:
            found.append([each, each])
    return [(first, last) for first, last in found]


def expected(
    tables: dict[str, list[tuple[Any, ...]]], washout: int = 365, gap: int = 30
) -> dict[str, Any]:
    """First doses, why others are left out, and the rows of the four tables."""
    first_dose, left_out = {}, Counter()
    spans: dict[tuple[int, str], list[tuple[dt.date, dt.date]]] = {}
    for person in {row[1] for row in tables["drug_exposure"]}:
        for drug in set(DRUGS.values()):
            days = {
                each
                for row in tables["drug_exposure"]
                if row[1] == person and DRUGS.get(row[2]) == drug
                for each in exposed(row)
            }
            if days:
                spans[person, drug] = runs(days, gap)
    observed: dict[int, set[dt.date]] = {}
    for _, person, first, last in tables["observation_period"]:
        days = {first + dt.timedelta(days=n) for n in range((last - first).days + 1)}
        observed.setdefault(person, set()).update(days)
    for (person, drug), periods in spans.items():
        if drug != "baricitinib":
            continue
        taken = {
            first + dt.timedelta(days=n)
            for first, last in periods
            for n in range((last - first).days + 1)
        }
        before = {
            first: [first - dt.timedelta(days=n) for n in range(1, washout + 1)]
            for first, _ in periods
        }
        seen = [f for f in before if {f, *before[f]} <= observed.get(person, set())]
        fresh = [f for f in seen if not taken & set(before[f])]
        sick = [f for f in fresh if any(
            p == person and c in (DERMATITIS, HAND_DERMATITIS) and d <= f
            for _, p, c, d in tables["condition_occurrence"]
        )]  # fmt: skip
        if sick:
            first_dose[person] = min(sick)
        elif fresh:
            left_out["diagnosis up to the first dose"] += 1
        else:
            left_out["wash-out" if seen else "observed before the first dose"] += 1
    treatments = []
    for (person, drug), periods in spans.items():
        for first, last in periods:
            if person in first_dose and not (drug == "baricitinib" and first < first_dose[person]):
                until = max(observed[person])
                goes_on = (first, last) == periods[-1] and (until - last).days <= gap
                treatments.append((str(person), drug, first, None if goes_on else last))
    return {
        "first_dose": first_dose,
        "left_out": left_out,
        "treatments": sorted(treatments, key=str),
        "patients": sorted(_patients(tables, first_dose)),
        "assessments": sorted(_assessments(tables, first_dose), key=str),
        "events": sorted(
            (str(person), "herpes zoster", date)
            for _, person, concept, date in tables["condition_occurrence"]
            if concept == ZOSTER and person in first_dose and date > first_dose[person]
        ),
    }


def _patients(tables: Any, first_dose: dict[int, dt.date]) -> Any:
    for person, sex, year, month, date, _ in tables["person"]:
        if person not in first_dose:
            continue
        on = first_dose[person]
        birthday_to_come = month is not None and (on.month, on.day) < (month, date)
        asthma = any(
            p == person and c == ASTHMA and d <= on for _, p, c, d in tables["condition_occurrence"]
        )
        named = {8507: "M", 8532: "F"}.get(sex, "")
        yield str(person), float(on.year - year - birthday_to_come), named, asthma


def _assessments(tables: Any, first_dose: dict[int, dt.date]) -> Any:
    parameters = {CK: "CPK", LOCAL_EASI: "EASI"}
    for key, person, concept, date, operator, value, unit in tables["measurement"]:
        if person in first_dose and concept in parameters:
            sign = {4171756: "<", 4172704: ">"}.get(operator)
            spelled = "U/L" if unit == 8645 else None
            yield key, str(person), date, parameters[concept], value, sign, spelled


# Writers


def write_csv(folder: Any, tables: Any, *, mark: str = ",") -> None:
    folder.mkdir(exist_ok=True)
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, delimiter=mark)
            writer.writerow(name.upper() for name in columns(table))
            writer.writerows(rows)


def write_parquet(folder: Any, tables: Any) -> None:
    import pyarrow
    from pyarrow import parquet

    folder.mkdir(exist_ok=True)
    for table, rows in tables.items():
        content = {name: [row[i] for row in rows] for i, name in enumerate(columns(table))}
        parquet.write_table(pyarrow.table(content), folder / f"{table}.parquet")


def write_sqlite(path: Any, tables: Any) -> None:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as file:
        for table, rows in tables.items():
            file.execute(f"CREATE TABLE {table} ({TABLES[table]})")
            marks = ", ".join("?" * len(columns(table)))
            texts = [[str(v) if isinstance(v, dt.date) else v for v in row] for row in rows]
            file.executemany(f"INSERT INTO {table} VALUES ({marks})", texts)
        file.commit()


def sql(tables: Any, schema: str) -> list[str]:
    """Statements for PostgreSQL."""
    statements = [f"DROP SCHEMA IF EXISTS {schema} CASCADE", f"CREATE SCHEMA {schema}"]
    for table, rows in tables.items():
        statements.append(f"CREATE TABLE {schema}.{table} ({TABLES[table]})")
        shown = [f"({', '.join(_literal(value) for value in row)})" for row in rows]
        if shown:
            statements.append(f"INSERT INTO {schema}.{table} VALUES {', '.join(shown)}")
    return statements


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, (int, float)) else f"'{value}'"
