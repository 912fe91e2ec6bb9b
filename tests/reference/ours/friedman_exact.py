"""Friedman's test with its exact p."""

from reading import fields_of, ticks_of

from dermcohort.estimate.same_patients.friedman_exact import friedman_exact


def ours(given):
    found = friedman_exact(*ticks_of(given["visits"]))
    return {"Friedman exact": fields_of(found, "chi2", "p_value")}
