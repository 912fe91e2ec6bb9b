"""Items of instruments in charts: which heading means which item, and what a cell answers.

An item is named after its instrument: ``POEM1``, ``POEM itch``, ``EASI HN erythema``, and in a
study file ``POEM.itch``. A word alone, as ``itch``, is none: several instruments ask about it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from dermcohort.check.numbers import read_number
from dermcohort.check.reading import PLAIN, Reading, Written
from dermcohort.check.spelling import MISSING_WORDS, half_width
from dermcohort.instruments import INSTRUMENTS, NOT_RELEVANT, Instrument, Unreadable
from dermcohort.instruments.descriptor import Item
from dermcohort.instruments.headings import names_of, plain_heading
from dermcohort.sheets import Value
from dermcohort.tables import YES_NO, Column

#: What is written for the answer "not relevant".
NOT_RELEVANT_WORDS = frozenset((
    "nr", "n/r", "n.r.", "not relevant", "irrelevant",
    "該当なし", "該当しない", "非該当", "関係なし",
))  # fmt: skip
#: Not applicable or not answered: where both can be, nobody knows.
_EITHER = frozenset(("na", "n/a", "n.a."))
_TICKS = re.compile(r"\s*(?:[&+;、]|\band\b)\s*")


class NamedItem(NamedTuple):
    """An item and the instrument that it is of."""

    instrument: Instrument
    item: Item


#: Every item that a chart may hold, by the name that it has in a study file. Where an instrument
#: has one item only, that is its total, which is a parameter.
ITEMS: Mapping[str, NamedItem] = {
    f"{instrument.name}.{item.key}": NamedItem(instrument, item)
    for instrument in INSTRUMENTS.values()
    if len(instrument.items) > 1
    for item in instrument.all_items
}


def item_named(text: str) -> str:
    """The item that a text means, as `ITEMS` has it; "" if none or several.

    >>> item_named("POEM 1"), item_named("poem_itch"), item_named("EASI 頭頸部 紅斑")
    ('POEM.itch', 'POEM.itch', 'EASI.hn_erythema')
    >>> item_named("itch"), item_named("EASI")
    ('', '')
    """
    return _by_heading().get(plain_heading(text), "")


@cache
def _by_heading() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, (instrument, item) in ITEMS.items():
        prefixes = tuple(plain_heading(p) for p in (instrument.name, *instrument.known_as))
        for heading in names_of(instrument, item):
            if heading.startswith(prefixes):
                found[heading] = name if found.get(heading, name) == name else ""
    return found


def item_column(name: str) -> Column:
    """The column of an item, for what is said of its cells."""
    instrument, item = ITEMS[name]
    return Column(name, "number", f"{instrument.name} {item.label}", item.unit)


def read_answer(raw: Value, column: Column, written: Written = PLAIN) -> Reading:
    """A cell of the column of an item.

    Returns
    -------
    Reading
        The value is what `score_answers` takes: a number, a truth value, a tuple of ticks,
        `NOT_RELEVANT`, or `Unreadable`; None for a blank. Grid and limits are not looked at.
    """
    item = ITEMS[column.name].item
    if isinstance(raw, str):
        answer = answer_in_text(raw, item, written)
        return Reading(None, rule="word for missing") if answer is None else Reading(answer)
    if isinstance(raw, (bool, int)):
        return Reading(raw)
    if isinstance(raw, float):
        return Reading(raw if math.isfinite(raw) else Unreadable("is not finite"))
    return Reading(Unreadable("is no number, but a date or the like"))


def answer_in_text(text: str, item: Item, written: Written = PLAIN) -> object:
    """What a text answers to an item: as `read_answer`, None for a word for missing."""
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
    ticks = [_number(each, item, written) for each in _TICKS.split(word)]
    numbers = tuple(each for each in ticks if isinstance(each, Fraction))
    if len(numbers) < len(ticks):
        return Unreadable(f"is {text.strip()[:40]!r}, which is no answer")
    return numbers if len(numbers) > 1 else numbers[0]


def _number(word: str, item: Item, written: Written) -> Fraction | None:
    column = Column(item.key, "number", item.label, item.unit)
    reading = read_number(word, column, Written(decimal=written.decimal))
    if reading.value is None or reading.comparator != "=":
        return None
    return Fraction(str(reading.value))
