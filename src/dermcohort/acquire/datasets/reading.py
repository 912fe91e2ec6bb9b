"""Read a data set of another program: SAS, SPSS, Stata, Parquet or Dataset-JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dermcohort.acquire.database import plain_value
from dermcohort.acquire.datasets.dataset import Dataset, in_cell
from dermcohort.acquire.datasets.dataset_json import read_dataset_json
from dermcohort.acquire.datasets.packages import read_package
from dermcohort.acquire.grid import Grid
from dermcohort.acquire.noticed import noticed
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import Value
from dermcohort.sources import Source
from dermcohort.tables import column_of

#: So many labels of a variable are named by a finding.
_NAMED = 8


def open_dataset(path: Path, file: str, encoding: str = "") -> Dataset:
    """Read a data set as it is.

    Parameters
    ----------
    path : Path
        Its ending says what it is: one of `files.DATASETS`.
    file : str
        As the study file names it.
    encoding : str
        Of its text, where it does not say that itself; "" if not known.

    Raises
    ------
    SourceUnreadable
        If it cannot be read as that.
    """
    ending = path.suffix.lower()
    if ending == ".parquet":
        return _read_parquet(path, file)
    if ending in (".json", ".ndjson"):
        return read_dataset_json(path, file)
    return read_package(path, file, encoding)


def read_dataset(path: Path, file: str, source: Source) -> Grid:
    """Read a data set as a grid: the names of its variables, then its records.

    Codes with labels become the labels, where the variable stands for a column of words (sex, a
    drug). Where it stands for numbers or is not known, the codes are kept, and that is said.

    Raises
    ------
    SourceUnreadable
        If it cannot be read.
    """
    dataset = open_dataset(path, file, source.encoding)
    columns: list[Sequence[Value]] = []
    found = list(dataset.noticed)
    for variable, values in dataset.columns.items():
        labels = dataset.labels.get(variable, {})
        if labels and _holds_words(variable, source):
            values = [labels.get(value, value) if value is not None else None for value in values]
            found += [noticed("value labels", file, "", variable, _named(labels))]
        elif labels:
            found += _labels_left(dataset, variable)
        columns.append(values)
    records = list(zip(*columns, strict=True))
    return Grid(file, "", 1, 1, [tuple(dataset.columns), *records], tuple(found), records=True)


def _holds_words(variable: str, source: Source) -> bool:
    """Whether a variable stands for a column of words, in which a code says nothing."""
    mapped = {name.casefold(): target for name, target in source.columns.items()}
    name = mapped.get(variable.casefold(), variable).replace("_", " ")
    column = column_of(source.table, name)
    return column is not None and column.kind not in ("number", "date") and column.name != "patient"


def _named(labels: Any) -> str:
    shown = [f"{code:g} = {label}" if isinstance(code, float) else f"{code} = {label}"
             for code, label in labels.items()]  # fmt: skip
    more = f" and {len(shown) - _NAMED} more" if len(shown) > _NAMED else ""
    return ", ".join(shown[:_NAMED]) + more


def _labels_left(dataset: Dataset, variable: str) -> Iterator[Finding]:
    """Numbers of which some have labels: such a label may say that a value is missing."""
    labels, values = dataset.labels[variable], dataset.columns[variable]
    used = {value: labels[value] for value in values if value is not None and value in labels}
    if used:
        count = sum(value in used for value in values if value is not None)
        yield noticed("labelled numbers", dataset.file, "", variable, _named(used), count=count)


def _read_parquet(path: Path, file: str) -> Dataset:
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as missing:
        raise SourceUnreadable(
            f"{file} needs pyarrow; try: pip install 'dermcohort[sources]'"
        ) from missing
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError, ValueError) as refused:
        raise SourceUnreadable(
            f"{file} cannot be read as Parquet; it is damaged, cut off or of another kind; "
            "try: write it again, or copy it again from where it came from"
        ) from refused
    names = table.column_names
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SourceUnreadable(
            f"{file} has more than one column {twice[0]!r}; try: give each its own name"
        )
    columns: dict[str, Sequence[Value]] = {}
    found: list[Finding] = []
    for name in names:
        columns[name], noted = _parquet_column(table.column(name), file, name)
        found += noted
    return Dataset(file, path.stem.upper(), columns, {}, tuple(found))


def _parquet_column(column: Any, file: str, name: str) -> tuple[list[Value], list[Finding]]:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        # Python's datetimes have microseconds; what is below them is no part of a chart.
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values: list[Value] = []
    strange: list[str] = []
    empty = 0
    for each in column.to_pylist():
        # Some programs write a missing number as one that is none.
        nan = isinstance(each, float) and each != each
        empty += nan
        plain, is_plain = plain_value(None if nan else each)
        values.append(in_cell(plain))
        if not is_plain:
            strange.append(type(each).__name__)
    found = [noticed("special missing", file, "", name, "NaN", count=empty)] if empty else []
    if strange:
        kinds = ", ".join(sorted(set(strange)))
        found.append(noticed("no plain value", file, "", name, kinds, count=len(strange)))
    return values, found
