from fractions import Fraction
from itertools import accumulate

import numpy as np

from dermcohort.estimate.survival.product_limit import UNIT, greenwood_terms, product_limit


def test_a_hundred_bits_are_right_after_a_hundred_thousand_steps():
    rng = np.random.default_rng(5)
    lost = rng.integers(0, 400, 100_000)
    events = rng.binomial(lost, 0.3)
    at_risk = np.cumsum(lost[::-1])[::-1] + 1
    found = product_limit(at_risk, events)
    exact = Fraction(1)
    for n, d in zip(at_risk[:2000].tolist(), events[:2000].tolist(), strict=True):
        exact *= Fraction(n - d, n)
    assert abs(Fraction(found[1999], UNIT) / exact - 1) < Fraction(1, 2**140)
    # The rest by logarithms, which know 40 bits.
    logs = np.cumsum(np.log1p(-events / at_risk))
    assert abs(found[-1] / UNIT / np.exp(logs[-1]) - 1) < 1e-10


def test_terms_of_greenwood():
    n, d = np.array([5, 4, 2]), np.array([1, 0, 2])
    sums = [term / UNIT for term in accumulate(greenwood_terms(n, d))]
    assert sums == [1 / 20, 1 / 20, 1 / 20]
