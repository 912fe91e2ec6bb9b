"""One-way ANOVA of the data sets of NIST; the values become floats here."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.groups.one_way_anova import one_way_anova


def ours(given):
    values = np.array([float(value) for value in given["values"]])
    anova = one_way_anova(values, np.array(given["counts"]))
    return {
        "one-way ANOVA": {
            "df": anova.df_between,
            "df2": anova.df_within,
            **fields_of(anova, "f", "ss_between", "ss_within"),
        }
    }
