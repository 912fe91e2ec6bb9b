"""Criteria of use, clause by clause."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.labels import GROUPS, group_label
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import Column, Section, Table, count_percent, head, source

#: A clause is the parameter without this.
PREFIX = "criteria: "
NOTES = (
    "The criteria keep nobody out. They ask about the disease when systemic therapy began: naive "
    "patients are judged at the baseline, those who switched by their last value up to 30 days "
    "before their first systemic drug, and without one they are not assessable.",
)


def _order(level: str) -> int:
    return ("met", "not met").index(level) if level in ("met", "not met") else 2


def criteria(content: Content, lookup: Lookup) -> Table:
    """A section a clause, a row a level, in the order of the study."""
    clauses = dict.fromkeys(
        entry.row.parameter for entry in lookup.where("criteria", statistic="count")
    )
    columns = (Column("", text=True), *(Column(group_label(group)) for group in GROUPS))
    sections = tuple(_clause(lookup, clause, content.study.baseline) for clause in clauses)
    return Table("table-criteria", "Criteria of optimal use (Japan), n (%)", columns, sections,
                 NOTES, source(lookup, "criteria"))  # fmt: skip


def _clause(lookup: Lookup, clause: str, visit: str) -> Section:
    found = lookup.where("criteria", parameter=clause, statistic="count")
    levels = sorted({entry.row.level for entry in found}, key=lambda level: (_order(level), level))
    name = clause.removeprefix(PREFIX)
    return Section(name[:1].upper() + name[1:], tuple(
        (head(level[:1].upper() + level[1:]),
         *(count_percent(lookup, Key("criteria", clause, group, visit=visit, level=level))
           for group in GROUPS))
        for level in levels
    ))  # fmt: skip
