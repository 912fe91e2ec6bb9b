"""Descriptives of one set of counts as rows: n, mean, SD, quartiles, and the rest."""

from __future__ import annotations

from dataclasses import replace

from dermcohort.counts import Floats, Ints
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.plan import Rules, absent, rows
from dermcohort.estimate.describe import describe
from dermcohort.estimate.proportions.proportion import clopper_pearson, wilson
from dermcohort.results import Result

NAMES = ("mean", "sd", "se", "median", "q1", "q3", "min", "max", "geometric_mean")
INTERVALS = {"Wilson": wilson, "Clopper-Pearson": clopper_pearson}


def descriptive_rows(key: Result, values: Floats, counts: Ints, rules: Rules) -> tuple[Result, ...]:
    """Rows n, mean, sd, se, median, q1, q3, min, max, geometric_mean.

    Parameters
    ----------
    key : Result
        Everything but statistic, value and n.
    values, counts : arrays, shape (m,)
        Distinct values ascending, and how many patients have each.
    """
    n = int(counts.sum())
    key = replace(key, n=n)
    if n == 0:
        return rows(key, n=0) + absent(key, "no patient has a value", *NAMES)
    found = describe(values, counts, quartile_type=rules.quartile_type)
    numbers = {
        "mean": found.mean, "sd": found.sd, "se": found.se, "median": found.median,
        "q1": found.q1, "q3": found.q3, "min": found.minimum, "max": found.maximum,
        "geometric_mean": found.geometric_mean,
    }  # fmt: skip
    reasons = {
        "sd": "one patient has no standard deviation",
        "se": "one patient has no standard error",
        "geometric_mean": "a geometric mean needs values above 0",
    }
    made: tuple[Result, ...] = rows(key, n=n)
    for name, value in numbers.items():
        made += rows(key, **{name: value}) if value is not None else absent(
            key, reasons[name], name)  # fmt: skip
    return made


def proportion_rows(
    key: Result, count: int, n: int, rules: Rules, *, intervals: tuple[str, ...] = ()
) -> tuple[Result, ...]:
    """Rows count and percent, and the limits by each interval named."""
    key = replace(key, n=n)
    if n == 0:
        reason = "nobody can be counted here"
        made = rows(key, count=count) + absent(key, reason, "percent")
    else:
        made = rows(key, count=count, percent=100 * count / n)
    for name in intervals:
        by = replace(key, method=name)
        try:
            limits = INTERVALS[name](count, n, rules.confidence)
        except NotEstimable as why:
            made += absent(by, str(why), "conf_low", "conf_high")
        else:
            made += rows(by, conf_low=100 * limits.low, conf_high=100 * limits.high)
    return made
