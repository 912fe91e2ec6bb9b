"""From the allotted columns of a sheet to entries of ``[[sources]]``, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from dermcohort.check.headings import VISIT
from dermcohort.check.spelling import plain
from dermcohort.check.visit_words import moment_of, splits
from dermcohort.mapping.allot import VALUED, Allotted, Kind, Left
from dermcohort.mapping.columns import Candidate
from dermcohort.mapping.guesses import IGNORE, THRESHOLD, Guess, SourceGuess
from dermcohort.mapping.structure import Table
from dermcohort.mapping.values import (
    FITTING,
    Look,
    column_named,
    look,
    many,
    sheet_of_table,
    unit_setting,
)
from dermcohort.mapping.visits import name_of
from dermcohort.mapping.ways import Ways, ways_of
from dermcohort.sheets import Sheet, column_letters
from dermcohort.sources import Source
from dermcohort.study import Visit

_EMPTY = 0.1
_DOUBTFUL = 0.6


class Part(NamedTuple):
    """The columns of one table in one sheet, and what is known of the whole."""

    table: Table
    kind: Kind
    patient: int
    patient_sure: float
    patient_reason: str
    columns: Mapping[int, Candidate]
    constants: Mapping[str, str]


def source_guess(part: Part, left: Mapping[int, Left], visit: str) -> SourceGuess:
    """One entry of the study file.

    Parameters
    ----------
    left : mapping of int to Left
        Columns that no source of the sheet reads and that are listed here.
    visit : str
        Of the whole sheet; "" if it is none.
    """
    columns, unplaced = _placed(part, visit)
    of_all = {part.patient: _patient(part), **columns}
    units, mixed = _units(of_all)
    seen = _seen(part, of_all)
    settings = {
        **_rows_of(part.table),
        "visit": visit if any(not c.visit for c in columns.values()) else "",
        "constants": dict(part.constants),
        **seen.ways.settings,
        "units": units,
        "missing": seen.codes.missing,
    }
    asked = {**seen.codes.columns, **seen.ways.doubtful}
    guesses = {
        i: _guess(part.table, i, c, seen.looks[i], asked.get(i, "")) for i, c in of_all.items()
    }
    guesses |= {i: _unread(part.table, i, each) for i, each in {**left, **unplaced}.items()}
    readable = any(guesses[i].sure for i in columns) or part.kind == "patients"
    return SourceGuess(
        table=part.kind,
        file=part.table.grid.file,
        sheet=part.table.grid.sheet,
        settings={name: value for name, value in settings.items() if value},
        columns=tuple(guesses[i] for i in sorted(guesses)),
        reason=_reason(part, columns),
        questions=(*seen.ways.questions, *seen.codes.source, *mixed),
        blocked=not (readable and guesses[part.patient].sure),
    )


def _patient(part: Part) -> Candidate:
    asked = "" if part.patient_sure >= THRESHOLD else "is it the patient?"
    sure, reason = part.patient_sure, part.patient_reason
    return Candidate(part.kind, "patient", "", "", sure, reason, "", asked)


class _Seen(NamedTuple):
    """What the cells of a source look like."""

    ways: Ways
    codes: _Codes
    looks: Mapping[int, Look]


def _seen(part: Part, columns: Mapping[int, Candidate]) -> _Seen:
    named = {i: column_named(part.kind, c.name) for i, c in columns.items()}
    sheet = sheet_of_table(part.table, Source(table=part.kind))
    ways = ways_of(sheet, list(named.items()))

    def looks(settings: Mapping[str, Any]) -> dict[int, Look]:
        written = _declared(sheet, settings)
        return {i: look(written, i, named[i], c.unit) for i, c in columns.items()}

    found = looks(ways.assumed)
    codes = _codes(found)
    if codes.missing:
        found = looks({**ways.assumed, "missing": tuple(codes.missing)})
    return _Seen(ways, codes, found)


def _declared(sheet: Sheet, settings: Mapping[str, Any]) -> Sheet:
    source = Source.model_validate({"table": sheet.source.table, **settings})
    return replace(sheet, source=source)


def _rows_of(table: Table) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    if table.header_row != 1:
        settings["header_row"] = table.header_row
    if table.header_rows != 1:
        settings["header_rows"] = table.header_rows
    if table.last_row is not None:
        settings["last_row"] = table.last_row
    return settings


def _placed(part: Part, visit: str) -> tuple[dict[int, Candidate], dict[int, Left]]:
    """The columns that have one meaning each and, of assessments, a time; and the others."""
    columns = dict(part.columns)
    left: dict[int, Left] = {}
    if part.kind == "assessments" and not visit:
        left |= _without_time(columns)
        columns = {i: c for i, c in columns.items() if i not in left}
    several = Counter((c.name, c.visit) for c in columns.values())
    seen: set[tuple[str, str]] = set()
    for index, each in list(columns.items()):
        key = (each.name, each.visit)
        if several[key] == 1:
            continue
        if each.name == "date" and key not in seen:
            seen.add(key)
            continue
        question = f"several columns are {each.target}; which one is it?"
        if each.name == "date":
            question = f"another column has the date of {each.visit or 'the row'}; which one holds?"
        left[index] = Left(each.reason, _DOUBTFUL, question, each.target)
        del columns[index]
    return columns, left


def _without_time(columns: Mapping[int, Candidate]) -> dict[int, Left]:
    """Columns that name no visit in a sheet without dates, and a date that belongs to nothing."""
    if any(c.name in ("parameter", "value") for c in columns.values()):
        return {}
    undated = {i: c for i, c in columns.items() if c.name in VALUED and not c.visit}
    if any(c.name == VISIT for c in columns.values()):
        return {}
    date = {i: c for i, c in columns.items() if c.name == "date" and not c.visit}
    if date and not undated:
        question = "the date of what? If of a visit, say so"
        return {i: Left(c.reason, _DOUBTFUL, question, "date @ baseline") for i, c in date.items()}
    if date:
        return {}
    question = "it names no visit and the sheet has no date; of which visit is it?"
    return {
        i: Left(c.reason, _DOUBTFUL, question, f"{c.name} @ baseline") for i, c in undated.items()
    }


def _units(columns: Mapping[int, Candidate]) -> tuple[dict[str, str], list[str]]:
    given: dict[str, set[str]] = {}
    for each in columns.values():
        if each.unit and not each.question:
            given.setdefault(each.name, set()).add(unit_setting(each.name, each.unit))
    units = {n: next(iter(each)) for n, each in given.items() if len(each) == 1 and each != {""}}
    mixed = [
        f"{name} is given in several units: {', '.join(sorted(each))}; check takes each from its "
        "heading"
        for name, each in given.items()
        if len(each) > 1
    ]
    return units, mixed


class _Codes(NamedTuple):
    """Codes for missing, and what is to be asked of columns and of the source."""

    missing: list[str]
    columns: dict[int, str]
    source: list[str]


def _codes(looks: Mapping[int, Look]) -> _Codes:
    """Codes for missing that lie outside the limits; where they may be values is a question."""
    missing = list(dict.fromkeys(code for each in looks.values() for code in each.missing))
    columns: dict[int, str] = {}
    words: Counter[str] = Counter()
    for index, each in looks.items():
        if doubtful := sorted(each.inside & set(missing)):
            columns[index] = f"{doubtful[0]} means missing elsewhere in this sheet; also here?"
        elif each.suspect:
            columns[index] = (
                f"{each.suspect} lies far above all others; a value, or a missing one? If missing, "
                f'write missing = ["{each.suspect}"]'
            )
        words.update(each.words_apart)
    source = [
        f'does "{word}" ({many(n, "cell")}) mean a missing value? Then write missing = ["{word}"]'
        for word, n in words.items()
    ]
    return _Codes(missing, columns, source)


def _guess(table: Table, index: int, each: Candidate, seen: Look, asked: str) -> Guess:
    sure, question = each.sure, each.question or asked
    said = f"{each.reason}; {seen.words}"
    if not seen.filled:
        sure -= _EMPTY
    if seen.fit < FITTING:
        sure = sure * seen.fit
        missed = seen.filled - seen.fitting
        question = (
            question or f"{missed} of {many(seen.filled, 'cell')} do not fit; is it {each.target}?"
        )
    if seen.doubt and not question:
        sure, question = min(sure, _DOUBTFUL), seen.doubt
    return Guess(
        _cells_of(table, index), table.headings[index], each.target, round(sure, 2), said, question
    )


def _unread(table: Table, index: int, each: Left) -> Guess:
    meaning = each.target if each.question and each.target else IGNORE
    return Guess(
        _cells_of(table, index), table.headings[index], meaning, each.sure, each.reason,
        each.question,
    )  # fmt: skip


def _cells_of(table: Table, index: int) -> str:
    letters = column_letters(table.grid.first_column + index)
    numbers = [number for number, _ in table.rows]
    return f"{letters}{numbers[0]}:{letters}{numbers[-1]}" if numbers else letters


def _reason(part: Part, columns: Mapping[int, Candidate]) -> str:
    names = dict.fromkeys(c.name for c in columns.values())
    if part.kind == "assessments":
        long = "parameter" in names
        way = "one value a row" if long else "a column for each parameter"
        if any(c.visit for c in columns.values()):
            way += " and visit"
        return way
    said = ", ".join(list(names)[:4]) or "the IDs of the patients"
    return f"{len(part.table.rows)} rows with {said}"


def visit_of_sheet(name: str, visits: Sequence[Visit]) -> str:
    """The visit that the name of a sheet says; "" if it says none of the study's."""
    said = {v.name for v in visits}
    alone = moment_of(name)
    moments = [alone] if alone else [moment for _, moment in splits(plain(name))]
    names = [name_of(moment) for moment in moments if name_of(moment) in said]
    return names[0] if len(names) == 1 else ""


def refused(table: Table) -> str:
    """Why the reader would refuse the sheet; "" if it takes it."""
    seen: dict[str, int] = {}
    for index, heading in enumerate(table.all_headings):
        first = seen.setdefault(plain(heading), index)
        if heading and first != index:
            letters = [column_letters(table.grid.first_column + i) for i in (first, index)]
            return (
                f"the heading {heading!r} stands over the columns {letters[0]} and {letters[1]}; "
                "give each its own, such as 'EASI 0M', 'EASI 1M', and run init again"
            )
    return ""


def without_heading(table: Table, allotted: Allotted) -> list[str]:
    """Questions about columns that hold values and have no heading."""
    letters = [
        column_letters(table.grid.first_column + index)
        for index in range(max([len(table.headings), *(len(row) for _, row in table.rows)]))
        if (index >= len(table.headings) or not table.headings[index])
        and table.values(index)
        and index != allotted.patient
    ]
    if not letters:
        return []
    return [f"column {', '.join(letters)} has values and no heading: write one, or empty it"]
