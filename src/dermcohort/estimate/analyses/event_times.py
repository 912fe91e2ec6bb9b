"""Times to an event, and models of several terms, as rows: one method by its name."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from dermcohort.counts import Floats, Ints
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.curves import incidence, mean_until, survival
from dermcohort.estimate.analyses.named import ONE_GROUP, attempt, call, missing_statistic, rows_of
from dermcohort.estimate.analyses.plan import Answer, Rules, absent, rows
from dermcohort.estimate.methods import Method
from dermcohort.results import Result


def curves(
    key: Result,
    labels: tuple[str, ...],
    reasons: tuple[str, ...],
    times: Floats,
    counts: Ints,
    rules: Rules,
    method: Method,
    until: float | None = None,
) -> Answer:
    """A curve, or a number from one, for each group.

    Parameters
    ----------
    times : float array, shape (m,)
    counts : int array, shape (m, k, r + 1)
    """
    answer = Answer()
    for j, label in enumerate(labels):
        of_group = replace(key, group=label, n=int(counts[:, j].sum()))
        if method.name == "Aalen-Johansen":
            answer += incidence(of_group, times, counts[:, j], reasons, rules)
        elif method.name == "Kaplan-Meier":
            answer += survival(of_group, times, counts[:, j], rules)
        else:
            answer += mean_until(of_group, times, counts[:, j], rules, until)
    return answer


def groups_over_time(
    key: Result,
    labels: tuple[str, ...],
    times: Floats,
    counts: Ints,
    rules: Rules,
    method: Method,
    **settings: Any,
) -> Answer:
    """A test of groups, any reason being the event.

    Parameters
    ----------
    counts : int array, shape (m, k, r + 1), or (s, m, k, r + 1) with strata
    """
    either = np.stack([counts[..., 0], counts[..., 1:].sum(axis=-1)], axis=-1)
    key = replace(key, n=int(counts.sum()), method=method.name)
    if len(labels) < 2:
        return Answer(absent(key, ONE_GROUP, missing_statistic(method)))
    if method.design == "two groups over time":
        key = replace(key, group=labels[1], comparator=labels[0])

    def contrast(group: int, comparator: int) -> Result:
        return replace(key, group=labels[group], comparator=labels[comparator])

    answer = attempt(key, method, times, either, rules=rules, contrast=contrast, **settings)
    return answer + Answer(_events_of_groups(key, labels, either)) if answer.rows else answer


def _events_of_groups(key: Result, labels: tuple[str, ...], either: Ints) -> tuple[Result, ...]:
    """Patients and events of each group, over all strata."""
    totals = either.reshape(-1, *either.shape[-2:]).sum(axis=0)
    made: tuple[Result, ...] = ()
    for label, (censored, events) in zip(labels, totals.tolist(), strict=True):
        of_group = replace(key, group=label, comparator="", method="", n=censored + events)
        made += rows(of_group, n=censored + events, events=events)
    return made


def competing(
    key: Result,
    reasons: tuple[str, ...],
    times: Floats,
    counts: Ints,
    rules: Rules,
    method: Method,
) -> Answer:
    """A test of groups for each reason, which is the ``level``; the others compete with it."""
    answer = Answer()
    for number, reason in enumerate(reasons, start=1):
        of_reason = replace(key, level=reason, n=int(counts.sum()), method=method.name)
        answer += attempt(of_reason, method, times, counts, rules=rules, reason=number)
    return answer


def of_terms(
    key: Result, names: tuple[str, ...], method: Method, *given: Any, rules: Rules
) -> Answer:
    """A model: one set of rows for each term, which is the ``level``; and tests of all terms."""
    key = replace(key, method=method.name)
    try:
        found = call(method, *given, rules=rules, names=names)
    except NotEstimable as why:
        return Answer(absent(key, str(why), missing_statistic(method)))
    key = replace(key, n=getattr(found, "n", key.n))
    arrays = [getattr(found, field.name) for field in fields(found)]
    length = next(len(a) for a in arrays if isinstance(a, np.ndarray) and a.ndim == 1)
    terms = names if length == len(names) else ("intercept", *names)
    made: tuple[Result, ...] = ()
    for place, term in enumerate(terms):
        made += rows_of(replace(key, level=term), found, place)
    for field in fields(found):
        test = getattr(found, field.name)
        if hasattr(test, "chi2") and hasattr(test, "p_value"):
            made += rows_of(replace(key, level=f"all terms: {field.name.replace('_', ' ')}"), test)
    return Answer(made)
