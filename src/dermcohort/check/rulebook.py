"""Every rule of `check`: how grave it is, what it expects and what to do about it.

Code elsewhere decides where a rule is broken and names it; severity and words are here, once,
those of single cells in ``cell_rules.py``.
A page of the documentation (``docs/findings.md``) lists the same names, which a test compares.
"""

from __future__ import annotations

from dermcohort.check.cell_rules import CELLS
from dermcohort.check.rule import CHART, Rule
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet

_MAP = 'columns = {{ "{heading}" = "..." }} or "ignore" in this [[sources]] entry of the study file'

HEADINGS = {
    "unknown heading": Rule(
        "warning",
        "a heading that dermcohort knows{near}; the column is not used",
        f"rename it, or write {_MAP}",
    ),
    "no heading": Rule(
        "warning",
        "a heading above every column that holds anything; {count} cells of this one are not used",
        "write a heading above the column, or empty it",
    ),
    "heading twice": Rule(
        "error",
        "one column for {name}; cell {other} has a heading that means the same",
        f"rename one, or write {_MAP}",
    ),
    "missing column": Rule(
        "error",
        "a column for {name}; recognised as {known}",
        'add it, or name it: columns = {{ "its heading" = "{column}" }} in this [[sources]] entry',
    ),
    "unit": Rule(
        "error",
        "{name} in {unit}",
        "convert the values and say so in the unit; where only the spelling differs, write the "
        "unit as it is here",
    ),
    "mapping": Rule(
        "error",
        'one of: {allowed}, "ignore"{near}',
        "correct `columns` in this [[sources]] entry of the study file",
    ),
    "mapping unused": Rule(
        "warning",
        "a heading of the sheet on the left side of `columns`{near}",
        "correct `columns` in this [[sources]] entry of the study file, or take the line out",
    ),
    "constant": Rule(
        "error",
        "{allowed}",
        "correct `constants` in this [[sources]] entry of the study file",
    ),
    "codes": Rule(
        "error",
        "{allowed}",
        "correct `codes` in this [[sources]] entry of the study file",
    ),
    "units": Rule(
        "error",
        "{allowed}",
        "correct `units` in this [[sources]] entry of the study file",
    ),
    "no parameter": Rule(
        "error",
        "a column for the parameter and one for the value, or headings such as 'EASI 0M' with the "
        "visits {visits}",
        'rename the headings, or write columns = {{ "its heading" = "EASI @ {visit}" }}',
    ),
    "items incomplete": Rule(
        "warning",
        "all items of {name}; without {missing} there is no total, and these are not used",
        'add them, or name their columns: columns = {{ "its heading" = "{example}" }}',
    ),
    "no table": Rule(
        "error",
        "a [[sources]] entry with table = {name!r}",
        "add the sheet to the study file",
    ),
    "no events": Rule(
        "note",
        "rows of adverse events; an empty sheet says that there were none",
        "nothing, if no patient had any",
    ),
}

ROWS = {
    "patient twice": Rule(
        "error",
        "one row a patient; the same patient stands in {other}",
        "keep one row, or correct the ID",
    ),
    "similar patients": Rule(
        "warning",
        "IDs that differ in more than case or zeros in front; compare {place}",
        "if they are one patient, write the ID the same way everywhere",
        "{other} stands in {place}",
    ),
    "unknown patient": Rule(
        "error",
        "a patient of the patients sheet{near}; {count} rows of this sheet have this ID",
        "correct the ID, or add the patient to the patients sheet",
    ),
    "no study drug": Rule(
        "note",
        "a first dose of {drug}; the patient will be excluded",
        "nothing, if the patient never had it",
    ),
    "duration above age": Rule("error", "a duration of AD of at most the age, {age}", CHART),
    "child DLQI": Rule(
        "warning",
        "no DLQI below 16 years of age",
        "see whether it is the CDLQI, which is another questionnaire",
    ),
    "range": Rule("error", "{name} lies between {low} and {high}", CHART),
    "step": Rule("warning", "{name} is a multiple of {step}", "count the score again"),
    "unit in doubt": Rule(
        "warning",
        "{name} in {unit}; of {count} values of this column the typical one, as this, would be "
        "usual in {other}",
        "if so, say it for the source: units = {{ {code} = ... }}, or in the heading",
    ),
    "item": Rule(
        "error",
        "an answer that {name} has for {item}",
        CHART,
        "{item} {said}",
    ),
    "no total": Rule(
        "warning",
        "a total of {name} from its items; {reason}",
        "complete the items, or the patient's age, after the chart",
    ),
    "total noted": Rule(
        "note",
        "{name} scored from its items by the rules of the instrument",
        "nothing, if the form says so",
        "{note}",
    ),
    "total differs": Rule(
        "error",
        "{name} as its items give it, in {other}",
        "correct the cell or the items after the form, or say which is used: totals under "
        "[instruments] in the study file",
        "the items give {value}",
    ),
    "total chosen": Rule(
        "warning",
        "{name} as its items give it, in {other}; {used} is used, as the study file says",
        "correct the cell or the items after the form",
        "the items give {value}",
    ),
    "fraction": Rule(
        "warning",
        "{name} in percent; all {count} values of this column are at most 1",
        "if Excel shows 45% for 0.45, format the column as numbers and multiply by 100",
    ),
    "head and neck above whole": Rule(
        "warning",
        "H&N EASI at most the EASI of the same day, in {other}",
        "count both again",
        "EASI is {easi}",
    ),
    "duplicate": Rule(
        "warning",
        "one value a day; the same value stands in {other}; it is kept once",
        "delete one, or correct its date",
    ),
    "conflict": Rule(
        "error",
        "one value a day; {other} has {value} for the same patient, parameter and date",
        "keep the right one, or correct the date",
    ),
    "stop before start": Rule("error", "a last dose on or after the first, {start}", CHART),
    "overlap": Rule(
        "error",
        "periods of {drug} one after another; the one in {other} {until}",
        "correct the dates, or fill in the last dose of the earlier period",
    ),
    "visit order": Rule(
        "error", "{visit} after {earlier}, which is on {date} in cell {other}", CHART
    ),
    "after cutoff": Rule(
        "warning",
        "a date up to the data cutoff, {cutoff}",
        "correct the date, or data_cutoff in the study file",
    ),
    "before birth": Rule(
        "error", "a date in the life of a patient of {age} years at the first dose", CHART
    ),
    "event before first dose": Rule(
        "warning",
        "an event on or after the first dose of {drug}",
        "correct the date, or take it out if it came before treatment",
        "the first dose was on {start}",
    ),
    "missing date": Rule(
        "error",
        "a date of the visit {visit}, which has values in this row; they are not used",
        "fill in the date of the visit",
    ),
    "assumed dates": Rule(
        "note",
        "a column with the date of {visits}; without it the first dose plus {days} days is taken",
        "add the column 'Date {label}' if the dates are known",
    ),
    "no date to assume": Rule(
        "note",
        "a first dose of {drug}, from which to date {visit}; the values are not used",
        "add the patient's first dose, or the column with the date of the visit",
    ),
    "unknown visit": Rule(
        "error",
        "a visit of the study: {allowed}; the row is not used",
        "correct the cell, or add the visit to [[visits]] in the study file",
    ),
    "no values": Rule(
        "note",
        "values beside {what}; nothing of it is used",
        "nothing, if nothing was measured",
    ),
}

RULES: dict[str, Rule] = {**HEADINGS, **CELLS, **ROWS}


def finding(rule: str, sheet: Sheet | None, cell: str, got: str, **details: object) -> Finding:
    """A broken rule at a cell of a sheet, or of the study file if there is no sheet.

    >>> finding("step", None, "", "84.01", name="EASI", step=0.05).expected
    'EASI is a multiple of 0.05'
    """
    broken = RULES[rule]
    return Finding(
        severity=broken.severity,
        rule=rule,
        file=sheet.file if sheet else "study file",
        sheet=sheet.name if sheet else "",
        cell=cell,
        got=got,
        expected=broken.expected.format(**details),
        remedy=broken.remedy.format(**details),
        detail=broken.detail.format(**details),
    )
