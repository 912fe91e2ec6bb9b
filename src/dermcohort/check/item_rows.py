"""Items in the sheets of charts: all items of an instrument are there, or none of it is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from dermcohort.check.assessments import COLUMNS, AssessmentsRead, ItemAnswer, is_silent
from dermcohort.check.columns import Readings, read_column
from dermcohort.check.conventions import Conventions
from dermcohort.check.headings import Layout, Slot
from dermcohort.check.items import ITEMS, item_column, item_named, read_answer
from dermcohort.check.long import read_long
from dermcohort.check.reading import Reading
from dermcohort.check.rows import Mention, mentions_of, read_constants
from dermcohort.check.rulebook import finding
from dermcohort.check.spelling import as_text, shown, word_key
from dermcohort.findings import Finding
from dermcohort.instruments import INSTRUMENTS, Instrument, Unreadable
from dermcohort.sheets import Sheet
from dermcohort.tables import parameter_of


def whole_instruments(sheet: Sheet, layout: Layout) -> Layout:
    """Leave out the items of a visit that lack a column for one of them; the findings say so."""
    groups: dict[tuple[str, str], list[Slot]] = defaultdict(list)
    for slot in layout.slots:
        if slot.is_item:
            groups[ITEMS[slot.name].instrument.name, slot.visit].append(slot)
    dropped: list[Slot] = []
    findings = list(layout.findings)
    for (name, visit), slots in groups.items():
        without = _without(INSTRUMENTS[name], (ITEMS[slot.name].item.key for slot in slots))
        if without:
            dropped += slots
            cells = _headings(sheet, slots)
            findings.append(_incomplete(sheet, cells, name, visit, without, len(slots)))
    kept = tuple(slot for slot in layout.slots if slot not in dropped)
    return replace(layout, slots=kept, findings=tuple(findings))


def _without(instrument: Instrument, keys: Iterable[str]) -> list[str]:
    """Items of which neither they nor another form of them is there."""
    there = set(keys)
    return [
        item.key
        for item in instrument.items
        if item.key not in there
        and not any(all(part.key in there for part in form.items) for form in item.forms)
    ]


def _headings(sheet: Sheet, slots: list[Slot]) -> str:
    first, last = (sheet.heading_cell(slot.index) for slot in (slots[0], slots[-1]))
    return first if first == last else f"{first}:{last}"


def _incomplete(
    sheet: Sheet, cell: str, name: str, visit: str, without: list[str], count: int
) -> Finding:
    at = f" at {visit}" if visit else ""
    return finding(
        "items incomplete", sheet, cell, f"{count} items of {name}{at}",
        name=name, missing=", ".join(without), example=f"{name}.{without[0]}",
    )  # fmt: skip


def read_long_with_items(sheet: Sheet, layout: Layout, conventions: Conventions) -> AssessmentsRead:
    """A long sheet, of which some rows may hold the answer to an item."""
    names = _items_of_rows(sheet, layout, conventions)
    if not any(names):
        return read_long(sheet, layout, conventions)
    others = [row for row, name in enumerate(names) if not name]
    read = read_long(_of_rows(sheet, others), layout, conventions)
    answered = [row for row, name in enumerate(names) if name]
    asked = [name for name in names if name]
    answers, mentions, findings = _answers(_of_rows(sheet, answered), asked, layout, conventions)
    return replace(
        read, answers=answers, mentions=read.mentions + mentions, findings=read.findings + findings
    )


def _items_of_rows(sheet: Sheet, layout: Layout, conventions: Conventions) -> list[str]:
    """The item that each row is about; "" for a parameter."""
    slot = layout.at("parameter")
    if slot is None or layout.at("value") is None:
        return [""] * len(sheet.rows)
    codes = conventions.of(COLUMNS["parameter"]).codes
    known: dict[str, str] = {}
    names = []
    for row in sheet.rows:
        raw = row[slot.index]
        text = "" if raw is None else codes.get(word_key(raw), as_text(raw))
        if text not in known:
            known[text] = "" if parameter_of(text) else item_named(text)
        names.append(known[text])
    return names


def _of_rows(sheet: Sheet, rows: list[int]) -> Sheet:
    names = sheet.record_names
    return replace(
        sheet,
        rows=tuple(sheet.rows[row] for row in rows),
        row_numbers=tuple(sheet.row_numbers[row] for row in rows),
        record_names=tuple(names[row] for row in rows) if names else (),
    )


def _answers(
    sheet: Sheet, names: list[str], layout: Layout, conventions: Conventions
) -> tuple[tuple[ItemAnswer, ...], tuple[Mention, ...], tuple[Finding, ...]]:
    """The answers of rows that hold one each."""
    # What is wrong with constants is told with the other rows.
    constants, _ = read_constants(sheet, layout, tuple(COLUMNS), conventions)
    readings: dict[str, Readings] = {}
    findings: list[Finding] = []
    for name in ("patient", "date", "comparator"):
        slot = layout.at(name)
        readings[name] = [constants.get(name)] * len(names)
        if slot is not None:
            readings[name], noticed = read_column(sheet, slot.index, COLUMNS[name], conventions)
            findings += noticed
    given, noticed = _values(sheet, names, layout, conventions)
    findings += noticed
    found: list[ItemAnswer] = []
    for row, answer in enumerate(given):
        if answer is not None:
            findings += _keys_missing(sheet, row, layout, readings)
            found += _row(sheet, row, names[row], answer, readings, layout)
    findings += _unanswered(sheet, names, given, readings, found, layout)
    used, incomplete = _whole(sheet, names, found)
    mentions = mentions_of(sheet, layout, readings["patient"], only_once=False)
    return used, tuple(mentions), (*findings, *incomplete)


def _row(
    sheet: Sheet,
    row: int,
    name: str,
    answer: object,
    readings: dict[str, Readings],
    layout: Layout,
) -> Iterator[ItemAnswer]:
    patient, date, comparator = (_value(readings[n][row]) for n in readings)
    value = layout.at("value")
    if comparator not in (None, "="):
        answer = Unreadable(f"has the comparator {comparator}")
    if value is not None and patient is not None and date is not None:
        yield ItemAnswer(patient, date, name, answer, sheet, row, value.index)


def _value(reading: Reading | None) -> Any:
    return reading.value if reading else None


def _unanswered(
    sheet: Sheet,
    names: list[str],
    given: list[object],
    readings: dict[str, Readings],
    found: list[ItemAnswer],
    layout: Layout,
) -> Iterator[Finding]:
    """Questionnaires without any answer, once a sheet; a blank beside answers is told with them."""

    def form(patient: object, date: object, name: str) -> tuple[object, object, str]:
        return patient, date, ITEMS[name].instrument.name

    answered = {form(each.patient, each.date, each.name) for each in found}
    empty = [
        row
        for row, answer in enumerate(given)
        if answer is None
        and form(_value(readings["patient"][row]), _value(readings["date"][row]), names[row])
        not in answered
    ]
    value = layout.at("value")
    if empty and value is not None:
        what = f"patient, date and item in {len(empty)} rows of this sheet"
        yield finding("no values", sheet, sheet.cell(empty[0], value.index), "", what=what)


def _values(
    sheet: Sheet, names: list[str], layout: Layout, conventions: Conventions
) -> tuple[list[object], list[Finding]]:
    """What each row answers, each item read as its instrument asks."""
    slot = layout.at("value")
    given: list[object] = [None] * len(names)
    findings: list[Finding] = []
    for name in dict.fromkeys(names if slot else ()):
        assert slot is not None
        rows = [row for row, each in enumerate(names) if each == name]
        part = _of_rows(sheet, rows)
        column = item_column(name)
        readings, noticed = read_column(part, slot.index, column, conventions, reader=read_answer)
        findings += noticed
        for row, reading in zip(rows, readings, strict=True):
            given[row] = reading.value if reading else None
    return given, findings


def _keys_missing(
    sheet: Sheet, row: int, layout: Layout, readings: dict[str, Readings]
) -> Iterator[Finding]:
    for name in ("patient", "date"):
        slot = layout.at(name)
        if slot is not None and is_silent(readings[name][row]):
            cell, got = sheet.cell(row, slot.index), shown(sheet.rows[row][slot.index])
            yield finding("missing value", sheet, cell, got, name=COLUMNS[name].label)


def _whole(
    sheet: Sheet, names: list[str], found: list[ItemAnswer]
) -> tuple[tuple[ItemAnswer, ...], list[Finding]]:
    """Without instruments of which the sheet never has one of the items."""
    asked: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        asked[ITEMS[name].instrument.name].append(name)
    findings, dropped = [], set()
    for instrument, items in asked.items():
        without = _without(INSTRUMENTS[instrument], (ITEMS[name].item.key for name in items))
        if without:
            dropped.add(instrument)
            findings.append(_incomplete(sheet, "", instrument, "", without, len(items)))
    used = tuple(each for each in found if ITEMS[each.name].instrument.name not in dropped)
    return used, findings
