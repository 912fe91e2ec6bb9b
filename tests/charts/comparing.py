"""Hold what was read from a chart against its truth."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from accounting import Account, Cell, areas, column_number, headings_of

from dermcohort.check import Checked
from dermcohort.findings import Finding

#: Columns beside the values: where a row comes from, and how it was written.
_BESIDE = ("source", "verbatim", "reported_value", "reported_unit")
_IN_TABLES = ("read", "said", "either", "doubted")


class Fact(NamedTuple):
    """One value of the tables and where it stands: the cell, the row, or the patient."""

    table: str
    at: str
    about: tuple[Any, ...]
    value: Any


def problems(
    truth_file: Path, study_file: Path, checked: Checked, *, strict: bool = True,
    warned: bool = False,
) -> list[str]:  # fmt: skip
    """Each way in which the tables and findings are not the truth; empty if there is none.

    With ``strict=False`` a cell need not be in the tables: only wrong and invented values count.
    With ``warned=True`` a finding of any severity is enough where a value is wrong.
    """
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    study = tomllib.loads(study_file.read_text(encoding="utf-8"))
    findings = _without_strangers(checked.findings, truth["cells"])
    account = Account(findings, headings_of(study), _keys(truth["cells"]),
                      _ids(truth["cells"]))  # fmt: skip
    facts = list(facts_of(checked))
    wrong = list(_invented(truth["cells"], facts, account, "" if warned else "error"))
    if strict:
        wrong += _lost(truth["cells"], facts, account)
        wrong += _unsaid(truth["noticed"], account, truth_file)
        wrong += _blamed(truth["blameless"], account)
    return wrong


def _without_strangers(
    findings: tuple[Finding, ...], cells: list[dict[str, Any]]
) -> tuple[Finding, ...]:
    """Leave out that a heading is unknown where it is meant.

    What one source does not know of a sheet another may: it accounts for no cell.
    """
    places = [
        Cell.of(each["at"]) for each in cells if each["at"] and ("table" in each or each.get("key"))
    ]
    meant = {(cell.file, cell.sheet, cell.column) for cell in places}

    def of_a_stranger(each: Finding) -> bool:
        columns = [area.first_column for area in areas(each.cell)]
        return each.rule == "unknown heading" and any(
            (each.file, each.sheet, column) in meant for column in columns
        )

    return tuple(each for each in findings if not of_a_stranger(each))


def _keys(cells: list[dict[str, Any]]) -> dict[tuple[str, str], frozenset[int]]:
    keys: dict[tuple[str, str], set[int]] = defaultdict(set)
    for each in cells:
        if each["at"] and (each.get("key") or each.get("column") in ("drug", "start", "event")):
            cell = Cell.of(each["at"])
            keys[cell.file, cell.sheet].add(cell.column)
    return {place: frozenset(columns) for place, columns in keys.items()}


def _ids(cells: list[dict[str, Any]]) -> dict[Cell, str]:
    """What stands where a patient is named, as text: 1.0 is 1."""
    return {
        Cell.of(each["at"]): re.sub(r"\.0$", "", str(each["raw"])).strip()
        for each in cells
        if each.get("key") and each["at"]
    }


def facts_of(checked: Checked) -> Iterator[Fact]:
    cohort = checked.cohort
    for row in cohort.patients.collect().iter_rows(named=True):
        for column, value in row.items():
            if value is not None and column not in _BESIDE:
                yield Fact("patients", "", (row["patient"], column), _plain(value))
    for table, name in (("treatments", "drug"), ("events", "event")):
        for row in getattr(cohort, table).collect().iter_rows(named=True):
            at = re.sub(r"![A-Z]+([0-9]+)$", r"!\1", row["source"])
            for column, value in row.items():
                if value is not None and column not in ("patient", *_BESIDE):
                    about = (row["patient"], row[name], column)
                    yield Fact(table, at, about, _plain(value))
    for row in cohort.assessments.collect().iter_rows(named=True):
        about = row["patient"], _plain(row["date"]), row["parameter"], row["unit"] or ""
        yield Fact("assessments", row["source"], about, (row["value"], row["comparator"] or "="))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def true_facts(each: Mapping[str, Any]) -> Iterator[Fact]:
    """What a cell may be in the tables."""
    for value in (each.get("value"), *each.get("or", ())):
        if each["table"] == "patients":
            yield Fact("patients", "", (each["patient"], each["column"]), value)
        elif each["table"] == "assessments":
            about = each["patient"], each["date"], each["parameter"], each["unit"]
            yield Fact("assessments", each["at"], about, (value, each.get("comparator", "=")))
        else:
            about = each["patient"], each["name"], each["column"]
            yield Fact(each["table"], each["row"], about, value)


def _invented(
    cells: list[dict[str, Any]], facts: list[Fact], account: Account, severity: str
) -> Iterator[str]:
    """What is in the tables and not in the chart, unless an error says so."""
    allowed = {
        fact for each in cells if "table" in each and each["state"] in _IN_TABLES
        for fact in true_facts(each)
    }  # fmt: skip
    patients = {each["patient"] for each in cells if each.get("table") == "patients"}
    for fact in facts:
        if fact in allowed or (fact.table == "patients" and fact.about == (fact.value, "patient")
                               and fact.value in patients):  # fmt: skip
            continue
        places = list(_places(fact, cells))
        if not any(account.of(Cell.of(place), severity) for place in places):
            at = fact.at or " or ".join(places) or "nowhere"
            raw = [each["raw"] for each in cells if each["at"] in places and "raw" in each]
            yield f"WRONG {at}: {fact.table} {fact.about} is {fact.value!r}; the cell holds {raw}"


def _places(fact: Fact, cells: list[dict[str, Any]]) -> Iterator[str]:
    """Cells that a wrong fact may have come from."""
    if fact.table == "assessments":
        yield fact.at
        yield from (
            place for each in cells if each["at"] == fact.at for place in each.get("because", ())
        )
        return
    for each in cells:
        if fact.table == "patients" and fact.about[1] == "patient":
            if each.get("key") and str(each.get("raw")).strip() == str(fact.value):
                yield each["at"]
        elif fact.table == "patients":
            if (
                each.get("table") == "patients"
                and each["at"]
                and (each["patient"], each["column"]) == fact.about
            ):
                yield each["at"]
        elif each.get("row") == fact.at and each["at"] and each.get("column") == fact.about[2]:
            yield each["at"]


def _lost(cells: list[dict[str, Any]], facts: list[Fact], account: Account) -> Iterator[str]:
    """Cells that are neither in the tables nor in a finding, as their truth asks."""
    have = set(facts)
    for each in cells:
        state, at = each["state"], each["at"]
        if not at or state == "ignored":
            continue
        found = [f for place in (at, *each.get("because", ())) for f in account.of(Cell.of(place))]
        told = f"told: {sorted({f.rule for f in found}) or 'nothing'}"
        present = "table" in each and any(fact in have for fact in true_facts(each))
        what = f"{at}: {each.get('raw')!r}"
        if state in ("read", "said") and "table" in each and not present:
            yield f"UNREAD {what} should be {each['value']!r}; {told}"
        if state in ("said", "doubted", "refused") and not found:
            yield f"UNSAID {what} ({state}); no finding names it"
        if state == "either" and "table" in each and not present and not found:
            yield f"LOST {what}; neither read as {each['value']!r} nor in a finding"


def _unsaid(noticed: list[dict[str, Any]], account: Account, truth_file: Path) -> Iterator[str]:
    """What a sheet carries beside its values and nobody said."""
    for each in noticed:
        words = re.compile(each["words"], re.IGNORECASE)
        if not any(
            finding.sheet == each["sheet"]
            and words.search(f"{finding.rule} {finding.got} {finding.expected} {finding.detail}")
            and (not finding.cell or any(_names(finding, cell) for cell in each["cells"]))
            for finding in account.findings
        ):
            yield f"UNSAID {truth_file.stem} {each['sheet']} {each['cells']}: /{each['words']}/"


def _blamed(blameless: list[str], account: Account) -> Iterator[str]:
    """Errors at cells that are empty and right so."""
    for place in blameless:
        cell = Cell.of(place)
        for each in account.findings:
            if (
                each.severity == "error"
                and (each.file, each.sheet) == (cell.file, cell.sheet)
                and any(area.holds(cell.row, cell.column) for area in areas(each.cell))
            ):
                yield f"BLAMED {place}: {each.rule}, though nothing is wrong with it"


def _names(finding: Any, cell: str) -> bool:
    letters = cell.rstrip("0123456789")
    row, column = int(cell[len(letters) :]), column_number(letters)
    return any(
        area.holds(row, column)
        for area in areas(f"{finding.cell} {finding.expected} {finding.got}")
    )
