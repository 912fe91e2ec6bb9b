"""Multiple imputation of the change, with as many imputations as the tolerance counts on."""

import numpy as np

from dermcohort.counts import MISSING
from dermcohort.estimate.imputation.multiple_imputation import multiple_imputation
from dermcohort.estimate.imputation.tipping_point import tipping_point


def ours(given):
    group = vectors(given["visits"])
    how = {"seed": 1, "imputations": given["imputations"], "burn_in": 30}
    found = multiple_imputation([group], **how)
    made = {"estimate_ml": found.estimate, "estimate": found.estimate, "se": found.se}
    answer = {"multiple imputation": made}
    if "furthest" in given:
        moved = tipping_point([group], furthest=given["furthest"], steps=5, **how)
        answer["tipping point"] = {"tipping": moved.tipping}
    return answer


def vectors(visits):
    """Ticks, "NA" where there is no value; and one patient for each row."""
    ticks = [
        [MISSING if value == "NA" else round(1_000_000 * value) for value in row] for row in visits
    ]
    return np.array(ticks), np.ones(len(ticks), np.int64)
