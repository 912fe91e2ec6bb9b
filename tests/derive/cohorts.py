"""Cohorts from plain rows, for tests: a dict a row, what is left out is missing."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from dermcohort import engine
from dermcohort.study import Study, parse_study
from dermcohort.tables import TABLES, Cohort

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

DAY0 = dt.date(2022, 1, 1)


def day(number: int) -> dt.date:
    """The date of a study day, for patients who start on 1 January 2022."""
    return DAY0 + dt.timedelta(days=number)


def study(**changes: Any) -> Study:
    content = {
        "title": "Test",
        "drug": "baricitinib",
        "start_between": [dt.date(2021, 1, 1), dt.date(2023, 2, 28)],
        "sources": [{"table": "patients"}],
    }
    return parse_study(content | changes)


def cohort(tables: Tables) -> Cohort:
    frames = {}
    for table, columns in TABLES.items():
        kinds = {column.name: column.kind for column in columns}
        if table != "patients":
            kinds["source"] = "text"
        rows = tables.get(table, [])
        frames[table] = engine.frame(
            {name: [plain(row.get(name)) for row in rows] for name in kinds}, kinds
        )
    return Cohort(**frames)


def plain(cell: Any) -> Any:
    return float(cell) if isinstance(cell, Fraction) else cell


def patient(name: str = "1", **columns: Any) -> Row:
    return {"patient": name, **columns}


def treated(name: str = "1", start: int = 0, stop: int | None = None, **columns: Any) -> Row:
    """A course by study days; of the study drug unless said."""
    ends = {"stop": day(stop)} if stop is not None else {}
    return {"patient": name, "drug": "baricitinib", "start": day(start), **ends, **columns}


def measured(parameter: str, on: int, value: str, name: str = "1", **columns: Any) -> Row:
    return {
        "patient": name, "parameter": parameter, "date": day(on), "value": Fraction(value),
        "source": f"{name}/{parameter}/{on}", **columns,
    }  # fmt: skip


def rows(frame: Any, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a lazy frame, in an order that does not depend on the engine."""
    found: pl.DataFrame = engine.collect(frame).to_native()
    wanted = found.select(columns) if columns else found
    return ordered(wanted.iter_rows())


def ordered(found: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(found, key=lambda row: [(cell is not None, str(cell)) for cell in row])
