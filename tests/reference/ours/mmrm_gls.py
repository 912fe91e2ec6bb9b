"""The mixed model under every covariance structure, by REML and ML."""

import pandas as pd

from dermcohort.estimate.mmrm.covariance import COVARIANCES
from dermcohort.mixed_model import mmrm


def ours(given):
    data = pd.DataFrame(given["data"])
    found = {}
    for covariance in COVARIANCES:
        for method in ("REML", "ML"):
            fit = mmrm(
                data,
                given["formula"],
                subject="subject",
                visit="visit",
                covariance=(covariance,),
                method=method,
                df="Satterthwaite",
            )
            key = f"{method} {covariance}"
            found[f"{key}: estimate"] = fit.tests.estimate
            found[f"{key}: se"] = fit.tests.se
            found[f"{key}: log likelihood"] = -fit.minus_2_log_likelihood / 2
    return {"MMRM": found}
