"""Read a REDCap project: an export with its data dictionary, or the records on the server.

One export holds all four tables. Nothing in it is moved or converted, so that a place in the
export stays a place there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dermcohort.acquire.noticed import noticed
from dermcohort.acquire.redcap.codes import (
    codes_are_values,
    codes_of,
    is_labelled,
)
from dermcohort.acquire.redcap.export import Export, read_export
from dermcohort.acquire.redcap.meanings import IGNORE, meanings, target_of
from dermcohort.acquire.redcap.parts import Part, Project, parts_of, unused_texts
from dermcohort.acquire.redcap.server import read_project
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet
from dermcohort.sources import Source
from dermcohort.tables import TABLES

_ARM = re.compile(r"_arm_[0-9]+[a-z]*$| \(arm [0-9]+: .*\)$", re.IGNORECASE)


def read(source: Source, folder: Path) -> tuple[Sheet, ...]:
    """The sheets of a project, one a table or several.

    Parameters
    ----------
    source : Source
        Its ``file`` is a flat export as csv, raw or with labels; ``dictionary`` the csv of the data
        dictionary, without which codes of foreign fields have no meaning. Or its ``database`` is
        ``redcap+https://${REDCAP_TOKEN}@host/api/``. Fields of the project that
        ``dermcohort template`` makes are known; others are named in ``columns``, as
        ``"treatments.start"``, ``"sex"``, ``"EASI"`` or ``"EASI @ 1 month"``. With ``table`` only
        that table is read.
    folder : Path
        Of the study file.

    Returns
    -------
    tuple of Sheet
        Headings are the names of the fields; cells those of the csv.

    Raises
    ------
    SourceUnreadable
        If the export cannot be read, or no field means anything.
    """
    export = read_project(source) if source.database else read_export(source, folder)
    if not export.rows:
        raise SourceUnreadable(f"{export.file} holds no record; try: export it again from REDCap")
    project = Project(export, source, meanings(export, source), is_labelled(export))
    tables = [source.table] if source.table else list(TABLES)
    sheets = [
        _sheet(project, table, part)
        for table in tables
        for part in parts_of(project, table)
    ]  # fmt: skip
    return _with_the_rest(project, sheets)


def _sheet(project: Project, table: str, part: Part) -> Sheet:
    export = project.export
    columns = {project.patient: "patient", **part.columns}
    codes = _codes(project, part)
    for name, meanings_given in _of_table(project.source.codes, table, without=("visit",)).items():
        codes[name] = {**codes.get(name, {}), **meanings_given}
    change: dict[str, Any] = {
        "table": table,
        "columns": {export.fields[i]: words for i, words in columns.items()},
        "codes": codes,
        "constants": _of_table(project.source.constants, table),
        "units": _of_table(project.source.units, table),
        "missing": (*project.source.missing, *export.missing),
        "recognise": False,
    }
    return _narrow(Sheet(
        source=project.source.model_copy(update=change),
        file=export.file,
        name=table,
        headings=export.fields,
        header_row=export.first_row - 1,
        first_column=1,
        row_numbers=tuple(export.first_row + row for row in part.rows),
        rows=tuple(tuple(export.rows[row]) for row in part.rows),
        records=export.live,
        record_names=_names(export, part.rows),
    ), set(columns))  # fmt: skip


def _codes(project: Project, part: Part) -> dict[str, dict[str, str]]:
    """What codes mean, by column of the table."""
    codes: dict[str, dict[str, str]] = {}
    for index, words in part.columns.items():
        target = project.targets[index]
        if target and words != IGNORE:
            found = codes_of(project.export, index, target, labelled=project.labelled)
            if found:
                codes[target.name] = {**codes.get(target.name, {}), **found}
    return codes


def _names(export: Export, rows: Sequence[int]) -> tuple[str, ...]:
    """A record is told by its row, as it would stand in the csv: its ID may tell who it is."""
    return (
        tuple(f"row {export.first_row + row} of the export" for row in rows) if export.live else ()
    )


def _narrow(sheet: Sheet, kept: set[int]) -> Sheet:
    """Without what belongs to other tables, each column in its place."""
    return replace(
        sheet,
        headings=tuple(h if i in kept else "" for i, h in enumerate(sheet.headings)),
        rows=tuple(
            tuple(value if i in kept else None for i, value in enumerate(row)) for row in sheet.rows
        ),
    )


def _of_table(given: Mapping[str, Any], table: str, without: Sequence[str] = ()) -> dict[str, Any]:
    """What the study file says for one table; a name that means nothing goes to all of them."""
    found = {}
    for key, value in given.items():
        target = target_of(key)
        if key not in without and (target is None or target.table in ("", table)):
            found[target.name if target else key] = value
    return found


def _with_the_rest(project: Project, sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The columns that mean nothing are told once, on the first sheet, and so are the notes."""
    if not sheets:
        raise _nothing_known(project)
    rest = {i for i, target in enumerate(project.targets) if target is None}
    export, first = project.export, sheets[0]
    headings = tuple(
        export.fields[i] if i in rest else heading for i, heading in enumerate(first.headings)
    )
    rows = tuple(
        tuple(export.rows[number - export.first_row][i] if i in rest else value
              for i, value in enumerate(row))
        for number, row in zip(first.row_numbers, first.rows, strict=True)
    )  # fmt: skip
    unused = {
        field: target for field, target in project.source.columns.items()
        if field.strip().casefold() not in {each.casefold() for each in export.fields}
    }  # fmt: skip
    source = first.source.model_copy(update={"columns": {**first.source.columns, **unused}})
    found = (*export.noticed, *_notes(project))
    whole = replace(first, source=source, headings=headings, rows=rows, noticed=found)
    return (whole, *sheets[1:])


def _nothing_known(project: Project) -> SourceUnreadable:
    names = ", ".join(project.export.fields[:12])
    return SourceUnreadable(
        f"{project.export.file} has no field that dermcohort knows for {project.source.table}; "
        f'fields: {names}; try: columns = {{ "its field" = "{project.source.table}...." }}'
    )


def _notes(project: Project) -> list[Finding]:
    export = project.export
    own = [f for f, t in zip(export.fields, project.targets, strict=True) if t and t.admin]
    found = []
    if own:
        found.append(noticed("REDCap's own fields", export.file, "", "", ", ".join(own)))
    for index, target in enumerate(project.targets):
        if target and codes_are_values(project.export, index, target):
            cell = export.fields[index]
            found.append(noticed("codes as values", export.file, "", "", cell, name=target.name))
    for index, rows in unused_texts(project).items():
        # Its heading, since the first of the rows may be of any table.
        words = export.fields[index]
        found.append(noticed("text beside a choice", export.file, "", "", words, count=len(rows)))
    return found
