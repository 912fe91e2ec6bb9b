"""What ADaM and SDTM share: a folder of data sets, and from their records to sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from dermcohort.acquire.datasets.dataset import Dataset
from dermcohort.acquire.datasets.day_numbers import SAS_DAY_0
from dermcohort.acquire.datasets.reading import open_dataset
from dermcohort.acquire.fhir.elements import day
from dermcohort.acquire.files import DATASETS, find_file, refuse_unknown_kind
from dermcohort.acquire.noticed import noticed
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source
from dermcohort.tables import TABLES, column_of, parameter_of


class Record(NamedTuple):
    """One row of a sheet, and the record of its data set, counted from 1.

    ``beside`` names a record of another data set that is used in it.
    """

    number: int
    values: Sequence[Value]
    beside: str = ""


def datasets_of(source: Source, folder: Path) -> list[Dataset]:
    """All data sets of a source, by the names of their files; variables in capitals.

    Raises
    ------
    SourceUnreadable
        If one cannot be read, two have the same name, or there is none.
    """
    place = folder / source.file
    if not place.is_dir():
        refuse_unknown_kind(find_file(source.file, folder), source.file)
        paths = [place]
    else:
        paths = sorted(each for each in place.iterdir() if each.suffix.lower() in DATASETS)
    if not paths:
        raise SourceUnreadable(
            f"{source.file} holds no data set; try: put .xpt, .json or .parquet files there"
        )
    seen: dict[str, str] = {}
    found = []
    for path in paths:
        file = f"{source.file.rstrip('/')}/{path.name}" if place.is_dir() else source.file
        stem = path.stem.upper()
        if stem in seen:
            raise SourceUnreadable(
                f"{file} and {seen[stem]} are the same data set; try: keep one of them"
            )
        seen[stem] = file
        # A transport file may call every data set alike; folders name them by their files.
        found.append(replace(_in_capitals(open_dataset(path, file, source.encoding)), name=stem))
    return found


def _in_capitals(dataset: Dataset) -> Dataset:
    columns = {name.upper(): values for name, values in dataset.columns.items()}
    if len(columns) < len(dataset.columns):
        raise SourceUnreadable(
            f"{dataset.file} has variables whose names differ only in case; "
            "try: give each its own name"
        )
    return replace(dataset, columns=columns)


def dates(dataset: Dataset, variable: str, found: list[Finding]) -> list[Value]:
    """Days of a variable, without their times; what is no whole day as it stands there.

    Numbers in a variable of ADaM's dates (``ADT``, ``TRTSDTM``) are those of SAS, and said.
    """
    unit = {"DT": dt.timedelta(days=1), "TM": dt.timedelta(seconds=1)}.get(variable[-2:])
    values: list[Value] = []
    numbers = 0
    for value in dataset.column(variable):
        if unit and isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                values.append((SAS_DAY_0 + value * unit).date())
            except (OverflowError, ValueError):
                values.append(value)
            numbers += 1
        elif isinstance(value, dt.datetime):
            values.append(value.date())
        else:
            values.append(
                value if isinstance(value, (dt.date, dt.time, dt.timedelta)) else day(value)
            )
    if numbers:
        found.append(noticed("numbers as dates", dataset.file, "", variable, count=numbers))
    return values


def words(value: Value) -> str:
    """Text in capitals, "" for nothing: how controlled terms are compared."""
    return " ".join(value.split()).upper() if isinstance(value, str) else ""


def in_words(source: Source, table: str, name: str) -> dict[str, str]:
    """What the study file says of the codes of a column, in capitals."""
    return {
        words(code): meaning
        for column, codes in source.codes.items()
        if (known := column_of(table, column)) and known.name == name
        for code, meaning in codes.items()
    }


def sheet_of_records(
    dataset: Dataset,
    source: Source,
    table: str,
    columns: Mapping[str, str],
    records: Sequence[Record],
    *,
    codes: Mapping[str, Mapping[str, str]] | None = None,
    used: Iterable[str] = (),
    found: Iterable[Finding] = (),
    name: str = "",
) -> Sheet:
    """A sheet of one of the tables.

    Parameters
    ----------
    columns : mapping of str to str
        Heading -> column of the table, in the order of the values of the records.
    codes : mapping
        Column of the table -> code -> meaning; what the study file says goes before.
    used : iterable of str
        Variables that are used besides the headings.
    name : str
        Of the sheet, where a data set gives several.
    """
    own = dict(_own_columns(dataset, source, table))
    kept = [at for at, (h, column) in enumerate(columns.items()) if _stays(h, column, own)]
    headings = [*(list(columns)[at] for at in kept), *own]
    targets = {h: own.get(h) or columns[h] for h in headings}
    rows = tuple(
        (*(each.values[at] for at in kept), *(dataset.columns[v][each.number - 1] for v in own))
        for each in records
    )
    unused = [v for v in dataset.columns if v not in {*headings, *columns, *used}]
    noticed_too = [_named("other variables", dataset.file, unused)] if unused and not name else []
    return Sheet(
        source=_source(source, table, targets, codes or {}),
        file=dataset.file,
        name=name,
        headings=tuple(headings),
        header_row=1,
        first_column=1,
        row_numbers=tuple(each.number for each in records),
        rows=rows,
        noticed=(*(dataset.noticed if not name else ()), *found, *noticed_too),
        records=True,
        record_names=tuple(f"record {each.number}{each.beside}" for each in records)
        if any(each.beside for each in records)
        else (),
    )


def _named(rule: str, file: str, names: Sequence[str]) -> Finding:
    return noticed(rule, file, "", "", ", ".join(names))


def _own_columns(dataset: Dataset, source: Source, table: str) -> Iterator[tuple[str, str]]:
    """What the study file says of variables of this data set that hold a column of the table."""
    for variable, target in source.columns.items():
        known = column_of(table, target)
        if known and variable.upper() in dataset.columns:
            yield variable.upper(), known.name


def _stays(heading: str, column: str, own: Mapping[str, str]) -> bool:
    return heading not in own and column not in own.values()


def _source(
    source: Source,
    table: str,
    columns: Mapping[str, str],
    codes: Mapping[str, Mapping[str, str]],
) -> Source:
    """The entry of the study file with what concerns one table."""
    meanings = {column: dict(known) for column, known in codes.items()}
    for name, given in source.codes.items():
        if column := _concerned(table, name):
            meanings[column] = {**meanings.get(column, {}), **given}
    constants = {
        column: value
        for name, value in source.constants.items()
        if (column := _concerned(table, name)) and column not in columns.values()
    }
    units = {name: unit for name, unit in source.units.items() if _concerned(table, name)}
    change = {
        "table": table, "columns": dict(columns), "codes": meanings, "constants": constants,
        "units": units, "recognise": False,
    }  # fmt: skip
    return source.model_copy(update=change)


def _concerned(table: str, name: str) -> str:
    """The column of a table that a name of the study file means; "" if it means another's.

    What no table knows is left to be said once, with the patients.
    """
    if known := column_of(table, name):
        return known.name
    if table == "assessments" and (parameter := parameter_of(name)):
        return parameter.code
    nobodys = not parameter_of(name) and not any(column_of(each, name) for each in TABLES)
    return name if nobodys and table == "patients" else ""


def told(source: Source, datasets: Sequence[Dataset], unused: Sequence[Dataset]) -> list[Finding]:
    """Data sets that are not used, and variables of the study file that are in none."""
    found = []
    if unused:
        found.append(_named("other data sets", source.file, [each.name for each in unused]))
    have = {variable for each in datasets for variable in each.columns}
    found += [
        noticed("no such variable", source.file, "", "", variable)
        for variable, target in source.columns.items()
        if variable.upper() not in have and target != "ignore"
    ]
    return found


def counted(rule: str, dataset: Dataset, cell: str, counts: Mapping[str, int]) -> Iterator[Finding]:
    """One finding for each thing that stands there, with how many records have it."""
    for got, count in sorted(counts.items()):
        yield noticed(rule, dataset.file, "", cell, got, count=count)
