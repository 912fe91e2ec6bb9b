"""One comparison from any table: the same tests, rows and decisions as those of a study."""

from __future__ import annotations

import difflib
from dataclasses import replace

from dermcohort.counts import Floats, Ints, VisitCounts
from dermcohort.errors import NotEstimable, UsageError
from dermcohort.estimate.analyses.arms import Arms
from dermcohort.estimate.analyses.descriptives import descriptive_rows, proportion_rows
from dermcohort.estimate.analyses.independent import contrasts, independent, omnibus, two_groups
from dermcohort.estimate.analyses.plan import Answer, Rules, absent, rows
from dermcohort.estimate.analyses.same_patients import same_patients
from dermcohort.estimate.proportions.chi_square import chi_square
from dermcohort.estimate.proportions.fisher_exact import fisher_exact
from dermcohort.results import Result

#: What ``method`` may be, without and with a subject.
GROUP_METHODS = (
    "auto", "one-way ANOVA", "Kruskal-Wallis", "Dunnett", "Dunn",
    "Student t", "Welch t", "Mann-Whitney",
)  # fmt: skip
CATEGORY_METHODS = ("auto", "Fisher", "chi-square")
SUBJECT_METHODS = ("auto", "RM-ANOVA", "Friedman", "paired t", "Wilcoxon signed-rank")
ANALYSIS = "comparison"
#: Below this expected count chi-square is a rough guide (Cochran 1954).
FEWEST_EXPECTED = 5


def compare_groups(
    parameter: str, labels: tuple[str, ...], values: Floats, counts: Ints, rules: Rules, method: str
) -> Answer:
    """Different patients in each group; the first label is the control.

    Parameters
    ----------
    values : float array, shape (m,)
    counts : int array, shape (m, k)

    Raises
    ------
    UsageError
        If the method is not one of `GROUP_METHODS` or does not fit the number of groups.
    """
    method = known(method, GROUP_METHODS)
    arms = Arms(Result(ANALYSIS, "observed", parameter, n=int(counts.sum())), "group", labels,
                values, counts)  # fmt: skip
    answer = Answer()
    for label in labels:
        answer += Answer(descriptive_rows(arms.of_arm(label), *arms.margin(label), rules))
    return answer + _by_method(arms, rules, method)


def _by_method(arms: Arms, rules: Rules, method: str) -> Answer:
    if method == "auto":
        return independent(arms, rules)
    if method in ("one-way ANOVA", "Kruskal-Wallis"):
        return Answer(omnibus(arms, method)[0])
    if method in ("Dunnett", "Dunn"):
        return contrasts(arms, rules, method)
    if len(arms.labels) != 2:
        raise UsageError(
            f"{method} compares two groups, and there are {len(arms.labels)}: "
            f"{', '.join(arms.labels)}; try: --method auto"
        )
    return two_groups(arms, rules, method)


def compare_categories(
    parameter: str,
    labels: tuple[str, ...],
    categories: tuple[str, ...],
    table: Ints,
    rules: Rules,
    method: str,
) -> Answer:
    """Categories in groups of different patients: Fisher's exact test for 2 x 2, else chi-square.

    Parameters
    ----------
    labels : tuple of str, length k
    categories : tuple of str, length r
    table : int array, shape (r, k)

    Raises
    ------
    UsageError
        If the method is not one of `CATEGORY_METHODS`, or Fisher's is asked for and the table is
        not 2 x 2.
    """
    method = known(method, CATEGORY_METHODS)
    made: tuple[Result, ...] = ()
    for label, column in zip(labels, table.T, strict=True):
        n = int(column.sum())
        made += rows(Result(ANALYSIS, "observed", parameter, group=label, n=n), n=n)
        for category, count in zip(categories, column, strict=True):
            key = Result(ANALYSIS, "observed", parameter, category, label)
            made += proportion_rows(key, int(count), n, rules, intervals=(rules.interval,))
    two_by_two = table.shape == (2, 2)
    if method == "Fisher" and not two_by_two:
        raise UsageError(
            f"Fisher's test is here for 2 x 2, and the table is {len(categories)} x {len(labels)}; "
            "try: --method chi-square"
        )
    if method == "auto":
        method = "Fisher" if two_by_two else "chi-square"
    key = Result(ANALYSIS, "observed", parameter, n=int(table.sum()), method=method)
    return Answer(made + _test_of_table(key, table))


def _test_of_table(key: Result, table: Ints) -> tuple[Result, ...]:
    try:
        if key.method == "Fisher":
            return rows(key, p_value=fisher_exact(table).p_value)
        found = chi_square(table)
    except NotEstimable as why:
        return absent(key, str(why), "p_value")
    small = found.expected_min < FEWEST_EXPECTED
    warning = f"the smallest expected count is {found.expected_min:.1f}" if small else ""
    key = replace(key, warning=warning)
    return rows(key, chi2=found.chi2, df=found.df, p_value=found.p_value)


def compare_subjects(parameter: str, counts: VisitCounts, rules: Rules, method: str) -> Answer:
    """The same patients under each level; the first level is the control.

    Raises
    ------
    UsageError
        If the method is not one of `SUBJECT_METHODS`.
    """
    method = known(method, SUBJECT_METHODS)
    key = Result(ANALYSIS, "observed", parameter)
    answer = Answer()
    for visit in counts.visits:
        answer += Answer(descriptive_rows(replace(key, visit=visit), *counts.margin(visit), rules))
    found = same_patients(key, counts, rules, method=method)
    return answer + found


def known(method: str, allowed: tuple[str, ...]) -> str:
    """The method's name as it is written here, whatever the case it was typed in."""
    by_lower = {name.lower(): name for name in allowed}
    if method.lower() in by_lower:
        return by_lower[method.lower()]
    near = difflib.get_close_matches(method.lower(), by_lower, n=1)
    hint = f"; did you mean {by_lower[near[0]]!r}?" if near else ""
    raise UsageError(f"no method {method!r} here{hint} Allowed: {', '.join(allowed)}")
