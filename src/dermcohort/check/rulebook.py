"""Every rule of `check`: how grave it is, what it expects and what to do about it.

Code elsewhere decides where a rule is broken and names it; severity and words are here, once.
A page of the documentation (``docs/findings.md``) lists the same names, which a test compares.
"""

from __future__ import annotations

from dataclasses import dataclass

from dermcohort.findings import Finding, Severity
from dermcohort.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes
    ----------
    severity : "error", "warning" or "note"
        An error stops the run; a warning goes into the report; a note records a choice.
    expected, remedy : str
        Sentences; names in braces are filled in at the place. Those of warnings and notes go into
        the report, so no value of a chart stands in them.
    detail : str
        The same, for what may hold a value of a chart: it stays on this machine.
    """

    severity: Severity
    expected: str
    remedy: str
    detail: str = ""


_MAP = 'columns = {{ "{heading}" = "..." }} or "ignore" in this [[sources]] entry of the study file'
_CHART = "correct the cell after the chart"

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
        "convert the values to {unit} and say so in the unit; where only the spelling differs, "
        "write columns = {{ ... }} for the heading",
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
    "no parameter": Rule(
        "error",
        "a column for the parameter and one for the value, or headings such as 'EASI 0M' with the "
        "visits {visits}",
        'rename the headings, or write columns = {{ "its heading" = "EASI @ {visit}" }}',
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

CELLS = {
    "formula error": Rule("error", "a value; the formula of this cell failed", _CHART),
    "not a number": Rule("error", "a number for {name}{hint}", _CHART + ", or leave it empty"),
    "thousands comma": Rule(
        "warning", "a number without commas", "take the comma out", "read as {read}"
    ),
    "number cleaned": Rule(
        "note", "a plain number", "nothing, if it was read rightly", "read as {read}"
    ),
    "censored": Rule(
        "warning",
        "a number; the limit is kept with its comparator",
        "nothing, if the laboratory reported it so; means and tests take the limit as the value",
        "kept as {read} with the comparator {comparator}",
    ),
    "comparator": Rule(
        "error", "the same comparator in the value and in its own column, got {other}", _CHART
    ),
    "word for missing": Rule(
        "note", "an empty cell where a value is missing; it is read as missing", "nothing, if so"
    ),
    "many decimals": Rule(
        "note",
        "at most 6 decimals; {count} such cells in this column, read to 15 digits as Excel shows",
        "nothing, if they were computed",
    ),
    "not a date": Rule("error", "a date for {name}, written 2021-01-04{hint}", _CHART),
    "ambiguous date": Rule(
        "error",
        "a date for {name}, written 2021-01-04; this one could be {could}",
        "write year, month and day, or format the column as dates in Excel",
    ),
    "number as date": Rule(
        "error",
        "a date for {name}, not a number{hint}",
        "format the column as dates in Excel, or write 2021-01-04",
    ),
    "time of day": Rule("note", "a date; the time of day is left out", "nothing"),
    "implausible date": Rule("error", "a date between 1900-01-01 and 2100-12-31", _CHART),
    "not yes or no": Rule("error", "yes or no for {name}; allowed: {allowed}", _CHART),
    "not in list": Rule("error", "{name}, one of: {allowed}", _CHART),
    "patient id": Rule(
        "error",
        "the name or number of a patient, not {what}",
        "format the column as text in Excel and write it again",
    ),
    "missing value": Rule(
        "error",
        "{name}, in a row that has other content; the row is not used",
        "fill it in, or empty the whole row",
    ),
    "unknown drug": Rule(
        "warning",
        "a drug of the list{near}; it is kept as written and counts as no systemic therapy",
        "correct the spelling; one drug a row",
    ),
    "unknown event": Rule(
        "warning",
        "an event of the list{near}; it is kept as written, as an event of its own",
        "correct the spelling, if it is one of the list; one event a row",
    ),
    "unknown parameter": Rule(
        "warning",
        "a parameter of the list{near}; it is kept as written and enters no analysis",
        "correct the spelling",
    ),
    "nothing recorded": Rule(
        "note", "a {name}; the row says that there is none, and is left out", "nothing, if so"
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
    "duration above age": Rule("error", "a duration of AD of at most the age, {age}", _CHART),
    "child DLQI": Rule(
        "warning",
        "no DLQI below 16 years of age",
        "see whether it is the CDLQI, which is another questionnaire",
    ),
    "range": Rule("error", "{name} lies between {low} and {high}", _CHART),
    "step": Rule("warning", "{name} is a multiple of {step}", "count the score again"),
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
    "stop before start": Rule("error", "a last dose on or after the first, {start}", _CHART),
    "overlap": Rule(
        "error",
        "periods of {drug} one after another; the one in {other} {until}",
        "correct the dates, or fill in the last dose of the earlier period",
    ),
    "visit order": Rule(
        "error", "{visit} after {earlier}, which is on {date} in cell {other}", _CHART
    ),
    "after cutoff": Rule(
        "warning",
        "a date up to the data cutoff, {cutoff}",
        "correct the date, or data_cutoff in the study file",
    ),
    "before birth": Rule(
        "error", "a date in the life of a patient of {age} years at the first dose", _CHART
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
