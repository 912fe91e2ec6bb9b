"""The tables of OMOP's common data model 5.4, from a database or from a folder of files.

Files go into a database in memory, so that the same statements read both.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dermcohort.acquire.database import plain_value, reading, refusing
from dermcohort.errors import SourceUnreadable
from dermcohort.sheets import Value
from dermcohort.sources import Source

if TYPE_CHECKING:
    import sqlalchemy as sa

#: The columns that are read, the table's own key first.
COLUMNS = {
    "person": ("person_id", "gender_concept_id", "year_of_birth", "month_of_birth", "day_of_birth"),
    "observation_period": ("observation_period_id", "person_id", "observation_period_start_date",
                           "observation_period_end_date"),
    "condition_occurrence": ("condition_occurrence_id", "person_id", "condition_concept_id",
                             "condition_start_date"),
    "drug_exposure": ("drug_exposure_id", "person_id", "drug_concept_id",
                      "drug_exposure_start_date", "drug_exposure_end_date", "days_supply"),
    "measurement": ("measurement_id", "person_id", "measurement_concept_id", "measurement_date",
                    "value_as_number", "operator_concept_id", "unit_concept_id"),
    "observation": ("observation_id", "person_id", "observation_concept_id", "observation_date",
                    "value_as_number", "value_as_string", "unit_concept_id"),
    "concept": ("concept_id", "concept_name", "vocabulary_id", "concept_class_id", "concept_code"),
    "concept_ancestor": ("ancestor_concept_id", "descendant_concept_id"),
}  # fmt: skip
OPTIONAL_TABLES = frozenset(("observation", "concept", "concept_ancestor"))
#: A department's tables often lack what version 5.4 does not require.
OPTIONAL_COLUMNS = frozenset((
    "month_of_birth", "day_of_birth", "drug_exposure_end_date", "days_supply",
    "operator_concept_id", "unit_concept_id", "value_as_string", "concept_class_id",
))  # fmt: skip
#: Vocabularies of which concepts are looked up; the whole table has millions of rows.
VOCABULARIES = ("LOINC", "UCUM", "RxNorm", "RxNorm Extension")

_WHOLE = re.compile(r"([+-]?[0-9]+)(?:\.0*)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ].*)?")
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Cdm:
    """Opened tables.

    Attributes
    ----------
    place : str
        The folder, or the database without its password.
    tables : mapping of str to SQLAlchemy table
        Those that are there, with the columns that are there.
    """

    connection: sa.Connection
    place: str
    tables: Mapping[str, sa.TableClause]
    source: Source

    def rows(self, statement: sa.Select[Any]) -> list[tuple[Value, ...]]:
        """The rows of a statement as plain values.

        Raises
        ------
        SourceUnreadable
            If the database refuses it.
        """
        with refusing(self.place, self.source):
            found = [tuple(row) for row in self.connection.execute(statement)]
        return [tuple(plain_value(value)[0] for value in row) for row in found]

    def columns(self, table: str) -> list[sa.ColumnElement[Any]]:
        """The columns of `COLUMNS`, null where the table has none of the name."""
        import sqlalchemy as sa

        there = self.tables[table].c
        return [there[name] if name in there else sa.null() for name in COLUMNS[table]]


@contextmanager
def opened(source: Source, folder: Path) -> Iterator[Cdm]:
    """Open the tables of a source.

    Raises
    ------
    SourceUnreadable
        If the database or folder cannot be read, or a table or column that is needed is missing.
    """
    if source.database:
        with reading(source, folder) as (connection, place):
            with refusing(place, source):
                there = _columns_there(connection, source.omop.cdm_schema)
            yield Cdm(connection, place, _tables(there, place, source), source)
        return
    sa = _sqlalchemy()
    path = folder / source.file
    if not path.is_dir():
        raise SourceUnreadable(
            f"{source.file} is no folder; try: name the folder that holds person.csv, "
            "drug_exposure.csv and the other tables, as csv or parquet, or a `database`"
        )
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        there = {table: _load(connection, file) for table, file in _files(path).items()}
        yield Cdm(connection, source.file, _tables(there, source.file, source), source)
    engine.dispose()


def _sqlalchemy() -> Any:
    try:
        import sqlalchemy
    except ImportError as missing:
        raise SourceUnreadable(
            "OMOP tables need sqlalchemy; try: pip install 'dermcohort[sources]'"
        ) from missing
    return sqlalchemy


def _columns_there(connection: sa.Connection, schema: str) -> dict[str, list[str]]:
    inspector = _sqlalchemy().inspect(connection)
    names = [*inspector.get_table_names(schema or None), *inspector.get_view_names(schema or None)]
    return {
        name: [str(column["name"]) for column in inspector.get_columns(name, schema or None)]
        for name in names
        if name.lower() in COLUMNS
    }


def _tables(
    there: Mapping[str, Sequence[str]], place: str, source: Source
) -> dict[str, sa.TableClause]:
    """Tables under their names in small letters, whatever the database has."""
    sa = _sqlalchemy()
    names = {name.lower(): name for name in there}
    if missing := [t for t in COLUMNS if t not in names and t not in OPTIONAL_TABLES]:
        raise SourceUnreadable(
            f"{place} has no table {', '.join(missing)}; found of OMOP's: "
            f"{', '.join(sorted(there)) or 'none'}; "
            "try: the tables of OMOP CDM 5.4, and cdm_schema in [sources.omop]"
        )
    tables = {}
    for table, name in names.items():
        spelled = {column.lower(): column for column in there[name]}
        lacking = [c for c in COLUMNS[table] if c not in spelled and c not in OPTIONAL_COLUMNS]
        if lacking:
            raise SourceUnreadable(
                f"{place}, table {table}, has no column {', '.join(lacking)}; "
                "try: the tables of OMOP CDM 5.4"
            )
        # The key is what our code calls it, the name what the database calls it.
        columns = [sa.column(spelled[c]) for c in COLUMNS[table] if c in spelled]
        for column in columns:
            column.key = column.name.lower()
        tables[table] = sa.table(name, *columns, schema=source.omop.cdm_schema or None)
    return tables


def _files(folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        table = path.stem.lower()
        if table in COLUMNS and path.suffix.lower() in (".csv", ".tsv", ".parquet"):
            if table in files:
                raise SourceUnreadable(
                    f"{folder.name} has {files[table].name} and {path.name}; try: keep one"
                )
            files[table] = path
    return files


def _load(connection: sa.Connection, path: Path) -> list[str]:
    """Put the needed columns of a file into the database in memory; give their names."""
    table = path.stem.lower()
    names, rows = _parquet(path) if path.suffix.lower() == ".parquet" else _delimited(path)
    wanted = [(i, name) for i, name in enumerate(names) if name in COLUMNS[table]]
    columns = [name for _, name in wanted]
    if not columns:
        return []
    connection.exec_driver_sql(f"CREATE TABLE {table} ({', '.join(columns)})")
    insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})"
    batch: list[tuple[Any, ...]] = []
    vocabulary = columns.index("vocabulary_id") if "vocabulary_id" in columns else None
    for row in rows:
        if len(row) != len(names):
            raise SourceUnreadable(
                f"{path.name} has a row of {len(row)} values under {len(names)} headings; "
                "try: write it again from the database"
            )
        values = tuple(_stored(row[i], name) for i, name in wanted)
        if vocabulary is None or values[vocabulary] in VOCABULARIES:
            batch.append(values)
        if len(batch) == _ROWS_AT_ONCE:
            connection.exec_driver_sql(insert, batch)
            batch = []
    if batch:
        connection.exec_driver_sql(insert, batch)
    return columns


def _parquet(path: Path) -> tuple[list[str], Iterable[Sequence[Any]]]:
    try:
        pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as missing:
        raise SourceUnreadable(
            f"{path.name} needs pyarrow; try: pip install 'dermcohort[sources]'"
        ) from missing
    try:
        table = parquet.read_table(path)
    except (pyarrow.ArrowException, OSError, ValueError) as refused:
        raise SourceUnreadable(
            f"{path.name} cannot be read as parquet; it is damaged or something else; "
            "try: write it again from the database"
        ) from refused
    columns = [column.to_pylist() for column in table.columns]
    return [name.lower() for name in table.column_names], zip(*columns, strict=True)


def _delimited(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    try:
        # Vocabularies have millions of rows, so the file is not read as a whole.
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
    except UnicodeDecodeError as refused:
        raise _not_utf8(path) from refused
    mark = max(",;\t", key=first.count)
    # Vocabularies are cut by tabs and have quotation marks that mean themselves.
    form: dict[str, Any] = {"delimiter": mark, "strict": True}
    form["quoting"] = csv.QUOTE_NONE if mark == "\t" else csv.QUOTE_MINIMAL
    names = next(csv.reader([first], **form), [])

    def rows() -> Iterator[list[str]]:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.reader(file, **form)
                next(reader, None)
                yield from (row for row in reader if row)
        except UnicodeDecodeError as refused:
            raise _not_utf8(path) from refused
        except csv.Error as refused:
            raise SourceUnreadable(
                f"{path.name} cannot be cut into columns ({refused}); "
                "try: look for a quotation mark that is never closed"
            ) from refused

    return [name.strip().lower() for name in names], rows()


def _not_utf8(path: Path) -> SourceUnreadable:
    return SourceUnreadable(f"{path.name} is not text in UTF-8; try: export it as UTF-8")


def _stored(value: Any, column: str) -> Any:
    """What a file says, as a database would hold it."""
    value = plain_value(value)[0]
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return value.isoformat() if isinstance(value, dt.date) else str(value)
    if column.endswith(("_id", "_of_birth", "days_supply")):
        return whole(value)
    return value


def whole(value: Value) -> Value:
    """A whole number as int, also where a table with gaps made 7.0 of 7; else the value.

    >>> whole("7.0"), whole("7x"), whole(7.0)
    (7, '7x', 7)
    """
    if isinstance(value, str) and (found := _WHOLE.fullmatch(value.strip())):
        return int(found[1])
    return int(value) if isinstance(value, float) and value.is_integer() else value


def number(value: Value) -> Value:
    """A number as float, also one written as text; else the value.

    >>> number("12.50"), number("<5"), number(3)
    (12.5, '<5', 3.0)
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    written = isinstance(value, str) and _NUMBER.fullmatch(value.strip())
    return float(str(value)) if written else value


def day(value: Value) -> Value:
    """A day from a date, a date with a time, or text as 2021-01-04 or 20210104; else the value.

    >>> day("2021-01-04 00:00:00"), day(20210104), day("2021-01")
    (datetime.date(2021, 1, 4), datetime.date(2021, 1, 4), '2021-01')
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, (str, int)) and (found := _DAY.fullmatch(str(value).strip())):
        try:
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return value
    return value
