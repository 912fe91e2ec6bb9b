"""The tests behind a figure: as published beside the tests of the same patients."""

from __future__ import annotations

from dataclasses import replace

from dermcohort.report.content import Content
from dermcohort.report.format import stars
from dermcohort.report.labels import group_label, label
from dermcohort.report.lookup import Entry, Key, Lookup
from dermcohort.report.table import (
    Cell,
    Column,
    Section,
    Table,
    absent,
    head,
    normality_test,
    p_value,
    source,
    why_absent,
)

Row = tuple[Cell, ...]
NO_VALUES = "Not tested: the visit has no values."
NO_OMNIBUS = "No omnibus test: fewer than three visits have values."
PUBLISHED, SAME = "Visits as independent groups (as published)", "Visits of the same patients"
COLUMNS = (
    Column("Group", text=True), Column("Visit", text=True),
    Column("n", PUBLISHED), Column("Normality p", PUBLISHED), Column("Test", PUBLISHED, text=True),
    Column("p", PUBLISHED),
    Column("n", SAME), Column("Test", SAME, text=True), Column("p", SAME), Column("Agree"),
)  # fmt: skip
NOTES = (
    "Row “all visits”: the omnibus test. Rows of a visit: that visit against the first. "
    "Normality: {normality} at the visit.",
    "p of Dunnett and Dunn adjusted for the comparisons with the first visit; p of the paired "
    "tests adjusted by Holm. No adjustment over outcomes and groups.",
    "Agree: whether both analyses fall on the same side of the level of significance.",
    "* p < 0.05, ** p < 0.01, *** p < 0.001.",
)


def tests(
    content: Content,
    lookup: Lookup,
    outcomes: tuple[str, ...],
    groups: tuple[str, ...],
    name: str,
    caption: str,
) -> Table:
    """One section an outcome and group, one row a visit."""
    sections = tuple(
        Section(label(outcome) if group == groups[0] else "",
                _rows(content, lookup, outcome, group))
        for outcome in outcomes
        for group in groups
    )  # fmt: skip
    notes = (NOTES[0].format(normality=normality_test(lookup)), *NOTES[1:])
    return Table(name, caption, COLUMNS, sections, notes,
                 source(lookup, "as published", "same patients", "agreement"))  # fmt: skip


def published_contrast(lookup: Lookup, outcome: str, group: str, visit: str, baseline: str) \
        -> Entry | None:  # fmt: skip
    """The row whose p marks a visit in a figure: adjusted where the test adjusts."""
    key = Key("as published", outcome, group, visit, baseline)
    return lookup.entry(key, "p_adjusted") or lookup.entry(key, "p_value")


def _rows(content: Content, lookup: Lookup, outcome: str, group: str) -> tuple[Row, ...]:
    study = content.study
    first = Cell(group_label(group), scope="rowgroup", span=len(study.visits) + 1)
    rows: list[Row] = [(first, *_omnibus(content, lookup, outcome, group))]
    rows += [_visit(content, lookup, outcome, group, visit) for visit in study.visit_names]
    return tuple(rows)


def _omnibus(content: Content, lookup: Lookup, outcome: str, group: str) -> Row:
    keys = Key("as published", outcome, group), Key("same patients", outcome, group)
    cells: list[Cell] = [head("all visits")]
    for key, gap in zip(keys, ([Cell("")], []), strict=True):
        entry = lookup.entry(key, "p_value")
        if entry is None:
            cells += [absent(NO_OMNIBUS), *gap, absent(NO_OMNIBUS), absent(NO_OMNIBUS)]
        else:
            cells += [_n(entry), *gap, *_test(entry, content)]
    return (*cells, Cell(""))


def _visit(content: Content, lookup: Lookup, outcome: str, group: str, visit: str) -> Row:
    baseline = content.study.baseline
    normality = lookup.entry(Key("as published", outcome, group, visit), "p_value")
    seen = _seen(lookup, outcome, group, visit)
    normal = _p(normality, content) if normality else absent(NO_VALUES if seen.text == "0" else "")
    cells = [head(visit), seen, normal]
    if visit == baseline:
        return (*cells, *[Cell("")] * 6)
    published = published_contrast(lookup, outcome, group, visit, baseline)
    if published is None:
        reason = _no_contrast(content, lookup, outcome, group)
        cells += [absent(reason), absent(reason)]
    else:
        cells += _test(published, content, anchor=f"test-{published.number}")
    key = Key("same patients", outcome, group, visit, baseline)
    same = lookup.entry(key, "p_adjusted") or lookup.entry(key, "p_value")
    agree = _agree(lookup, outcome, group, visit, baseline)
    return (*cells, _n(same), *_test(same, content), agree)


def _seen(lookup: Lookup, outcome: str, group: str, visit: str) -> Cell:
    entry = lookup.entry(Key("course", outcome, group, visit, population="observed"), "mean")
    return _n(entry)


def _n(entry: Entry | None) -> Cell:
    if entry is None or entry.row.n is None:
        return absent(why_absent(entry))
    return Cell(str(entry.row.n), (entry.number,))


def _p(entry: Entry | None, content: Content) -> Cell:
    return p_value(entry, content.study.methods.alpha)


def _test(entry: Entry | None, content: Content, anchor: str = "") -> tuple[Cell, Cell]:
    """Name of the test, and its p with the stars of the figure where it has an anchor."""
    cell = _p(entry, content)
    method = Cell(entry.row.method) if entry and entry.row.method else absent(cell.reason)
    if entry is None or entry.row.value is None or not anchor:
        return method, cell
    return method, replace(cell, anchor=anchor, mark=stars(entry.row.value))


def _no_contrast(content: Content, lookup: Lookup, outcome: str, group: str) -> str:
    omnibus = lookup.entry(Key("as published", outcome, group), "p_value")
    if omnibus and omnibus.row.value is not None:
        if omnibus.row.value >= content.study.methods.alpha:
            return "Not tested, since the omnibus test is not significant."
        return NO_VALUES
    return why_absent(omnibus) or NO_VALUES


def _agree(lookup: Lookup, outcome: str, group: str, visit: str, baseline: str) -> Cell:
    entry = lookup.entry(Key("agreement", outcome, group, visit, baseline), "agree")
    if entry is None or entry.row.value is None:
        return absent(why_absent(entry))
    return Cell("yes" if entry.row.value else "no", (entry.number,))
