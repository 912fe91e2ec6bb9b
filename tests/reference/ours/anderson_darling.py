"""Anderson-Darling: A squared, and p."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.normality.anderson_darling import anderson_darling


def ours(given):
    found = anderson_darling(np.array(given["values"]), np.array(given["counts"]))
    return {"Anderson-Darling": fields_of(found, "a2", "p_value")}
