"""Baseline severity of responders against non-responders."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.labels import decimals_of, heading
from dermcohort.report.lookup import Entry, Key, Lookup
from dermcohort.report.table import (
    Cell,
    Column,
    Section,
    Table,
    absent,
    head,
    mean_sd,
    p_value,
    patients,
    source,
    why_absent,
)


def responders(content: Content, lookup: Lookup) -> Table:
    """One section a definition of response, one row a baseline value."""
    study = content.study
    yes, no = "Responders", "Non-responders"
    columns = (Column(f"Value at {study.baseline}", text=True), Column("n", yes),
               Column("mean ± SD", yes), Column("n", no), Column("mean ± SD", no),
               Column("Test", text=True), Column("p"))  # fmt: skip
    sections = tuple(
        Section(f"{name} at {study.response_visit}",
                tuple(_row(content, lookup, name, p) for p in study.responses.compare))
        for name in study.responses.groups
    )  # fmt: skip
    note = (f"Responders by {study.missing.responders} at {study.response_visit}. The groups are "
            "small where few patients respond: no difference seen is not no difference."
            )  # fmt: skip
    return Table("table-responders", "Responders and non-responders at the start", columns,
                 sections, (note,), source(lookup, "responders"))  # fmt: skip


def comparison(lookup: Lookup, analysis: str, parameter: str, groups: tuple[str, str]) \
        -> Entry | None:  # fmt: skip
    """The row with the p of one group against the other, whatever the visit."""
    for group, comparator in (groups, groups[::-1]):
        for entry in lookup.where(analysis, parameter=parameter, group=group,
                                  comparator=comparator, statistic="p_value"):  # fmt: skip
            return entry
    return None


def _row(content: Content, lookup: Lookup, name: str, parameter: str) -> tuple[Cell, ...]:
    study = content.study
    groups = f"{name} responders", f"{name} non-responders"
    cells = [head(heading(parameter))]
    for group in groups:
        key = Key("responders", parameter, group, study.baseline)
        cells += [patients(lookup, key), mean_sd(lookup, key, decimals_of(parameter))]
    entry = comparison(lookup, "responders", parameter, groups)
    if entry is None:
        return (*cells, absent(_why(lookup, parameter)), absent(_why(lookup, parameter)))
    method = Cell(entry.row.method) if entry.row.method else absent(why_absent(entry))
    return (*cells, method, p_value(entry, study.methods.alpha))


def _why(lookup: Lookup, parameter: str) -> str:
    overall = lookup.entry(Key("responders", parameter, "all"), "p_value")
    return why_absent(overall) or "Not tested: one of the groups has no patient with a value."
