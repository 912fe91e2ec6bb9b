"""Shapiro-Wilk of one sample."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.normality.shapiro_wilk import shapiro_wilk


def ours(given):
    result = shapiro_wilk(np.array(given["values"]), np.array(given["counts"]))
    return {"Shapiro-Wilk": fields_of(result, "w", "p_value")}
