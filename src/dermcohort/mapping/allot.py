"""Which columns of a sheet go into which of the four tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dermcohort.check.headings import VISIT
from dermcohort.check.items import ITEMS
from dermcohort.check.spelling import as_text, plain
from dermcohort.check.visit_words import BASELINE, Moment, moment_of
from dermcohort.japanese import folded
from dermcohort.mapping.columns import TAKEN_OUT, Candidate, candidates, is_known
from dermcohort.mapping.structure import Table
from dermcohort.mapping.values import kinds
from dermcohort.mapping.words import COMPUTED, RUNNING, VISIT_HEADINGS
from dermcohort.privacy.identifiers import kind_of_cells, kind_of_heading
from dermcohort.study import Visit
from dermcohort.tables import PARAMETERS

#: What a column of a wide sheet of assessments may hold: values, and answers to items.
VALUED = frozenset((*PARAMETERS, *ITEMS))
#: The four tables.
Kind = Literal["patients", "treatments", "assessments", "events"]
CHART_NUMBER = "chart number"
#: How sure it is that a chart number, or a running number, is the patient where nothing else is.
_CHART_NUMBER_SURE = 0.8
#: How sure it is that a column is the patients' by its values alone: it is asked.
_LIKE_IDS_SURE = 0.5
_MOST = 0.8
#: How sure it is that a column names visits, by its cells alone.
_BY_CELLS_SURE = 0.85


@dataclass(frozen=True, slots=True)
class Allotted:
    """The columns of one sheet by what they are used for.

    Attributes
    ----------
    patient : int
        Position of the column of patients; -1 if there is none.
    patient_sure, patient_reason : float, str
        How sure that is, and why.
    unique : bool
        Whether no patient stands in two rows.
    parts : mapping of (table, group) to mapping of int to Candidate
        The columns that each source of the sheet reads, without the patient's.
    left : mapping of int to Left
        The columns that nothing reads.
    says_visit : int
        Position of a column that names the visit of each row; -1 if there is none.
    ids : frozenset of str
        The patients, as they are compared.
    """

    patient: int
    patient_sure: float
    patient_reason: str
    unique: bool
    parts: Mapping[tuple[Kind, str], Mapping[int, Candidate]]
    left: Mapping[int, Left]
    says_visit: int = -1
    ids: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Left:
    """Why a column is not read."""

    reason: str
    sure: float
    question: str = ""
    target: str = ""


def allotted(table: Table, visits: tuple[Visit, ...]) -> Allotted:
    """Say what each column of a sheet is for."""
    found = {
        index: candidates(name, table.units[index], visits)
        for index, name in enumerate(table.names)
    }
    left: dict[int, Left] = {}
    patient, sure, reason = _patient(table, found)
    for index, each in found.items():
        if any(c.name == "patient" for c in each) and index != patient:
            left[index] = Left("another column has the patients", 0.85)
            found[index] = ()
    says_visit = visit_column(table)
    if says_visit >= 0:
        left[says_visit] = Left("the visit of each row", 0.9)
    for index, heading in enumerate(table.headings):
        if heading and index not in left and index != patient and not _exactly(found[index]):
            left[index] = _why_left(heading, table, index, found[index])
    known = {i: c for i, c in found.items() if i != patient and i not in left and c}
    ids = [_id(value) for value in (table.values(patient) if patient >= 0 else [])]
    unique = len(ids) == len(set(ids))
    parts = dict(_parts(known, unique=unique))
    if says_visit >= 0:
        parts, left = _with_visit(parts, left, says_visit, table)
    used = {index for part in parts.values() for index in part}
    for index in known.keys() - used:
        left[index] = _no_place(known[index], table, index, unique=unique)
    return Allotted(
        patient, sure, reason, unique, parts, left, says_visit, frozenset(ids)
    )  # fmt: skip


def _with_visit(
    parts: dict[tuple[Kind, str], dict[int, Candidate]],
    left: dict[int, Left],
    index: int,
    table: Table,
) -> tuple[dict[tuple[Kind, str], dict[int, Candidate]], dict[int, Left]]:
    """The column that names the visit of each row is needed where rows have no date."""
    key: tuple[Kind, str] = ("assessments", "")
    assessed = parts.get(key, {})
    timed = {"parameter", *VALUED}
    undated = any(c.name in timed and not c.visit for c in assessed.values())
    if not undated or any(c.name == "date" and not c.visit for c in assessed.values()):
        return parts, left
    by_name = folded(table.names[index]) in VISIT_HEADINGS
    sure, reason = (TAKEN_OUT, "heading") if by_name else (_BY_CELLS_SURE, "its cells name visits")
    visit = Candidate("assessments", VISIT, "", "", sure, reason)
    remaining = {i: each for i, each in left.items() if i != index}
    return {**parts, key: {**assessed, index: visit}}, remaining


def _id(value: object) -> str:
    return plain(as_text(value))  # type: ignore[arg-type]


def _exactly(found: Sequence[Candidate]) -> bool:
    return any(not each.question or each.unit for each in found)


def _patient(table: Table, found: Mapping[int, Sequence[Candidate]]) -> tuple[int, float, str]:
    """The column of the patients: an ID before a running number, a chart number only alone."""
    named = [i for i, each in found.items() if any(c.name == "patient" for c in each)]
    better = [i for i in named if folded(table.names[i]) not in RUNNING]
    if named:
        index = (better or named)[0]
        return index, next(c.sure for c in found[index] if c.name == "patient"), "heading"
    for index, heading in enumerate(table.headings):
        if kind_of_heading(heading) == CHART_NUMBER:
            reason = "chart number, as there is no other ID; it stays on this machine"
            return index, _CHART_NUMBER_SURE, reason
    for index, heading in enumerate(table.headings):
        values = table.values(index)
        if heading and not found[index] and values and _like_ids(values):
            return index, _LIKE_IDS_SURE, "no heading of a patient; each value stands once"
    return -1, 0.0, ""


def _like_ids(values: Sequence[object]) -> bool:
    """Whether values could name patients: whole numbers or short texts, none of them twice."""
    texts = [_id(v) for v in values if isinstance(v, (str, int, float))]
    whole = all(re.fullmatch(r"[^.,\s]{1,12}", text) for text in texts)
    return whole and len(texts) == len(values) == len(set(texts))


def visit_column(table: Table) -> int:
    """Position of a column that names the visit of each row; -1 if there is none.

    By its heading, or because most of its cells name visits, the baseline among them: a column of
    durations has no baseline.
    """
    for index, name in enumerate(table.names):
        values = table.values(index)
        if not values or is_known(name, ()):
            continue
        said = [moment_of(value) for value in values if isinstance(value, str)]
        most = BASELINE in said and sum(map(bool, said)) >= _MOST * len(values)
        if most or folded(name) in VISIT_HEADINGS:
            return index
    return -1


def moments_of_rows(table: Table) -> Iterator[Moment]:
    """The visits that rows name."""
    index = visit_column(table)
    for value in table.values(index) if index >= 0 else ():
        if isinstance(value, str) and (moment := moment_of(value)):
            yield moment


def _why_left(heading: str, table: Table, index: int, near: Sequence[Candidate]) -> Left:
    values = table.values(index)
    if kind := kind_of_heading(heading) or kind_of_cells(values):
        return Left(f"{kind}: not read, stands in no output", 0.95)
    if COMPUTED.search(plain(heading)):
        return Left("looks computed; changes and responses are computed again", 0.85)
    said = f"not recognised; {kinds(values)}"
    if near:
        return Left(said, near[0].sure, near[0].question, near[0].target)
    if not values:
        return Left("empty", 0.95)
    return Left(said, 0.0, "what is it? If the study needs it, say so; else leave it")


def _parts(
    known: Mapping[int, Sequence[Candidate]], *, unique: bool
) -> Iterator[tuple[tuple[Kind, str], dict[int, Candidate]]]:
    tables = {
        table: {i: c for i, each in known.items() for c in each if c.table == table}
        for table in ("patients", "treatments", "assessments", "events")
    }
    if unique and tables["patients"]:
        yield ("patients", ""), tables["patients"]
    for group, part in _groups(tables["treatments"], "start"):
        yield ("treatments", group), part
    events = dict(_groups(tables["events"], "event"))
    assessed = _assessed(tables["assessments"])
    dates = {i for i, c in tables["events"].items() if c.name == "date" and not c.group}
    if events and assessed:
        # One date without a visit: that of the event beside it, or of the row.
        for index in dates & assessed.keys():
            owner = _owner(index, events, assessed)
            if owner == "assessments":
                events = {g: {i: c for i, c in p.items() if i != index} for g, p in events.items()}
            else:
                assessed = {i: c for i, c in assessed.items() if i != index}
    if assessed:
        yield ("assessments", ""), assessed
    for group, part in events.items():
        yield ("events", group), part


def _groups(
    columns: Mapping[int, Candidate], needed: str
) -> Iterator[tuple[str, dict[int, Candidate]]]:
    """Columns by drug or number; a group without what its table needs is none.

    Columns without one belong to the group without, or to the first.
    """
    groups = dict.fromkeys(c.group for c in columns.values() if c.name == needed)
    first = next(iter(groups), None)
    for group in groups:
        yield (
            group,
            {
                i: c
                for i, c in columns.items()
                if c.group == group or (not c.group and group == first and "" not in groups)
            },
        )


def _assessed(columns: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """The columns of a long sheet, or of a wide one; empty if it is neither."""
    names = {c.name for c in columns.values()}
    if {"parameter", "value"} <= names:
        return {i: c for i, c in columns.items() if c.name not in VALUED and not c.visit}
    if names & VALUED:
        wide = {*VALUED, "date"}
        return {i: c for i, c in columns.items() if c.name in wide}
    return {}


def _owner(
    index: int,
    events: Mapping[str, Mapping[int, Candidate]],
    assessed: Mapping[int, Candidate],
) -> str:
    undated = [c for c in assessed.values() if c.name in VALUED and not c.visit]
    beside = any(
        abs(i - index) == 1 and c.name == "event" for part in events.values()
        for i, c in part.items()
    )  # fmt: skip
    return "events" if beside or not undated else "assessments"


def _no_place(each: Sequence[Candidate], table: Table, index: int, *, unique: bool) -> Left:
    first = each[0]
    said = kinds(table.values(index))
    if first.table == "patients" and not unique:
        question = "the sheet has several rows a patient; in which sheet does each stand once?"
    elif first.table == "treatments":
        question = "there is no column with the date of the first dose beside it; is there one?"
    elif first.table == "events":
        question = "there is no column with the event beside it; is there one?"
    else:
        question = "the rows hold one value each, so this column has no place; is it needed?"
    return Left(f"{first.target}; {said}", 0.6, question, first.target)
