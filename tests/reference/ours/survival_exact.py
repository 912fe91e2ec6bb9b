"""Curves and the log-rank test from counts, Cox's model with many patients on a row."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.survival.cox import cox
from dermcohort.estimate.survival.cumulative_incidence import aalen_johansen
from dermcohort.estimate.survival.kaplan_meier import kaplan_meier
from dermcohort.estimate.survival.log_rank import log_rank
from dermcohort.estimate.survival.schoenfeld import schoenfeld_test


def ours(given):
    if "cox" in given:
        return models(given["cox"])
    times, counts = np.array(given["times"], float), np.array(given["counts"])
    any_event = np.stack([counts[..., 0], counts[..., 1:].sum(axis=-1)], axis=-1)
    incidences = [curve for group in aalen_johansen(times, counts).curves for curve in group]
    return {
        "Kaplan-Meier": joined(kaplan_meier(times, any_event).curves),
        "Aalen-Johansen": joined(incidences),
        "log-rank": fields_of(log_rank(times, any_event), "chi2", "p_value", "expected"),
    }


def joined(curves):
    return {
        "estimate": [share for curve in curves for share in curve.estimate],
        "se": [se for curve in curves for se in curve.se],
    }


def models(given):
    rows = (np.array(given["time"], float), np.array(given["status"]), np.array(given["design"]).T)
    rows += (np.array(given["counts"]),)
    fit, test = cox(*rows), schoenfeld_test(*rows)
    return {
        "Cox": {
            **fields_of(fit, "coefficient", "se"),
            "likelihood_ratio": fit.likelihood_ratio.chi2,
            "score": fit.score.chi2,
            "wald": fit.wald.chi2,
            "log_likelihood": [fit.log_likelihood_null, fit.log_likelihood],
        },
        "Schoenfeld test": {"chi2": [*test.chi2, test.together.chi2]},
    }
