"""Cells of any table as answers: numbers, words for blanks, not relevant, several ticks."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Real
from typing import Any

import narwhals as nw
import numpy as np

from dermcohort.check.items import answer_in_text
from dermcohort.instruments import NOT_RELEVANT, Unreadable
from dermcohort.instruments.answers import is_blank
from dermcohort.instruments.descriptor import Item

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
                texts[raw] = answer_in_text(raw, item)
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
