"""Responders: of two groups, and over visits of the same patients."""

from __future__ import annotations

import numpy as np
from entry import Entry, Numbers, R

from dermcohort.estimate.proportions.fisher_exact import fisher_exact
from dermcohort.estimate.proportions.miettinen_nurminen import miettinen_nurminen
from dermcohort.estimate.same_patients.cochran_q import cochran_q
from dermcohort.estimate.same_patients.mcnemar import mcnemar_exact

#: Responders and others of the control and of the treated.
TABLE = np.array([[9, 19], [21, 11]])
RNG = np.random.default_rng(5)
#: Response of 40 patients at four visits.
VISITS = (RNG.random((40, 4)) < [0.2, 0.4, 0.5, 0.55]).astype(int)
ONCE = np.ones(len(VISITS), int)


def fisher_scipy() -> Numbers:
    import scipy.stats

    return [scipy.stats.fisher_exact(TABLE).pvalue]


def limits_ours() -> Numbers:
    found = miettinen_nurminen(TABLE)
    return [found.conf_low, found.conf_high]


def limits_statsmodels() -> Numbers:
    from statsmodels.stats.proportion import confint_proportions_2indep

    (x0, x1), (n0, n1) = TABLE[0], TABLE.sum(axis=0)
    return confint_proportions_2indep(x1, n1, x0, n0, compare="diff", method="score")


def mcnemar_statsmodels() -> Numbers:
    from statsmodels.stats.contingency_tables import mcnemar

    pairs = np.zeros((2, 2), int)
    np.add.at(pairs, (VISITS[:, 0], VISITS[:, 1]), 1)
    return [mcnemar(pairs, exact=True).pvalue]


def cochran_ours() -> Numbers:
    found = cochran_q(VISITS, ONCE)
    return [found.chi2, found.p_value]


def cochran_statsmodels() -> Numbers:
    from statsmodels.stats.contingency_tables import cochrans_q

    found = cochrans_q(VISITS)
    return [found.statistic, found.pvalue]


PAIRS = "m <- do.call(rbind, x)"
R_MCNEMAR = """gained <- sum(m[, 2] > m[, 1]); lost <- sum(m[, 1] > m[, 2])
binom.test(gained, gained + lost)$p.value"""

ENTRIES = (
    Entry(
        "Fisher", lambda: [fisher_exact(TABLE).p_value], {"scipy": fisher_scipy},
        (R((), "fisher.test(m)$p.value", PAIRS),), TABLE.tolist(), "2 x 30 patients",
    ),
    Entry(
        "Miettinen-Nurminen limits", limits_ours, {"statsmodels": limits_statsmodels}, (), None,
        "2 x 30 patients",
    ),
    Entry(
        "McNemar, exact", lambda: [mcnemar_exact(VISITS[:, :2], ONCE).p_value],
        {"statsmodels": mcnemar_statsmodels}, (R((), R_MCNEMAR, PAIRS),), VISITS.tolist(),
        "40 patients; ours with the limits of the difference",
    ),
    Entry(
        "Cochran Q", cochran_ours, {"statsmodels": cochran_statsmodels}, (), None,
        "40 patients x 4 visits",
    ),
)  # fmt: skip
