"""Rates and rate ratios, exact and mid-p, by the sums that define them, in 40 digits.

Run in this folder: python rates_mid_p.py.
"""

import json
from pathlib import Path

import mpmath as mp

mp.mp.dps = 40
ALPHA = mp.mpf("0.025")
RATES = [(0, "7.5"), (1, "7.2"), (7, "6.4"), (53, "2247")]
RATIOS = {
    "zoster": ((4, 11), ("30.5", "28.25")),
    "control without": ((0, 3), ("12", "20")),
    "group without": ((5, 0), ("12", "20")),
    "one": ((0, 1), ("7.25", "7.25")),
    "herpes": ((53, 224), ("1120", "1127")),
    "unequal": ((3, 2), ("4000.25", "12.5")),
    "far": ((2, 90), ("50", "50")),
}


def root(rising, low, high):
    for _ in range(140):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def at_most(x, mean):
    return mp.exp(-mean) * mp.fsum(mean**i / mp.factorial(i) for i in range(x + 1))


def rate(x, years):
    wide = mp.mpf(10 * x + 50)
    low = root(lambda m: 1 - at_most(x - 1, m) - ALPHA, mp.mpf(0), wide) if x else mp.mpf(0)
    high = root(lambda m: ALPHA - at_most(x, m), mp.mpf(0), wide)
    return {"estimate": 100 * x / years, "conf_low": 100 * low / years,
            "conf_high": 100 * high / years}  # fmt: skip


def divisions(n, odds):
    p = odds / (1 + odds)
    return [mp.binomial(n, i) * p**i * (1 - p) ** (n - i) for i in range(n + 1)]


def ratio(events, years, share):
    """``share`` is how much of the observed division counts in a tail."""
    (x0, x1), (t0, t1) = events, years

    def tail(log, sign):
        found = divisions(x0 + x1, mp.exp(log) * t1 / t0)
        more = mp.fsum(w for i, w in enumerate(found) if sign * (i - x1) > 0)
        return more + share * found[x1]

    wide = mp.mpf(30)
    low = mp.exp(root(lambda v: tail(v, 1) - ALPHA, -wide, wide)) if x1 else mp.mpf(0)
    high = mp.exp(root(lambda v: ALPHA - tail(v, -1), -wide, wide)) if x0 else None
    found = divisions(x0 + x1, t1 / t0)
    if share == 1:
        p = mp.fsum(w for w in found if w <= found[x1] * (1 + mp.mpf(10) ** -7))
    else:
        p = min(1, 2 * min(tail(mp.mpf(0), 1), tail(mp.mpf(0), -1)))
    return {"conf_low": low, "conf_high": high, "p_value": p}


def floats(found):
    return {name: None if number is None else float(number) for name, number in found.items()}


def cases():
    for x, years in RATES:
        yield {"name": f"{x} in {years} years",
               "input": {"events": x, "patient_years": float(years)},
               "expected": {"exact Poisson rate": floats(rate(x, mp.mpf(years)))}}  # fmt: skip
    for name, (events, years) in RATIOS.items():
        times = [mp.mpf(t) for t in years]
        found = {"rate ratio": floats(ratio(events, times, 1)),
                 "rate ratio mid-p": floats(ratio(events, times, mp.mpf("0.5")))}  # fmt: skip
        given = {"events": events, "patient_years": [float(t) for t in years]}
        yield {"name": name, "input": given, "expected": found}


if __name__ == "__main__":
    head = {"made_by": {"mpmath": mp.__version__}, "tolerance": {"relative": 1e-12}}
    lines = ",\n".join(json.dumps(case) for case in cases())
    text = json.dumps(head)[:-1] + f', "cases": [{lines}]}}\n'
    Path(__file__).with_suffix(".json").write_text(text)
