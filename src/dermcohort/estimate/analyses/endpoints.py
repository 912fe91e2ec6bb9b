"""Endpoints that the study declares, in their order: their p values adjusted for each other.

Nothing is tested here: each p is that of a contrast with the baseline that was computed before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from dermcohort.estimate.analyses.plan import Answer, Endpoint, Plan
from dermcohort.estimate.multiplicity.benjamini_hochberg import benjamini_hochberg
from dermcohort.estimate.multiplicity.fixed_sequence import fixed_sequence
from dermcohort.estimate.multiplicity.hochberg import hochberg
from dermcohort.estimate.multiplicity.holm import holm
from dermcohort.results import Result

FIXED_SEQUENCE, UNADJUSTED = "fixed sequence", "none"
ADJUST: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    FIXED_SEQUENCE: fixed_sequence,
    "Holm": holm,
    "Hochberg": hochberg,
    "Benjamini-Hochberg": benjamini_hochberg,
}
#: The population of each analysis whose contrasts are taken.
POPULATIONS = {"same patients": "complete pairs", "as published": "observed"}
NOT_TESTED = "not tested"


def endpoints(plan: Plan, published: Answer, repeated: Answer) -> Answer:
    """The p of each declared endpoint, and that p adjusted as the study says.

    Parameters
    ----------
    published, repeated : Answer
        The analyses "as published" and "same patients".
    """
    answers = {"as published": published, "same patients": repeated}
    found = [_p_row(endpoint, plan, answers) for endpoint in plan.endpoints]
    if plan.adjust == UNADJUSTED or not found:
        return Answer(tuple(found))
    # An endpoint without p was declared all the same, and counts as one that failed.
    p_values = np.array([1.0 if row.value is None else row.value for row in found])
    adjusted = ADJUST[plan.adjust](p_values).tolist()
    made: tuple[Result, ...] = ()
    for place, (row, p) in enumerate(zip(found, adjusted, strict=True)):
        key = replace(row, statistic="p_adjusted", method=plan.adjust)
        if row.value is not None:
            key = replace(key, value=p)
        if plan.adjust == FIXED_SEQUENCE:
            key = _in_sequence(key, plan, found[:place])
        made += (row, key)
    return Answer(made)


def _in_sequence(row: Result, plan: Plan, before: list[Result]) -> Result:
    """The adjusted p with the reason why it was not tested, if one before it failed."""
    for endpoint, earlier in zip(plan.endpoints, before, strict=False):
        if earlier.value is None:
            why = f"{NOT_TESTED}: {_name(endpoint)} comes before it and has no p"
            return replace(row, value=None, warning=why)
        if earlier.value >= plan.rules.alpha:
            why = f"{NOT_TESTED}: {_name(endpoint)} comes before it and is not significant"
            return replace(row, warning=why)
    return row


def _name(endpoint: Endpoint) -> str:
    group = "" if endpoint.group == "all" else f" in {endpoint.group}"
    return f"{endpoint.parameter} at {endpoint.visit}{group}"


def _p_row(endpoint: Endpoint, plan: Plan, answers: Mapping[str, Answer]) -> Result:
    """The p of the endpoint's contrast with the baseline, at the key where it was computed."""
    rows = [row for row in answers[endpoint.test].rows
            if row.analysis == endpoint.test
            and (row.parameter, row.group) == (endpoint.parameter, endpoint.group)]  # fmt: skip
    of_contrast = {r.statistic: r for r in rows
                   if (r.visit, r.comparator) == (endpoint.visit, plan.baseline)}  # fmt: skip
    row = of_contrast.get("p_value")
    if endpoint.test == "as published" and "p_adjusted" in of_contrast:
        row = of_contrast["p_adjusted"]
        if row.value is not None:
            row = replace(row, warning=f"adjusted over the visits by {row.method}")
    if row is not None:
        return replace(row, analysis="endpoints", statistic="p_value")
    return Result(
        "endpoints", POPULATIONS[endpoint.test], endpoint.parameter, group=endpoint.group,
        visit=endpoint.visit, comparator=plan.baseline, statistic="p_value",
        warning=_why_absent(endpoint, plan, rows),
    )  # fmt: skip


def _why_absent(endpoint: Endpoint, plan: Plan, rows: list[Result]) -> str:
    """Why an analysis has no contrast: said by its test over all visits, if there is one."""
    omnibus = next((r for r in rows if r.statistic == "p_value" and not r.visit), None)
    if omnibus is not None and omnibus.value is None:
        return omnibus.warning
    gates = omnibus if endpoint.test == "as published" else None
    if gates is not None and (gates.value or 0.0) >= plan.rules.alpha:
        return f"no contrasts, since {gates.method} is not significant"
    return f"{endpoint.parameter} has no values at {endpoint.visit}"
