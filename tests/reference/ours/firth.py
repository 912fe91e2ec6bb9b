"""Firth's logistic regression."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.regression.firth import firth

FIELDS = ("estimate", "se", "conf_low", "conf_high", "chi2", "p_value")


def ours(given):
    found = firth(np.array(given["design"]), np.array(given["counts"]))
    return {"Firth logistic": {name: x.tolist() for name, x in fields_of(found, *FIELDS).items()}}
