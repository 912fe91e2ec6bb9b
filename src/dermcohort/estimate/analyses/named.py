"""One method by its name, whatever its design: its answer as rows of Results.

The fields of an answer are called as the statistics are, so that no method needs code of its own
to be printed. A few older names are translated by `RENAMED`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, get_type_hints

import numpy as np

from dermcohort.counts import VisitCounts
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.arms import Arms
from dermcohort.estimate.analyses.plan import Answer, Rules, absent
from dermcohort.estimate.methods import Method
from dermcohort.estimate.multiplicity.holm import holm
from dermcohort.results import STATISTICS, Result

#: Fields whose name differs from the statistic that they are.
RENAMED = {
    "difference": "estimate",
    "df_between": "df",
    "df_within": "df2",
    "df_error": "df2",
    "w_plus": "w",
}
#: Why nothing is compared where one group is all there is.
ONE_GROUP = "there is no second group to compare"
#: Fields that say whose the numbers are.
PLACE = ("group", "comparator", "n", "note")


def call(method: Method, *given: Any, rules: Rules, **settings: Any) -> Any:
    """Run a method with those settings that it takes, and the level of intervals."""
    takes = inspect.signature(method.function).parameters
    offered = {"level": rules.confidence, **settings}
    return method.function(*given, **{k: v for k, v in offered.items() if k in takes})


def of_arms(method: Method, arms: Arms, rules: Rules, **settings: Any) -> Answer:
    """A method for independent groups: one row set for each arm, contrast, or for all together."""
    if method.design == "one sample":
        answer = Answer()
        for label in arms.labels:
            key = replace(arms.of_arm(label), method=method.name)
            answer += attempt(key, method, *arms.margin(label), rules=rules, **settings)
        return answer
    if why := arms.nothing_to_compare:
        return Answer(absent(arms.of_all(method.name), why, missing_statistic(method)))
    # An arm without patients changes nothing.
    arms = arms.only(arms.filled)
    whole = (
        arms.of_contrast(arms.labels[1], method.name)
        if method.design == "two groups"
        else arms.of_all(method.name)
    )

    def contrast(group: int, comparator: int) -> Result:
        key = replace(arms.of_arm(arms.labels[group]), method=method.name)
        return replace(key, comparator=arms.labels[comparator])

    return attempt(
        whole, method, arms.values, arms.counts, rules=rules, contrast=contrast, **settings
    )


def of_visits(
    key: Result, method: Method, counts: VisitCounts, rules: Rules, **settings: Any
) -> Answer:
    """A method for the same patients: all visits together, or each with the first."""
    settings["ticks_per_unit"] = counts.ticks_per_unit
    key = replace(key, method=method.name)
    if method.design == "two visits":
        answer = Answer()
        for visit in counts.visits[1:]:
            pair = counts.complete((counts.visits[0], visit))
            of_pair = replace(key, population="complete pairs", visit=visit, n=int(pair[1].sum()),
                              comparator=counts.visits[0])  # fmt: skip
            answer += attempt(of_pair, method, *pair, rules=rules, **settings)
        return Answer(with_holm(answer.rows))
    ticks, patients = counts.complete(counts.visits)
    key = replace(key, population="complete cases", n=int(patients.sum()))

    def contrast(group: int, comparator: int) -> Result:
        return replace(key, visit=counts.visits[group], comparator=counts.visits[comparator])

    return attempt(key, method, ticks, patients, rules=rules, contrast=contrast, **settings)


def with_holm(made: tuple[Result, ...]) -> tuple[Result, ...]:
    """Behind each p of several contrasts, that p adjusted by Holm over them."""
    p_values = [r.value for r in made if r.statistic == "p_value" and r.value is not None]
    if len(p_values) < 2:
        return made
    adjusted = iter(holm(np.array(p_values)).tolist())
    longer: list[Result] = []
    for row in made:
        longer.append(row)
        if row.statistic == "p_value" and row.value is not None:
            longer.append(replace(row, statistic="p_adjusted", value=next(adjusted)))
    return tuple(longer)


def attempt(
    key: Result,
    method: Method,
    *given: Any,
    rules: Rules,
    contrast: Callable[[int, int], Result] | None = None,
    **settings: Any,
) -> Answer:
    """The rows of a method's answer, or one row with the reason why there is none."""
    try:
        found = call(method, *given, rules=rules, **settings)
    except NotEstimable as why:
        return Answer(absent(key, str(why), missing_statistic(method)))
    if contrast is not None and hasattr(found, "comparator"):
        return Answer(_by_contrast(found, contrast))
    return Answer(rows_of(key, found))


def missing_statistic(method: Method) -> str:
    """What is missing when a method has no answer: its p, or else its estimate."""
    answer = get_type_hints(method.function)["return"]
    names = [field.name for field in fields(answer)]
    return next((name for name in ("p_value", "p_adjusted") if name in names), "estimate")


def rows_of(key: Result, found: Any, place: int | None = None) -> tuple[Result, ...]:
    """One row for each field of an answer that is a statistic.

    Parameters
    ----------
    key : Result
        The columns that all rows share.
    found : dataclass
        Its fields have the names of statistics, or of `RENAMED`.
    place : int, optional
        For an answer of arrays: the element.
    """
    note = str(getattr(found, "note", "")) or key.warning
    key = replace(key, warning=note)
    made: list[Result] = []
    for name, value in numbers_of(found, place).items():
        if value is None:
            reason = note or "it cannot be had from these data"
            made.append(replace(key, statistic=name, value=None, warning=reason))
        else:
            made.append(replace(key, statistic=name, value=value))
    return tuple(made)


def numbers_of(found: Any, place: int | None = None) -> dict[str, float | None]:
    """Statistic and value of each field that is one."""
    made: dict[str, float | None] = {}
    for field in fields(found):
        name = RENAMED.get(field.name, field.name)
        if field.name in PLACE or name not in STATISTICS:
            continue
        value = getattr(found, field.name)
        if place is not None and np.ndim(value):
            value = value[place]
        made[name] = None if value is None or np.isnan(value) else float(value)
    return made


def _by_contrast(found: Any, contrast: Callable[[int, int], Result]) -> tuple[Result, ...]:
    pairs: Sequence[tuple[int, int]] = list(
        zip(found.group.tolist(), found.comparator.tolist(), strict=True)
    )
    made: tuple[Result, ...] = ()
    for place, (group, comparator) in enumerate(pairs):
        made += rows_of(contrast(group, comparator), found, place)
    return made
