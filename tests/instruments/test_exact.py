"""Numbers stand for the decimals that were typed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.errors import UsageError
from dermcohort.instruments.exact import decimal_text, exact


@given(st.decimals(-100, 100, places=4))
def test_a_float_is_the_decimal_that_was_typed(typed):
    assert exact(float(typed)) == exact(typed) == Fraction(typed)


@given(st.decimals(-10_000, 10_000, places=6))
def test_decimals_are_written_without_loss(number):
    assert Fraction(decimal_text(Fraction(number))) == Fraction(number)


@pytest.mark.parametrize(
    ("number", "text"),
    [(Fraction(0), "0"), (Fraction(-1, 20), "-0.05"), (Fraction(100), "100"),
     (Fraction(1, 3), "0.33333333333333333333"), (exact(1.5000000000000002), "1.5000000000000002")],
)  # fmt: skip
def test_how_a_number_is_written(number, text):
    assert decimal_text(number) == text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("1", "text"), (True, "bool"), (None, "NoneType"), (float("nan"), "not finite"),
     (Decimal("Infinity"), "not finite"), (1j, "complex")],
)  # fmt: skip
def test_what_is_no_number(wrong, said):
    with pytest.raises(UsageError, match=said):
        exact(wrong)
