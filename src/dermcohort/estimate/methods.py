"""Every method by the name that the field gives it: what runs it, for which design, its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from dermcohort.estimate.groups.bartlett import bartlett
from dermcohort.estimate.groups.brown_forsythe import brown_forsythe
from dermcohort.estimate.groups.brunner_munzel import brunner_munzel
from dermcohort.estimate.groups.dunn import dunn
from dermcohort.estimate.groups.dunn_all_pairs import dunn_all_pairs
from dermcohort.estimate.groups.dunnett import dunnett
from dermcohort.estimate.groups.epsilon_squared import epsilon_squared
from dermcohort.estimate.groups.eta_squared import eta_squared
from dermcohort.estimate.groups.games_howell import games_howell
from dermcohort.estimate.groups.hedges_g import hedges_g
from dermcohort.estimate.groups.hodges_lehmann import hodges_lehmann
from dermcohort.estimate.groups.jonckheere_terpstra import jonckheere_terpstra
from dermcohort.estimate.groups.kruskal_wallis import kruskal_wallis
from dermcohort.estimate.groups.mann_whitney import mann_whitney
from dermcohort.estimate.groups.one_way_anova import one_way_anova
from dermcohort.estimate.groups.permutation_t import permutation_t
from dermcohort.estimate.groups.steel import steel
from dermcohort.estimate.groups.student_t import student_t
from dermcohort.estimate.groups.superiority import (
    cliff_delta,
    probability_of_superiority,
    rank_biserial,
)
from dermcohort.estimate.groups.tukey_kramer import tukey_kramer
from dermcohort.estimate.groups.welch_anova import welch_anova
from dermcohort.estimate.groups.welch_t import welch_t
from dermcohort.estimate.imputation.copy_increments_in_reference import copy_increments_in_reference
from dermcohort.estimate.imputation.copy_reference import copy_reference
from dermcohort.estimate.imputation.jump_to_reference import jump_to_reference
from dermcohort.estimate.imputation.multiple_imputation import multiple_imputation
from dermcohort.estimate.imputation.rubin import rubin
from dermcohort.estimate.imputation.tipping_point import tipping_point
from dermcohort.estimate.mmrm.change_from_baseline import mmrm_of_counts
from dermcohort.estimate.multiplicity.benjamini_hochberg import benjamini_hochberg
from dermcohort.estimate.multiplicity.fixed_sequence import fixed_sequence
from dermcohort.estimate.multiplicity.hochberg import hochberg
from dermcohort.estimate.multiplicity.holm import bonferroni, holm
from dermcohort.estimate.multiplicity.sidak import sidak
from dermcohort.estimate.normality.anderson_darling import anderson_darling
from dermcohort.estimate.normality.dagostino_pearson import dagostino_pearson
from dermcohort.estimate.normality.shapiro_wilk import shapiro_wilk
from dermcohort.estimate.proportions.chi_square import chi_square
from dermcohort.estimate.proportions.fisher_exact import fisher_exact
from dermcohort.estimate.proportions.miettinen_nurminen import miettinen_nurminen
from dermcohort.estimate.proportions.newcombe import newcombe
from dermcohort.estimate.proportions.odds_ratio import odds_ratio, odds_ratio_mid_p
from dermcohort.estimate.proportions.poisson_rate import poisson_rate
from dermcohort.estimate.proportions.proportion import clopper_pearson, wilson
from dermcohort.estimate.proportions.rate_ratio import rate_ratio, rate_ratio_mid_p
from dermcohort.estimate.proportions.risk_ratio import risk_ratio
from dermcohort.estimate.proportions.score_odds_ratio import score_odds_ratio
from dermcohort.estimate.regression.firth import firth
from dermcohort.estimate.same_patients.cochran_q import cochran_q
from dermcohort.estimate.same_patients.dunn_after_friedman import dunn_after_friedman
from dermcohort.estimate.same_patients.friedman import friedman
from dermcohort.estimate.same_patients.friedman_exact import friedman_exact
from dermcohort.estimate.same_patients.hodges_lehmann_paired import hodges_lehmann_paired
from dermcohort.estimate.same_patients.mcnemar import mcnemar, mcnemar_exact, mcnemar_mid_p
from dermcohort.estimate.same_patients.paired_t import paired_t
from dermcohort.estimate.same_patients.quade import quade
from dermcohort.estimate.same_patients.rm_anova import rm_anova
from dermcohort.estimate.same_patients.wilcoxon_signed_rank import (
    wilcoxon_signed_rank,
    wilcoxon_signed_rank_pratt,
)
from dermcohort.estimate.survival.cox import cox
from dermcohort.estimate.survival.cumulative_incidence import aalen_johansen
from dermcohort.estimate.survival.gray import gray
from dermcohort.estimate.survival.hazard_ratio import hazard_ratio
from dermcohort.estimate.survival.kaplan_meier import kaplan_meier
from dermcohort.estimate.survival.log_rank import log_rank, stratified_log_rank
from dermcohort.estimate.survival.restricted_mean import restricted_mean, restricted_mean_difference
from dermcohort.estimate.survival.schoenfeld import schoenfeld_test

Design = Literal[
    "one sample",
    "two groups",
    "several groups",
    "groups against a control",
    "all pairs",
    "two visits",
    "several visits",
    "visits against a control",
    "table",
    "proportion",
    "two proportions",
    "rate",
    "two rates",
    "adjustment",
    "curve",
    "groups over time",
    "two groups over time",
    "strata over time",
    "competing reasons",
    "hazards",
    "odds",
    "mixed model",
    "imputation",
    "shifted imputation",
    "completed sets",
]


@dataclass(frozen=True, slots=True)
class Method:
    """One method.

    Attributes
    ----------
    name : str
        As in the column ``method`` of the results.
    function : callable
        Counts in, frozen dataclass out.
    design : str
        What it compares; it fixes what the function takes.
    summary : str
        What it does, as a methods section says it.
    source : str
        First publication.
    """

    name: str
    function: Callable[..., Any]
    design: Design
    summary: str
    source: str


METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        Method("Shapiro-Wilk", shapiro_wilk, "one sample",
               "test of normality", "Royston 1995"),
        Method("Anderson-Darling", anderson_darling, "one sample",
               "test of normality, for any number of patients", "Anderson and Darling 1952"),
        Method("D'Agostino-Pearson", dagostino_pearson, "one sample",
               "test of normality by skewness and kurtosis, for any number of patients",
               "D'Agostino and Pearson 1973"),
        Method("one-way ANOVA", one_way_anova, "several groups",
               "comparison of means of independent groups", "Fisher 1925"),
        Method("Welch ANOVA", welch_anova, "several groups",
               "comparison of means of independent groups, each with its own variance",
               "Welch 1951"),
        Method("Kruskal-Wallis", kruskal_wallis, "several groups",
               "comparison of ranks of independent groups", "Kruskal and Wallis 1952"),
        Method("Jonckheere-Terpstra", jonckheere_terpstra, "several groups",
               "trend of ranks over groups in order", "Jonckheere 1954"),
        Method("Brown-Forsythe", brown_forsythe, "several groups",
               "comparison of spread, about the medians", "Brown and Forsythe 1974"),
        Method("Bartlett", bartlett, "several groups",
               "comparison of variances of normal groups", "Bartlett 1937"),
        Method("eta squared", eta_squared, "several groups",
               "share of the variance that lies between groups", "Steiger 2004"),
        Method("epsilon squared", epsilon_squared, "several groups",
               "share of the variance of the ranks that lies between groups", "Kelley 1935"),
        Method("Dunnett", dunnett, "groups against a control",
               "comparison of means with a control, adjusted exactly", "Dunnett 1955"),
        Method("Dunn", dunn, "groups against a control",
               "comparison of mean ranks with a control, Bonferroni-adjusted", "Dunn 1964"),
        Method("Steel", steel, "groups against a control",
               "comparison of ranks with a control, pair by pair, adjusted together", "Steel 1959"),
        Method("Tukey-Kramer", tukey_kramer, "all pairs",
               "comparison of means of all pairs of groups, adjusted together", "Kramer 1956"),
        Method("Games-Howell", games_howell, "all pairs",
               "comparison of means of all pairs of groups, each with its own variance",
               "Games and Howell 1976"),
        Method("Dunn all pairs", dunn_all_pairs, "all pairs",
               "comparison of mean ranks of all pairs of groups, Bonferroni-adjusted", "Dunn 1964"),
        Method("Student t", student_t, "two groups",
               "comparison of two means with one variance", "Student 1908"),
        Method("Welch t", welch_t, "two groups",
               "comparison of two means with two variances", "Welch 1947"),
        Method("permutation t", permutation_t, "two groups",
               "comparison of two means by their permutation distribution", "Pitman 1937"),
        Method("Mann-Whitney", mann_whitney, "two groups",
               "comparison of ranks of two groups", "Mann and Whitney 1947"),
        Method("Brunner-Munzel", brunner_munzel, "two groups",
               "comparison of ranks of two groups with different spread",
               "Brunner and Munzel 2000"),
        Method("Hodges-Lehmann", hodges_lehmann, "two groups",
               "shift between two groups, with the interval of the rank test",
               "Hodges and Lehmann 1963"),
        Method("Hedges g", hedges_g, "two groups",
               "difference of two means in standard deviations", "Hedges 1981"),
        Method("probability of superiority", probability_of_superiority, "two groups",
               "how often a patient of one group has the larger value", "Newcombe 2006"),
        Method("Cliff delta", cliff_delta, "two groups",
               "how much more often one group has the larger value than the other", "Cliff 1993"),
        Method("rank-biserial", rank_biserial, "two groups",
               "correlation of group and rank", "Cureton 1956"),
        Method("paired t", paired_t, "two visits",
               "mean change of the same patients", "Student 1908"),
        Method("Wilcoxon signed-rank", wilcoxon_signed_rank, "two visits",
               "ranks of the changes of the same patients", "Wilcoxon 1945"),
        Method("Wilcoxon signed-rank (Pratt)", wilcoxon_signed_rank_pratt, "two visits",
               "ranks of the changes of the same patients, no change ranked too", "Pratt 1959"),
        Method("Hodges-Lehmann paired", hodges_lehmann_paired, "two visits",
               "pseudo-median of the changes of the same patients, with its interval",
               "Hodges and Lehmann 1963"),
        Method("RM-ANOVA", rm_anova, "several visits",
               "comparison of means within the same patients, Greenhouse-Geisser corrected",
               "Greenhouse and Geisser 1959"),
        Method("Friedman", friedman, "several visits",
               "comparison of ranks within the same patients", "Friedman 1937"),
        Method("Friedman exact", friedman_exact, "several visits",
               "comparison of ranks within the same patients, exact p", "Friedman 1937"),
        Method("Quade", quade, "several visits",
               "comparison of ranks within the same patients, weighted by their range",
               "Quade 1979"),
        Method("Dunn after Friedman", dunn_after_friedman, "visits against a control",
               "mean ranks within the same patients against a control, Bonferroni-adjusted",
               "Dunn 1964"),
        Method("McNemar", mcnemar, "two visits",
               "comparison of a response of the same patients", "McNemar 1947"),
        Method("McNemar exact", mcnemar_exact, "two visits",
               "exact comparison of a response of the same patients", "McNemar 1947"),
        Method("McNemar mid-p", mcnemar_mid_p, "two visits",
               "mid-p comparison of a response of the same patients", "Fagerland and others 2013"),
        Method("Cochran Q", cochran_q, "several visits",
               "comparison of a response over visits of the same patients", "Cochran 1950"),
        Method("MMRM", mmrm_of_counts, "mixed model",
               "mixed model for repeated measures", "Mallinckrodt and others 2001"),
        Method("chi-square", chi_square, "table",
               "independence of outcome and group", "Pearson 1900"),
        Method("Fisher", fisher_exact, "table",
               "exact independence of outcome and group, 2 x 2", "Fisher 1935"),
        Method("Wilson", wilson, "proportion",
               "score interval of a proportion", "Wilson 1927"),
        Method("Clopper-Pearson", clopper_pearson, "proportion",
               "exact interval of a proportion", "Clopper and Pearson 1934"),
        Method("Newcombe", newcombe, "two proportions",
               "difference of two proportions with the hybrid score interval", "Newcombe 1998"),
        Method("Miettinen-Nurminen", miettinen_nurminen, "two proportions",
               "difference of two proportions, score test and limits",
               "Miettinen and Nurminen 1985"),
        Method("risk ratio", risk_ratio, "two proportions",
               "ratio of two proportions, score test and limits", "Miettinen and Nurminen 1985"),
        Method("odds ratio", odds_ratio, "two proportions",
               "conditional odds ratio with exact limits", "Fisher 1935"),
        Method("odds ratio mid-p", odds_ratio_mid_p, "two proportions",
               "conditional odds ratio with mid-p limits", "Lancaster 1961"),
        Method("score odds ratio", score_odds_ratio, "two proportions",
               "odds ratio, score test and limits", "Miettinen and Nurminen 1985"),
        Method("exact Poisson rate", poisson_rate, "rate",
               "events per 100 patient-years with exact limits", "Garwood 1936"),
        Method("rate ratio", rate_ratio, "two rates",
               "ratio of two event rates, exact given all events",
               "Przyborowski and Wilenski 1940"),
        Method("rate ratio mid-p", rate_ratio_mid_p, "two rates",
               "ratio of two event rates given all events, mid-p limits", "Lancaster 1961"),
        Method("Firth logistic", firth, "odds",
               "logistic regression with Firth's penalty, profile limits and tests", "Firth 1993"),
        Method("Kaplan-Meier", kaplan_meier, "curve",
               "share without the event over time, and the median", "Kaplan and Meier 1958"),
        Method("restricted mean", restricted_mean, "curve",
               "mean time without the event up to a given time", "Irwin 1949"),
        Method("Aalen-Johansen", aalen_johansen, "curve",
               "share with the event over time, for each of competing reasons",
               "Aalen and Johansen 1978"),
        Method("difference of restricted means", restricted_mean_difference, "groups over time",
               "comparison of mean times up to a given time with a control",
               "Royston and Parmar 2013"),
        Method("log-rank", log_rank, "groups over time",
               "comparison of times to an event", "Mantel 1966"),
        Method("stratified log-rank", stratified_log_rank, "strata over time",
               "comparison of times to an event within strata", "Mantel 1966"),
        Method("Gray", gray, "competing reasons",
               "comparison of cumulative incidence of a reason among competing ones", "Gray 1988"),
        Method("Cox", cox, "hazards",
               "proportional hazards regression, ties by Efron", "Cox 1972"),
        Method("hazard ratio", hazard_ratio, "two groups over time",
               "hazard of one group over that of the other", "Cox 1972"),
        Method("Schoenfeld test", schoenfeld_test, "hazards",
               "check that hazards are proportional", "Grambsch and Therneau 1994"),
        Method("multiple imputation", multiple_imputation, "imputation",
               "mean change with missing values drawn from what is known", "Rubin 1987"),
        Method("jump to reference", jump_to_reference, "imputation",
               "difference of groups if those who left did as the reference group",
               "Carpenter and others 2013"),
        Method("copy reference", copy_reference, "imputation",
               "difference of groups if those who left had always been as the reference group",
               "Carpenter and others 2013"),
        Method("copy increments in reference", copy_increments_in_reference, "imputation",
               "difference of groups if those who left kept what they had gained",
               "Carpenter and others 2013"),
        Method("tipping point", tipping_point, "shifted imputation",
               "how much worse missing values must be to turn the answer", "Yan and others 2009"),
        Method("Rubin", rubin, "completed sets",
               "one estimate from several completed data sets", "Rubin 1987"),
        Method("Bonferroni", bonferroni, "adjustment",
               "p values times the number of comparisons", "Bonferroni 1936"),
        Method("Sidak", sidak, "adjustment",
               "adjustment of independent p values", "Sidak 1967"),
        Method("Holm", holm, "adjustment",
               "stepwise adjustment of p values", "Holm 1979"),
        Method("Hochberg", hochberg, "adjustment",
               "step-up adjustment of p values", "Hochberg 1988"),
        Method("Benjamini-Hochberg", benjamini_hochberg, "adjustment",
               "adjustment of p values for the share of false discoveries",
               "Benjamini and Hochberg 1995"),
        Method("fixed sequence", fixed_sequence, "adjustment",
               "p values in a declared order, each only after those before it",
               "Maurer and others 1995"),
    )
}  # fmt: skip
