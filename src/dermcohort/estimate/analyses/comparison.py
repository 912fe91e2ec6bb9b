"""One comparison from any table: the same tests, rows and decisions as those of a study."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import Any

from dermcohort.counts import Floats, Ints, VisitCounts
from dermcohort.errors import NotEstimable, UsageError
from dermcohort.estimate.analyses.arms import Arms
from dermcohort.estimate.analyses.descriptives import descriptive_rows, proportion_rows
from dermcohort.estimate.analyses.independent import contrasts, independent, omnibus, two_groups
from dermcohort.estimate.analyses.named import (
    ONE_GROUP,
    attempt,
    missing_statistic,
    of_arms,
    of_visits,
)
from dermcohort.estimate.analyses.plan import Answer, Rules, absent, rows
from dermcohort.estimate.analyses.same_patients import BY_NAME, same_patients
from dermcohort.estimate.methods import METHODS, Method
from dermcohort.estimate.proportions.chi_square import chi_square
from dermcohort.estimate.proportions.fisher_exact import fisher_exact
from dermcohort.results import Result

ANALYSIS = "comparison"
#: Below this expected count chi-square is a rough guide (Cochran 1954).
FEWEST_EXPECTED = 5


def compare_groups(
    parameter: str, labels: tuple[str, ...], values: Floats, counts: Ints, rules: Rules,
    method: str, **settings: Any,
) -> Answer:  # fmt: skip
    """Different patients in each group; the first label is the control.

    Parameters
    ----------
    values : float array, shape (m,)
    counts : int array, shape (m, k)

    method : str
        "auto" for the choice tree of the source paper, or a name of `METHODS`.

    Raises
    ------
    UsageError
        If the method does not fit the number of groups.
    """
    arms = Arms(Result(ANALYSIS, "observed", parameter, n=int(counts.sum())), "group", labels,
                values, counts)  # fmt: skip
    answer = Answer()
    for label in labels:
        answer += Answer(descriptive_rows(arms.of_arm(label), *arms.margin(label), rules))
    return answer + _by_method(arms, rules, method, settings)


def _by_method(arms: Arms, rules: Rules, method: str, settings: dict[str, Any]) -> Answer:
    if method == "auto":
        return independent(arms, rules)
    if METHODS[method].design == "two groups" and len(arms.labels) > 2:
        raise UsageError(
            f"{method} compares two groups, and there are {len(arms.labels)}: "
            f"{', '.join(arms.labels)}; try: --method auto"
        )
    if arms.nothing_to_compare:
        # The reason is the same for all.
        return of_arms(METHODS[method], arms, rules, **settings)
    arms = arms.only(arms.filled)
    if method in ("one-way ANOVA", "Kruskal-Wallis"):
        return Answer(omnibus(arms, method)[0])
    if method in ("Dunnett", "Dunn") and not settings:
        return contrasts(arms, rules, method)
    if method in ("Student t", "Welch t", "Mann-Whitney"):
        return two_groups(arms, rules, method)
    return of_arms(METHODS[method], arms, rules, **settings)


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
        If Fisher's is asked for and the table is not 2 x 2.
    """
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


def compare_responses(
    parameter: str, labels: tuple[str, ...], table: Ints, rules: Rules, method: Method
) -> Answer:
    """How many responded: the proportion in each group, or one group against the control.

    Parameters
    ----------
    labels : tuple of str, length k
    table : int array, shape (2, k)
        Responders, and others.
    method : Method
        Of the design "proportion" or "two proportions".

    Raises
    ------
    UsageError
        If two groups are compared and there are more.
    """
    each = method.design == "proportion"
    intervals = (method.name if each else rules.interval,)
    made: tuple[Result, ...] = ()
    for label, (count, others) in zip(labels, table.T.tolist(), strict=True):
        key = Result(ANALYSIS, "observed", parameter, "yes", label)
        made += proportion_rows(key, count, count + others, rules, intervals=intervals)
    if each:
        return Answer(made)
    key = _second_against_first(parameter, labels, method, int(table.sum()))
    if len(labels) < 2:
        return Answer(made + absent(key, ONE_GROUP, missing_statistic(method)))
    return Answer(made) + attempt(key, method, table, rules=rules)


def compare_rates(
    parameter: str,
    labels: tuple[str, ...],
    events: tuple[int, ...],
    years: tuple[float, ...],
    rules: Rules,
    method: Method,
) -> Answer:
    """Events in so many patient-years: the rate in each group, or one against the control.

    Raises
    ------
    UsageError
        If two groups are compared and there are more.
    """
    if method.design == "rate":
        answer = Answer()
        for label, count, time in zip(labels, events, years, strict=True):
            key = Result(ANALYSIS, "observed", parameter, group=label, method=method.name)
            answer += Answer(rows(key, count=count)) + attempt(
                key, method, count, time, rules=rules)  # fmt: skip
        return answer
    key = _second_against_first(parameter, labels, method, None)
    if len(labels) < 2:
        return Answer(absent(key, ONE_GROUP, missing_statistic(method)))
    return attempt(key, method, events, years, rules=rules)


def _second_against_first(
    parameter: str, labels: tuple[str, ...], method: Method, n: int | None
) -> Result:
    if len(labels) > 2:
        raise UsageError(
            f"{method.name} compares two groups, and there are {len(labels)}: {', '.join(labels)}; "
            "try: a table with two groups"
        )
    key = Result(ANALYSIS, "observed", parameter, n=n, method=method.name)
    return replace(key, group=labels[1], comparator=labels[0]) if len(labels) > 1 else key


def adjust(parameter: str, labels: tuple[str, ...], p_values: Floats, method: Method) -> Answer:
    """Each p as it was, and adjusted for the others."""
    adjusted = method.function(p_values)
    made: tuple[Result, ...] = ()
    for label, before, after in zip(labels, p_values, adjusted, strict=True):
        key = Result(ANALYSIS, parameter=parameter, group=label, method=method.name)
        made += rows(key, p_value=before, p_adjusted=after)
    return Answer(made)


def compare_subjects(
    parameter: str, counts: VisitCounts, rules: Rules, method: str, **settings: Any
) -> Answer:
    """The same patients under each level; the first level is the control."""
    key = Result(ANALYSIS, "observed", parameter)
    answer = Answer()
    for visit in counts.visits:
        answer += Answer(descriptive_rows(replace(key, visit=visit), *counts.margin(visit), rules))
    if method == "auto" or method in BY_NAME:
        return answer + same_patients(key, counts, rules, method=method)
    return answer + of_visits(key, METHODS[method], counts, rules, **settings)


def known(method: str) -> str:
    """The method's name as it is written in `METHODS`, whatever the case it was typed in.

    Raises
    ------
    UsageError
        If there is none; with the nearest names, and all.
    """
    by_lower = {name.lower(): name for name in ("auto", *METHODS)}
    if method.lower() in by_lower:
        return by_lower[method.lower()]
    near = difflib.get_close_matches(method.lower(), by_lower, n=1)
    hint = f"; did you mean {by_lower[near[0]]!r}?" if near else ""
    raise UsageError(f"no method {method!r}{hint} Allowed: {', '.join(by_lower.values())}")
