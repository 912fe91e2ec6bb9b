"""Visits of the same patients."""

from __future__ import annotations

from typing import Any

import numpy as np
from counting import ticks_of
from entry import Entry, Numbers, R

from dermcohort.estimate.same_patients.friedman import friedman
from dermcohort.estimate.same_patients.rm_anova import rm_anova
from dermcohort.estimate.same_patients.wilcoxon_signed_rank import wilcoxon_signed_rank


def _visits() -> np.ndarray:
    rng = np.random.default_rng(2)
    level = rng.normal(0, 5, (40, 1))
    return np.round(
        np.maximum(0, np.array([20, 16, 13, 12]) + level + rng.normal(0, 4, (40, 4))), 1
    )


VISITS = _visits()
CHANGE = np.round(VISITS[:, 1] - VISITS[:, 0], 1)
TICKS, ONCE = ticks_of(VISITS)
LISTS = VISITS.tolist()
MATRIX = "m <- do.call(rbind, x)"


def _frame() -> Any:
    import pandas as pd

    patient, visit = np.indices(VISITS.shape)
    return pd.DataFrame({"y": VISITS.ravel(), "patient": patient.ravel(), "visit": visit.ravel()})


def rm_anova_ours() -> Numbers:
    found = rm_anova(TICKS, ONCE)
    return [found.f, found.p_value, found.epsilon_gg, found.p_gg]


def rm_anova_pingouin() -> Numbers:
    import pingouin

    row = pingouin.rm_anova(
        _frame(), dv="y", within="visit", subject="patient", correction=True
    ).iloc[0]
    return row[["F", "p_unc", "eps", "p_GG_corr"]].tolist()


def rm_anova_statsmodels() -> Numbers:
    from statsmodels.stats.anova import AnovaRM

    row = AnovaRM(_frame(), "y", "patient", within=["visit"]).fit().anova_table.iloc[0]
    return [row["F Value"], row["Pr > F"]]


def friedman_ours() -> Numbers:
    found = friedman(TICKS, ONCE)
    return [found.chi2, found.p_value]


def friedman_scipy() -> Numbers:
    import scipy.stats

    return scipy.stats.friedmanchisquare(*VISITS.T)


def friedman_pingouin() -> Numbers:
    import pingouin

    row = pingouin.friedman(_frame(), dv="y", within="visit", subject="patient").iloc[0]
    return row[["Q", "p_unc"]].tolist()


def wilcoxon_scipy() -> Numbers:
    import scipy.stats

    return [scipy.stats.wilcoxon(CHANGE).pvalue]


R_RM = """table <- anova(lm(m ~ 1), X = ~1, test = "Spherical")
c(table[1, "F"], table[1, "Pr(>F)"],
  as.numeric(sub(".*: *", "", grep("Greenhouse", attr(table, "heading"), value = TRUE))),
  table[1, "G-G Pr"])"""
R_WILCOXON = ("pvalue(wilcoxsign_test(d ~ rep(0, length(d)), distribution = 'exact', "
              "zero.method = 'Wilcoxon'))")  # fmt: skip

ENTRIES = (
    Entry(
        "RM-ANOVA, Greenhouse-Geisser", rm_anova_ours,
        {"pingouin": rm_anova_pingouin, "statsmodels:no correction": rm_anova_statsmodels},
        (R((), R_RM, MATRIX),), LISTS, "40 patients x 4 visits; R prints epsilon with 4 digits",
    ),
    Entry(
        "Friedman", friedman_ours, {"scipy": friedman_scipy, "pingouin": friedman_pingouin},
        (R((), "t <- friedman.test(m); c(t$statistic, t$p.value)", MATRIX),), LISTS,
        "40 patients x 4 visits",
    ),
    Entry(
        "Wilcoxon signed-rank, exact",
        lambda: [wilcoxon_signed_rank(TICKS[:, :2], ONCE).p_value],
        {"scipy": wilcoxon_scipy}, (R(("coin",), R_WILCOXON, "d <- x"),), CHANGE.tolist(),
        "40 patients with ties",
    ),
)  # fmt: skip
