"""The endpoints that the study declares, in their order, with p adjusted for each other."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.labels import group_label, label
from dermcohort.report.lookup import Entry, Lookup
from dermcohort.report.table import (
    Cell,
    Column,
    Section,
    Table,
    absent,
    head,
    p_value,
    source,
    why_absent,
)

ANALYSIS = "endpoints"
#: What the adjustment of each name does, below the table.
RULES = {
    "fixed sequence": "Fixed sequence: each endpoint is tested at the whole level of significance, "
    "and only if all before it are significant. The adjusted p is the largest up to its place.",
    "Holm": "p adjusted by Holm's method for the endpoints declared.",
    "Hochberg": "p adjusted by Hochberg's method for the endpoints declared.",
    "Benjamini-Hochberg": "p adjusted by the method of Benjamini and Hochberg, which bounds the "
    "share of false ones among the significant endpoints.",
    "none": "p not adjusted for the other endpoints.",
}
NOTE = (
    "p of the change from the first visit: in the same patients, not adjusted for the other "
    "visits, or as published, adjusted where that test adjusts."
)


def endpoints(content: Content, lookup: Lookup) -> Table:
    """One row an endpoint; empty where none is declared."""
    adjust = content.study.endpoints.adjust
    columns = [Column("Endpoint", text=True), Column("Group", text=True), Column("n"),
               Column("Test", text=True), Column("p"), Column("Adjusted p"),
               Column("Significant")]  # fmt: skip
    if adjust == "none":
        columns = [column for column in columns if column.heading != "Adjusted p"]
    adjusted = {_place(entry): entry for entry in lookup.where(ANALYSIS, statistic="p_adjusted")}
    rows = tuple(
        _row(content, entry, adjusted.get(_place(entry)))
        for entry in lookup.where(ANALYSIS, statistic="p_value")
    )
    return Table("table-endpoints", "Endpoints in the declared order", tuple(columns),
                 (Section("", rows),), (RULES[adjust], NOTE), source(lookup, ANALYSIS),
                 )  # fmt: skip


def _place(entry: Entry) -> tuple[str, ...]:
    row = entry.row
    return row.population, row.parameter, row.group, row.visit


def _row(content: Content, entry: Entry, adjusted: Entry | None) -> tuple[Cell, ...]:
    row, alpha = entry.row, content.study.methods.alpha
    n = Cell(str(row.n), (entry.number,)) if row.n is not None else absent(why_absent(entry))
    cells = [
        head(f"{label(row.parameter)} at {row.visit}"),
        Cell(group_label(row.group)),
        n,
        Cell(row.method) if row.method else absent(why_absent(entry)),
        p_value(entry, alpha),
    ]
    if adjusted is not None:
        cells.append(p_value(adjusted, alpha))
    return (*cells, _verdict(adjusted or entry, alpha))


def _verdict(decisive: Entry, alpha: float) -> Cell:
    row = decisive.row
    if row.warning.startswith("not tested"):
        return Cell("not tested", reason=row.warning)
    if row.value is None:
        return absent(why_absent(decisive))
    return Cell("yes" if row.value < alpha else "no", (decisive.number,))
