"""How the cells of a source are written: dates in text, day numbers, decimal marks.

All cells of all its columns are looked at. What they leave open is a question, never a choice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dermcohort.check.spelling import half_width
from dermcohort.mapping.values import many, readings_of
from dermcohort.sheets import Sheet, Value
from dermcohort.tables import Column

#: Day numbers of Excel that are dates of charts: the years 1954 to 2064.
_DAYS = (20_000, 60_000)
#: An order of dates holds if so many times more cells can only be in it than in others.
_OUTNUMBERED = 9
_COMMA = re.compile(r"-?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_POINT = re.compile(r"-?[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+")


class Ways(NamedTuple):
    """What was found.

    Attributes
    ----------
    settings : mapping
        Keys of `Source` that all cells agree on: date_order, decimal.
    assumed : mapping
        The same and, of what is a question, one answer: only to see whether columns fit.
    questions : tuple of str
    doubtful : mapping of int to str
        Columns that would be read wrongly, not refused, before a question is answered.
    """

    settings: Mapping[str, str]
    assumed: Mapping[str, str]
    questions: tuple[str, ...]
    doubtful: Mapping[int, str]


def ways_of(sheet: Sheet, columns: Sequence[tuple[int, Column]]) -> Ways:
    """Look at all cells of the columns of a source."""
    settings: dict[str, str] = {}
    assumed: dict[str, str] = {}
    questions: list[str] = []
    dates = [(index, column) for index, column in columns if column.kind == "date"]
    numbers = [index for index, column in columns if column.kind == "number"]
    for name, value, question in (
        _order(sheet, dates), _serials(sheet, dates), _decimal(sheet, numbers),
    ):  # fmt: skip
        if question:
            questions.append(question)
        elif value:
            settings[name] = value
        if value:
            assumed[name] = value
    mixed = "decimal" in assumed and "decimal" not in settings
    doubtful = {
        index: "decimal commas, or points? See above"
        for index in numbers
        if mixed and any(_has_mark(raw) for raw in _filled(sheet, index))
    }
    return Ways(settings, assumed, tuple(questions), doubtful)


def _has_mark(raw: Value) -> bool:
    return isinstance(raw, str) and bool(re.search(r"[0-9][.,][0-9]", half_width(raw)))


def _order(sheet: Sheet, dates: Sequence[tuple[int, Column]]) -> tuple[str, str, str]:
    """The order of dates in text; with a question if it is not sure."""
    orders: Counter[frozenset[str]] = Counter()
    for index, column in dates:
        for each in readings_of(sheet, index, column):
            if each is not None and "orders" in each.details:
                orders[frozenset(each.details["orders"])] += 1  # type: ignore[call-overload]
    if not orders:
        return "date_order", "", ""
    only: Counter[str] = Counter()
    for possible, count in orders.items():
        if len(possible) == 1:
            only[next(iter(possible))] += count
    most, others = (only.most_common(1) or [("", 0)])[0], only.total()
    if most[1] > _OUTNUMBERED * (others - most[1]):
        # Cells that break the order are findings, one by one.
        return "date_order", most[0], ""
    shared = sorted(frozenset.intersection(*orders))
    if shared:
        ways = " or ".join(f'date_order = "{order}"' for order in shared)
        return "date_order", shared[0], f"dates in text may be in several orders; write {ways}"
    words = "dates are in different orders: correct the cells that check names, or write date_order"
    return "date_order", most[0], words


def _serials(sheet: Sheet, dates: Sequence[tuple[int, Column]]) -> tuple[str, str, str]:
    """Day numbers of Excel; from which day they count, no cell says."""
    count = sum(_is_serial(raw) for index, _ in dates for raw in _filled(sheet, index))
    if not count:
        return "date_serials", "", ""
    question = (
        f"{many(count, 'date')} stand as Excel's day numbers; do they count from 1900, as usual? "
        'Then write date_serials = "1900", else "1904"'
    )
    return "date_serials", "1900", question


def _is_serial(raw: Value) -> bool:
    if isinstance(raw, str):
        text = half_width(raw)
        return bool(re.fullmatch("[0-9]{5}", text)) and _DAYS[0] < int(text) < _DAYS[1]
    is_number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
    return is_number and _DAYS[0] < raw < _DAYS[1]  # type: ignore[operator]


def _decimal(sheet: Sheet, numbers: Sequence[int]) -> tuple[str, str, str]:
    """The decimal mark of numbers in text: a comma if all that tell anything have one."""
    texts = [
        half_width(raw) for index in numbers for raw in _filled(sheet, index)
        if isinstance(raw, str)
    ]  # fmt: skip
    commas, points, thousands = (
        sum(bool(pattern.fullmatch(text)) for text in texts)
        for pattern in (_COMMA, _POINT, _THOUSANDS)
    )
    if not commas:
        return "decimal", "", ""
    if not points and not thousands:
        return "decimal", ",", ""
    question = (
        f"{many(commas, 'number')} seem to have a decimal comma, {points} a point, and {thousands} "
        'may have commas in thousands: correct the cells, or write decimal = ","'
    )
    return "decimal", ",", question


def _filled(sheet: Sheet, index: int) -> Iterator[Value]:
    return (row[index] for row in sheet.rows if row[index] is not None)
