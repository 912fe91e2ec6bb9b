"""Outcome by group: chi-square, with and without the correction of Yates, and Fisher."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.proportions.chi_square import chi_square
from dermcohort.estimate.proportions.fisher_exact import fisher_exact


def ours(given):
    table = np.array(given["table"])
    plain = fields_of(chi_square(table), "chi2", "df", "p_value", "expected_min")
    if table.shape != (2, 2):
        return {"chi-square": plain}
    corrected = chi_square(table, yates=True)
    plain |= {"chi2, Yates": corrected.chi2, "p_value, Yates": corrected.p_value}
    return {"chi-square": plain, "Fisher": fields_of(fisher_exact(table), "p_value")}
