"""Table 1: the patients at the first dose."""

from __future__ import annotations

from collections.abc import Callable

from dermcohort.report import format as printed
from dermcohort.report.content import Content
from dermcohort.report.labels import (
    GROUPS,
    abbreviations,
    decimals_of,
    group_label,
    heading,
    label,
)
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import (
    Cell,
    Column,
    Section,
    Table,
    absent,
    count_percent,
    head,
    joined,
    mean_sd,
    median_quartiles,
    normality_test,
    number,
    patients,
    source,
)
from dermcohort.tables import PARAMETERS

#: Makes the n and the value of a group.
Pair = Callable[[Lookup, Key], tuple[Cell, Cell]]
#: Order of the source paper; the outcomes follow in the order of the study file.
DEMOGRAPHIC = (
    "age_years", "sex", "bmi", "ad_duration_years", "asthma", "rhinitis", "conjunctivitis",
)  # fmt: skip


def baseline(content: Content, lookup: Lookup) -> Table:
    """Mean ± SD, median where skewed, counts; each with its own n, in each group."""
    found = lookup.parameters("baseline")
    known = tuple(p for p in found if p in PARAMETERS)
    first = [p for p in DEMOGRAPHIC if p in found]
    first += [p for p in found if p not in known and p not in DEMOGRAPHIC]
    blocks = {"Patients": tuple(first)} | {
        title: tuple(p for p in known if PARAMETERS[p].role == role)
        for title, role in (("Severity and patient-reported outcomes", "score"),
                            ("Biomarkers", "biomarker"), ("Safety laboratory", "safety"))
    }  # fmt: skip
    sections = tuple(
        Section(title, tuple(row for p in block for row in _rows(content, lookup, p)))
        for title, block in blocks.items()
        if block
    )
    return Table("table-1", f"Characteristics at the start of {content.study.drug}",
                 _columns(lookup), sections, _notes(content, lookup, known),
                 source(lookup, "baseline"))  # fmt: skip


def _columns(lookup: Lookup) -> tuple[Column, ...]:
    columns = [Column("Characteristic", text=True)]
    for group in GROUPS:
        included = lookup.value(Key("flow", "included", group), "count")
        size = f" (n = {printed.count(included)})" if included is not None else ""
        over = group_label(group) + size
        columns += [Column("n", over), Column("Mean ± SD or n (%)", over)]
    return tuple(columns)


def _notes(content: Content, lookup: Lookup, known: tuple[str, ...]) -> tuple[str, ...]:
    methods = content.study.methods
    skewed = (
        "Mean ± SD (age with its range) or n (%). n is the number of patients with a value. Where "
        f"the {normality_test(lookup)} p is below {methods.normality_alpha:g} in a group, the "
        f"median [lower–upper quartile] ({methods.quartiles}) stands below the mean."
    )
    return tuple(note for note in (skewed, abbreviations(known)) if note)


def _rows(content: Content, lookup: Lookup, parameter: str) -> list[tuple[Cell, ...]]:
    """One row; a second one for a score with grades, which has a mean and levels."""
    visit = content.study.baseline
    keys = [Key("baseline", parameter, group, visit) for group in GROUPS]
    if parameter == "sex":
        return [(head("Sex, female : male"), *_pairs(lookup, keys, _sex))]
    made = []
    measured = any(lookup.entry(key, "mean") for key in keys)
    if measured:
        made.append(_measured(content, lookup, keys))
    if any(lookup.levels("baseline", parameter, group) for group in GROUPS):
        title = f"{label(parameter)}{' by grade' if measured else ''}, n (%)"
        made.append((head(title), *_pairs(lookup, keys, _category)))
    return made


def _measured(content: Content, lookup: Lookup, keys: list[Key]) -> tuple[Cell, ...]:
    alpha = content.study.methods.normality_alpha
    skewed = any((p := lookup.value(key, "p_value")) is not None and p < alpha for key in keys)
    title = heading(keys[0].parameter) + ("\nmedian [quartiles]" if skewed else "")
    cells = [part for key in keys for part in _numbers(lookup, key, skewed=skewed)]
    return (head(title), *cells)


def _numbers(lookup: Lookup, key: Key, *, skewed: bool) -> tuple[Cell, Cell]:
    decimals = decimals_of(key.parameter)
    cell = mean_sd(lookup, key, decimals)
    low, high = lookup.entry(key, "min"), lookup.entry(key, "max")
    if key.parameter == "age_years" and cell.rows and low and high:
        ends = printed.interval(number(low, 0).text, number(high, 0).text)
        cell = joined(cell, f"{cell.text} ({ends})", low, high)
    if skewed and cell.rows:
        middle = median_quartiles(lookup, key, decimals)
        cell = Cell(f"{cell.text}\n{middle.text}", (*cell.rows, *middle.rows), cell.reason)
    return patients(lookup, key), cell


def _pairs(lookup: Lookup, keys: list[Key], make: Pair) -> list[Cell]:
    return [cell for key in keys for cell in make(lookup, key)]


def _at(key: Key, level: str) -> Key:
    return Key(key.analysis, key.parameter, key.group, key.visit, level=level)


def _sex(lookup: Lookup, key: Key) -> tuple[Cell, Cell]:
    female, male = (lookup.entry(_at(key, level), "count") for level in ("F", "M"))
    if not (female or male):
        return absent(), absent("No patient has a value.")
    n = patients(lookup, _at(key, "F" if female else "M"))
    # A sex that nobody has is no level, so it has no row: nobody is 0.
    parts = [number(entry, 0) if entry else Cell("0") for entry in (female, male)]
    return n, Cell(f"{parts[0].text} : {parts[1].text}", (*parts[0].rows, *parts[1].rows))


def _category(lookup: Lookup, key: Key) -> tuple[Cell, Cell]:
    levels = lookup.levels("baseline", key.parameter, key.group)
    if not levels:
        return absent(), absent("No patient has a value.")
    shown = tuple(level for level in levels if level == "yes") or levels
    if levels == ("no",):
        return patients(lookup, _at(key, "no")), Cell("0 (0.0%)")
    cells = [(level, count_percent(lookup, _at(key, level))) for level in shown]
    text = cells[0][1].text if shown == ("yes",) else "\n".join(f"{v}: {c.text}" for v, c in cells)
    rows = tuple(row for _, cell in cells for row in cell.rows)
    return patients(lookup, _at(key, shown[0])), Cell(text, rows)
