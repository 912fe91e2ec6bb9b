"""Time to event."""

from __future__ import annotations

from typing import Any

import numpy as np
from entry import Entry, Numbers, R

from dermcohort.estimate.survival.cox import cox
from dermcohort.estimate.survival.kaplan_meier import kaplan_meier
from dermcohort.estimate.survival.log_rank import log_rank

RNG = np.random.default_rng(3)
PATIENTS = 400
ARM = RNG.integers(0, 2, PATIENTS)
AGE = RNG.integers(18, 80, PATIENTS)
EASI = np.round(RNG.gamma(4, 6, PATIENTS), 1)
#: Days until the drug is stopped, whole days and therefore tied; followed for a year and a half.
DAYS = np.ceil(RNG.exponential(300 * np.exp(0.5 * ARM - 0.01 * (AGE - 50)))).astype(int)
FOLLOWED = RNG.integers(100, 550, PATIENTS)
TIME, EVENT = np.minimum(DAYS, FOLLOWED), (DAYS <= FOLLOWED).astype(int)
DESIGN = np.column_stack([ARM, AGE, EASI])
LISTS = {"time": TIME.tolist(), "event": EVENT.tolist(), "arm": ARM.tolist(), "age": AGE.tolist(),
         "easi": EASI.tolist()}  # fmt: skip


def _frame() -> Any:
    import pandas as pd

    return pd.DataFrame(LISTS)


def _counts() -> tuple[np.ndarray, np.ndarray]:
    times, place = np.unique(TIME, return_inverse=True)
    counts = np.zeros((len(times), 2, 2), np.int64)
    np.add.at(counts, (place, ARM, EVENT), 1)
    return times, counts


OF_ARMS = _counts()


def curves_ours() -> Numbers:
    found, test = kaplan_meier(*OF_ARMS), log_rank(*OF_ARMS)
    medians = [median.median for median in found.medians]
    return [test.chi2, test.p_value, *(float("nan") if m is None else m for m in medians)]


def curves_lifelines() -> Numbers:
    from lifelines import KaplanMeierFitter
    from lifelines.statistics import logrank_test

    one = ARM == 0
    fits = [KaplanMeierFitter().fit(TIME[who], EVENT[who]) for who in (one, ~one)]
    test = logrank_test(TIME[one], TIME[~one], EVENT[one], EVENT[~one])
    return [test.test_statistic, test.p_value, *(fit.median_survival_time_ for fit in fits)]


def curves_statsmodels() -> Numbers:
    from statsmodels.duration.survfunc import SurvfuncRight, survdiff

    one = ARM == 0
    fits = [SurvfuncRight(TIME[who], EVENT[who]) for who in (one, ~one)]
    return [*survdiff(TIME, EVENT, ARM), *(fit.quantile(0.5) for fit in fits)]


def cox_ours() -> Numbers:
    found = cox(TIME, EVENT, DESIGN, np.ones(PATIENTS, int))
    return [*found.coefficient, *found.se]


def cox_lifelines() -> Numbers:
    from lifelines import CoxPHFitter

    found = CoxPHFitter().fit(_frame(), "time", "event")
    return [*found.params_, *found.standard_errors_]


def cox_statsmodels() -> Numbers:
    from statsmodels.duration.hazard_regression import PHReg

    found = PHReg(TIME, DESIGN, status=EVENT, ties="efron").fit()
    return [*found.params, *found.bse]


FRAME = "d <- as.data.frame(lapply(x, unlist))"
R_CURVES = """test <- survdiff(Surv(time, event) ~ arm, d)
fit <- survfit(Surv(time, event) ~ arm, d, conf.type = "log-log")
c(test$chisq, pchisq(test$chisq, 1, lower.tail = FALSE), summary(fit)$table[, "median"])"""
R_COX = """fit <- coxph(Surv(time, event) ~ arm + age + easi, d)
c(coef(fit), sqrt(diag(vcov(fit))))"""

ENTRIES = (
    Entry(
        "Kaplan-Meier and log-rank", curves_ours,
        {"lifelines": curves_lifelines, "statsmodels": curves_statsmodels},
        (R(("survival",), R_CURVES, FRAME),), LISTS, "2 x 200 patients, whole days",
    ),
    Entry(
        "Cox, Efron ties", cox_ours,
        {"lifelines": cox_lifelines, "statsmodels": cox_statsmodels},
        (R(("survival",), R_COX, FRAME),), LISTS, "400 patients, 3 covariates",
    ),
)  # fmt: skip
