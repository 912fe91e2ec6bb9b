"""Cells of any table as answers: numbers, words for blanks, not relevant, several ticks."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any

import narwhals as nw
import numpy as np

from dermcohort.check.cells import read_number
from dermcohort.check.spelling import MISSING_WORDS, half_width
from dermcohort.instruments import NOT_RELEVANT, Unreadable
from dermcohort.instruments.answers import is_blank
from dermcohort.instruments.descriptor import Item
from dermcohort.tables import YES_NO, Column

#: What is written for the answer "not relevant".
NOT_RELEVANT_WORDS = frozenset((
    "nr", "n/r", "n.r.", "not relevant", "irrelevant",
    "該当なし", "該当しない", "非該当", "関係なし",
))  # fmt: skip
#: Not applicable or not answered: where both can be, nobody knows.
_EITHER = frozenset(("na", "n/a", "n.a."))
_TICKS = re.compile(r"\s*(?:[&+;、]|\band\b)\s*")
_PANDAS_MISSING = frozenset(("NAType", "NaTType"))


def answers_of(column: nw.Series[Any], item: Item) -> list[object]:
    """The cells of a column as answers, each distinct text read once.

    Returns
    -------
    list of number, bool, tuple, NOT_RELEVANT, Unreadable or None
        As `score_answers` takes them. Only their grid and limits are left to be checked.
    """
    texts: dict[str, object] = {}
    answers: list[object] = []
    for raw in _cells(column):
        if isinstance(raw, str):
            if raw not in texts:
                texts[raw] = _from_text(raw, item)
            answers.append(texts[raw])
        else:
            answers.append(_as_answer(raw))
    return answers


def _cells(column: nw.Series[Any]) -> list[Any]:
    cells = column.to_list()
    if column.dtype == nw.Float32:
        # As a Python float, the 0.1 of this type is 0.10000000149.
        return [None if cell is None else float(str(np.float32(cell))) for cell in cells]
    return cells


def _as_answer(raw: object) -> object:
    if raw is None or raw is NOT_RELEVANT or isinstance(raw, tuple):
        return raw
    if type(raw).__name__ in _PANDAS_MISSING:
        return None
    if isinstance(raw, bool | np.bool_):
        return bool(raw)
    if isinstance(raw, Real | Decimal):
        return raw if is_blank(raw) or math.isfinite(raw) else Unreadable("is not finite")
    return Unreadable("is no number, but a date or the like")


def _from_text(text: str, item: Item) -> object:
    word = half_width(text)
    if not word:
        return None
    if item.kind == "yes_no" and word in YES_NO:
        return YES_NO[word]
    if word in NOT_RELEVANT_WORDS:
        return NOT_RELEVANT
    if word in _EITHER and item.not_relevant:
        return Unreadable("is n/a: not relevant, or not answered; write NR, or leave it empty")
    if word in MISSING_WORDS:
        return None
    ticks = [_number(each, item) for each in _TICKS.split(word)]
    numbers = tuple(each for each in ticks if isinstance(each, Fraction))
    if len(numbers) < len(ticks):
        return Unreadable(f"is {text.strip()[:40]!r}, which is no answer")
    return numbers if len(numbers) > 1 else numbers[0]


def _number(word: str, item: Item) -> Fraction | None:
    column = Column(item.key, "number", item.label, item.unit)
    reading = read_number(word, column)
    if reading.value is None or reading.comparator != "=":
        return None
    return Fraction(str(reading.value))
