"""What the patients were given: dose, systemic therapy before, reasons for switching."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.labels import GROUPS, decimals_of, group_label
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import (
    Cell,
    Column,
    Section,
    Table,
    count_percent,
    head,
    median_quartiles,
    source,
)

CATEGORIES = {
    "dose": "Dose at the first dose, n (%)",
    "prior systemic therapy": "Systemic therapy in the look-back, n (%)",
    "reason for switching": "Reason for switching, n (%)",
}
DAYS = "days_on_drug"


def exposure(content: Content, lookup: Lookup) -> Table:
    """Levels of each category, then days on drug."""
    columns = (Column("", text=True), *(Column(group_label(group)) for group in GROUPS))
    sections = [_category(lookup, name, title) for name, title in CATEGORIES.items()]
    days = tuple(_days(lookup, group) for group in GROUPS)
    if any(cell.rows for cell in days):
        sections.append(Section("Exposure", ((head("Days on drug, median [quartiles]"), *days),)))
    notes = (f"Look-back: {content.study.groups.lookback_days} days before the first dose. "
             "A patient may have more than one therapy or reason.",)  # fmt: skip
    filled = tuple(section for section in sections if section.rows)
    return Table("table-exposure", "Dose, systemic therapy before, reasons for switching", columns,
                 filled, notes, source(lookup, "exposure"))  # fmt: skip


def _category(lookup: Lookup, name: str, title: str) -> Section:
    levels = dict.fromkeys(
        level for group in GROUPS for level in lookup.levels("exposure", name, group)
    )
    ordered = sorted(levels, key=lambda level: (level == "none", -_most(lookup, name, level)))
    return Section(title, tuple(
        (head(level), *(_level(lookup, name, level, group) for group in GROUPS))
        for level in ordered
    ))  # fmt: skip


def _most(lookup: Lookup, name: str, level: str) -> float:
    keys = [Key("exposure", name, group, level=level) for group in GROUPS]
    return max(lookup.value(key, "count") or 0.0 for key in keys)


def _level(lookup: Lookup, name: str, level: str, group: str) -> Cell:
    key = Key("exposure", name, group, level=level)
    return count_percent(lookup, key) if lookup.entry(key, "count") else Cell("")


def _days(lookup: Lookup, group: str) -> Cell:
    return median_quartiles(lookup, Key("exposure", DAYS, group), decimals_of(DAYS) - 1)
