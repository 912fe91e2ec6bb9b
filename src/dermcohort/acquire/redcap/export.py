"""A REDCap export and its data dictionary, as they are found: fields, choices, rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dermcohort.acquire.delimited import read_delimited
from dermcohort.acquire.files import find_file, refuse_unknown_kind
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import Value
from dermcohort.sources import Source

EVENT = "redcap_event_name"
#: Heading of the state of a form in an export with labels.
STATE = "complete?"
#: Heading of an export with labels -> field.
_LABELLED = {
    "event name": EVENT,
    "repeat instrument": "redcap_repeat_instrument",
    "repeat instance": "redcap_repeat_instance",
    "data access group": "redcap_data_access_group",
    "survey identifier": "redcap_survey_identifier",
}
_DICTIONARY = ("variable / field name", "form name", "field type", "field label")
_CHOICES_HEADING = "choices, calculations, or slider labels"
_WITH_CHOICES = ("dropdown", "radio", "checkbox")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Variable:
    """One field of a project.

    Attributes
    ----------
    name, form, kind, label : str
        As the data dictionary has them, the label without mark-up.
    choices : mapping of str to str
        Code -> label; empty if there are none.
    """

    name: str
    form: str = ""
    kind: str = "text"
    label: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Export:
    """All rows of an export.

    Attributes
    ----------
    file : str
        File, or place of the project.
    fields : tuple of str
        One a column: the names of the fields, a box of a checkbox as ``field___code``.
    first_row : int
        Number of the first of the rows, counted from 1.
    rows : sequence of sequence of Value
        As wide as `fields`; None is empty.
    variables : mapping of str to Variable
        Of the data dictionary, in its order; empty without one.
    live : bool
        Whether it came from the server, so that there are no cells.
    missing : tuple of str
        The project's codes for missing data, where they are known.
    noticed : tuple of Finding
    """

    file: str
    fields: tuple[str, ...]
    first_row: int
    rows: Sequence[Sequence[Value]]
    variables: Mapping[str, Variable]
    live: bool = False
    missing: tuple[str, ...] = ()
    noticed: tuple[Finding, ...] = ()

    def variable(self, name: str) -> Variable | None:
        """The variable of a column; of a box that of its checkbox."""
        return self.variables.get(name.partition("___")[0])


def read_export(source: Source, folder: Path) -> Export:
    """The export of a source, and the dictionary that the source names.

    Raises
    ------
    SourceUnreadable
        If a file is not there, is no export, or has one row a value.
    """
    variables = read_dictionary(source.dictionary, folder) if source.dictionary else {}
    grid = read_delimited(*_found(source.file, folder), source.encoding)
    rows = [list(row) for row in grid.rows]
    headings = [" ".join(str(value or "").split()) for value in (rows[0] if rows else [])]
    names = [heading.casefold() for heading in headings]
    _refuse_others(source.file, names)
    width = len(headings)
    return Export(
        file=source.file,
        fields=_fields(headings, variables),
        first_row=grid.first_row + 1,
        rows=_whole(rows[1:], width, source.file),
        variables=variables,
        noticed=grid.noticed,
    )


def _found(file: str, folder: Path) -> tuple[Path, str]:
    path = find_file(file, folder)
    refuse_unknown_kind(path, file)
    return path, file


def _whole(rows: Sequence[Sequence[Value]], width: int, file: str) -> list[tuple[Value, ...]]:
    longer = [number for number, row in enumerate(rows, start=2) if len(row) > width]
    if longer:
        raise SourceUnreadable(
            f"{file}: row {longer[0]} has more fields than the headings, so values stand in wrong "
            "columns; try: export it again from REDCap, and do not save it from Excel in between"
        )
    return [(*row, *(None,) * (width - len(row))) for row in rows]


def _refuse_others(file: str, names: Sequence[str]) -> None:
    if set(_DICTIONARY) <= set(names):
        raise SourceUnreadable(
            f"{file} is a data dictionary and holds no records; try: dictionary = {file!r}, and "
            "file = the export of the records"
        )
    if {"record", "field_name", "value"} <= set(names):
        raise SourceUnreadable(
            f"{file} has one row a value (the type eav); "
            "try: export it as type flat, which has one row a record"
        )
    if not any(names):
        raise SourceUnreadable(f"{file} has no headings; try: export it again from REDCap")


def read_dictionary(file: str, folder: Path) -> dict[str, Variable]:
    """The variables of a data dictionary, by name.

    Raises
    ------
    SourceUnreadable
        If the file is not there or has not the columns of a data dictionary.
    """
    grid = read_delimited(*_found(file, folder))
    headings = [
        str(value or "").strip().casefold() for value in (grid.rows[0] if grid.rows else ())
    ]
    lacking = [name for name in (*_DICTIONARY, _CHOICES_HEADING) if name not in headings]
    if lacking:
        raise SourceUnreadable(
            f"{file} is no data dictionary of REDCap: it has no column {lacking[0]!r}; "
            "try: Project Setup, Download the current Data Dictionary"
        )

    def texts(row: Sequence[Value]) -> list[str]:
        filled = [str(value or "") for value in row] + [""] * len(headings)
        return [filled[headings.index(name)].strip() for name in (*_DICTIONARY, _CHOICES_HEADING)]

    found = [variable(*texts(row)) for row in grid.rows[1:]]
    return {each.name: each for each in found if each.name}


def variable(name: str, form: str, kind: str, label: str, choices: str) -> Variable:
    """A variable from the texts of a data dictionary.

    >>> variable("sex", "baseline", "radio", "<b>Sex</b>", "1, Female | 2, Male").choices
    {'1': 'Female', '2': 'Male'}
    """
    kind = kind.strip().lower()
    parts = choices.split("|") if kind in _WITH_CHOICES else []
    pairs = [part.partition(",") for part in parts]
    return Variable(
        name=name.strip().lower(),
        form=form.strip(),
        kind=kind,
        label=plain_label(label),
        choices={code.strip(): plain_label(words) for code, _, words in pairs if code.strip()},
    )


def plain_label(label: str) -> str:
    """A label without mark-up and line breaks, as exports have it."""
    return " ".join(_TAG.sub("", label).split())


def _fields(headings: Sequence[str], variables: Mapping[str, Variable]) -> tuple[str, ...]:
    """The names of the fields; headings of an export with labels are looked up."""
    names = [heading.casefold() for heading in headings]
    if "event name" not in names and STATE not in names and not _only_labels(names, variables):
        return tuple(names)
    waiting = _by_label(variables.values())
    fields = []
    for heading, name in zip(headings, names, strict=True):
        # Of fields with one label the export has the first one first, if it has them all.
        certain = len(waiting.get(name, ())) and names.count(name) == len(waiting[name])
        fields.append(_LABELLED.get(name, name if name == STATE else heading))
        if certain:
            fields[-1] = waiting[name][names[: len(fields) - 1].count(name)]
    return tuple(fields)


def _only_labels(names: Sequence[str], variables: Mapping[str, Variable]) -> bool:
    known = {each.name for each in variables.values()}
    return bool(known) and not any(name.partition("___")[0] in known for name in names)


def _by_label(variables: Iterable[Variable]) -> dict[str, list[str]]:
    waiting: dict[str, list[str]] = defaultdict(list)
    for each in variables:
        if each.kind == "checkbox":
            for code, label in each.choices.items():
                heading = f"{each.label} (choice={label})"
                waiting[heading.casefold()].append(f"{each.name}___{code.lower()}")
        else:
            waiting[each.label.casefold()].append(each.name)
    return waiting
