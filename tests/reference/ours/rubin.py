"""Rubin's rules on given estimates, and the interval of a proportion on given counts."""

import numpy as np
from reading import fields_of

from dermcohort.estimate.imputation.imputed_response import combined
from dermcohort.estimate.imputation.rubin import rubin

QUANTITIES = ("estimate", "se", "df", "t", "p_value", "conf_low", "conf_high",
              "missing_information", "efficiency")  # fmt: skip


def ours(given):
    if given["kind"] == "proportion":
        found = combined(np.array(given["counts"]), given["n"])
        return {"imputed response": fields_of(found, "estimate", "conf_low", "conf_high")}
    found = rubin(
        np.array(given["estimates"]),
        np.array(given["standard_errors"]),
        df_complete=given["df_complete"],
    )
    made = fields_of(found, *QUANTITIES)
    # mitml gives four of them too.
    second = {
        "estimate_mitml": found.estimate,
        "se_mitml": found.se,
        "df_mitml": found.df,
        "information_mitml": found.missing_information,
    }
    return {"Rubin": made | second}
