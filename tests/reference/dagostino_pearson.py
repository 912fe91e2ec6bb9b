"""D'Agostino-Pearson from exact fractions and 40 digits; writes dagostino_pearson.json.

    python tests/reference/dagostino_pearson.py

Moments about the mean in fractions of the values as typed; then the formulas as D'Agostino,
Belanger and D'Agostino (1990) print them (mpmath).
"""

import json
from fractions import Fraction
from pathlib import Path

import mpmath as mp

mp.mp.dps = 40

# Values as typed, and how many patients have each
CASES = {
    "eight": (["1", "2", "3", "3.5", "4", "8", "9"], [2, 1, 1, 1, 1, 1, 1]),
    "easi": (["16.2", "18.4", "19.6", "21", "22.8", "27", "30.3", "33.3", "35.2", "41.1", "50"],
             [1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1]),
    "outlier": (["0", "0.1", "0.2", "100"], [10, 8, 3, 1]),
    "symmetrical": (["1", "2", "3", "4", "5"], [2, 6, 9, 6, 2]),
    "far from 0": (["1000000.1", "1000000.2", "1000000.3", "1000000.5"], [9, 11, 8, 4]),
    "skewed": ([str(k) for k in range(12)], [40, 55, 44, 31, 20, 13, 9, 5, 3, 2, 1, 1]),
    "thousands": (["0.05", "0.10", "0.15", "0.20", "0.25"], [800, 2100, 3050, 2080, 810]),
    "thirty million": ([str(k) for k in range(9)],
                       [4000, 133000, 1619000, 7252000, 12000000, 7250000, 1620000, 133500, 4010]),
}  # fmt: skip


def expected(typed, counts):
    values = [Fraction(v) for v in typed]
    n = sum(counts)
    mean = sum(v * c for v, c in zip(values, counts, strict=True)) / n
    m2, m3, m4 = (
        sum(c * (v - mean) ** k for v, c in zip(values, counts, strict=True)) / n for k in (2, 3, 4)
    )
    m2, m3, m4 = (mp.mpf(m.numerator) / m.denominator for m in (m2, m3, m4))
    root_b1, b2, n = m3 / m2 ** mp.mpf(1.5), m4 / m2**2, mp.mpf(n)
    z1, z2 = skewness_z(root_b1, n), kurtosis_z(b2, n)
    k2 = z1**2 + z2**2
    return {"chi2": float(k2), "p_value": float(mp.exp(-k2 / 2)), "skewness": float(root_b1),
            "kurtosis": float(b2), "z_skewness": float(z1), "z_kurtosis": float(z2)}  # fmt: skip


def skewness_z(root_b1, n):
    y = root_b1 * mp.sqrt((n + 1) * (n + 3) / (6 * (n - 2)))
    beta2 = 3 * (n**2 + 27 * n - 70) * (n + 1) * (n + 3) / (
        (n - 2) * (n + 5) * (n + 7) * (n + 9))  # fmt: skip
    w2 = -1 + mp.sqrt(2 * (beta2 - 1))
    delta, alpha = 1 / mp.sqrt(mp.log(mp.sqrt(w2))), mp.sqrt(2 / (w2 - 1))
    return delta * mp.log(y / alpha + mp.sqrt((y / alpha) ** 2 + 1))


def kurtosis_z(b2, n):
    mean = 3 * (n - 1) / (n + 1)
    variance = 24 * n * (n - 2) * (n - 3) / ((n + 1) ** 2 * (n + 3) * (n + 5))
    x = (b2 - mean) / mp.sqrt(variance)
    beta1 = 6 * (n**2 - 5 * n + 2) / ((n + 7) * (n + 9)) * mp.sqrt(
        6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)))  # fmt: skip
    a = 6 + 8 / beta1 * (2 / beta1 + mp.sqrt(1 + 4 / beta1**2))
    inner = (1 - 2 / a) / (1 + x * mp.sqrt(2 / (a - 4)))
    return (1 - 2 / (9 * a) - mp.cbrt(inner)) / mp.sqrt(2 / (9 * a))


def main():
    cases = [
        {"name": name,
         "input": {"values": [float(v) for v in values], "counts": counts},
         "expected": {"D'Agostino-Pearson": expected(values, counts)}}
        for name, (values, counts) in CASES.items()
    ]  # fmt: skip
    reference = {
        "made_by": {"mpmath": mp.__version__},
        "tolerance": {"relative": 1e-11, "absolute": 1e-14},
    }
    text = json.dumps(reference | {"cases": cases})
    text = text.replace('}, {"name"', '},\n{"name"')
    Path(__file__).with_suffix(".json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
