"""Limits of one proportion, at 95 and at 90 %."""

from dermcohort.estimate.proportions.proportion import clopper_pearson, wilson


def at_levels(method, x, n):
    wide, narrow = method(x, n), method(x, n, 0.9)
    return {
        "conf_low": wide.low,
        "conf_high": wide.high,
        "conf_low, 90 %": narrow.low,
        "conf_high, 90 %": narrow.high,
    }


def ours(given):
    return {
        "Wilson": at_levels(wilson, given["x"], given["n"]),
        "Clopper-Pearson": at_levels(clopper_pearson, given["x"], given["n"]),
    }
