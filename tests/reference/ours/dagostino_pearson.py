"""D'Agostino-Pearson: K2 and its parts."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.normality.dagostino_pearson import dagostino_pearson

FIELDS = ("chi2", "p_value", "skewness", "kurtosis", "z_skewness", "z_kurtosis")


def ours(given):
    found = dagostino_pearson(np.array(given["values"]), np.array(given["counts"]))
    return {"D'Agostino-Pearson": fields_of(found, *FIELDS)}
