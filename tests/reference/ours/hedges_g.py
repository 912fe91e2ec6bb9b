"""Hedges' g, its limits by the noncentral t, and Cohen's d."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.groups.hedges_g import hedges_g


def ours(given):
    values, counts = np.array(given["values"], float), np.array(given["counts"])
    found = hedges_g(values, counts, level=given["level"])
    return {"Hedges g": fields_of(found, "estimate", "cohen_d", "conf_low", "conf_high", "df")}
