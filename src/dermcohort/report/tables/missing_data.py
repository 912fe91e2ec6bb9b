"""The same estimates under each rule for missing values."""

from __future__ import annotations

from collections.abc import Sequence

from dermcohort.report import format as printed
from dermcohort.report.content import Content
from dermcohort.report.labels import decimals_of, heading
from dermcohort.report.lookup import Key, Lookup
from dermcohort.report.table import Cell, Column, Section, Table, absent, head, source, why_absent
from dermcohort.report.tables.response import confidence

ANALYSIS = "missing data"
#: The rules as the column ``method`` has them, and as they are printed.
OF_CHANGE = {"observed": "Observed", "LOCF": "LOCF", "BOCF": "BOCF",
             "multiple imputation": "MI", "MMRM": "MMRM"}  # fmt: skip
OF_RESPONSE = {"observed": "Observed", "LOCF": "LOCF", "NRI": "NRI", "multiple imputation": "MI"}
MEANING = {
    "observed": "Observed: only who has both values",
    "LOCF": "LOCF: the last value stands for a missing one",
    "BOCF": "BOCF: the baseline does",
    "NRI": "NRI: who has no value counts as no responder",
    "multiple imputation": "MI: multiple imputation",
    "MMRM": "MMRM: mixed model for repeated measures",
}
#: Inside a sentence.
IN_WORDS = {
    "observed": "as observed",
    "LOCF": "with the last observation carried forward",
    "BOCF": "with the baseline carried forward",
    "NRI": "with non-responder imputation",
    "multiple imputation": "by multiple imputation",
    "MMRM": "by the mixed model",
}


def missing_data(content: Content, lookup: Lookup) -> Table:
    """One row an outcome and visit, one column a rule."""
    columns = (Column("Outcome", text=True), Column("Visit", text=True),
               Column("Observed"), Column("LOCF"), Column("BOCF or NRI"), Column("MI"),
               Column("MMRM"))  # fmt: skip
    scores = [name for name in content.study.outcomes.scores if is_there(lookup, name)]
    responses = [name for name in content.study.responses.report if is_there(lookup, name)]
    sections = (
        Section("Mean change from baseline", _rows(content, lookup, scores, OF_CHANGE)),
        Section("Response, percent of patients", _rows(content, lookup, responses, OF_RESPONSE)),
    )
    notes = (f"Estimate (patients), {confidence(content)} confidence interval.",
             "; ".join(MEANING.values()) + ".")  # fmt: skip
    return Table("table-missing-data", "Estimates under each rule for missing values", columns,
                 tuple(s for s in sections if s.rows), notes, source(lookup, ANALYSIS))  # fmt: skip


def is_there(lookup: Lookup, name: str) -> bool:
    """Whether Results compare the rules for an outcome or response."""
    return next(lookup.where(ANALYSIS, parameter=name), None) is not None


def key_of(content: Content, name: str, visit: str, rule: str) -> Key:
    """Of the rows of one outcome or response under one rule."""
    comparator = "" if name in content.study.responses.report else content.study.baseline
    return Key(ANALYSIS, name, "all", visit, comparator, method=rule)


def statistic_of(content: Content, name: str) -> str:
    """What stands for the estimate: a percentage of a response, else the change."""
    return "percent" if name in content.study.responses.report else "estimate"


def estimate(content: Content, lookup: Lookup, key: Key) -> Cell:
    """Estimate (n), and the interval below it."""
    name = statistic_of(content, key.parameter)
    decimals = 1 if name == "percent" else decimals_of(key.parameter)
    entry = lookup.entry(key, name)
    if entry is None or entry.row.value is None:
        return absent(why_absent(entry))
    text = printed.number(entry.row.value, decimals)
    text += f" (n = {printed.count(entry.row.n)})" if entry.row.n is not None else ""
    rows: tuple[int, ...] = (entry.number,)
    low, high = lookup.entry(key, "conf_low"), lookup.entry(key, "conf_high")
    if low and high and low.row.value is not None and high.row.value is not None:
        ends = (printed.number(end.row.value or 0.0, decimals) for end in (low, high))
        text += f"\n{printed.interval(*ends)}"
        rows += (low.number, high.number)
    return Cell(text, rows, note=entry.row.warning)


def _rows(
    content: Content, lookup: Lookup, names: Sequence[str], rules: dict[str, str]
) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    visits = content.study.visit_names[1:]
    for name in names:
        block = []
        for visit in visits:
            cells = [estimate(content, lookup, key_of(content, name, visit, rule))
                     for rule in rules]  # fmt: skip
            # There is no mixed model for a response.
            cells += [Cell("")] * (len(OF_CHANGE) - len(rules))
            block.append((head(visit), *cells))
        first = Cell(heading(name), scope="rowgroup", span=len(block))
        rows += [(first, *block[0]), *block[1:]]
    return tuple(rows)
