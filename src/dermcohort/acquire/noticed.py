"""What is noticed where files, databases and records are read: words and severities.

A page of the documentation (``docs/findings.md``) lists the same names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dermcohort.acquire.cdisc.words import CDISC, DATASETS
from dermcohort.acquire.words import Words
from dermcohort.findings import Finding
from dermcohort.sources import Source
from dermcohort.tables import PARAMETERS

FILES = {
    "encoding": Words(
        "note",
        "text in UTF-8; it was read as Shift-JIS (CP932)",
        "look whether names of drugs and events read well; else write encoding = ... in this "
        "[[sources]] entry, or save as 'CSV UTF-8'",
    ),
    "old format": Words(
        "warning",
        "an .xlsx; in other formats a formula that failed looks like an empty cell, and colours, "
        "strokes and comments are not seen",
        "open it in Excel and save it as .xlsx",
    ),
    "macros": Words(
        "note", "values; macros are not run, nor is anything that they would fill in", "nothing"
    ),
    "hidden sheet": Words(
        "note",
        "a sheet that is seen in Excel; this one is {state}, and is read as the study file says",
        "see whether it is the right one: in Excel, right click on a tab, Unhide",
    ),
    "not computed": Words(
        "warning",
        "values; these formulas were written by a program and never computed: {count}. Each one "
        "that is used is a formula error",
        "open the workbook in Excel, save it, and run again",
    ),
    "linked cells": Words(
        "warning",
        "values of this workbook; formulas that take from another workbook or program: {count}. "
        "What Excel last saw there is read; nothing is fetched",
        "see whether they are up to date; copy and paste as values",
    ),
    "moving formula": Words(
        "warning",
        "values that stay; formulas that change with the day on which the workbook is opened, as "
        "TODAY(): {count}. What Excel last computed is read",
        "compute to the day that is meant, such as the first dose, or paste as values",
    ),
}

TABLES = {
    "hidden rows": Words(
        "note",
        "rows that are seen; hidden ones that hold values: {count}. They are read{filtered}",
        "unhide them and see whether they belong to the table",
    ),
    "hidden columns": Words(
        "note",
        "columns that are seen; hidden ones that hold values: {count}. They are read",
        'unhide them and see whether they are right; map one to "ignore" to leave it',
    ),
    "cell colours": Words(
        "note",
        "nothing that only a colour says; cells that are {how} other than their column: {count}. "
        "The colour is not read",
        "if a colour has a meaning, give it a column of its own",
    ),
    "struck through": Words(
        "warning",
        "a value that holds; this one is struck through in Excel, and is used all the same",
        "empty the cell if the value is withdrawn, or take the stroke away",
    ),
    "partly struck": Words(
        "warning",
        "a value that holds as a whole; a part of this text is struck through, and is read too",
        "delete what is struck through",
    ),
    "raised signs": Words(
        "warning",
        "plain text; a part of this one is raised or lowered, as footnote marks and powers are, "
        "and is read as if it stood on the line",
        "take the mark out; write a power as a number",
    ),
    "comments": Words(
        "note",
        "nothing that only a comment says; cells with one: {count}. Comments are not read",
        "read them in Excel, and correct the values that they speak of",
    ),
    "merged cells": Words(
        "warning",
        "one cell a value; the merged cells hold it in the first only, the others are empty",
        "take the merge away and write the value into each cell that it is meant for",
    ),
    "shown as percent": Words(
        "error",
        "a number as it is shown; cells that Excel shows in percent and that hold a hundredth of "
        "it, 0.45 for 45%: {count}",
        "format the cells as numbers and multiply them by 100",
    ),
    "shown otherwise": Words(
        "note",
        "cells that show what they hold; cells shown {way}: {count}. What they hold is read",
        "nothing, if that is meant",
    ),
    "below last row": Words(
        "note",
        "rows of the table; rows below last_row that hold anything and are not read: {count}",
        "nothing, if they are no part of the table",
    ),
    "repeated headings": Words(
        "note", "rows of the table; this one repeats the headings and is left out", "nothing"
    ),
    "summary row": Words(
        "warning",
        "a patient; this row sums others up and is left out",
        "nothing, if so; else write the ID of the patient",
    ),
    "second table": Words(
        "error",
        "one table; this row looks like the headings of another one",
        "last_row = {last} in this [[sources]] entry, and an entry with header_row = {row} for "
        "what is below",
    ),
    "too many fields": Words(
        "error",
        "at most {width} fields, as the headings have; this row has {count}. A separator within a "
        "text moves all that follows into wrong columns",
        "put the text into quotation marks, or save the file again from Excel",
    ),
    "too few fields": Words(
        "warning",
        "{width} fields in each row, as the headings have; shorter rows: {count}. What is missing "
        "at their end is read as empty",
        "see whether the file was cut off; save it again from where it came from",
    ),
}

DATABASE = {
    "no order": Words(
        "note",
        "an order of the rows; they are numbered after sorting by their values, from the first "
        "column to the last",
        "nothing, or end the statement with `order by` and the columns that tell rows apart",
    ),
    "no plain value": Words(
        "error",
        "numbers, dates or text; values of this column that are something else are not used: "
        "{count}",
        'convert it where it comes from, in a query as "cast(... as text)", or map the column to '
        '"ignore"',
    ),
}

OMOP = {
    "left out": Words(
        "note",
        "new users of {drug}: {condition}; persons left out: {count}",
        "nothing, or change [sources.omop] in the study file",
    ),
    "treatment before wash-out": Words(
        "note",
        "treatments with {drug} from the first dose of a new user on; earlier ones that are not "
        "used: {count}",
        "nothing, or change washout_days",
    ),
    "unreadable record": Words(
        "error",
        "a date; the record is not used, nor is a person told from it",
        "correct the record",
    ),
    "other concepts": Words(
        "note",
        "concepts that stand for a parameter; records of the cohort's patients that are not used: "
        "{count}",
        "name local concepts: measurement_concepts = {{ EASI = [2000000001] }} in [sources.omop]",
    ),
    "no descendants": Words(
        "note",
        "the table concept_ancestor; without it only the listed concepts themselves count, not the "
        "products and finer diagnoses below them",
        "add concept_ancestor, or list the concepts in [sources.omop]",
    ),
    "before first dose": Words(
        "note",
        "events after the first dose; earlier records that are not used: {count}",
        "nothing",
    ),
}

SHARED = {
    "sex not in list": Words(
        "warning",
        "female or male; for other codes sex is left empty, patients: {count}",
        "nothing, if so",
    ),
    "no unit": Words(
        "warning",
        "a unit; values of {name} without one, read as in {unit}: {count}",
        "look into the records, or say it: units = {{ {code} = ... }} in this [[sources]] entry",
    ),
    "year of birth": Words(
        "note",
        "dates of birth; the age of patients with the year or month alone may be a year too high: "
        "{count}",
        "nothing, if that is all there is",
    ),
}

FHIR = {
    "more pages": Words(
        "warning",
        "all pages of a search; this bundle links to a next one",
        "put the other pages into the same folder and name the folder, or export in bulk",
    ),
    "no resource": Words(
        "note",
        "a resource in each entry; entries without one or that delete one: {count}",
        "nothing",
    ),
    "resource twice": Words(
        "note", "each resource once; the same ones again, used once: {count}", "nothing"
    ),
    "older version": Words(
        "note", "one version of a resource; the one updated last is used", "nothing, if so"
    ),
    "resources differ": Words(
        "error",
        "one version of a resource, or meta.lastUpdated to tell which is the last; the first is "
        "used",
        "export it again, or take one out",
    ),
    "other resources": Words(
        "note", "resources of a chart study; of this type, not used: {count}", "nothing"
    ),
    "status": Words(
        "note", "what happened; resources with this status, not used: {count}", "nothing, if so"
    ),
    "other code": Words(
        "note",
        "a code or text that stands for a {what} of the list; records that are not used: {count}",
        'nothing, or say what it is: codes = {{ {what} = {{ "its code or text" = "..." }} }} in '
        "this [[sources]] entry",
    ),
    "drug by its name": Words(
        "note",
        "the code of an ingredient; by a word of its name it was read as {drug}, records: {count}",
        "nothing, if it was read rightly",
    ),
    "not of a patient": Words(
        "warning", "a patient as subject; records that are not used: {count}", "nothing, if so"
    ),
    "no end of supply": Words(
        "note",
        "the last day of a supply; without it, lasting until the next one or going on: {count}",
        "nothing, if so",
    ),
    "statement goes before": Words(
        "note",
        "one account of a drug; beside a MedicationStatement of the same patient and drug, orders "
        "and administrations that are not used: {count}",
        "nothing, if so",
    ),
}

REDCAP = {
    "REDCap's own fields": Words(
        "note", "values of patients; what REDCap itself adds is not used", "nothing"
    ),
    "text beside a choice": Words(
        "warning",
        'no text where the choice beside it is not "other"; such texts, not used: {count}',
        "correct the choice, or empty the text",
    ),
    "codes as values": Words(
        "warning",
        "choices whose label begins with the number that it stands for; here the codes of the data "
        "dictionary were taken as {name}",
        'compare them with the instrument; if they differ: codes = {{ {name} = {{ "1" = "0" }} }} '
        "in this [[sources]] entry",
    ),
}

WORDS: dict[str, Words] = {
    **FILES, **TABLES, **DATABASE, **DATASETS, **CDISC, **OMOP, **FHIR, **REDCAP, **SHARED,
}  # fmt: skip


def noticed(
    rule: str, file: str, sheet: str = "", cell: str = "", got: str = "", **details: object
) -> Finding:
    """One thing noticed on reading.

    >>> noticed("before first dose", "cdm", count=3).expected
    'events after the first dose; earlier records that are not used: 3'
    """
    severity, expected, remedy = WORDS[rule]
    return Finding(
        severity, rule, file, sheet, cell, got, expected.format(**details), remedy.format(**details)
    )


def units_assumed(
    file: str, sheet: str, without: Mapping[str, int], source: Source
) -> Iterator[Finding]:
    """Say, by parameter, how many values have no unit where there should be one.

    A unit that the study file gives is none that is assumed.
    """
    for code, count in sorted(without.items()):
        known = PARAMETERS[code]
        if known.unit and code not in source.units:
            words = {"name": known.label, "unit": known.unit, "code": code}
            yield noticed("no unit", file, sheet, "", "", count=count, **words)
