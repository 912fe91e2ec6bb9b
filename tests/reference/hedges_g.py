"""Hedges' g and its limits from the definitions in 40 digits; writes hedges_g.json.

    python tests/reference/hedges_g.py    three minutes

Means and variances in exact fractions; J by the gamma function; the noncentral t as the integral
over the standard deviation, and the noncentrality by the secant method (mpmath).
"""

import json
from fractions import Fraction
from pathlib import Path

import mpmath as mp

mp.mp.dps = 40

# Values, patients of the two groups with each, level of the limits
CASES = {
    "easi": ([1, 2, 3, 4, 9], [[2, 0], [3, 1], [4, 2], [0, 3], [0, 1]], 0.95),
    "four patients": ([1, 3, 4, 9], [[1, 0], [1, 0], [0, 1], [0, 1]], 0.95),
    "no difference": ([1, 2, 3], [[3, 3], [4, 4], [3, 3]], 0.95),
    "smaller": ([0, 1, 2, 3, 4], [[0, 5], [1, 6], [4, 2], [9, 1], [3, 0]], 0.9),
    "one patient": ([0, 1, 2, 5], [[1, 0], [4, 0], [3, 0], [0, 1]], 0.99),
    "large effect": ([0, 1, 50, 51], [[9, 0], [11, 0], [0, 8], [0, 9]], 0.95),
    "very large effect": ([0, 1, 9000, 9001], [[4, 0], [5, 0], [0, 3], [0, 5]], 0.95),
    "hundred": (list(range(8)), [[1, 0], [5, 1], [15, 9], [25, 20], [30, 32], [18, 25], [5, 10],
                                 [1, 3]], 0.95),
    "million": (list(range(8)), [[1000, 900], [90000, 80000], [200000, 190000], [250000, 250000],
                                 [200000, 210000], [100000, 101000], [9000, 9900], [50, 70]], 0.95),
    "ten million": ([0, 1, 2], [[3000000, 2000000], [4000000, 4000000], [2000000, 3000000]], 0.95),
}  # fmt: skip


def below(t, df, delta):
    """Probability that a noncentral t is below t, as an integral over u = log s."""
    log_c = mp.log(2) + df / 2 * mp.log(df / 2) - mp.loggamma(df / 2)

    def density(u):
        return mp.exp(log_c + df * u - df / 2 * mp.exp(2 * u)) * mp.ncdf(t * mp.exp(u) - delta)

    width = 1 / mp.sqrt(2 * df)
    low, high = -max(16 * width, 100 / df), max(16 * width, mp.mpf(0))
    if df < 40:
        high = mp.log(1 + 110 / df) / 2 + 1
    edges = {low + (high - low) * k / 32 for k in range(33)}
    # Where the normal distribution turns from 0 to 1.
    if t > 0 and delta > 0:
        turn = mp.log(delta / t)
        edges |= {turn + k / delta for k in (-12, -8, -5, -3, -1, 0, 1, 3, 5, 8, 12)}
    return mp.quad(density, sorted(e for e in edges if low <= e <= high))


def noncentrality(t, df, probability, z):
    """The delta at which t is exceeded just so often."""
    if not t:
        # T is below 0 where the normal deviate is.
        return z
    width = mp.sqrt(1 + t * t / (2 * df))
    start = t + z * width
    return mp.findroot(lambda d: below(t, df, d) - probability, (start, start + width / 10),
                       solver="anderson", tol=mp.mpf(10) ** -28)  # fmt: skip


def expected(values, counts, level):
    n = [sum(c[j] for c in counts) for j in (0, 1)]
    mean = [Fraction(sum(v * c[j] for v, c in zip(values, counts, strict=True)), n[j])
            for j in (0, 1)]  # fmt: skip
    squares = sum(
        c[j] * (v - mean[j]) ** 2 for v, c in zip(values, counts, strict=True) for j in (0, 1)
    )
    df = sum(n) - 2
    variance = squares / df
    number = {k: mp.mpf(f.numerator) / f.denominator for k, f in
              {"difference": mean[1] - mean[0], "variance": variance}.items()}  # fmt: skip
    d = number["difference"] / mp.sqrt(number["variance"])
    half = mp.mpf(df) / 2
    j = mp.exp(mp.loggamma(half) - mp.loggamma(half - mp.mpf(1) / 2)) / mp.sqrt(half)
    scale = mp.sqrt(mp.mpf(1) / n[0] + mp.mpf(1) / n[1])
    t, tail = abs(d / scale), (1 - mp.mpf(level)) / 2
    z = -mp.sqrt(2) * mp.erfinv(2 * tail - 1)
    high, low = noncentrality(t, mp.mpf(df), tail, z), noncentrality(t, mp.mpf(df), 1 - tail, -z)
    if d < 0:
        low, high = -high, -low
    return {"estimate": float(j * d), "cohen_d": float(d), "conf_low": float(j * scale * low),
            "conf_high": float(j * scale * high), "df": df}  # fmt: skip


def main():
    cases = [
        {"name": name, "input": {"values": values, "counts": counts, "level": level},
         "expected": {"Hedges g": expected(values, counts, level)}}
        for name, (values, counts, level) in CASES.items()
    ]  # fmt: skip
    reference = {
        "made_by": {"mpmath": mp.__version__},
        "tolerance": {"relative": 1e-12, "absolute": 1e-14},
        "looser": {"Hedges g: conf_low": {"relative": 1e-9, "absolute": 1e-12},
                   "Hedges g: conf_high": {"relative": 1e-9, "absolute": 1e-12}},
    }  # fmt: skip
    text = json.dumps(reference | {"cases": cases})
    text = text.replace('}, {"name"', '},\n{"name"')
    Path(__file__).with_suffix(".json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
