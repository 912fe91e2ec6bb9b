"""Tail of the studentized range, and the q of a tail, by an integral in 25 digits.

    python tests/reference/studentized_range.py         writes studentized_range.json, some minutes

Independent of dermcohort: the complement (all others between the largest and w below it, a
difference of two Phi), the density of s itself, Gauss-Legendre on panels, another arithmetic
(mpmath). ``error`` is the difference from the same rule with fewer points.
"""

import itertools
import json
from multiprocessing import Pool
from pathlib import Path

import mpmath as mp

mp.mp.dps = 25

INF = float("inf")
# q, groups, degrees of freedom
CASES = [
    (0.0, 3, 20),
    (0.05, 3, 20),
    (1.0, 3, 20),
    (3.5, 3, 20),
    (3.3, 3, 87),
    (8.0, 3, 87),
    (2.0, 3, 1),
    (27.0, 3, 1),
    (1000.0, 3, 1),
    (5.5, 3, 1.5),
    (8.3, 3, 2),
    (4.2, 4, 2.5),
    (90.0, 4, 2.5),
    (4.7, 4, 5),
    (2.2, 4, 10),
    (3.7, 4, 57),
    (3.63, 4, INF),
    (9.0, 4, INF),
    (4.6, 5, 12.5),
    (12.0, 5, 12.5),
    (4.0, 6, 200.5),
    (4.8, 10, 15),
    (1.5, 10, 15),
    (4.5, 10, INF),
    (5.4, 20, 10),
    (3.0, 20, 10),
    (5.0, 20, 500),
    (7.0, 50, 8),
    (4.0, 100, 30),
    (6.0, 100, INF),
    (3.3145, 3, 1000000),
    (3.3145, 3, 29999997),
]
# Level of the simultaneous limits, groups, degrees of freedom, and about where q lies (qtukey)
MARGINS = [
    (0.95, 3, 20, 3.578),
    (0.95, 4, 57, 3.743),
    (0.99, 5, 12.5, 5.800),
    (0.9, 3, 1, 13.44),
    (0.95, 10, INF, 4.474),
    (0.5, 4, 3, 2.350),
]


def panels(edges, nodes):
    """Gauss-Legendre on each panel: pairs of a point and its weight."""
    rule = LEGENDRE[nodes]
    for low, high in itertools.pairwise(edges):
        half, middle = (high - low) / 2, (high + low) / 2
        for x, weight in rule:
            yield middle + half * x, half * weight


def legendre(n):
    """Points and weights of (-1, 1), by Newton's rule on the polynomial."""
    rule = []
    for i in range(1, n + 1):
        x = mp.cos(mp.pi * (i - mp.mpf(1) / 4) / (n + mp.mpf(1) / 2))
        for _ in range(8):
            before, now = mp.mpf(1), x
            for j in range(2, n + 1):
                before, now = now, ((2 * j - 1) * x * now - (j - 1) * before) / j
            slope = n * (x * now - before) / (x * x - 1)
            x -= now / slope
        rule.append((x, 2 / ((1 - x * x) * slope**2)))
    return rule


LEGENDRE = {n: legendre(n) for n in (10, 14, 20)}


def phi(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def largest(groups, nodes):
    """Points z of the largest, with k phi(z) times its weight, and Phi(z)."""
    edges = [mp.mpf(c) * 3 / 2 for c in range(-6, 8)]
    root = mp.sqrt(2 * mp.pi)
    return [
        (z, weight * groups * mp.exp(-z * z / 2) / root, phi(z))
        for z, weight in panels(edges, nodes)
    ]


def within(w, groups, points):
    """Probability that the range of k deviates is below w."""
    return mp.fsum(weight * (below - phi(z - w)) ** (groups - 1) for z, weight, below in points)


def scale_edges(q, df):
    """Panels of v, where s = v^2, so that half degrees of freedom leave no root at 0."""
    if df > 100:
        sd = 1 / mp.sqrt(2 * df)
        edges = {1 + c * sd for c in (-12, -9, -7, -5, -3, -1, 0, 1, 3, 5, 7, 9, 12)}
    else:
        near_1 = "0 .05 .1 .2 .35 .5 .7 .85 1 1.2 1.4 1.7 2 2.5 3 4 6 8 11"
        edges = {mp.mpf(c) for c in near_1.split()}
        if q > 10:
            edges |= {mp.mpf(c) / q for c in (1, 2, 3, 4, 5, 6, 8, 10, 14, 20)}
    return sorted(mp.sqrt(e) for e in edges)


def tail(q, groups, df, inner, outer):
    points = largest(groups, inner)
    if df == INF:
        return 1 - within(q, groups, points)
    df = mp.mpf(df)
    constant = mp.log(2) + df / 2 * mp.log(df / 2) - mp.loggamma(df / 2)
    parts = []
    for v, weight in panels(scale_edges(q, df), outer):
        s = v * v
        density = mp.exp(constant + (df - 1) * mp.log(s) - df * s * s / 2) * 2 * v
        if density > mp.mpf("1e-26"):
            parts.append(weight * density * (1 - within(q * s, groups, points)))
    return mp.fsum(parts)


def tail_and_error(case):
    q, groups, df = case
    p, coarse = (tail(mp.mpf(repr(q)), groups, df, *nodes) for nodes in ((20, 14), (14, 10)))
    return p, abs(p - coarse)


def margin(case):
    """The q that is reached with probability 1 minus the level, by the secant rule."""
    level, groups, df, start = case
    alpha = 1 - mp.mpf(repr(level))

    def excess(q):
        return mp.log(tail(q, groups, df, 20, 14) / alpha)

    start = mp.mpf(repr(start))
    return mp.findroot(excess, (start, start * mp.mpf("1.001")), solver="secant", tol=1e-32)


def named(groups, df):
    return f"{groups} groups, " + ("infinite df" if df == INF else f"{df} df")


def given(**what):
    """JSON has no infinity."""
    return {name: None if value == INF else value for name, value in what.items()}


def written(tails, margins):
    """The file, one case a line."""
    made = []
    for (q, groups, df), (p, error) in zip(CASES, tails, strict=True):
        made.append({
            "name": f"q {q}, {named(groups, df)}", "error": float(mp.nstr(error, 2)),
            "input": given(q=q, groups=groups, df=df),
            "expected": {"Tukey-Kramer": {"p_adjusted": float(mp.nstr(p, 17))}},
        })  # fmt: skip
    for (level, groups, df, _), q in zip(MARGINS, margins, strict=True):
        made.append({
            "name": f"limits of {level:.0%}, {named(groups, df)}",
            "input": given(level=level, groups=groups, df=df),
            "expected": {"Tukey-Kramer": {"q of the limits": float(mp.nstr(q, 17))}},
        })  # fmt: skip
    head = {"made_by": {"mpmath": mp.__version__}, "tolerance": {"absolute": 1e-12}}
    lines = ",\n".join(map(json.dumps, made))
    return json.dumps(head)[:-1] + f', "cases": [{lines}]}}\n'


if __name__ == "__main__":
    with Pool(2) as pool:
        text = written(list(pool.imap(tail_and_error, CASES)), list(pool.imap(margin, MARGINS)))
    Path(__file__).with_suffix(".json").write_text(text)
