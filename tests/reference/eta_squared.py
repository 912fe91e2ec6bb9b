"""Eta and epsilon squared with the noncentral F in 30 digits; writes eta_squared.json.

    python tests/reference/eta_squared.py

Independent of dermcohort: sums of squares in fractions, the distribution of F as a Poisson mixture
of regularised incomplete beta functions (mpmath), limits by bisection. The estimates are those of R
effectsize 0.8.3, eta_squared and rank_epsilon_squared, which were printed to 15 digits by
eta_squared.R and are held beside the fractions.
"""

import json
from fractions import Fraction
from pathlib import Path

import mpmath as mp

mp.mp.dps = 30

SAMPLES = {
    "example": [[1, 1, 2], [2, 3, 3, 4], [1, 3, 3, 4, 4, 4]],
    "easi": [[35.2, 18.4, 27, 27, 41.1, 22.8], [12, 9.6, 18.4, 7.2, 27]],
    "equal": [[1, 2, 3, 4], [1, 2, 3, 4], [2, 1, 4, 3]],
    "far": [[1, 2, 3, 3.5], [11, 12, 12.5], [30, 31, 30.2, 30.1, 31]],
    "itch": [[7, 10, 2, 2, 6, 2, 5, 4, 9, 2], [9, 7, 5, 6, 10, 3, 5, 9], [1, 2, 2, 3, 0, 4, 4, 2]],
}


def midranks(groups):
    everyone = sorted(x for g in groups for x in g)
    return [[Fraction(2 * everyone.index(x) + everyone.count(x) + 1, 2) for x in g] for g in groups]


def shares(groups):
    """SS between over SS total, and F, in fractions."""
    groups = [[Fraction(str(x)) for x in g] for g in groups]
    n, k = sum(map(len, groups)), len(groups)
    mean = sum(map(sum, groups)) / n
    between = sum(len(g) * (sum(g) / len(g) - mean) ** 2 for g in groups)
    total = sum((x - mean) ** 2 for g in groups for x in g)
    df, df2 = k - 1, n - k
    return between / total, between / df / ((total - between) / df2), df, df2, n


def below(f, df, df2, noncentrality):
    """Probability of a smaller noncentral F."""
    half = mp.mpf(noncentrality) / 2
    x = df * f / (df * f + df2)
    # Terms of the Poisson distribution beyond 14 standard deviations are below 1e-30.
    reach = 14 * mp.sqrt(half) + 60
    first, last = max(0, int(half - reach)), int(half + reach)
    weight = mp.exp(-half + first * mp.log(half) - mp.loggamma(first + 1)) if half else mp.mpf(1)
    total = mp.mpf(0)
    for j in range(first, last + 1):
        share = mp.betainc(mp.mpf(df) / 2 + j, mp.mpf(df2) / 2, 0, x, regularized=True)
        total += weight * share
        weight *= half / (j + 1)
        if not half or (j > half and weight < mp.mpf("1e-32")):
            break
    return total


def noncentrality(f, df, df2, above):
    if 1 - below(f, df, df2, 0) >= above:
        return mp.mpf(0)
    low, high = mp.mpf(0), mp.mpf(1)
    while 1 - below(f, df, df2, high) < above:
        high *= 2
    for _ in range(75):
        middle = (low + high) / 2
        low, high = (middle, high) if 1 - below(f, df, df2, middle) < above else (low, middle)
    return low


def limits(groups):
    share, f, df, df2, n = shares(groups)
    f = mp.mpf(f.numerator) / f.denominator
    low, high = (noncentrality(f, df, df2, mp.mpf(p)) for p in ("0.025", "0.975"))
    return {"estimate": float(share), "conf_low": float(low / (low + n)),
            "conf_high": float(high / (high + n))}  # fmt: skip


if __name__ == "__main__":
    cases = [
        {"name": name, "input": {"groups": groups},
         "expected": {"eta squared": limits(groups), "epsilon squared": limits(midranks(groups))}}
        for name, groups in SAMPLES.items()
    ]  # fmt: skip
    lines = ",\n".join(json.dumps(case) for case in cases)
    made_by = json.dumps({"mpmath": mp.__version__})
    Path(__file__).with_suffix(".json").write_text(
        f'{{"made_by": {made_by}, "tolerance": {{"relative": 1e-9, "absolute": 1e-12}}, '
        f'"looser": {{}}, "cases": [{lines}]}}\n'
    )
