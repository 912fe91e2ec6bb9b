"""Steel's adjusted p by an integral in 25 digits, from the data; writes steel_joint.json.

    python tests/reference/steel_joint.py

Independent of dermcohort: U by comparing each pair of patients, its variance given the ties of
the pair and the correlations by comparing each three patients, in fractions; the joint normal
probability by Gauss-Legendre on panels in mpmath.
"""

import itertools
import json
from fractions import Fraction
from pathlib import Path

import mpmath as mp

mp.mp.dps = 25

# The first group is the control.
CASES = {
    "ties": [[1, 1, 1, 2, 2, 3], [1, 2, 2, 3, 3, 4], [2, 3, 3, 4, 4, 4]],
    "no ties": [[1.1, 2.2, 3.3, 9.9], [4.4, 5.5, 6.6, 7.7, 8.8], [0.5, 10, 11, 12]],
    "three against one": [[5], [1, 2, 3], [4, 6, 8, 9, 10], [7, 7.5]],
    "large against tiny": [[3, 3, 4, 5, 5, 6, 7, 8, 8, 8, 9, 9, 9, 9, 9, 10], [2], [3, 1], [11]],
    "far": [list(range(12)), list(range(9, 21)), list(range(15, 24)), list(range(11))],
    "two values": [[0, 0, 0, 0, 1], [0, 1, 1, 1], [0, 0, 1, 1, 1, 1]],
    "control and group all at the floor": [[0, 0, 0, 0], [0, 0, 0], [0, 1, 2, 3, 3]],
    "one group": [[1, 2, 3, 4], [2, 4, 4, 5]],
    "six groups": [[j % 7 + 0.5 * i for j in range(8 + i)] for i in range(7)],
}  # fmt: skip


def sign(x, y):
    return (x > y) - (x < y)


def mean_of(terms):
    terms = list(terms)
    return Fraction(sum(terms), len(terms)) if terms else Fraction(0)


def exactly(fraction):
    return mp.mpf(fraction.numerator) / fraction.denominator


def u_and_z(control, group):
    both = [*control, *group]
    m, n, total = len(control), len(group), len(control) + len(group)
    u = Fraction(sum(1 + sign(y, x) for x in control for y in group), 2)
    squares = sum((sum(sign(x, y) for y in both)) ** 2 for x in both)
    # Variance of the sum of n of the numbers sum over y of sign / 2, drawn without replacement.
    variance = Fraction(squares, 4) * n * m / (total * (total - 1))
    if not variance:
        return u, 0.0
    deviation = u - Fraction(m * n, 2)
    return u, float(exactly(deviation) / mp.sqrt(exactly(variance)))


def loadings(groups):
    """The b of the correlations b_i b_j of two u when all patients are shuffled."""
    patients = [x for group in groups for x in group]
    of_two = mean_of(sign(x, y) ** 2 for x, y in itertools.permutations(patients, 2))
    of_three = mean_of(sign(x, y) * sign(x, z) for x, y, z in itertools.permutations(patients, 3))
    m = len(groups[0])
    squares = [n * of_three / (of_two + (m + n - 2) * of_three) for n in map(len, groups[1:])]
    return [mp.sqrt(exactly(b)) for b in squares]


def joint(t, b):
    """Probability that any of the normal deviates with correlations b_i b_j is beyond t."""
    t = abs(mp.mpf(t))

    def inside(x):
        product = mp.npdf(x)
        for each in b:
            spread = mp.sqrt(1 - each**2)
            product *= mp.ncdf((t - each * x) / spread) - mp.ncdf((-t - each * x) / spread)
        return product

    return 1 - mp.quad(inside, mp.linspace(-12, 12, 25), method="gauss-legendre", maxdegree=5)


def case(name, groups):
    found = [u_and_z(groups[0], group) for group in groups[1:]]
    b = loadings(groups)
    expected = {
        "u": [float(u) for u, _ in found],
        "z": [z for _, z in found],
        "p_adjusted": [float(joint(z, b)) for _, z in found],
    }
    return {"name": name, "input": {"groups": groups}, "expected": {"Steel": expected}}


if __name__ == "__main__":
    made = [case(name, groups) for name, groups in CASES.items()]
    head = {"made_by": {"mpmath": mp.__version__},
            "tolerance": {"relative": 1e-12, "absolute": 1e-13}}  # fmt: skip
    lines = ",\n".join(map(json.dumps, made))
    text = json.dumps(head)[:-1] + f', "cases": [{lines}]}}\n'
    Path(__file__).with_suffix(".json").write_text(text)
