"""Tail of Dunnett's t, and the t of a tail, by an integral in 20 digits; writes dunnett.json.

    python tests/reference/dunnett.py            all cases: an hour
    python tests/reference/dunnett.py 0 5        prints these two, writes nothing

Independent of dermcohort: another formula (the density of s itself, not of its logarithm),
another rule (Gauss-Legendre on panels, refined until it settles), other arithmetic (mpmath).
"""

import json
import sys
from multiprocessing import Pool
from pathlib import Path

import mpmath as mp

mp.mp.dps = 20

# t, sizes of the groups, size of the control, degrees of freedom
CASES = [
    (0.0, (30, 30), 30, 87),
    (0.3, (30, 30), 30, 87),
    (2.0, (30, 30), 30, 87),
    (2.24, (25, 19), 30, 71),
    (5.5, (30, 30), 30, 87),
    (2.0, (13, 13), 13, 36),
    (1.0, (1, 1), 2, 1),
    (12.0, (1, 1), 2, 1),
    (400.0, (2, 1), 1, 1),
    (0.7, (2, 2), 1, 2),
    (3.0, (2, 1), 2, 2),
    (30.0, (2, 1), 2, 2),
    (2.5, (2, 2), 2, 3),
    (8.0, (3, 1, 1), 1, 2),
    (4.0, (2, 2, 2), 3, 5),
    (2.5, (5, 10, 15, 20), 10, 55),
    (2.8, (8,) * 9, 8, 70),
    (3.2, (4,) * 19, 20, 77),
    (2.0, (30, 60), 3, 90),
    (2.0, (100, 120), 1, 218),
    (2.2, (400, 30), 10, 437),
    (2.2, (4000, 4000), 10, 8007),
    (1.9, (40000, 4000, 40), 10, 44046),
    (2.5, (1000000, 3), 2, 1000002),
    (1.5, (5000000, 5000000), 1, 9999998),
    (3.5, (5000000, 20, 400), 1, 5000417),
    (2.1, (30, 30), 5000000, 5000057),
    (2.1, (2, 3, 4), 100000, 100005),
    (1.2, (1000, 2000), 1, 3),
    (6.0, (100000, 10), 1, 2),
    (2.2361, (10000000, 10000000), 10000000, 29999997),
]
# Level of the simultaneous limits, and the rest as above
MARGINS = [
    (0.95, (30, 30), 30, 87),
    (0.95, (8,) * 9, 8, 70),
    (0.99, (13, 13), 13, 36),
    (0.9, (2, 2), 1, 2),
]


def inside(t, s, groups, w):
    """Probability that no group is beyond t, given s."""
    half = mp.sqrt(mp.mpf(1) / 2)
    edges = {mp.mpf(0), mp.mpf(2), mp.mpf(4), mp.mpf(7), mp.mpf(10)}
    factors = []
    for width, repeat in groups:
        reach = t * s * mp.sqrt(1 + width**2)
        factors.append((reach, width, repeat))
        edges |= {reach + c * width for c in (-9, -5, -2, 0, 2, 5, 9)}
    edges = sorted(e for e in edges if 0 <= e <= 10)

    def density(u):
        product = mp.exp(-u * u / 2)
        for reach, width, repeat in factors:
            low, high = (u - reach) / width, (u + reach) / width
            product *= ((mp.erfc(low * half) - mp.erfc(high * half)) / 2) ** repeat
        return product

    return w * mp.quad(density, edges, method="gauss-legendre", maxdegree=4)


def tail(case):
    t, sizes, n_control, df = case
    t, df = mp.mpf(repr(t)) if isinstance(t, float) else t, mp.mpf(df)
    groups = [(mp.sqrt(mp.mpf(n_control) / n), sizes.count(n)) for n in sorted(set(sizes))]
    constant = mp.log(2) + df / 2 * mp.log(df / 2) - mp.loggamma(df / 2)
    sd = 1 / mp.sqrt(2 * df)
    edges = (
        [1 + c * sd for c in (-11, -5, -2, 0, 2, 5, 11)]
        if df > 150
        else [mp.mpf(c) for c in ("0", "0.02", "0.1", "0.3", "0.6", "1", "1.4", "2", "3", "5", "9")]
    )
    w = mp.sqrt(2 / mp.pi)

    def density(s):
        if not s:
            return mp.mpf(0)
        f = mp.exp(constant + (df - 1) * mp.log(s) - df * s * s / 2)
        return f * (1 - inside(t, s, groups, w)) if f > mp.mpf("1e-22") else mp.mpf(0)

    return mp.quad(density, edges, method="gauss-legendre", maxdegree=4, error=True)


def margin(case):
    """The t that is reached with probability 1 minus the level, by the secant rule."""
    level, *rest = case
    alpha = 1 - mp.mpf(repr(level))

    def excess(t):
        return mp.log(tail((t, *rest))[0] / alpha)

    return mp.findroot(excess, (mp.mpf("2.3"), mp.mpf("2.5")), solver="secant", tol=1e-32)


def named(sizes, n_control, df):
    """The design in words."""
    groups = ", ".join(map(str, sizes)) if len(sizes) < 5 else f"{sizes[0]} x {len(sizes)}"
    return f"groups of {groups} against {n_control}, {df} df"


def written(tails, margins):
    """The file, one case a line; ``error`` is what the integral says of itself."""
    made = []
    for (t, *rest), (p, error) in zip(CASES, tails, strict=True):
        given = dict(zip(("t", "sizes", "n_control", "df"), (t, *rest), strict=True))
        made.append({"name": f"t {t}, {named(*rest)}", "error": float(mp.nstr(error, 2)),
                     "input": given,
                     "expected": {"Dunnett": {"p_adjusted": float(mp.nstr(p, 16))}}})  # fmt: skip
    for (level, *rest), t in zip(MARGINS, margins, strict=True):
        given = dict(zip(("level", "sizes", "n_control", "df"), (level, *rest), strict=True))
        made.append({"name": f"limits of {level:.0%}, {named(*rest)}", "input": given,
                     "expected": {"Dunnett": {"margin in se": float(mp.nstr(t, 16))}}})  # fmt: skip
    head = {"made_by": {"mpmath": mp.__version__}, "tolerance": {"absolute": 1e-12}}
    lines = ",\n".join(map(json.dumps, made))
    return json.dumps(head)[:-1] + f', "cases": [{lines}]}}\n'


if __name__ == "__main__":
    if wanted := sys.argv[1:]:
        for place in wanted:
            print(CASES[int(place)], *tail(CASES[int(place)]))
    else:
        with Pool(2) as pool:
            text = written(list(pool.imap(tail, CASES)), list(pool.imap(margin, MARGINS)))
        Path(__file__).with_suffix(".json").write_text(text)
