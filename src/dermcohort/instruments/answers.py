"""What was answered to one item: a number on its grid, not relevant, nothing, or a mistake."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from dermcohort.instruments.descriptor import NOT_RELEVANT, Answer, Item, NotRelevant
from dermcohort.instruments.exact import decimal_text, exact


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that cannot be one.

    Attributes
    ----------
    item : str
        Key of the item; "age" for the age.
    said : str
        What is wrong with it: what stands there, and what may.
    """

    item: str
    said: str

    @property
    def sentence(self) -> str:
        """The problem in one line."""
        return f"{self.item} {self.said}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands where an answer should be and is none, such as a word.

    Attributes
    ----------
    said : str
        What is wrong with it, as the end of a sentence that begins with the item.
    """

    said: str


class Read(NamedTuple):
    """The answer to an item, None if blank or wrong, and what was noticed."""

    answer: Answer = None
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def is_blank(raw: object) -> bool:
    """Whether there is no answer: None, or the NaN of pandas."""
    return raw is None or (isinstance(raw, float) and math.isnan(raw))


def read_item(item: Item, answers: Mapping[str, object], *, two_ticks: str = "") -> Read:
    """The answer to an item, recorded by itself or in another form.

    Parameters
    ----------
    answers : mapping of str to number, bool, NOT_RELEVANT, tuple, Unreadable or None
        By key of the item and of those of its forms.
    two_ticks : "higher" or ""
        As in `Instrument`.

    Raises
    ------
    UsageError
        If an answer is of a type that cannot be one, such as text.
    """
    own = _read(item, answers.get(item.key), two_ticks)
    if not item.forms:
        return own
    found = [] if own.answer is None else [(item.key, own.answer)]
    reads = [own]
    for form in item.forms:
        parts = [_read(each, answers.get(each.key), two_ticks) for each in form.items]
        reads += parts
        value = form.convert(tuple(part.answer for part in parts))
        if value is not None:
            found.append((" and ".join(each.key for each in form.items), value))
    notes = tuple(note for read in reads for note in read.notes)
    problems = tuple(problem for read in reads for problem in read.problems)
    answer = found[0][1] if found else None
    differing = [how for how, value in found if value != answer]
    if differing:
        said = f"differs between {found[0][0]} and {differing[0]}"
        problems = (*problems, Problem(item.key, said))
    return Read(None if problems else answer, notes, problems)


def _read(item: Item, raw: object, two_ticks: str) -> Read:
    if is_blank(raw):
        return Read()
    if isinstance(raw, Unreadable):
        return _wrong(item, raw.said)
    if isinstance(raw, NotRelevant):
        if item.not_relevant:
            return Read(NOT_RELEVANT, (f"{item.key} not relevant, scored 0",))
        return _wrong(item, "is not relevant, and has no such answer")
    if isinstance(raw, tuple):
        return _ticks(item, raw, two_ticks)
    if isinstance(raw, bool):
        if item.kind == "yes_no":
            return Read(Fraction(int(raw)))
        return _wrong(item, "is a yes or no")
    value = exact(raw)
    if item.low <= value <= item.high and (not item.allowed or value in item.allowed):
        return Read(value)
    return _wrong(item, f"is {decimal_text(value)}")


def _wrong(item: Item, said: str) -> Read:
    return Read(problems=(Problem(item.key, f"{said}; expected: {item.expected}"),))


def _ticks(item: Item, raw: tuple[object, ...], two_ticks: str) -> Read:
    """Several ticks: all must be answers, and the higher counts where the instrument says so."""
    ticked = [_read(item, each, "") for each in raw]
    problems = tuple(problem for read in ticked for problem in read.problems)
    numbers = [read.answer for read in ticked if isinstance(read.answer, Fraction)]
    if problems or len(numbers) < len(ticked) or not numbers:
        return Read(problems=problems[:1] or _wrong(item, "has more than one answer").problems)
    if len(set(numbers)) == 1:
        return Read(numbers[0])
    if not two_ticks:
        return _wrong(item, "has more than one answer")
    return Read(max(numbers), (f"{item.key} ticked twice, the {two_ticks} counts",))
