"""Time to event: curves, medians, restricted means, tests of groups, hazard ratios."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.survival.cox import cox
from dermcohort.estimate.survival.cumulative_incidence import aalen_johansen
from dermcohort.estimate.survival.gray import gray
from dermcohort.estimate.survival.hazard_ratio import hazard_ratio
from dermcohort.estimate.survival.kaplan_meier import kaplan_meier
from dermcohort.estimate.survival.log_rank import log_rank, stratified_log_rank
from dermcohort.estimate.survival.restricted_mean import (
    restricted_mean,
    restricted_mean_difference,
)
from dermcohort.estimate.survival.schoenfeld import schoenfeld_test

TEST = ("chi2", "df", "p_value", "observed", "expected")
LIMITS = ("estimate", "se", "conf_low", "conf_high")


def ours(given):
    times = np.array(given["time"], float)
    counts = listed(given, max(given["status"]))
    events = np.stack([counts[..., 0], counts[..., 1:].sum(axis=-1)], axis=-1)
    of_stratum = np.array(given["stratum"]) == np.unique(given["stratum"])[:, None]
    strata = of_stratum[:, :, None, None] * events
    found = {
        "Kaplan-Meier": curves_and_medians(kaplan_meier(times, events), given["shown"]),
        "log-rank": fields_of(log_rank(times, events), *TEST),
        "stratified log-rank": fields_of(stratified_log_rank(times, strata), *TEST),
    }
    if "tau" in given:
        means = restricted_mean(times, events, tau=given["tau"])
        differences = restricted_mean_difference(times, events, tau=given["tau"])
        found["restricted mean"] = fields_of(means, *LIMITS)
        found["difference of restricted means"] = fields_of(
            differences, "estimate", "se", "z", "p_value"
        )
    if counts.shape[2] > 2:
        found["Aalen-Johansen"] = incidences(aalen_johansen(times, counts), given["shown"])
        tests = [gray(times, counts, reason=j) for j in range(1, counts.shape[2])]
        found["Gray"] = {name: [getattr(t, name) for t in tests] for name in TEST[:3]}
    if counts.shape[1] == 2 and events[..., 1].any():
        found["hazard ratio"] = fields_of(hazard_ratio(times, events), *LIMITS, "p_value")
    if "cox" in given:
        found |= models(given["cox"])
    return found


def listed(given, reasons):
    """One row a patient."""
    counts = np.zeros((len(given["time"]), max(given["group"]), reasons + 1), int)
    counts[np.arange(len(counts)), np.array(given["group"]) - 1, given["status"]] = 1
    return counts


def curves_and_medians(found, shown):
    at = [c.at(t) for c, times in zip(found.curves, shown.values(), strict=True) for t in times]
    numbers = {name: [getattr(p, name) for p in at] for name in (*LIMITS, "at_risk")}
    return numbers | {
        "median": [m.median for m in found.medians],
        "median_low": [m.conf_low for m in found.medians],
        "median_high": [m.conf_high for m in found.medians],
    }


def incidences(found, shown):
    at = [
        curve.at(time)
        for curves, times in zip(found.curves, shown.values(), strict=True)
        for curve in curves
        for time in times
    ]
    free = [
        share[np.searchsorted(curves[0].time, time)]
        for curves, share, times in zip(found.curves, found.event_free, shown.values(), strict=True)
        for time in times
    ]
    return {name: [getattr(p, name) for p in at] for name in LIMITS} | {"event_free": free}


def models(given):
    rows = (np.array(given["time"], float), np.array(given["status"]), np.array(given["design"]).T)
    rows += (np.ones(len(rows[0]), int),)
    fit = cox(*rows)
    terms, columns = schoenfeld_test(*rows, terms=given["terms"]), schoenfeld_test(*rows)
    identity = schoenfeld_test(*rows, terms=given["terms"], transform="identity")
    whole = terms.together
    return {
        "Cox": {
            **fields_of(fit, "coefficient", *LIMITS, "p_value"),
            "likelihood_ratio": fit.likelihood_ratio.chi2,
            "score": fit.score.chi2,
            "wald": fit.wald.chi2,
            "log_likelihood": [fit.log_likelihood_null, fit.log_likelihood],
        },
        "Schoenfeld test": {
            "chi2": [*terms.chi2, whole.chi2],
            "df": [*terms.df, whole.df],
            "p_value": [*terms.p_value, whole.p_value],
            "chi2_identity": [*identity.chi2, identity.together.chi2],
            "chi2_of_columns": [*columns.chi2, columns.together.chi2],
        },
    }
