"""Odds ratio given the totals, exact and mid-p."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.proportions.odds_ratio import odds_ratio, odds_ratio_mid_p


def ours(given):
    table = np.array(given["table"])
    return {
        "odds ratio": fields_of(odds_ratio(table), "estimate", "conf_low", "conf_high", "p_value"),
        "odds ratio mid-p": fields_of(odds_ratio_mid_p(table), "conf_low", "conf_high"),
    }
