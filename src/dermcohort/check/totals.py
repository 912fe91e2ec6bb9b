"""Totals of instruments from their items: the answers of one patient and day, scored exactly.

A total that the chart holds as well is held against it, and never replaced in silence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dermcohort.check.assessments import Assessment, ItemAnswer
from dermcohort.check.items import ITEMS
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import number_text, shown
from dermcohort.findings import Finding
from dermcohort.instruments import INSTRUMENTS, Instrument, Problem, Score, score_answers
from dermcohort.tables import PARAMETERS

#: Notes of the score that need no word of their own: an answer that the form offers.
_USUAL = "not relevant, scored 0"
_Key = tuple[str, str, dt.date]


@dataclass(frozen=True, slots=True)
class Totals:
    """The assessments of a study with those that items gave, and what was noticed."""

    assessments: tuple[Assessment, ...]
    findings: tuple[Finding, ...]


def with_totals(
    recorded: Sequence[Assessment],
    answers: Sequence[ItemAnswer],
    ages: Mapping[str, float],
    prefer: str,
) -> Totals:
    """Score all answers, and put the totals beside the values that were recorded as such.

    Parameters
    ----------
    recorded : sequence of Assessment
    answers : sequence of ItemAnswer
        Of all sheets.
    ages : mapping of patient to years
        At the first dose, by which weights are chosen.
    prefer : "items", "recorded" or ""
        Which one is used where they differ; "" makes it an error.
    """
    findings: list[Finding] = []
    made: list[Assessment] = []
    for (patient, _, name), given in _questionnaires(answers).items():
        instrument = INSTRUMENTS[name]
        once, noticed = _once_each(given)
        findings += noticed
        score = score_answers(
            instrument,
            {ITEMS[item].item.key: each.answer for item, each in once.items()},
            age_years=ages.get(patient),
        )
        made += _assessments(instrument, score, list(once.values()))
        findings += _noticed(instrument, score, list(once.values()))
    kept, noticed = _beside(recorded, made, prefer)
    return Totals(tuple(kept), (*findings, *noticed))


def _questionnaires(
    answers: Sequence[ItemAnswer],
) -> dict[tuple[str, dt.date, str], list[ItemAnswer]]:
    """The answers of each patient, day and instrument, in the order of the sheets."""
    found: dict[tuple[str, dt.date, str], list[ItemAnswer]] = {}
    for each in answers:
        key = (each.patient, each.date, ITEMS[each.name].instrument.name)
        found.setdefault(key, []).append(each)
    return found


def _once_each(given: Sequence[ItemAnswer]) -> tuple[dict[str, ItemAnswer], list[Finding]]:
    """One answer for each item; a second one is a finding, as a second value of a day is."""
    first: dict[str, ItemAnswer] = {}
    findings = []
    for each in given:
        before = first.setdefault(each.name, each)
        if before is each:
            continue
        cell, got, other = _cell(each), _got(each), _place(before)
        if before.answer == each.answer:
            findings.append(finding("duplicate", each.sheet, cell, got, other=other))
        else:
            value = _got(before)
            findings.append(finding("conflict", each.sheet, cell, got, other=other, value=value))
    return first, findings


def _assessments(
    instrument: Instrument, score: Score, given: Sequence[ItemAnswer]
) -> Iterator[Assessment]:
    """The total, and those of its parts that are parameters of their own."""
    values = dict(score.parts)
    parts = [(part.parameter, values[part.key]) for part in instrument.formula.all_parts]
    for parameter, value in ((instrument.parameter, score.total), *parts):
        if parameter and value is not None and not score.problems:
            first, last = _ends(given)
            yield Assessment(
                first.patient, first.date, parameter, float(value), "=",
                PARAMETERS[parameter].unit, first.sheet, first.row, first.column,
                last_column=last,
            )  # fmt: skip


def _ends(given: Sequence[ItemAnswer]) -> tuple[ItemAnswer, int]:
    """The first answer, and the column of the last one in its row."""
    top = given[0]
    beside = [a for a in given if a.sheet is top.sheet and a.row == top.row]
    return min(beside, key=lambda a: a.column), max(a.column for a in beside)


def _noticed(
    instrument: Instrument, score: Score, given: Sequence[ItemAnswer]
) -> Iterator[Finding]:
    for problem in score.problems:
        if problem.item == "age":
            continue  # The age of the patient is a finding of its own.
        at = _answer_of(instrument, problem, given)
        yield finding(
            "item", at.sheet, _cell(at), _got(at), name=instrument.name, item=problem.item,
            said=problem.said,
        )  # fmt: skip
    first, last = _ends(given)
    cells = _range(first, last)
    if score.total is None:
        if not score.problems:
            yield finding(
                "no total",
                first.sheet,
                cells,
                f"{len(given)} answers",
                name=instrument.name,
                reason=score.reason,
            )
        return
    for note in score.notes:
        # That a child has a DLQI is told once a patient, by another rule.
        child = instrument.name == "DLQI" and note.startswith("age ")
        if not note.endswith(_USUAL) and not child:
            got = number_text(float(score.total))
            yield finding("total noted", first.sheet, cells, got, name=instrument.name, note=note)


def _answer_of(instrument: Instrument, problem: Problem, given: Sequence[ItemAnswer]) -> ItemAnswer:
    """The answer that a problem is about, by itself or in another form of its item."""
    keys = [problem.item]
    for item in instrument.items:
        if item.key == problem.item:
            keys += [part.key for form in item.forms for part in form.items]
    found = [each for each in given if ITEMS[each.name].item.key in keys]
    return found[0] if found else given[0]


def _beside(
    recorded: Sequence[Assessment], made: Sequence[Assessment], prefer: str
) -> tuple[list[Assessment], list[Finding]]:
    """Recorded values and totals of items, each patient, parameter and day from one of them."""
    kept = list(recorded)
    by_key: dict[_Key, Assessment] = {}
    for each in recorded:
        by_key.setdefault(_key(each), each)
    findings = []
    for total in made:
        other = by_key.setdefault(_key(total), total)
        if other is total:
            kept.append(total)
        elif not _equal(other, total):
            findings.append(_differing(other, total, prefer))
            if prefer == "items":
                kept = [total if each is other else each for each in kept]
    return kept, findings


def _key(each: Assessment) -> _Key:
    return each.patient, each.parameter, each.date


def _equal(recorded: Assessment, total: Assessment) -> bool:
    return recorded.comparator == "=" and Fraction(str(recorded.value)) == Fraction(
        str(total.value)
    )


def _differing(recorded: Assessment, total: Assessment, prefer: str) -> Finding:
    used = {"items": "the one from the items", "recorded": "the recorded one"}
    return finding(
        "total chosen" if prefer else "total differs", recorded.sheet, recorded.cell, recorded.got,
        name=PARAMETERS[total.parameter].label, other=total.place,
        value=number_text(total.value), used=used.get(prefer, ""),
    )  # fmt: skip


def _cell(each: ItemAnswer) -> str:
    return each.sheet.cell(each.row, each.column)


def _got(each: ItemAnswer) -> str:
    return shown(each.sheet.rows[each.row][each.column])


def _place(each: ItemAnswer) -> str:
    sheet = f"{each.sheet.name}, " if each.sheet.name else ""
    return f"{each.sheet.file}, {sheet}cell {_cell(each)}"


def _range(first: ItemAnswer, last: int) -> str:
    begin, end = _cell(first), first.sheet.cell(first.row, last)
    return begin if begin == end else f"{begin}:{end}"
