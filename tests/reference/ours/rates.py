"""Exact rates per 100 patient-years and their ratio."""

from reading import fields_of

from dermcohort.estimate.proportions.poisson_rate import poisson_rate
from dermcohort.estimate.proportions.rate_ratio import rate_ratio

LIMITS = ("estimate", "conf_low", "conf_high")


def ours(given):
    events, years = given["events"], given["patient_years"]
    if isinstance(events, list):
        return {"rate ratio": fields_of(rate_ratio(events, years), *LIMITS, "p_value")}
    wide, narrow = poisson_rate(events, years), poisson_rate(events, years, level=0.9)
    found = fields_of(wide, *LIMITS)
    found |= {"conf_low, 90 %": narrow.conf_low, "conf_high, 90 %": narrow.conf_high}
    return {"exact Poisson rate": found}
