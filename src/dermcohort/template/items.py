"""A sheet for the items of an instrument, from which its total is made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from dermcohort.check.items import NOT_RELEVANT_WORDS, item_named
from dermcohort.errors import UsageError
from dermcohort.instruments import Instrument, instrument_of
from dermcohort.instruments.descriptor import Item
from dermcohort.study import Study, Visit
from dermcohort.template.forms import Field, Form, dated_by_visit
from dermcohort.template.words import Language, said, yes_no

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def instruments_named(names: Sequence[str]) -> tuple[Instrument, ...]:
    """The instruments of these names, each once.

    Raises
    ------
    UsageError
        If there is none of a name, or it has one item only, which is its total.
    """
    found = {each.name: each for each in (instrument_of(name) for name in names)}
    for instrument in found.values():
        if len(instrument.items) == 1:
            raise UsageError(
                f"{instrument.name} has one item, which is its total and a column of the scores; "
                "try: name it in [outcomes] of the study file"
            )
    return tuple(found.values())


def item_form(study: Study, instrument: Instrument, language: Language) -> Form:
    """The sheet of an instrument: one row a patient, the visits side by side."""

    def of_visit(visit: Visit) -> tuple[Field, ...]:
        label = visit.label or visit.name
        return tuple(_field(instrument, item, label, language) for item in instrument.items)

    title = said(language, "items", name=instrument.name)
    return Form(title, "assessments", dated_by_visit(study, language, of_visit))


def _field(instrument: Instrument, item: Item, visit: str, language: Language) -> Field:
    heading = f"{item_heading(instrument, item, language)} {visit}"
    name = f"{instrument.name}.{item.key}"
    if item.kind == "yes_no":
        yes, no = yes_no(language)
        return Field(heading, "list", name, visit, choices=(yes, no), about=item.label, example=no)
    step = step_of(item.allowed)
    if item.allowed and step is None:
        numbers = tuple(float(each) for each in item.allowed)
        return Field(heading, "list", name, visit, choices=numbers, about=item.label,
                     example=numbers[-1])  # fmt: skip
    nr = said(language, "not relevant") if item.not_relevant else ""
    assert not nr or nr.casefold() in NOT_RELEVANT_WORDS
    middle = item.allowed[len(item.allowed) // 2] if item.allowed else (item.low + item.high) / 2
    return Field(
        heading, "number", name, visit, low=float(item.low), high=float(item.high),
        step=step, unit=item.unit, about=item.label, word=nr,
        example=float(middle),
    )  # fmt: skip


def item_heading(instrument: Instrument, item: Item, language: Language) -> str:
    """The heading of an item, as `check` recognises it.

    >>> item_heading(instrument_of("POEM"), instrument_of("POEM").items[0], "ja")
    'POEM かゆみ'
    """
    words = [word for word in item.words if language == "ja" and _JAPANESE.search(word)]
    key = item.key.replace("_", " ")
    headings = [f"{instrument.name} {word}" for word in (*words, key)]
    name = f"{instrument.name}.{item.key}"
    return next(heading for heading in headings if item_named(heading) == name)


def step_of(allowed: Sequence[Fraction]) -> float | None:
    """The step of a grid; None where values have no equal distances, or any is allowed.

    >>> step_of([Fraction(0), Fraction(1, 2), Fraction(1)])
    0.5
    """
    steps = {after - before for before, after in pairwise(allowed)}
    return float(steps.pop()) if len(steps) == 1 else None
