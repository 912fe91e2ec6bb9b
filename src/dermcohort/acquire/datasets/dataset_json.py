"""Read CDISC's Dataset-JSON, version 1.0 and 1.1, as one document or as lines (ndjson).

Names follow the published schema: https://wiki.cdisc.org/display/DSJSON1DOT1.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from dermcohort.acquire.database import plain_value
from dermcohort.acquire.datasets.dataset import Dataset, in_cell
from dermcohort.errors import SourceUnreadable
from dermcohort.sheets import Value

#: The first item of each record in version 1.0.
_NUMBER_OF_RECORD = "ITEMGROUPDATASEQ"


def read_dataset_json(path: Path, file: str) -> Dataset:
    """Read one data set.

    Returns
    -------
    Dataset
        Text of the type "decimal" as numbers. Dates and times that stand for numbers of SAS
        (``targetDataType`` "integer") as such, other ISO 8601 text as text.

    Raises
    ------
    SourceUnreadable
        If it is no JSON, no Dataset-JSON, another data set than it says, or cut off.
    """
    content, lines = _document(path, file)
    about = _described(content, file)
    variables: Any = about.get("columns", about.get("items"))
    rows: Any = about.get("rows", about.get("itemData", [] if lines is None else lines))
    if not _is_table(variables, rows):
        raise SourceUnreadable(_no_dataset(file, "it has no columns and rows"))
    _refuse_parts(file, about, variables, rows)
    columns: dict[str, Sequence[Value]] = {}
    for at, variable in enumerate(variables):
        name = variable["name"]
        if name != _NUMBER_OF_RECORD:
            read = _reader(variable)
            columns[name] = [_value(row[at], read, file, name, n) for n, row in enumerate(rows, 1)]
    return Dataset(file, str(about.get("name") or path.stem).upper(), columns)


def _document(path: Path, file: str) -> tuple[Any, list[Any] | None]:
    """The document, or the first line of a file of lines and the others."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() != ".ndjson":
            return json.loads(text), None
        first, *others = [json.loads(line) for line in text.splitlines() if line.strip()] or [None]
    except (ValueError, RecursionError) as refused:
        where = f" near line {refused.lineno}" if isinstance(refused, json.JSONDecodeError) else ""
        raise SourceUnreadable(
            f"{file} is no JSON{where}; it is damaged or cut off; "
            "try: export it again, or copy it again from where it came from"
        ) from refused
    return first, others


def _described(content: Any, file: str) -> dict[str, Any]:
    """The part of a document that describes its only data set."""
    if not isinstance(content, dict):
        raise SourceUnreadable(_no_dataset(file, "it is a list, or a single value"))
    if "resourceType" in content:
        raise SourceUnreadable(
            f'{file} holds FHIR, not Dataset-JSON; try: kind = "fhir" in this [[sources]] entry'
        )
    groups: dict[str, Any] = {}
    for part in ("clinicalData", "referenceData"):
        found = content.get(part)
        held = found.get("itemGroupData") if isinstance(found, dict) else None
        groups |= held if isinstance(held, dict) else {}
    if len(groups) > 1:
        raise SourceUnreadable(
            f"{file} holds {len(groups)} data sets ({', '.join(groups)}); "
            "try: write each one into a file of its own"
        )
    about = next(iter(groups.values()), content)
    return about if isinstance(about, dict) else content


def _no_dataset(file: str, why: str) -> str:
    return (
        f"{file} is no Dataset-JSON: {why}; try: export it as Dataset-JSON 1.1, or as .xpt or .csv"
    )


def _is_table(variables: Any, rows: Any) -> bool:
    return (
        isinstance(variables, list)
        and all(isinstance(v, dict) and isinstance(v.get("name"), str) for v in variables)
        and isinstance(rows, list)
        and all(isinstance(row, list) for row in rows)
    )


def _refuse_parts(
    file: str, about: Mapping[str, Any], variables: Sequence[Any], rows: Sequence[Any]
) -> None:
    said, names = about.get("records"), [variable["name"] for variable in variables]
    if isinstance(said, int) and said != len(rows):
        raise SourceUnreadable(
            f"{file} says that it has {said} records, and holds {len(rows)}; "
            "try: export it again, or copy it again from where it came from"
        )
    for number, row in enumerate(rows, start=1):
        if len(row) != len(names):
            raise SourceUnreadable(
                f"{file}: record {number} has {len(row)} values, and there are {len(names)} "
                "variables; try: export it again"
            )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SourceUnreadable(
            f"{file} has more than one variable {twice[0]!r}; try: export it again"
        )


def _reader(variable: Mapping[str, Any]) -> Callable[[Any], Value]:
    type, target = variable.get("dataType", variable.get("type")), variable.get("targetDataType")
    if type == "decimal":
        return _decimal
    if target == "integer" and type in _TIMES:
        return _TIMES[type]
    return _plain


_TIMES: dict[str, Callable[[str], Value]] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
}


def _plain(value: Any) -> Value:
    plain, is_plain = plain_value(value)
    if not is_plain:
        raise ValueError
    return in_cell(plain)


def _decimal(value: Any) -> Value:
    return plain_value(Decimal(value))[0] if isinstance(value, str) else _plain(value)


def _value(value: Any, read: Callable[[Any], Value], file: str, name: str, number: int) -> Value:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return read(value)
    except (ValueError, TypeError, InvalidOperation) as refused:
        raise SourceUnreadable(
            f"{file}: {name} of record {number} is not of the type that the file says; "
            "try: export it again"
        ) from refused
