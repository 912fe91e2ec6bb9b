"""Odds ratio given the totals, exact and mid-p."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.proportions.odds_ratio import odds_ratio


def ours(given):
    table = np.array(given["table"])
    exact = fields_of(odds_ratio(table), "estimate", "conf_low", "conf_high", "p_value")
    half = odds_ratio(table, mid_p=True)
    exact |= {"conf_low_mid_p": half.conf_low, "conf_high_mid_p": half.conf_high}
    return {"odds ratio": exact}
