"""The same estimates under every rule for missing values: observed, carried, imputed, modelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import gcd

import numpy as np

from dermcohort.counts import MISSING, Counts, Ints, LevelKey, VisitCounts
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.plan import Answer, Panel, Plan, Rules, absent, rows
from dermcohort.estimate.analyses.response import POPULATIONS, instrument
from dermcohort.estimate.imputation.imputed_response import (
    ImputedResponse,
    Response,
    imputed_response,
)
from dermcohort.estimate.imputation.multiple_imputation import multiple_imputation
from dermcohort.estimate.imputation.seeds import stream_seed
from dermcohort.estimate.proportions.proportion import wilson
from dermcohort.estimate.same_patients.paired_t import paired_t
from dermcohort.instruments import RESPONSES
from dermcohort.results import Result

ANALYSIS, GROUP = "missing data", "all"
#: Populations of the ledger, as `dermcohort.derive.filled` writes them.
EVALUABLE, FOLLOWED_UP = "evaluable at baseline", "baseline and a later value"
IMPUTED, MODELLED = "multiple imputation", "MMRM"
OF_CHANGE = ("estimate", "se", "df", "conf_low", "conf_high")
OF_RESPONSE = ("percent", "conf_low", "conf_high")
NOBODY = "no patient has a baseline and a value at this visit"
NOBODY_COUNTED = "nobody can be counted here"
COMPLETE = "nothing is missing at this visit"
NO_BASELINE_ASKED = "not imputed: this response asks for no baseline, from which imputing starts"


def missing_data(plan: Plan, counts: Counts) -> Answer:
    """Mean change of each score, and the proportion with each response, by rule and visit.

    The rule stands in the column ``method``: "observed", "LOCF", "BOCF" (the baseline stands for
    a missing value), "NRI", "multiple imputation", "MMRM".
    """
    panel = plan.panel
    if panel is None:
        return Answer()
    made: tuple[Result, ...] = ()
    for parameter in panel.scores:
        vector = counts.vector("observed", parameter, GROUP)
        if vector is not None:
            made += _changes(plan, panel, counts, parameter, vector)
    for score in dict.fromkeys(map(instrument, plan.responses)):
        vector = counts.vector("observed", score, GROUP)
        if vector is not None:
            made += _responses(plan, panel, counts, score, vector)
    return Answer(made)


def _changes(
    plan: Plan, panel: Panel, counts: Counts, parameter: str, vector: VisitCounts
) -> tuple[Result, ...]:
    key = Result(ANALYSIS, parameter=parameter, group=GROUP, comparator=plan.baseline)
    filled = _with_baseline(vector, plan)
    carried = counts.vector("LOCF", parameter, GROUP)
    made: tuple[Result, ...] = ()
    for visit in plan.visits[1:]:
        pairs = vector.complete((plan.baseline, visit))
        made += _paired(_at(key, counts, "complete pairs", visit, "observed"), pairs, vector, plan)
        every = _at(key, counts, EVALUABLE, visit, "LOCF")
        last = _nobody() if carried is None else carried.complete((plan.baseline, visit))
        made += _paired(every, last, vector, plan)
        first = _baseline_carried(filled, plan.visits.index(visit))
        made += _paired(replace(every, method="BOCF"), first, vector, plan)
    made += _imputed(key, counts, filled, plan, panel)
    return made + _modelled(key, counts, filled, plan)


def _at(key: Result, counts: Counts, population: str, visit: str, method: str) -> Result:
    n = counts.n(population, key.parameter, GROUP, visit)
    return replace(key, population=population, visit=visit, method=method, n=n)


def _nobody() -> tuple[Ints, Ints]:
    return np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int64)


def _with_baseline(vector: VisitCounts, plan: Plan) -> VisitCounts:
    """The scheduled visits of those who have a baseline."""
    columns = [vector.visits.index(visit) for visit in plan.visits]
    here = vector.ticks[:, columns[0]] != MISSING
    return replace(
        vector, visits=plan.visits, ticks=vector.ticks[here][:, columns],
        patients=vector.patients[here],
    )  # fmt: skip


def _measured(filled: VisitCounts) -> VisitCounts:
    """Without the visits at which nobody has a value."""
    kept = filled.observed_visits
    columns = [filled.visits.index(visit) for visit in kept]
    return replace(filled, visits=kept, ticks=filled.ticks[:, columns])


def _baseline_carried(filled: VisitCounts, visit: int) -> tuple[Ints, Ints]:
    first, later = filled.ticks[:, 0], filled.ticks[:, visit]
    return np.column_stack([first, np.where(later == MISSING, first, later)]), filled.patients


def _paired(
    key: Result, pairs: tuple[Ints, Ints], vector: VisitCounts, plan: Plan
) -> tuple[Result, ...]:
    """Mean change with the limits of the paired t."""
    try:
        t = paired_t(*pairs, level=plan.rules.confidence, ticks_per_unit=vector.ticks_per_unit)
    except NotEstimable as why:
        ticks, patients = pairs
        n = int(patients.sum())
        if not n:
            return absent(key, NOBODY, *OF_CHANGE)
        total = sum(int(c) * int(d) for c, d in zip(patients, np.diff(ticks)[:, 0], strict=True))
        mean = total / (n * vector.ticks_per_unit)
        return rows(key, estimate=mean) + absent(key, str(why), *OF_CHANGE[1:])
    return rows(key, estimate=t.difference, se=t.se, df=t.df, conf_low=t.conf_low,
                conf_high=t.conf_high)  # fmt: skip


def _imputed(
    key: Result, counts: Counts, filled: VisitCounts, plan: Plan, panel: Panel
) -> tuple[Result, ...]:
    """Multiple imputation; where nothing is missing at a visit, what is observed."""
    used = _measured(filled)
    by_visit: dict[str, tuple[Result, ...]] = {}
    incomplete = []
    for visit in plan.visits[1:]:
        at = _at(key, counts, EVALUABLE, visit, IMPUTED)
        by_visit[visit] = absent(at, NOBODY, *OF_CHANGE)
        pairs = filled.complete((plan.baseline, visit))
        if len(pairs[1]) and pairs[1].sum() == filled.n_any():
            by_visit[visit] = _paired(replace(at, warning=COMPLETE), pairs, filled, plan)
        elif len(pairs[1]):
            incomplete.append((used.visits.index(visit), at))
    if incomplete:
        for visit, made in _multiply_imputed(incomplete, used, plan.rules, panel):
            by_visit[visit] = made
    return tuple(row for made in by_visit.values() for row in made)


def _multiply_imputed(
    incomplete: list[tuple[int, Result]], used: VisitCounts, rules: Rules, panel: Panel
) -> Iterator[tuple[str, tuple[Result, ...]]]:
    try:
        found = multiple_imputation(
            [(used.ticks, used.patients)], imputations=panel.imputations, level=rules.confidence,
            seed=stream_seed(panel.seed, incomplete[0][1].parameter, GROUP),
            ticks_per_unit=used.ticks_per_unit,
        )  # fmt: skip
    except NotEstimable as why:
        for _, at in incomplete:
            yield at.visit, absent(at, str(why), *OF_CHANGE)
        return
    for column, at in incomplete:
        numbers = {name: getattr(found, name)[column - 1] for name in OF_CHANGE}
        told = _told(found.note, panel, float(found.simulation_error[column - 1]))
        yield at.visit, rows(replace(at, warning=told), **numbers)


def _told(note: str, panel: Panel, simulation_error: float) -> str:
    return f"{note}, seed {panel.seed}; simulation error {simulation_error:.2g}"


def _modelled(key: Result, counts: Counts, filled: VisitCounts, plan: Plan) -> tuple[Result, ...]:
    """Mixed model for repeated measures on the change, with the baseline at each visit."""
    # Its own numpy code is loaded only where it is used.
    from dermcohort.estimate.mmrm.change_from_baseline import mmrm_of_counts

    used = _measured(filled)
    at = {v: _at(key, counts, FOLLOWED_UP, v, MODELLED) for v in plan.visits[1:]}
    try:
        if len(used.visits) < 2:
            return _each_absent(at, NOBODY)
        model = mmrm_of_counts([used], level=plan.rules.confidence)
    except NotEstimable as why:
        return _each_absent(at, str(why))
    changes = model.changes
    found = {used.visits[visit]: place for place, visit in enumerate(changes.visit.tolist())}
    made: tuple[Result, ...] = ()
    for visit, row in at.items():
        if visit not in found:
            made += absent(row, NOBODY, *OF_CHANGE)
            continue
        numbers = {name: getattr(changes, name)[found[visit]] for name in OF_CHANGE}
        made += rows(replace(row, warning=model.note), **numbers)
    return made


def _each_absent(at: dict[str, Result], reason: str) -> tuple[Result, ...]:
    return tuple(row for key in at.values() for row in absent(key, reason, *OF_CHANGE))


def _responses(
    plan: Plan, panel: Panel, counts: Counts, score: str, vector: VisitCounts
) -> tuple[Result, ...]:
    names = tuple(name for name in plan.responses if instrument(name) == score)
    made: tuple[Result, ...] = ()
    for name in names:
        for visit in plan.visits[1:]:
            for population in POPULATIONS:
                made += _counted(counts, name, population, visit, plan.rules)
    return made + _imputed_responses(plan, panel, counts, names, score, vector)


def _counted(
    counts: Counts, name: str, population: str, visit: str, rules: Rules
) -> tuple[Result, ...]:
    place = LevelKey(population, name, GROUP, visit)
    n, reached = counts.n(*place), counts.levels.get(place, {}).get("yes", 0)
    key = Result(ANALYSIS, population, name, group=GROUP, visit=visit, method=population, n=n)
    if not n:
        return absent(key, NOBODY_COUNTED, *OF_RESPONSE)
    limits = wilson(reached, n, rules.confidence)
    return rows(key, count=reached, percent=100 * reached / n, conf_low=100 * limits.low,
                conf_high=100 * limits.high)  # fmt: skip


def _imputed_responses(
    plan: Plan,
    panel: Panel,
    counts: Counts,
    names: tuple[str, ...],
    score: str,
    vector: VisitCounts,
) -> tuple[Result, ...]:
    used = _measured(_with_baseline(vector, plan))
    judged = [name for name in names if RESPONSES[name].response.needs_baseline]
    found, reason = _judged_imputed(judged, panel, plan.rules, score, used)
    made: tuple[Result, ...] = ()
    for name in names:
        for visit in plan.visits[1:]:
            key = Result(ANALYSIS, parameter=name, group=GROUP)
            key = _at(key, counts, EVALUABLE, visit, IMPUTED)
            if name not in judged:
                made += absent(key, NO_BASELINE_ASKED, *OF_RESPONSE)
                continue
            if found is None or visit not in used.visits:
                made += absent(key, reason, *OF_RESPONSE)
                continue
            place = judged.index(name) * (len(used.visits) - 1) + used.visits.index(visit) - 1
            told = COMPLETE
            if (used.ticks[:, used.visits.index(visit)] == MISSING).any():
                told = _told(found.note, panel, 100 * float(found.simulation_error[place]))
            made += rows(replace(key, warning=told), percent=100 * found.estimate[place],
                         conf_low=100 * found.conf_low[place],
                         conf_high=100 * found.conf_high[place])  # fmt: skip
    return made


def _judged_imputed(
    names: list[str], panel: Panel, rules: Rules, score: str, used: VisitCounts
) -> tuple[ImputedResponse | None, str]:
    """All responses of a score on the same imputations, or why there are none."""
    if not names or len(used.visits) < 2:
        return None, NOBODY_COUNTED
    try:
        responses = [_definition(name, panel, used.ticks_per_unit) for name in names]
        found = imputed_response(
            (used.ticks, used.patients), responses, imputations=panel.imputations,
            level=rules.confidence, seed=stream_seed(panel.seed, score, GROUP),
            ticks_per_unit=used.ticks_per_unit,
        )  # fmt: skip
    except NotEstimable as why:
        return None, str(why)
    return found, NOBODY_COUNTED


def _definition(name: str, panel: Panel, unit: int) -> Response:
    """When an imputed value is a response; of a measured one it says what the chart's rule does."""
    parameter, asked = RESPONSES[name]
    kept = 100 - (asked.percent or 0)
    times, of = 100 // gcd(100, kept), kept // gcd(100, kept)
    fall = None if asked.fall is None else int(asked.fall * unit)
    limit = None if asked.at_most is None else int(asked.at_most * unit)

    def can_be_judged(first: Ints) -> Ints:
        enough = first >= (fall or 0)
        return np.asarray(enough if asked.percent is None else enough & (first > 0))

    def met(first: Ints, later: Ints) -> Ints:
        if parameter in panel.whole:
            # An imputed value is rounded to whole ones, halves up.
            later = (later + unit // 2) // unit * unit
        reached = np.ones(later.shape, dtype=bool)
        if asked.percent is not None:
            # An imputed value below 0 stands for 0.
            reached &= times * later <= of * first
        if fall is not None:
            reached &= first - later >= fall
        if limit is not None:
            reached &= later <= limit
        return reached

    return Response(can_be_judged, met)
