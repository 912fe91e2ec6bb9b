"""Keys that the study file leaves out, with the value that was used."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel

from dermcohort.report.content import Content
from dermcohort.report.format import MINUS
from dermcohort.report.labels import label
from dermcohort.report.table import Cell, Column, Section, Table, head
from dermcohort.study import Range, Visit
from dermcohort.tables import PARAMETERS

COLUMNS = (Column("Key of the study file", text=True), Column("Value used", text=True),
           Column("Meaning", text=True))  # fmt: skip


def defaults(content: Content) -> Table:
    """One row a key that was not set."""
    rows = tuple(
        (head(path), Cell(_text(value)), Cell(meaning))
        for path, value, meaning in unset(content.study)
    )
    return Table("table-defaults", "Keys that the study file leaves out", COLUMNS,
                 (Section("", rows),), (),
                 "study.toml: a key that is set there takes the place of its default")  # fmt: skip


def unset(model: BaseModel, path: str = "") -> list[tuple[str, Any, str]]:
    """Path, value and meaning of each key that was left out, nested ones too."""
    found: list[tuple[str, Any, str]] = []
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, BaseModel) and not isinstance(value, Range):
            found += unset(value, f"{path}{name}.")
        elif name not in model.model_fields_set:
            found.append((f"{path}{name}", value, field.description or ""))
    return found


def _text(value: Any) -> str:
    if value is None or value in ("", (), {}):
        return "not set"
    if isinstance(value, Range):
        return _range(value)
    if isinstance(value, Visit):
        low, high = (str(day).replace("-", MINUS) for day in value.window)
        return f"{value.name}: day {value.target_day}, from {low} to {high}"
    if isinstance(value, dict):
        return ", ".join(f"{label(key)}: {_text(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        separator = "\n" if isinstance(value[0], Visit) else ", "
        return separator.join(_text(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.isoformat()
    return label(value) if value in PARAMETERS else str(value)


def _range(value: Range) -> str:
    if value.min is None and value.max is None:
        return "any"
    ends = [f"at least {value.min:g}" if value.min is not None else "",
            f"at most {value.max:g}" if value.max is not None else ""]  # fmt: skip
    return ", ".join(end for end in ends if end)
