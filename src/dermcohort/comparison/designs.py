"""For each design of a method: which columns it needs, and how its answer is made from rows.

One line of `DESIGNS` a design. A method joins one by its line in `METHODS`; nothing here knows
single methods.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from dermcohort.comparison import readers
from dermcohort.comparison.ask import Ask
from dermcohort.errors import UsageError
from dermcohort.estimate.analyses import comparison as analyses
from dermcohort.estimate.analyses.plan import Answer
from dermcohort.estimate.methods import METHODS, Method

Rows = nw.DataFrame[Any]


@dataclass(frozen=True, slots=True)
class Design:
    """How a kind of method is asked for.

    Attributes
    ----------
    answer : callable
        (rows, ask, method) to an Answer.
    needs : tuple of str
        Options without which it cannot be.
    takes : tuple of str
        Further options that it can use.
    """

    answer: Callable[[Rows, Ask, Method], Answer]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


def _groups(rows: Rows, ask: Ask, method: Method) -> Answer:
    labels, values, counts = readers.group_counts(rows, ask)
    return analyses.compare_groups(
        ask.value, labels, values, counts, ask.rules, method.name, **ask.settings()
    )


def _subjects(rows: Rows, ask: Ask, method: Method) -> Answer:
    vectors = readers.visit_vectors(rows, ask)
    return analyses.compare_subjects(ask.value, vectors, ask.rules, method.name, **ask.settings())


def _categories(rows: Rows, ask: Ask, method: Method) -> Answer:
    labels, categories, table = readers.category_table(rows, ask)
    return analyses.compare_categories(ask.value, labels, categories, table, ask.rules, method.name)


def _responses(rows: Rows, ask: Ask, method: Method) -> Answer:
    labels, table = readers.response_counts(rows, ask)
    return analyses.compare_responses(ask.value, labels, table, ask.rules, method)


def _rates(rows: Rows, ask: Ask, method: Method) -> Answer:
    found = readers.rates(rows, ask)
    return analyses.compare_rates(
        ask.value, found.labels, found.events, found.years, ask.rules, method
    )


def _p_values(rows: Rows, ask: Ask, method: Method) -> Answer:
    return analyses.adjust(ask.value, *readers.p_values(rows, ask), method)


DESIGNS: dict[str, Design] = {
    "one sample": Design(_groups),
    "two groups": Design(_groups, takes=("seed",)),
    "several groups": Design(_groups),
    "groups against a control": Design(_groups),
    "all pairs": Design(_groups),
    "two visits": Design(_subjects, needs=("subject",)),
    "several visits": Design(_subjects, needs=("subject",)),
    "visits against a control": Design(_subjects, needs=("subject",)),
    "table": Design(_categories),
    "proportion": Design(_responses),
    "two proportions": Design(_responses),
    "rate": Design(_rates, needs=("exposure",)),
    "two rates": Design(_rates, needs=("exposure",)),
    "adjustment": Design(_p_values),
}


def by_method(name: str, ask: Ask, rows: Callable[[], Rows]) -> Answer:
    """The answer of one method.

    Parameters
    ----------
    rows : callable
        Gives the rows, once it is sure that the options fit the method.

    Raises
    ------
    UsageError
        If an option is missing, or one was given that the method does not use.
    """
    method = METHODS[name]
    design = DESIGNS[method.design]
    given = ask.given()
    for option in design.needs:
        if option not in given:
            raise UsageError(f"{name} needs {_flag(option)}; try: {_flag(option)} COL")
    for option in given:
        if option not in (*design.needs, *design.takes):
            allowed = ", ".join(
                map(_flag, ("value", "by", "control", *design.needs, *design.takes))
            )
            raise UsageError(f"{name} takes no {_flag(option)}; it takes: {allowed}")
    return design.answer(rows(), ask, method)


def _flag(option: str) -> str:
    return "--covariate" if option == "covariates" else f"--{option}"
