"""Independent groups: means, ranks, normality."""

from __future__ import annotations

from typing import Any

import numpy as np
from counting import counted, scores
from entry import Entry, Numbers, R

from dermcohort.estimate.groups import dunnett as dunnett_file
from dermcohort.estimate.groups.dunn import dunn
from dermcohort.estimate.groups.dunnett import dunnett
from dermcohort.estimate.groups.kruskal_wallis import kruskal_wallis
from dermcohort.estimate.groups.mann_whitney import mann_whitney
from dermcohort.estimate.groups.one_way_anova import one_way_anova
from dermcohort.estimate.normality.shapiro_wilk import shapiro_wilk

RNG = np.random.default_rng(1)
#: Three groups of 30; two groups with many ties; 20 endpoints x 3 groups of 30 x 3 visits.
THREE = [scores(RNG, 30, mean) for mean in (16, 12, 11)]
ITCH = [RNG.integers(0, 11, 30).astype(float), RNG.integers(2, 11, 25).astype(float)]
TABLES = [[scores(RNG, 30, mean) for mean in (16, 12, 8)] for _ in range(60)]
LISTS = [group.tolist() for group in THREE]
#: As the estimators take them.
OF_THREE, OF_FIRST, OF_ITCH = counted(THREE), counted(THREE[:1]), counted(ITCH)
LONG = "long <- data.frame(y = unlist(x), g = factor(rep(seq_along(x), lengths(x))))"


def _stats() -> Any:
    import scipy.stats

    return scipy.stats


def _frame(groups: list[np.ndarray]) -> Any:
    import pandas as pd

    names = np.repeat(np.arange(len(groups)), [len(g) for g in groups])
    return pd.DataFrame({"y": np.concatenate(groups), "g": names})


# The 60 small tables


def tables_ours() -> Numbers:
    made: list[float] = []
    for groups in TABLES:
        values, counts = counted(groups)
        made += [shapiro_wilk(values, counts[:, j]).p_value for j in range(3)]
        made += [one_way_anova(values, counts).p_value, kruskal_wallis(values, counts).p_value]
        made += dunn(values, counts).p_value.tolist()
        made += dunnett(values, counts).p_adjusted.tolist()
    return made


def tables_scipy() -> Numbers:
    import scikit_posthocs

    stats, made = _stats(), []
    for groups in TABLES:
        made += [stats.shapiro(g).pvalue for g in groups]
        made += [stats.f_oneway(*groups).pvalue, stats.kruskal(*groups).pvalue]
        made += scikit_posthocs.posthoc_dunn(groups).iloc[0, 1:].tolist()
        made += stats.dunnett(*groups[1:], control=groups[0]).pvalue.tolist()
    return made


R_FRAMES = ("tables <- lapply(x, function(x) "
            "data.frame(y = unlist(x), g = factor(rep(1:3, lengths(x)))))")  # fmt: skip
R_BASE = """unlist(lapply(tables, function(d) {
  c(tapply(d$y, d$g, function(y) shapiro.test(y)$p.value),
    oneway.test(y ~ g, d, var.equal = TRUE)$p.value, kruskal.test(y ~ g, d)$p.value, rep(NA, 4))
}))"""
R_RSTATIX = """unlist(lapply(tables, function(d) {
  c(shapiro_test(group_by(d, g), y)$p, anova_test(d, y ~ g)$p, kruskal_test(d, y ~ g)$p,
    dunn_test(d, y ~ g)$p[1:2], summary(glht(aov(y ~ g, d), mcp(g = "Dunnett")))$test$pvalues)
}))"""


# Dunnett


def dunnett_p() -> Numbers:
    # The margin of the limits is kept for a design; what is left to do is p.
    return dunnett(*OF_THREE).p_adjusted


def dunnett_limits() -> Numbers:
    dunnett_file.dunnett_margin.cache_clear()
    found = dunnett(*OF_THREE)
    return [*found.p_adjusted, *found.conf_low, *found.conf_high]


def dunnett_scipy(*, limits: bool = False) -> Numbers:
    found = _stats().dunnett(*THREE[1:], control=THREE[0])
    interval = found.confidence_interval() if limits else None
    return [*found.pvalue, *interval.low, *interval.high] if limits else found.pvalue


R_DUNNETT = 'fit <- glht(aov(y ~ g, long), mcp(g = "Dunnett")); '
R_LIMITS = "c(summary(fit)$test$pvalues, confint(fit)$confint[, 2:3])"
R_ANOVA = "t <- oneway.test(y ~ g, long, var.equal = TRUE); c(t$statistic, t$p.value)"


# Ranks


def dunn_posthocs() -> Numbers:
    import scikit_posthocs

    return scikit_posthocs.posthoc_dunn(THREE).iloc[0, 1:].tolist()


def kruskal_ours() -> Numbers:
    found = kruskal_wallis(*OF_THREE)
    return [found.h, found.p_value]


def kruskal_pingouin() -> Numbers:
    import pingouin

    found = pingouin.kruskal(_frame(THREE), dv="y", between="g")
    return [found["H"].iloc[0], found["p_unc"].iloc[0]]


def anova_ours() -> Numbers:
    found = one_way_anova(*OF_THREE)
    return [found.f, found.p_value]


def shapiro_ours() -> Numbers:
    values, counts = OF_FIRST
    found = shapiro_wilk(values, counts[:, 0])
    return [found.w, found.p_value]


ENTRIES = (
    Entry(
        "60 small tables", tables_ours, {"scipy:+ scikit-posthocs": tables_scipy},
        (R((), R_BASE, R_FRAMES, "R base: no Dunn, no Dunnett"),
         R(("rstatix", "multcomp"), R_RSTATIX, R_FRAMES)),
        [[group.tolist() for group in groups] for groups in TABLES],
        "3 x 30 patients each: Shapiro-Wilk, ANOVA, Kruskal-Wallis, Dunn, Dunnett",
    ),
    Entry(
        "Dunnett, p", dunnett_p, {"scipy": dunnett_scipy},
        (R(("multcomp",), R_DUNNETT + "summary(fit)$test$pvalues", LONG),),
        LISTS, "3 x 30",
    ),
    Entry(
        "Dunnett, p and limits", dunnett_limits, {"scipy": lambda: dunnett_scipy(limits=True)},
        (R(("multcomp",), R_DUNNETT + R_LIMITS, LONG),),
        LISTS, "3 x 30",
    ),
    Entry(
        "Shapiro-Wilk", shapiro_ours, {"scipy": lambda: _stats().shapiro(THREE[0])},
        (R((), "t <- shapiro.test(x); c(t$statistic, t$p.value)"),), LISTS[0], "30 patients",
    ),
    Entry(
        "one-way ANOVA", anova_ours, {"scipy": lambda: _stats().f_oneway(*THREE)},
        (R((), R_ANOVA, LONG),), LISTS, "3 x 30",
    ),
    Entry(
        "Kruskal-Wallis", kruskal_ours,
        {"scipy": lambda: _stats().kruskal(*THREE), "pingouin": kruskal_pingouin},
        (R((), "t <- kruskal.test(x); c(t$statistic, t$p.value)"),), LISTS, "3 x 30",
    ),
    Entry(
        "Dunn", lambda: dunn(*OF_THREE).p_value, {"scikit_posthocs": dunn_posthocs},
        (R(("rstatix",), "dunn_test(long, y ~ g)$p[1:2]", LONG),), LISTS, "3 x 30, p not adjusted",
    ),
    Entry(
        "Mann-Whitney, exact with ties", lambda: [mann_whitney(*OF_ITCH).p_value],
        {"scipy:exact, ignores ties": lambda: [
            _stats().mannwhitneyu(*ITCH, method="exact").pvalue],
         "scipy:normal": lambda: [_stats().mannwhitneyu(*ITCH, method="asymptotic").pvalue]},
        (R(("coin",), 'pvalue(wilcox_test(y ~ g, long, distribution = "exact"))', LONG),),
        [group.tolist() for group in ITCH], "30 and 25 patients, 11 values",
    ),
)  # fmt: skip
