"""For each design of a method: which columns it needs, and how its answer is made from rows.

One line of `DESIGNS` a design. A method joins one by its line in `METHODS`; nothing here knows
single methods.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np

from dermcohort.comparison import mixed, readers
from dermcohort.comparison.ask import Ask
from dermcohort.comparison.columns import numbers
from dermcohort.errors import UsageError
from dermcohort.estimate.analyses import comparison as analyses
from dermcohort.estimate.analyses import completed, event_times
from dermcohort.estimate.analyses.named import attempt
from dermcohort.estimate.analyses.plan import Answer
from dermcohort.estimate.methods import METHODS, Method
from dermcohort.results import Result

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


def _curves(rows: Rows, ask: Ask, method: Method) -> Answer:
    found = readers.times(rows, ask)
    return event_times.curves(
        _key(ask), found.labels, found.reasons, found.times, found.counts[0], ask.rules, method,
        ask.until,
    )  # fmt: skip


def _over_time(rows: Rows, ask: Ask, method: Method) -> Answer:
    found = readers.times(rows, ask)
    if method.design == "two groups over time" and len(found.labels) > 2:
        raise UsageError(
            f"{method.name} compares two groups, and there are {len(found.labels)}: "
            f"{', '.join(found.labels)}; try: log-rank, or Cox"
        )
    counts = found.counts if ask.stratum else found.counts[0]
    return event_times.groups_over_time(
        _key(ask), found.labels, found.times, counts, ask.rules, method, **ask.settings()
    )


def _competing(rows: Rows, ask: Ask, method: Method) -> Answer:
    found = readers.times(rows, ask)
    return event_times.competing(
        _key(ask), found.reasons, found.times, found.counts[0], ask.rules, method
    )


def _hazards(rows: Rows, ask: Ask, method: Method) -> Answer:
    found = readers.terms(rows, ask)
    times, (ended, _) = readers.not_negative(rows, ask), readers.endings(rows)
    once = np.ones(len(times), dtype=np.int64)
    return event_times.of_terms(
        _key(ask), found.names, method, times, ended > 0, found.design, once, rules=ask.rules
    )


def _logistic(rows: Rows, ask: Ask, method: Method) -> Answer:
    found = readers.terms(rows, ask)
    yes = readers.responses(rows, ask)
    counts = np.column_stack([1 - yes, yes])
    return event_times.of_terms(
        _key(ask), found.names, method, found.design, counts, rules=ask.rules
    )


def _mixed(rows: Rows, ask: Ask, method: Method) -> Answer:
    return mixed.mixed_model(rows, ask, method.name)


def _imputed(rows: Rows, ask: Ask, method: Method) -> Answer:
    labels, groups = readers.visit_vectors_by_group(rows, ask)
    return completed.imputed(_key(ask), labels, groups, ask.rules, method, **ask.settings())


def _combined(rows: Rows, ask: Ask, method: Method) -> Answer:
    estimates = numbers(rows, "value", ask.value)
    errors = numbers(rows, "se", ask.se or "")
    return attempt(
        replace(_key(ask), method=method.name), method, estimates, errors, rules=ask.rules
    )


def _key(ask: Ask) -> Result:
    return Result(analyses.ANALYSIS, "observed", ask.value)


DESIGNS: dict[str, Design] = {
    "one sample": Design(_groups),
    "two groups": Design(_groups, takes=("seed",)),
    "several groups": Design(_groups),
    "groups against a control": Design(_groups, takes=("adjust",)),
    "all pairs": Design(_groups, takes=("adjust",)),
    "two visits": Design(_subjects, needs=("subject",)),
    "several visits": Design(_subjects, needs=("subject",)),
    "visits against a control": Design(_subjects, needs=("subject",)),
    "table": Design(_categories),
    "proportion": Design(_responses),
    "two proportions": Design(_responses),
    "rate": Design(_rates, needs=("exposure",)),
    "two rates": Design(_rates, needs=("exposure",)),
    "adjustment": Design(_p_values),
    "curve": Design(_curves, needs=("event",), takes=("until",)),
    "groups over time": Design(_over_time, needs=("event",), takes=("until",)),
    "two groups over time": Design(_over_time, needs=("event",)),
    "strata over time": Design(_over_time, needs=("event", "stratum")),
    "competing reasons": Design(_competing, needs=("event",)),
    "hazards": Design(_hazards, needs=("event",), takes=("covariates",)),
    "odds": Design(_logistic, takes=("covariates",)),
    "mixed model": Design(
        _mixed, needs=("subject",), takes=("group", "covariates", "covariance", "df")
    ),
    "imputation": Design(_imputed, needs=("subject", "seed"), takes=("group",)),
    "shifted imputation": Design(_imputed, needs=("subject", "seed", "furthest"), takes=("group",)),
    "completed sets": Design(_combined, needs=("se",)),
}


#: What an option takes that is no column.
VALUES = {"seed": "1", "furthest": "10", "covariance": "unstructured", "df": "Satterthwaite"}


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
    uses = (*design.needs, *(option for option in design.takes if _uses(method, option)))
    given = ask.given()
    for option in design.needs:
        if option not in given:
            example = VALUES.get(option, "COL")
            raise UsageError(f"{name} needs {_flag(option)}; try: {_flag(option)} {example}")
    for option in given:
        if option not in uses:
            allowed = ", ".join(map(_flag, ("value", "by", "control", *uses)))
            raise UsageError(f"{name} takes no {_flag(option)}; it takes: {allowed}")
    try:
        return design.answer(rows(), ask, method)
    except ValueError as refused:
        if not ask.settings():
            raise  # nothing that a user typed: a bug
        raise UsageError(f"{name}: {refused}") from refused


#: Options that are keywords of the method's function, and their names there.
KEYWORDS = {"adjust": "adjust", "until": "tau", "seed": "seed"}


def _uses(method: Method, option: str) -> bool:
    keyword = KEYWORDS.get(option)
    return keyword is None or keyword in inspect.signature(method.function).parameters


def _flag(option: str) -> str:
    return "--covariate" if option == "covariates" else f"--{option}"
