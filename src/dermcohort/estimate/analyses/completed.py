"""Multiple imputation of visits as rows: one method by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dermcohort.counts import VisitCounts
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.named import call, missing_statistic, numbers_of, rows_of
from dermcohort.estimate.analyses.plan import Answer, Rules, absent, rows
from dermcohort.estimate.methods import Method
from dermcohort.results import Result


def imputed(
    key: Result,
    labels: tuple[str, ...],
    groups: Sequence[VisitCounts],
    rules: Rules,
    method: Method,
    **settings: Any,
) -> Answer:
    """Mean change from the first visit, or its difference from that of the first group.

    Parameters
    ----------
    labels : tuple of str
        Names of the groups; the first is the reference.
    """
    key = replace(key, population="imputed", method=method.name)
    given = [(group.ticks, group.patients) for group in groups]
    settings["ticks_per_unit"] = groups[0].ticks_per_unit
    try:
        found = call(method, given, rules=rules, alpha=rules.alpha, **settings)
    except NotEstimable as why:
        return Answer(absent(key, str(why), missing_statistic(method)))
    key = replace(key, n=found.n, warning=found.note)
    if hasattr(found, "tipping"):
        return Answer(_tipping(key, found))
    visits = groups[0].visits
    made: tuple[Result, ...] = ()
    places = zip(found.group.tolist(), found.comparator.tolist(), found.visit.tolist(), strict=True)
    for place, (group, comparator, visit) in enumerate(places):
        at = replace(key, group=labels[group], visit=visits[visit])
        against = visits[0] if group == comparator else labels[comparator]
        made += rows_of(replace(at, comparator=against), found, place)
    return Answer(made)


def _tipping(key: Result, found: Any) -> tuple[Result, ...]:
    """The answer at each shift, which is the ``level``; and the shift at which it turns."""
    if found.tipping is None:
        made = absent(key, "the answer does not turn in this range", "tipping")
    else:
        made = rows(key, tipping=found.tipping)
    for place, delta in enumerate(found.delta.tolist()):
        at = replace(key, level=f"shift {delta:g}")
        made += tuple(
            replace(at, statistic=name, value=value)
            for name, value in numbers_of(found, place).items()
            if name != "tipping"
        )
    return made
