from fractions import Fraction

import pytest

from dermcohort.report import format as printed


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0.05, 1, "0.1"), (0.15, 1, "0.2"), (2.5, 0, "3"), (1.005, 2, "1.01"), (-1.25, 1, "−1.3"),
     (-0.01, 1, "0.0"), (9999.96, 1, "10,000.0"), (1e-7, 3, "0.000")],
)  # fmt: skip
def test_half_up_on_the_decimal(value, decimals, text):
    assert printed.number(value, decimals) == text


def test_percent_of_every_small_fraction_is_that_of_the_exact_one():
    for n in range(1, 201):
        for x in range(n + 1):
            tenths = int(Fraction(1000 * x, n) + Fraction(1, 2))
            assert printed.percent(100 * x / n) == f"{tenths // 10}.{tenths % 10}%", (x, n)


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.0, "p < 0.001"), (0.00099, "p < 0.001"), (0.001, "p = 0.001"), (0.0297, "p = 0.030"),
     (0.0496, "p = 0.0496"), (0.04999, "p = 0.04999"), (0.05, "p = 0.050"), (0.6846, "p = 0.685"),
     (0.9994, "p = 0.999"), (0.9996, "p > 0.999"), (1.0, "p > 0.999")],
)  # fmt: skip
def test_p(p, text):
    assert printed.p_text(p) == text


@pytest.mark.parametrize(
    ("p", "mark"), [(0.05, ""), (0.0499, "*"), (0.01, "*"), (0.0099, "**"), (0.00099, "***")]
)
def test_stars(p, mark):
    assert printed.stars(p) == mark
