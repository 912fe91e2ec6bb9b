"""Two proportions: differences, ratios and odds ratios."""

import numpy as np
from reading import fields_of

from dermcohort.errors import NotEstimable
from dermcohort.estimate.proportions.miettinen_nurminen import miettinen_nurminen
from dermcohort.estimate.proportions.newcombe import newcombe
from dermcohort.estimate.proportions.odds_ratio import odds_ratio, odds_ratio_mid_p
from dermcohort.estimate.proportions.risk_ratio import risk_ratio
from dermcohort.estimate.proportions.score_odds_ratio import score_odds_ratio

LIMITS = ("estimate", "conf_low", "conf_high")
METHODS = {
    "Newcombe": (newcombe, LIMITS),
    "Miettinen-Nurminen": (miettinen_nurminen, (*LIMITS, "z", "p_value")),
    "risk ratio": (risk_ratio, (*LIMITS, "z", "p_value")),
    "odds ratio": (odds_ratio, (*LIMITS, "p_value")),
    "odds ratio mid-p": (odds_ratio_mid_p, (*LIMITS, "p_value")),
    "score odds ratio": (score_odds_ratio, (*LIMITS, "z", "p_value")),
}


def ours(given):
    table = np.array(given["table"])
    found = {}
    for name, (function, fields) in METHODS.items():
        try:
            found[name] = fields_of(function(table), *fields)
        except NotEstimable:
            continue
    return found
