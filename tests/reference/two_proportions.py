"""Difference, ratio and odds ratio of two proportions by their definitions, in 40 digits.

Run in this folder: python two_proportions.py. For each difference or ratio tried, the two
proportions of greatest likelihood are found by bisection of the likelihood's slope, and the limit
by bisection of the score statistic of Miettinen and Nurminen. The odds ratio given the totals
comes from the whole sum over all tables.
"""

import json
from pathlib import Path

import mpmath as mp

mp.mp.dps = 40
STEPS = 125
Z = mp.sqrt(2) * mp.erfinv(mp.mpf("0.95"))
# x1 of n1 in the group, x0 of n0 in the control.
TABLES = {
    "Newcombe a": (56, 70, 48, 80),
    "Newcombe b": (9, 10, 3, 10),
    "Newcombe c": (6, 7, 2, 7),
    "Newcombe d": (5, 56, 0, 29),
    "Newcombe e": (0, 10, 0, 20),
    "Newcombe f": (0, 10, 0, 10),
    "Newcombe g": (10, 10, 0, 20),
    "Newcombe h": (10, 10, 0, 10),
    "0 of 2, 0 of 1": (0, 2, 0, 1),
    "1 of 1, 0 of 1": (1, 1, 0, 1),
    "all": (10, 10, 20, 20),
    "Koopman": (36, 40, 16, 80),
    "EASI-50": (9, 13, 7, 17),
    "acne": (1, 28, 5, 30),
    "unequal": (3, 4, 41, 96),
    "rare": (2, 9000, 9, 11000),
    "nearly all": (997, 1000, 640, 650),
}


def root(rising, low, high):
    """By bisection."""
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def slope(x, n, p):
    """Of the log likelihood in p, where it may be infinite."""
    found = mp.mpf(0)
    if x:
        found += x / p if p else mp.inf
    if n - x:
        found -= (n - x) / (1 - p) if p != 1 else mp.inf
    return found


def wilson(x, n):
    middle, half = (
        (x + Z**2 / 2) / (n + Z**2),
        Z / (n + Z**2) * mp.sqrt(mp.mpf(x) * (n - x) / n + Z**2 / 4),
    )
    return middle - half, middle + half


def newcombe(x1, n1, x0, n0):
    p1, p0 = mp.mpf(x1) / n1, mp.mpf(x0) / n0
    (l1, u1), (l0, u0) = wilson(x1, n1), wilson(x0, n0)
    d = p1 - p0
    return {
        "estimate": d,
        "conf_low": d - mp.sqrt((p1 - l1) ** 2 + (u0 - p0) ** 2),
        "conf_high": d + mp.sqrt((u1 - p1) ** 2 + (p0 - l0) ** 2),
    }


def difference_z2(d, x1, n1, x0, n0):
    """Square of the score statistic of p1 - p0 = d."""
    low, high = max(mp.mpf(0), -d), min(mp.mpf(1), 1 - d)
    p0 = root(lambda p: -slope(x0, n0, p) - slope(x1, n1, p + d), low, high)
    p1 = p0 + d
    n = n1 + n0
    variance = (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * n / (n - 1)
    return (mp.mpf(x1) / n1 - mp.mpf(x0) / n0 - d) ** 2 / variance


def ratio_z2(r, x1, n1, x0, n0):
    """Square of the score statistic of p1 = r p0."""
    p0 = root(lambda p: -slope(x0, n0, p) - r * slope(x1, n1, r * p), mp.mpf(0), min(1, 1 / r))
    p1 = r * p0
    n = n1 + n0
    variance = (p1 * (1 - p1) / n1 + r**2 * p0 * (1 - p0) / n0) * n / (n - 1)
    return (mp.mpf(x1) / n1 - r * mp.mpf(x0) / n0) ** 2 / variance


def odds_z2(r, x1, n1, x0, n0):
    """Square of the score statistic of p1 / q1 = r p0 / q0."""

    def first(p):
        return r * p / (1 - p + r * p)

    # On the logit scale the slope is x - n p.
    p0 = root(lambda p: n0 * p - x0 + n1 * first(p) - x1, mp.mpf(0), mp.mpf(1))
    p1 = first(p0)
    n = n1 + n0
    parts = 1 / (n1 * p1 * (1 - p1)) + 1 / (n0 * p0 * (1 - p0))
    return (x1 - n1 * p1) ** 2 * parts * (n - 1) / n


def score_test(x1, n1, x0, n0):
    z2 = difference_z2(mp.mpf(0), x1, n1, x0, n0) if 0 < x1 + x0 < n1 + n0 else mp.mpf(0)
    return {
        "z": mp.sign(mp.mpf(x1) / n1 - mp.mpf(x0) / n0) * mp.sqrt(z2),
        "p_value": mp.erfc(mp.sqrt(z2 / 2)),
    }


def miettinen_nurminen(x1, n1, x0, n0):
    d = mp.mpf(x1) / n1 - mp.mpf(x0) / n0

    def excess(value):
        return difference_z2(value, x1, n1, x0, n0) - Z**2

    return {
        "estimate": d,
        "conf_low": root(lambda v: -excess(v), mp.mpf(-1), d) if d > -1 else d,
        "conf_high": root(excess, d, mp.mpf(1)) if d < 1 else d,
    } | score_test(x1, n1, x0, n0)


def ratio_limits(z2, estimate):
    """Both limits on the scale of the logarithm; None where there is none."""

    def excess(log):
        return z2(mp.exp(log)) - Z**2

    middle = mp.log(estimate) if estimate else None
    upper = lower = None
    if estimate is None:
        lower = mp.exp(root(lambda v: -excess(v), mp.mpf(-30), mp.mpf(30)))
    elif not estimate:
        lower, upper = mp.mpf(0), mp.exp(root(excess, mp.mpf(-30), mp.mpf(30)))
    else:
        lower = mp.exp(root(lambda v: -excess(v), middle - 30, middle))
        upper = mp.exp(root(excess, middle, middle + 30))
    return {"estimate": estimate, "conf_low": lower, "conf_high": upper}


def risk_ratio(x1, n1, x0, n0):
    estimate = mp.mpf(x1) * n0 / (n1 * x0) if x0 else None
    return ratio_limits(lambda r: ratio_z2(r, x1, n1, x0, n0), estimate) | score_test(
        x1, n1, x0, n0
    )


def score_odds_ratio(x1, n1, x0, n0):
    bottom = (n1 - x1) * x0
    estimate = mp.mpf(x1) * (n0 - x0) / bottom if bottom else None
    return ratio_limits(lambda r: odds_z2(r, x1, n1, x0, n0), estimate) | score_test(x1, n1, x0, n0)


def odds_ratio(x1, n1, x0, n0, share):
    """Given the totals; ``share`` is how much of the observed table counts in a tail."""
    drawn = x1 + x0
    low, high = max(0, drawn - n0), min(n1, drawn)
    ways = {x: mp.binomial(n1, x) * mp.binomial(n0, drawn - x) for x in range(low, high + 1)}

    def weights(log):
        return {x: way * mp.exp((x - x1) * log) for x, way in ways.items()}

    def mean(log):
        found = weights(log)
        return sum((x - x1) * w for x, w in found.items()) / sum(found.values())

    def tail(log, sign):
        found = weights(log)
        more = sum(w for x, w in found.items() if sign * (x - x1) > 0)
        return (more + share * found[x1]) / sum(found.values())

    wide = mp.mpf(25)
    alpha = mp.mpf("0.025")
    lowest, highest = x1 == low, x1 == high
    estimate = mp.mpf(0) if lowest else mp.exp(root(mean, -wide, wide))
    below = mp.mpf(0) if lowest else mp.exp(root(lambda v: tail(v, 1) - alpha, -wide, wide))
    above = None if highest else mp.exp(root(lambda v: alpha - tail(v, -1), -wide, wide))
    total = sum(ways.values())
    if share == 1:
        p = sum(way for way in ways.values() if way <= ways[x1] * (1 + mp.mpf(10) ** -7)) / total
    else:
        p = min(1, 2 * min(tail(mp.mpf(0), 1), tail(mp.mpf(0), -1)))
    return {
        "estimate": None if highest else estimate,
        "conf_low": below,
        "conf_high": above,
        "p_value": p,
    }


def expected(x1, n1, x0, n0):
    found = {
        "Newcombe": newcombe(x1, n1, x0, n0),
        "Miettinen-Nurminen": miettinen_nurminen(x1, n1, x0, n0),
    }
    if x1 + x0:
        found["risk ratio"] = risk_ratio(x1, n1, x0, n0)
    if 0 < x1 + x0 < n1 + n0:
        found["odds ratio"] = odds_ratio(x1, n1, x0, n0, 1)
        found["odds ratio mid-p"] = odds_ratio(x1, n1, x0, n0, mp.mpf("0.5"))
        found["score odds ratio"] = score_odds_ratio(x1, n1, x0, n0)
    return {
        method: {name: None if number is None else float(number) for name, number in row.items()}
        for method, row in found.items()
    }


if __name__ == "__main__":
    cases = [
        {"name": name, "input": {"table": [[t[2], t[0]], [t[3] - t[2], t[1] - t[0]]]},
         "expected": expected(*t)}
        for name, t in TABLES.items()
    ]  # fmt: skip
    reference = {
        "made_by": {"mpmath": mp.__version__},
        "tolerance": {"relative": 1e-12, "absolute": 1e-13},
        "cases": cases,
    }
    text = json.dumps(reference).replace('}, {"name"', '},\n{"name"')
    (Path(__file__).parent / "two_proportions.json").write_text(text + "\n")
