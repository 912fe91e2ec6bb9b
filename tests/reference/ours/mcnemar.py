"""Responses of the same patients at two visits."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.same_patients.mcnemar import mcnemar, mcnemar_exact, mcnemar_mid_p

FIELDS = ("estimate", "conf_low", "conf_high", "p_value")


def ours(given):
    visits = np.array([[1, 1], [1, 0], [0, 1], [0, 0]]), np.array(given["cells"])
    level = given["level"]
    return {
        "McNemar exact": fields_of(mcnemar_exact(*visits, level=level), *FIELDS),
        "McNemar mid-p": fields_of(mcnemar_mid_p(*visits, level=level), *FIELDS),
        "McNemar": fields_of(mcnemar(*visits, level=level), *FIELDS, "chi2", "df"),
    }
