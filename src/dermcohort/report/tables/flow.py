"""Who was considered, excluded and included, and seen at each visit."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.labels import GROUPS, group_label
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import Cell, Column, Section, Table, head, number, source


def flow(content: Content, lookup: Lookup) -> Table:
    """One row a step, one column a group."""
    columns = (Column("", text=True), *(Column(group_label(group)) for group in GROUPS))
    steps = [("Considered", "considered", "", "")]
    steps += [(f"Excluded: {rule}", "excluded", rule, "")
              for rule in lookup.levels("flow", "excluded")]  # fmt: skip
    steps += [("Included", "included", "", "")]
    steps += [(f"Seen at {visit}", "at visit", "", visit) for visit in content.study.visit_names]
    rows = tuple(
        (head(text), *(_step(lookup, parameter, level, visit, group) for group in GROUPS))
        for text, parameter, level, visit in steps
    )
    note = "Naive and switch are told apart among the patients included."
    return Table("table-flow", "Flow of patients", columns, (Section("", rows),), (note,),
                 source(lookup, "flow"))  # fmt: skip


def _step(lookup: Lookup, parameter: str, level: str, visit: str, group: str) -> Cell:
    if parameter in ("considered", "excluded") and group != "all":
        return Cell("")
    key = Key("flow", parameter, group, visit, level=level)
    return number(lookup.entry(key, "count"), 0)
