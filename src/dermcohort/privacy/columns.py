"""Empty the columns of a sheet that tell who a patient is, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dermcohort.findings import Finding, Severity
from dermcohort.japanese import folded
from dermcohort.privacy.identifiers import kind_of_cells, kind_of_heading, kind_of_text
from dermcohort.sheets import Sheet, Value
from dermcohort.study import Study
from dermcohort.tables import TABLES, column_of

#: Text in which anything may have been written.
_FREE_TEXT = ("reason", "next_drug", "outcome", "event", "diagnosis")
_CODED = ("next_drug", "event", "diagnosis")


@dataclass(frozen=True, slots=True)
class _Noticed:
    """What a column holds and what becomes of it."""

    column: int
    kind: str
    severity: Severity
    done: str
    remedy: str
    cell: str
    emptied: frozenset[int] | None = None


def without_identifiers(study: Study, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The same sheets without the columns that tell who a patient is.

    Places stay: an emptied column has no heading and no value, so that F17 is F17 still. A column
    that the study file maps is kept, since the study file rules, and is said.

    Returns
    -------
    tuple of Sheet
        With a finding (rule "identifier") for each such column among what was noticed. What stood
        in the cells is in none of them.
    """
    return tuple(_cleared(study, sheet) for sheet in sheets)


def _cleared(study: Study, sheet: Sheet) -> Sheet:
    noticed = list(_looked_at(study, sheet))
    if not noticed:
        return sheet
    whole = {each.column for each in noticed if each.emptied is None and each.done == EMPTIED}
    cells = {(row, n.column) for n in noticed for row in n.emptied or ()}
    return replace(
        sheet,
        headings=tuple("" if i in whole else h for i, h in enumerate(sheet.headings)),
        rows=_emptied(sheet.rows, whole, cells),
        noticed=(*sheet.noticed, *(_finding(sheet, each) for each in noticed)),
    )


EMPTIED = "it is not read and stands in no output"
KEPT = "it is kept, as the study file maps it"


def _looked_at(study: Study, sheet: Sheet) -> Iterator[_Noticed]:
    mapped = {folded(heading): target for heading, target in sheet.source.columns.items()}
    for index, heading in enumerate(sheet.headings):
        target = mapped.get(folded(heading), "") if heading else ""
        name = target or _column(sheet, heading)
        known = bool(name) and folded(name) != "ignore"
        kind = kind_of_heading(heading)
        if not known:
            kind = kind or kind_of_cells(row[index] for row in sheet.rows)
            if kind:
                yield _whole(sheet, index, kind)
        elif kind and target:
            yield _Noticed(index, kind, "warning", KEPT, _REMEDY.get(name, _IGNORE),
                           sheet.heading_cell(index))  # fmt: skip
        elif name in ("patient", *_FREE_TEXT):
            yield from _within(study, sheet, index, name)


_IGNORE = 'map the heading to "ignore" in this [[sources]] entry if the study does not need it'
_REMEDY = {
    "patient": 'write patient_ids = "hash" under [privacy], or use a study number in its place'
}


def _column(sheet: Sheet, heading: str) -> str:
    """The column of the table that a heading means by itself; "" for none."""
    found = column_of(sheet.source.table, heading) if sheet.source.table in TABLES else None
    return found.name if found else ""


def _whole(sheet: Sheet, index: int, kind: str) -> _Noticed:
    cell = sheet.heading_cell(index)
    return _Noticed(index, kind, "note", EMPTIED, "nothing", cell)


def _within(study: Study, sheet: Sheet, index: int, name: str) -> Iterator[_Noticed]:
    """Cells of a column that is needed, in which something stands that tells who it is."""
    found = {
        row: kind
        for row, values in enumerate(sheet.rows)
        if isinstance(text := values[index], str) and (kind := kind_of_text(text))
    }
    if not found:
        return
    first = min(found)
    drops = study.privacy.free_text == "drop" and name in _FREE_TEXT and name not in _CODED
    many = "1 cell" if len(found) == 1 else f"{len(found)} cells"
    done = f"{many} of this column; " + ("they are emptied" if drops else "kept as written")
    remedy = _REMEDY.get(
        name, 'take it out of the text, or write free_text = "drop" under [privacy]'
    )
    yield _Noticed(index, found[first], "warning", done, remedy, sheet.cell(first, index),
                   frozenset(found) if drops else frozenset())  # fmt: skip


def _emptied(
    rows: tuple[tuple[Value, ...], ...], whole: set[int], cells: set[tuple[int, int]]
) -> tuple[tuple[Value, ...], ...]:
    if not whole and not cells:
        return rows
    touched = {column for _, column in cells}
    return tuple(
        tuple(
            None if c in whole or (c in touched and (r, c) in cells) else value
            for c, value in enumerate(row)
        )
        for r, row in enumerate(rows)
    )


def _finding(sheet: Sheet, each: _Noticed) -> Finding:
    return Finding(
        each.severity, "identifier", sheet.file, sheet.name, each.cell, "",
        f"nothing that tells who a patient is; this looks like a {each.kind}: {each.done}",
        each.remedy,
    )  # fmt: skip
