"""Every method by the name that the field gives it: what runs it, for which design, its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from dermcohort.estimate.groups.dunn import dunn
from dermcohort.estimate.groups.dunnett import dunnett
from dermcohort.estimate.groups.kruskal_wallis import kruskal_wallis
from dermcohort.estimate.groups.mann_whitney import mann_whitney
from dermcohort.estimate.groups.one_way_anova import one_way_anova
from dermcohort.estimate.groups.student_t import student_t
from dermcohort.estimate.groups.welch_t import welch_t
from dermcohort.estimate.multiplicity.holm import holm
from dermcohort.estimate.normality.shapiro_wilk import shapiro_wilk
from dermcohort.estimate.proportions.chi_square import chi_square
from dermcohort.estimate.proportions.fisher_exact import fisher_exact
from dermcohort.estimate.proportions.proportion import clopper_pearson, wilson
from dermcohort.estimate.same_patients.friedman import friedman
from dermcohort.estimate.same_patients.paired_t import paired_t
from dermcohort.estimate.same_patients.rm_anova import rm_anova
from dermcohort.estimate.same_patients.wilcoxon_signed_rank import wilcoxon_signed_rank

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
        Method("Shapiro-Wilk", shapiro_wilk, "one sample", "test of normality", "Royston 1995"),
        Method(
            "one-way ANOVA",
            one_way_anova,
            "several groups",
            "comparison of means of independent groups",
            "Fisher 1925",
        ),
        Method(
            "Dunnett",
            dunnett,
            "groups against a control",
            "comparison of means with a control, adjusted exactly",
            "Dunnett 1955",
        ),
        Method(
            "Kruskal-Wallis",
            kruskal_wallis,
            "several groups",
            "comparison of ranks of independent groups",
            "Kruskal and Wallis 1952",
        ),
        Method(
            "Dunn",
            dunn,
            "groups against a control",
            "comparison of mean ranks with a control, Bonferroni-adjusted",
            "Dunn 1964",
        ),
        Method(
            "Student t",
            student_t,
            "two groups",
            "comparison of two means with one variance",
            "Student 1908",
        ),
        Method(
            "Welch t",
            welch_t,
            "two groups",
            "comparison of two means with two variances",
            "Welch 1947",
        ),
        Method(
            "Mann-Whitney",
            mann_whitney,
            "two groups",
            "comparison of ranks of two groups",
            "Mann and Whitney 1947",
        ),
        Method(
            "paired t", paired_t, "two visits", "mean change of the same patients", "Student 1908"
        ),
        Method(
            "Wilcoxon signed-rank",
            wilcoxon_signed_rank,
            "two visits",
            "ranks of the changes of the same patients",
            "Wilcoxon 1945",
        ),
        Method(
            "Friedman",
            friedman,
            "several visits",
            "comparison of ranks within the same patients",
            "Friedman 1937",
        ),
        Method(
            "RM-ANOVA",
            rm_anova,
            "several visits",
            "comparison of means within the same patients, Greenhouse-Geisser corrected",
            "Greenhouse and Geisser 1959",
        ),
        Method(
            "chi-square", chi_square, "table", "independence of outcome and group", "Pearson 1900"
        ),
        Method(
            "Fisher",
            fisher_exact,
            "table",
            "exact independence of outcome and group, 2 x 2",
            "Fisher 1935",
        ),
        Method("Wilson", wilson, "proportion", "score interval of a proportion", "Wilson 1927"),
        Method(
            "Clopper-Pearson",
            clopper_pearson,
            "proportion",
            "exact interval of a proportion",
            "Clopper and Pearson 1934",
        ),
        Method("Holm", holm, "adjustment", "stepwise adjustment of p values", "Holm 1979"),
    )
}
