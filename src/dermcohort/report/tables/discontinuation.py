"""Who stopped: when, why, what came next, and the score at withdrawal."""

from __future__ import annotations

from itertools import pairwise

from dermcohort.report.content import Content
from dermcohort.report.labels import decimals_of, heading
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import (
    Cell,
    Column,
    Section,
    Table,
    absent,
    count_percent,
    head,
    mean_sd,
    p_value,
    patients,
    source,
    why_absent,
)
from dermcohort.report.tables.responders import comparison
from dermcohort.report.tables.response import proportion

LEVELS = {
    "reason for stopping": "Reason, n (% of those who stopped)",
    "next therapy": "Next therapy, n (% of those who stopped)",
}
GROUPS = ("withdrawn", "continuing")


def discontinuation(content: Content, lookup: Lookup) -> Table:
    """When, why, and to which drug."""
    columns = (Column("", text=True), Column("Patients"))
    sections = [Section("Stopped the drug, x/N (%) [interval]", _when(content, lookup))]
    for name, title in LEVELS.items():
        levels = lookup.levels("discontinuation", name, "withdrawn")
        rows = tuple((head(level), _level(lookup, name, level)) for level in levels)
        sections.append(Section(title, rows))
    notes = (f"Interval: {content.study.methods.interval}.",)
    return Table("table-discontinuation", "Discontinuation", columns,
                 tuple(s for s in sections if s.rows), notes,
                 source(lookup, "discontinuation"))  # fmt: skip


def at_withdrawal(content: Content, lookup: Lookup) -> Table:
    """The score at withdrawal beside that of continuing patients at the last visit."""
    last = content.study.visit_names[-1]
    stopped, went_on = "At withdrawal", f"Continuing, at {last}"
    columns = (Column("", text=True), Column("n", stopped), Column("mean ± SD", stopped),
               Column("n", went_on), Column("mean ± SD", went_on), Column("Test", text=True),
               Column("p"))  # fmt: skip
    scores = [p for p in lookup.parameters("discontinuation")
              if any(lookup.where("discontinuation", parameter=p, group="withdrawn",
                                  visit="withdrawal"))]  # fmt: skip
    rows = tuple(_score(content, lookup, score, last) for score in scores)
    note = ("Descriptive only: the outcome itself made the groups, since patients stop because the "
            "drug does not work for them. The p says nothing about the drug.")  # fmt: skip
    return Table("table-withdrawal", "Severity at withdrawal and in continuing patients", columns,
                 (Section("", rows),), (note,), source(lookup, "discontinuation"))  # fmt: skip


def _when(content: Content, lookup: Lookup) -> tuple[tuple[Cell, ...], ...]:
    visits = content.study.visit_names
    places = [(later, f"after {earlier}, by {later}") for earlier, later in pairwise(visits)]
    places.append(("", f"in all, by {visits[-1]}"))
    return tuple(
        (head(text), proportion(content, lookup, Key("discontinuation", "withdrawn", visit=visit)))
        for visit, text in places
        if lookup.entry(Key("discontinuation", "withdrawn", visit=visit), "count")
    )


def _level(lookup: Lookup, name: str, level: str) -> Cell:
    return count_percent(lookup, Key("discontinuation", name, "withdrawn", level=level))


def _score(content: Content, lookup: Lookup, score: str, last: str) -> tuple[Cell, ...]:
    cells = [head(heading(score))]
    for group, visit in zip(GROUPS, ("withdrawal", last), strict=True):
        key = Key("discontinuation", score, group, visit)
        cells += [patients(lookup, key), mean_sd(lookup, key, decimals_of(score))]
    entry = comparison(lookup, "discontinuation", score, GROUPS)
    if entry is None:
        why = "Not tested: one of the groups has no patient with a value."
        return (*cells, absent(why), absent(why))
    method = Cell(entry.row.method) if entry.row.method else absent(why_absent(entry))
    return (*cells, method, p_value(entry, content.study.methods.alpha))
