"""Least-squares means, differences between groups and changes between visits."""

import numpy as np
import pandas as pd

from dermcohort.mixed_model import differences, lsmeans, mmrm


def ours(given):
    data = pd.DataFrame(given["data"])
    found = {}
    for covariance in ("AR(1)", "compound symmetry"):
        fit = mmrm(
            data,
            given["formula"],
            subject="subject",
            visit="visit",
            covariance=(covariance,),
            df="Satterthwaite",
        )
        tables = {
            "means by visit": lsmeans(fit, "diet", by="visit"),
            "differences by visit": differences(fit, "diet", by="visit"),
            "means": lsmeans(fit, "diet"),
            "changes": differences(fit, "visit", by="diet"),
            "at 400": lsmeans(fit, "diet", by="visit", at={"baseline": 400}),
        }
        for name, table in tables.items():
            # emmeans lists one visit or diet after the other.
            order = np.argsort([float(within or 0) for within in table.within], kind="stable")
            found[f"{covariance} {name}: estimate"] = table.tests.estimate[order]
            found[f"{covariance} {name}: se"] = table.tests.se[order]
    return {"MMRM": found}
