"""The numbers behind a figure: each outcome at each visit, and its change."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.labels import abbreviations, decimals_of, group_label, heading
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import Cell, Column, Section, Table, head, mean_sd, patients, source


def course(
    content: Content,
    lookup: Lookup,
    outcomes: tuple[str, ...],
    groups: tuple[str, ...],
    name: str,
    caption: str,
) -> Table:
    """One row an outcome and group; n and mean ± SD at each visit, then the changes."""
    study = content.study
    columns = [Column("", text=True)]
    for visit in study.visit_names:
        columns += [Column("n", visit), Column("mean ± SD", visit)]
    for visit in study.visit_names[1:]:
        over = f"change, {study.baseline} to {visit}"
        columns += [Column("n", over), Column("mean ± SD", over), Column("%, mean ± SD", over)]
    sections = tuple(
        Section(heading(o), tuple(_row(content, lookup, o, group) for group in groups))
        for o in outcomes
    )
    notes = ("Change: patients with both values. Percent change: those of them whose first value "
             "is above 0.", abbreviations(outcomes))  # fmt: skip
    return Table(name, caption, tuple(columns), sections, tuple(filter(None, notes)),
                 source(lookup, "course", "change", "percent change"))  # fmt: skip


def _row(content: Content, lookup: Lookup, outcome: str, group: str) -> tuple[Cell, ...]:
    decimals, study = decimals_of(outcome), content.study
    cells = [head(group_label(group))]
    for visit in study.visit_names:
        key = Key("course", outcome, group, visit, population="observed")
        cells += [patients(lookup, key), mean_sd(lookup, key, decimals)]
    for visit in study.visit_names[1:]:
        change = Key("change", outcome, group, visit, study.baseline)
        percent = Key("percent change", outcome, group, visit, study.baseline)
        cells += [patients(lookup, change), mean_sd(lookup, change, decimals),
                  mean_sd(lookup, percent, 1)]  # fmt: skip
    return tuple(cells)
