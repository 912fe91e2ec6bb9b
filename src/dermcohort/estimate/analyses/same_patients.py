"""Visits that belong to the same patients: paired and repeated-measures tests.

The choice is made on what these tests assume: the differences from the baseline. Contrasts are
always computed, with Holm's adjustment over them, whatever the omnibus test says.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dermcohort.counts import Floats, Ints, VisitCounts
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.arms import choose, deciding, normality_rows
from dermcohort.estimate.analyses.plan import Answer, Rules, absent, rows
from dermcohort.estimate.multiplicity.holm import holm
from dermcohort.estimate.same_patients.friedman import friedman
from dermcohort.estimate.same_patients.paired_t import paired_t
from dermcohort.estimate.same_patients.rm_anova import rm_anova
from dermcohort.estimate.same_patients.wilcoxon_signed_rank import wilcoxon_signed_rank
from dermcohort.results import Decision, Result


def differences(counts: VisitCounts, visit: str, baseline: str) -> tuple[Floats, Ints]:
    """Distinct changes from the baseline, ascending, in the unit; and how many have each."""
    ticks, patients = counts.complete((baseline, visit))
    if not len(ticks):
        return np.empty(0), np.empty(0, dtype=np.int64)
    distinct, which = np.unique(ticks[:, 1] - ticks[:, 0], return_inverse=True)
    total = np.zeros(len(distinct), dtype=np.int64)
    np.add.at(total, which, patients)
    return distinct / counts.ticks_per_unit, total


#: What each method asks for: parametric or ranks, and whether over all visits or by visit.
BY_NAME = {
    "RM-ANOVA": (True, "omnibus"),
    "Friedman": (False, "omnibus"),
    "paired t": (True, "contrasts"),
    "Wilcoxon signed-rank": (False, "contrasts"),
}


def same_patients(
    key: Result, counts: VisitCounts, rules: Rules, *, method: str = "auto"
) -> Answer:
    """Omnibus test over the visits that have values, and each visit against the first.

    Parameters
    ----------
    key : Result
        The columns that all rows share.
    counts : VisitCounts
        The first visit is the baseline.
    method : str
        "auto" for the choice by normality and all tests, or the one test of `BY_NAME`.
    """
    baseline, *later = counts.visits
    seen = counts.observed_visits
    later = [visit for visit in later if visit in seen]
    if baseline not in seen or not later:
        reason = f"{baseline} has no values" if baseline not in seen else (
            f"no visit but {baseline} has values")  # fmt: skip
        return Answer(absent(replace(key, population="complete cases"), reason, "p_value"))
    if method == "auto":
        parametric, decision = _choice(key, counts, baseline, later, rules)
        answer, wanted = Answer((), (decision,)), ("omnibus", "contrasts")
    else:
        parametric, one = BY_NAME[method]
        answer, wanted = Answer(), (one, one)
    if "omnibus" in wanted and (len(later) > 1 or method != "auto"):
        answer += Answer(_omnibus(key, counts, (baseline, *later), parametric=parametric))
    if "contrasts" in wanted:
        made = _contrasts(key, counts, baseline, later, rules, parametric=parametric)
        answer += Answer(made)
    return answer


def _choice(
    key: Result, counts: VisitCounts, baseline: str, later: list[str], rules: Rules
) -> tuple[bool, Decision]:
    seen = tuple(
        deciding(f"change to {visit}", normality_rows(key, *differences(counts, visit, baseline)))
        for visit in later
    )
    names = ("RM-ANOVA, paired t", "Friedman, Wilcoxon signed-rank")
    if len(later) == 1:
        names = ("paired t", "Wilcoxon signed-rank")
    return choose(replace(key, population="complete pairs"), seen, rules, *names)


def _omnibus(
    key: Result, counts: VisitCounts, visits: tuple[str, ...], *, parametric: bool
) -> tuple[Result, ...]:
    ticks, patients = counts.complete(visits)
    method = "RM-ANOVA" if parametric else "Friedman"
    key = replace(key, population="complete cases", n=int(patients.sum()), method=method)
    try:
        if parametric:
            anova = rm_anova(ticks, patients)
            return rows(
                key, f=anova.f, df=anova.df_gg, df2=anova.df_error_gg, epsilon=anova.epsilon_gg,
                p_value=anova.p_gg,
            )  # fmt: skip
        ranks = friedman(ticks, patients)
        return rows(key, chi2=ranks.chi2, df=ranks.df, p_value=ranks.p_value)
    except NotEstimable as why:
        return absent(key, str(why), "p_value")


def _contrasts(
    key: Result, counts: VisitCounts, baseline: str, later: list[str], rules: Rules,
    *, parametric: bool,
) -> tuple[Result, ...]:  # fmt: skip
    tested = [
        _contrast(key, counts, baseline, visit, rules, parametric=parametric) for visit in later
    ]
    found = [next((r for r in made if r.statistic == "p_value"), None) for made in tested]
    p_values = np.array([r.value for r in found if r is not None and r.value is not None])
    adjusted = iter(holm(p_values)) if len(p_values) else iter(())
    made: tuple[Result, ...] = ()
    for rows_of_visit, p_row in zip(tested, found, strict=True):
        made += rows_of_visit
        if p_row is not None and p_row.value is not None:
            made += rows(p_row, p_adjusted=next(adjusted))
        elif p_row is not None:
            made += (replace(p_row, statistic="p_adjusted"),)
    return made


def _contrast(
    key: Result, counts: VisitCounts, baseline: str, visit: str, rules: Rules,
    *, parametric: bool,
) -> tuple[Result, ...]:  # fmt: skip
    pairs = counts.complete((baseline, visit))
    method = "paired t" if parametric else "Wilcoxon signed-rank"
    key = replace(key, population="complete pairs", visit=visit, comparator=baseline,
                  n=int(pairs[1].sum()), method=method)  # fmt: skip
    try:
        if parametric:
            t = paired_t(*pairs, level=rules.confidence, ticks_per_unit=counts.ticks_per_unit)
            return rows(key, estimate=t.difference, conf_low=t.conf_low, conf_high=t.conf_high,
                        t=t.t, df=t.df, p_value=t.p_value)  # fmt: skip
        w = wilcoxon_signed_rank(*pairs)
    except NotEstimable as why:
        return absent(key, str(why), "p_value")
    notes = [f"{w.n_zero} without change left out"] if w.n_zero else []
    notes += [] if w.exact else ["normal approximation, corrected for ties and continuity"]
    return rows(replace(key, warning="; ".join(notes)), w=w.w_plus, p_value=w.p_value)
