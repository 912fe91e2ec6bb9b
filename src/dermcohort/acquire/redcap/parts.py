"""Which rows and columns of a REDCap export belong to a table, and what makes them differ.

Rows of events and of repeating instruments stand below each other, and each row fills the fields
of some forms only. Every table takes the rows that fill any of its fields.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dermcohort.acquire.redcap.codes import checked_box
from dermcohort.acquire.redcap.export import EVENT, Export
from dermcohort.acquire.redcap.meanings import IGNORE, Target
from dermcohort.redcap_fields import OTHER, OTHER_OF_FIELD
from dermcohort.sheets import Value
from dermcohort.sources import Source

_ARM = re.compile(r"_arm_[0-9]+[a-z]*$| \(arm [0-9]+: .*\)$", re.IGNORECASE)


class Part(NamedTuple):
    """Rows of a table whose columns mean the same.

    Attributes
    ----------
    rows : sequence of int
        Positions in the export.
    columns : mapping of int to str
        Column of the export -> what it means, as the study file would say it.
    """

    rows: Sequence[int]
    columns: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Project:
    """An export and what its columns mean.

    Attributes
    ----------
    export : Export
    source : Source
    targets : tuple of Target or None
        One a column; None where it is not known what it holds.
    labelled : bool
        Whether choices stand there by their labels.
    """

    export: Export
    source: Source
    targets: tuple[Target | None, ...]
    labelled: bool

    def columns(self, table: str) -> dict[int, Target]:
        """The columns of a table, without the patient."""
        return {i: t for i, t in enumerate(self.targets) if t and t.table == table}

    @property
    def patient(self) -> int:
        """The column of the patient."""
        return next(i for i, t in enumerate(self.targets) if t and t.name == "patient")


def parts_of(project: Project, table: str) -> list[Part]:
    """The rows of a table, in parts whose columns mean the same; none if nothing is of it."""
    targets = project.columns(table)
    rows = _rows(project, list(targets))
    if table == "patients":
        filled = {project.export.rows[row][project.patient] for row in rows}
        rows = sorted([*rows, *_first_rows(project, filled)])
    elif not targets:
        return []
    if table == "assessments":
        return _visits(project, targets, rows)
    parts = _with_others(project, targets, rows)
    # An empty table of events says that there were none.
    return parts or ([Part((), _words(targets))] if table == "events" else [])


def _rows(project: Project, columns: Sequence[int]) -> list[int]:
    """The rows that fill any of the columns; an unticked box fills none."""
    boxes = {i for i in columns if "___" in project.export.fields[i]}

    def fills(row: Sequence[Value]) -> bool:
        return any(row[i] is not None and (i not in boxes or checked_box(row[i])) for i in columns)

    return [number for number, row in enumerate(project.export.rows) if fills(row)]


def _first_rows(project: Project, known: set[Value]) -> list[int]:
    """The first row of each patient of whom no row of the patients table is filled in."""
    first: dict[Value, int] = {}
    for number, row in enumerate(project.export.rows):
        if any(value is not None for value in row):
            first.setdefault(row[project.patient], number)
    return [number for patient, number in first.items() if patient not in known]


def _words(targets: Mapping[int, Target]) -> dict[int, str]:
    return {index: target.words for index, target in targets.items()}


def _visits(project: Project, targets: Mapping[int, Target], rows: Sequence[int]) -> list[Part]:
    """Assessments: rows with their date; or, without one, the visit of their event."""
    dates = [i for i, target in targets.items() if target.words == "date"]
    parts = []
    for columns in _by_form(project, targets) if len(dates) > 1 else [targets]:
        mine = [row for row in rows if _fills(project, row, columns)]
        dated = any(i in dates for i in columns) or "date" in project.source.constants
        if dated or EVENT not in project.export.fields:
            parts.append(Part(mine, _words(columns)))
        else:
            parts += _by_event(project, columns, mine)
    return [part for part in parts if part.rows]


def _fills(project: Project, row: int, columns: Mapping[int, Target]) -> bool:
    return any(project.export.rows[row][i] is not None for i in columns)


def _by_form(project: Project, targets: Mapping[int, Target]) -> list[dict[int, Target]]:
    """Columns by the form that they are on: each form has a date of its own."""
    forms: dict[str, dict[int, Target]] = defaultdict(dict)
    for index, target in targets.items():
        known = project.export.variable(project.export.fields[index])
        forms[known.form if known else ""][index] = target
    return list(forms.values())


def _by_event(project: Project, columns: Mapping[int, Target], rows: Sequence[int]) -> list[Part]:
    at = project.export.fields.index(EVENT)
    given = {key.casefold(): visit for key, visit in project.source.codes.get("visit", {}).items()}
    groups: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        groups[str(project.export.rows[row][at] or "")].append(row)
    return [
        Part(numbers, {
            i: target.words if "@" in target.words else f"{target.words} @ {_visit(event, given)}"
            for i, target in columns.items()
        })
        for event, numbers in groups.items()
    ]  # fmt: skip


def _visit(event: str, given: Mapping[str, str]) -> str:
    """The visit that an event is: what the study file says, else its name without the arm."""
    bare = _ARM.sub("", event)
    named = given.get(event.casefold()) or given.get(bare.casefold())
    return named or bare.replace("_", " ")


def _with_others(
    project: Project, targets: Mapping[int, Target], rows: Sequence[int]
) -> list[Part]:
    """Where a list says "other", the text beside it is what counts."""
    pairs = _pairs(project, targets)
    groups: dict[frozenset[int], list[int]] = defaultdict(list)
    for row in rows:
        values = project.export.rows[row]
        others = {
            i for i, other in pairs.items() if _says_other(project, i, values[i], values[other])
        }
        groups[frozenset(others)].append(row)
    parts = []
    for taken, numbers in groups.items():
        unused = {i if i in taken else other for i, other in pairs.items()}
        words = {i: IGNORE if i in unused else target.words for i, target in targets.items()}
        parts.append(Part(numbers, words))
    return parts


def _pairs(project: Project, targets: Mapping[int, Target]) -> dict[int, int]:
    """Column of a list -> column of the text beside it."""
    at = {project.export.fields[index]: index for index in targets}
    return {
        at[name]: at[other]
        for name, other in OTHER_OF_FIELD.items()
        if name in at and other in at
    }  # fmt: skip


def unused_texts(project: Project) -> dict[int, list[int]]:
    """Column of a text beside a list -> the rows where the list says something else."""
    known = {i: t for i, t in enumerate(project.targets) if t and t.table}
    found: dict[int, list[int]] = defaultdict(list)
    for index, other in _pairs(project, known).items():
        for number, row in enumerate(project.export.rows):
            text = row[other]
            if text is not None and not _says_other(project, index, row[index], text):
                found[other].append(number)
    return dict(found)


def _says_other(project: Project, index: int, value: Value, text: Value) -> bool:
    if text is None:
        return False
    known = project.export.variable(project.export.fields[index])
    label = known.choices.get(OTHER, OTHER) if known else OTHER
    return value is None or str(value).strip().casefold() in (OTHER, label.casefold())
