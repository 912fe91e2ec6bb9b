import mpmath
import pytest

from dermcohort.estimate.tails import chi_square_tail, f_tail, normal_margin, t_margin, t_tails


def incomplete_beta(a, b, x):
    with mpmath.workdps(40):
        return float(mpmath.betainc(a / 2, b / 2, 0, x, regularized=True))


@pytest.mark.parametrize("df_within", [1, 2, 5.5, 28, 1e4, 3e7])
@pytest.mark.parametrize("df_between", [1, 1.33, 4, 9])
@pytest.mark.parametrize("f", [1e-8, 0.1, 1, 3, 30])
def test_f_tail(f, df_between, df_within):
    with mpmath.workdps(40):
        x = mpmath.mpf(df_within) / (df_within + mpmath.mpf(df_between) * mpmath.mpf(f))
    expected = incomplete_beta(mpmath.mpf(df_within), mpmath.mpf(df_between), x)
    assert f_tail(f, df_between, df_within) == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_no_difference_has_p_of_1():
    assert t_tails(0.0, 7) == f_tail(0.0, 2, 7) == chi_square_tail(0.0, 3) == 1


def test_t_tails_are_even():
    assert t_tails(-2.5, 7) == t_tails(2.5, 7)


@pytest.mark.parametrize("df", [1, 2, 2.7, 28, 1e5, 3e7])
@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.999])
def test_t_margin_inverts_t_tails(level, df):
    assert t_tails(t_margin(level, df), df) == pytest.approx(1 - level, rel=1e-12)


def test_normal_margin():
    assert normal_margin(0.95) == pytest.approx(1.959963984540054, rel=1e-14)


def test_chi_square_tail_of_two_degrees_is_exponential():
    assert chi_square_tail(9.2, 2) == pytest.approx(float(mpmath.exp(-4.6)), rel=1e-14)


@pytest.mark.parametrize("level", [0, 1, 95, -0.1])
def test_levels(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        t_margin(level, 5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal_margin(level)
