"""Rules of single cells; those of headings and across rows are in the rulebook."""

from __future__ import annotations

from dermcohort.check.rule import CHART, Rule

CELLS = {
    "formula error": Rule("error", "a value; the formula of this cell failed", CHART),
    "not a number": Rule("error", "a number for {name}{hint}", CHART + ", or leave it empty"),
    "thousands comma": Rule(
        "warning",
        "a number without separators of thousands",
        "take them out",
        "read as {read}{also}",
    ),
    "number cleaned": Rule(
        "note",
        "a plain number",
        "nothing, if it was read rightly",
        "read as {read}{also}",
    ),
    "censored": Rule(
        "warning",
        "a number; the limit is kept with its comparator",
        "nothing, if the laboratory reported it so; means and tests take the limit as the value",
        "kept as {read} with the comparator {comparator}{also}",
    ),
    "unit in cell": Rule(
        "warning",
        "a number in the unit of its column; the cell gives another unit, and was converted",
        "nothing, if the unit in the cell is right",
        "read as {read}{also}",
    ),
    "converted": Rule(
        "note",
        "{name} in {unit}; values given in {given} and multiplied by {factor}: {count}",
        "nothing, if they are given in {given}",
    ),
    "two units": Rule(
        "error", "the same unit in the value and in its own column, got {other}", CHART
    ),
    "share": Rule(
        "note",
        "a count; values in percent, which are read as {name} and not as the count: {count}",
        "nothing, if they are shares",
    ),
    "approximate number": Rule(
        "warning",
        "a number that is not said to be approximate; it is used as if it were exact",
        "write the number of the chart, or leave it empty",
        "read as {read}{also}",
    ),
    "footnote mark": Rule(
        "warning",
        "a number without a mark; the number is used, the mark is not",
        "see what the mark says, and take it out",
        "read as {read}{also}",
    ),
    "limit unknown": Rule(
        "warning",
        "a number for {name}; the value lies beyond the limit of measurement, which is not said, "
        "and is read as missing",
        "write the limit, as <5, or give it for the source: "
        'codes = {{ value = {{ "..." = "<5" }} }}',
    ),
    "not done or not detected": Rule(
        "warning",
        "an empty cell for what was not done, or a limit, as <5, for what was not detected; ND may "
        "mean either and is read as missing",
        'say which: missing = ["ND"], or codes = {{ value = {{ "ND" = "<5" }} }}',
    ),
    "qualitative answer": Rule(
        "error",
        "a number for {name}, not an answer such as positive or negative",
        CHART + ", or leave it empty",
    ),
    "comparator": Rule(
        "error", "the same comparator in the value and in its own column, got {other}", CHART
    ),
    "word for missing": Rule(
        "note", "an empty cell where a value is missing; it is read as missing", "nothing, if so"
    ),
    "declared missing": Rule(
        "note",
        "a value; cells of this column with what the study file declares as missing: {count}",
        "nothing, if so",
    ),
    "many decimals": Rule(
        "note",
        "at most 6 decimals; {count} such cells in this column, read to 15 digits as Excel shows",
        "nothing, if they were computed",
    ),
    "not a date": Rule("error", "a date for {name}, written 2021-01-04{hint}", CHART),
    "ambiguous date": Rule(
        "error",
        "a date for {name}, written 2021-01-04; this one could be {could}",
        "write year, month and day, or declare date_order for the source if all its dates are "
        "written in one order",
    ),
    "mixed date orders": Rule(
        "error",
        "dates in one order, {order}; those of this column that can only be in another: {others}, "
        "that could be in either: {either}",
        "write year, month and day",
    ),
    "partial date": Rule(
        "error",
        "a whole date for {name}; {what} is missing, and nothing is put in its place",
        "write the whole date; where nobody knows it, leave the cell empty",
    ),
    "era": Rule(
        "error",
        "a day within its era; counted on, it would be {would}",
        "write the year of the era that it was, or the year as 2021",
    ),
    "era date": Rule(
        "note",
        "a date written 2021-01-04; cells of this column in years of a Japanese era: {count}",
        "nothing; they are read as years of the eras",
    ),
    "two-digit year": Rule(
        "warning",
        "a year of four digits; cells of this column with two, read as {years}: {count}",
        "nothing, if so; else write the whole year",
    ),
    "wrong weekday": Rule(
        "error",
        "the day of the week of that date, which is a {weekday}",
        "see which of the two is right",
    ),
    "ongoing": Rule(
        "note", "an empty last dose where the drug goes on; it is read as that", "nothing, if so"
    ),
    "number as date": Rule(
        "error",
        "a date for {name}, not a number{hint}",
        "format the column as dates in Excel, or write 2021-01-04",
    ),
    "time of day": Rule("note", "a date; the time of day is left out", "nothing"),
    "implausible date": Rule("error", "a date between 1900-01-01 and 2100-12-31", CHART),
    "not yes or no": Rule("error", "yes or no for {name}; allowed: {allowed}", CHART),
    "not in list": Rule("error", "{name}, one of: {allowed}", CHART),
    "patient id": Rule(
        "error",
        "the name or number of a patient, not {what}",
        "format the column as text in Excel and write it again",
    ),
    "id cleaned": Rule(
        "note",
        "an ID in plain letters, without what cannot be seen; cells with this one: {count}",
        "nothing, if it was read rightly",
        "read as {read}",
    ),
    "lost zeros": Rule(
        "warning",
        "the ID as in the other sheets, with zeros in front; cells with this one: {count}",
        "nothing, if so; else format the column as text in Excel and write it again",
        "read as {read}",
    ),
    "zeros unclear": Rule(
        "error",
        "an ID with its zeros in front; more than one patient could be meant",
        "format the column as text in Excel and write it again",
        "could be {could}",
    ),
    "several drugs": Rule(
        "error",
        "one drug a row; this cell names {names}",
        "write a row for each drug",
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
