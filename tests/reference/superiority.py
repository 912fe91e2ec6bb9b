"""Newcombe's method 5 from its definition in 40 digits; writes superiority.json.

    python tests/reference/superiority.py

Theta counted over all pairs, in fractions. The limits are the theta at which the estimate is z
standard errors away, by bisection (mpmath).
"""

import json
from fractions import Fraction
from pathlib import Path

import mpmath as mp

mp.mp.dps = 40

# Values of the two groups, level of the limits
CASES = {
    "easi": ([35.2, 18.4, 27, 27, 41.1, 22.8], [12, 9.6, 18.4, 7.2, 27], 0.95),
    "untied": ([1.1, 2.2, 3.3, 9.9], [4.4, 5.5, 6.6, 7.7, 8.8], 0.95),
    "one against one": ([2], [1], 0.95),
    "separate": ([1, 2, 3], [4, 5, 6, 7], 0.95),
    "separate the other way": ([4, 5, 6, 7], [1, 2, 3], 0.9),
    "nearly separate": (list(range(20)), list(range(19, 34)), 0.95),
    "all equal": ([3, 3, 3], [3, 3], 0.95),
    "no difference": (list(range(9)), list(range(9)), 0.99),
    "unequal sizes": ([5], list(range(40)), 0.95),
    "itch": ([0, 1, 1, 2, 3, 4, 4, 4, 5, 5, 7, 8, 8, 9], [2, 5, 5, 6, 7, 8, 8, 8, 9, 9, 10], 0.95),
}


def theta(x, y):
    won = sum(Fraction((b > a) * 2 + (b == a), 2) for a in x for b in y)
    return won / (len(x) * len(y))


def variance(t, m, n):
    """Hanley and McNeil's, with N = (m + n) / 2 - 1 for both groups."""
    big_n = mp.mpf(m + n) / 2 - 1
    return t * (1 - t) * (1 + big_n * (1 - t) / (2 - t) + big_n * t / (1 + t)) / (m * n)


def limit(estimate, end, m, n, z):
    """Between the estimate and one end of the scale."""
    inside, outside = estimate, mp.mpf(end)
    for _ in range(160):
        middle = (inside + outside) / 2
        if abs(middle - estimate) < z * mp.sqrt(variance(middle, m, n)):
            inside = middle
        else:
            outside = middle
    return outside


def expected(x, y, level):
    share = theta(x, y)
    t = mp.mpf(share.numerator) / share.denominator
    z = mp.sqrt(2) * mp.erfinv(mp.mpf(level))
    ends = [limit(t, end, len(x), len(y), z) for end in (0, 1)]
    names = ("estimate", "conf_low", "conf_high")
    of_theta = dict(zip(names, (float(v) for v in (t, *ends)), strict=True))
    of_delta = dict(zip(names, (float(2 * v - 1) for v in (t, *ends)), strict=True))
    return {"probability of superiority": of_theta, "Cliff delta": of_delta,
            "rank-biserial": of_delta}  # fmt: skip


def main():
    cases = [
        {
            "name": name,
            "input": {"groups": [x, y], "level": level},
            "expected": expected(x, y, level),
        }
        for name, (x, y, level) in CASES.items()
    ]
    reference = {
        "made_by": {"mpmath": mp.__version__},
        "tolerance": {"relative": 1e-14, "absolute": 1e-15},
    }
    text = json.dumps(reference | {"cases": cases})
    text = text.replace('}, {"name"', '},\n{"name"')
    Path(__file__).with_suffix(".json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
