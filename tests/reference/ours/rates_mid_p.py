"""Exact rates, and their ratio exact and mid-p."""

from reading import fields_of

from dermcohort.estimate.proportions.poisson_rate import poisson_rate
from dermcohort.estimate.proportions.rate_ratio import rate_ratio, rate_ratio_mid_p


def ours(given):
    events, years = given["events"], given["patient_years"]
    if isinstance(events, int):
        found = poisson_rate(events, years)
        return {"exact Poisson rate": fields_of(found, "estimate", "conf_low", "conf_high")}
    fields = ("conf_low", "conf_high", "p_value")
    return {
        "rate ratio": fields_of(rate_ratio(events, years), *fields),
        "rate ratio mid-p": fields_of(rate_ratio_mid_p(events, years), *fields),
    }
