import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.proportions.chi_square import chi_square
from dermcohort.estimate.proportions.miettinen_nurminen import miettinen_nurminen

CELL = st.integers(0, 30)
Z2 = 1.959963984540054**2
# x1 of n1 against x0 of n0. Newcombe 1998, table II, method 4; Miettinen and Nurminen 1985,
# example 5, to more digits; an HIV trial, as SAS prints it.
PRINTED = [
    ((56, 70, 48, 80), 0.0528, 0.3382, 5e-5),
    ((9, 10, 3, 10), 0.1700, 0.8406, 5e-5),
    ((6, 7, 2, 7), 0.0342, 0.8534, 5e-5),
    ((5, 56, 0, 29), -0.0326, 0.1933, 5e-5),
    ((0, 10, 0, 20), -0.16576023, 0.28438134, 5e-9),
    ((10, 10, 20, 20), -0.28438134, 0.16576023, 5e-9),
    ((0, 10, 0, 10), -0.2879, 0.2879, 5e-5),
    ((10, 10, 0, 20), 0.7156, 1.0, 5e-5),
    ((10, 10, 0, 10), 0.6636, 1.0, 5e-5),
    ((84, 101, 89, 105), -0.1191, 0.0860, 5e-5),
]


def of_counts(x1, n1, x0, n0, **options):
    return miettinen_nurminen(np.array([[x0, x1], [n0 - x0, n1 - x1]]), **options)


@pytest.mark.parametrize(("counts", "low", "high", "printed_to"), PRINTED)
def test_printed_values(counts, low, high, printed_to):
    result = of_counts(*counts)
    assert [result.conf_low, result.conf_high] == pytest.approx([low, high], abs=printed_to)


@pytest.mark.parametrize(("n1", "n0"), [(2, 1), (1, 1), (10, 20), (5, 10**6)])
def test_no_event_at_all_by_hand(n1, n0):
    # The control has p0 = 0 above and the group p1 = 0 below: d^2 n / (d (1 - d)) is the square.
    result = of_counts(0, n1, 0, n0)
    above, below = (Z2 * (n1 + n0) / (n1 + n0 - 1) / n for n in (n1, n0))
    assert result.conf_high == pytest.approx(above / (1 + above), rel=1e-9)
    assert result.conf_low == pytest.approx(-below / (1 + below), rel=1e-9)
    assert (result.estimate, result.z, result.p_value) == (0, 0, 1)


@settings(deadline=None)
@given(CELL, CELL, CELL, CELL, st.sampled_from([0.8, 0.95, 0.999]))
def test_exchanged_groups_mirror_and_test_and_interval_agree(a, b, c, d, level):
    assume(a + c and b + d)
    one = miettinen_nurminen(np.array([[a, b], [c, d]]), level=level)
    other = miettinen_nurminen(np.array([[b, a], [d, c]]), level=level)
    assert (one.estimate, one.conf_low, one.conf_high, one.z, one.p_value) == (
        -other.estimate,
        -other.conf_high,
        -other.conf_low,
        -other.z,
        other.p_value,
    )
    # Exchanged rows ask for those without the event.
    rest = miettinen_nurminen(np.array([[c, d], [a, b]]), level=level)
    assert rest.conf_low == pytest.approx(-one.conf_high, abs=1e-14)
    assert -1 <= one.conf_low <= one.estimate <= one.conf_high <= 1
    if abs(one.p_value - (1 - level)) > 1e-9:
        assert (one.p_value < 1 - level) == (one.conf_low > 0 or one.conf_high < 0)


def test_z_is_chi_square_of_one_patient_less():
    table = np.array([[12, 5], [8, 15]])
    assert miettinen_nurminen(table).z ** 2 == pytest.approx(chi_square(table).chi2 * 39 / 40)
    # Fewer events in the second group.
    assert miettinen_nurminen(table).z < 0


def test_not_estimable():
    with pytest.raises(TooFewObservations, match="no patients"):
        miettinen_nurminen(np.array([[1, 0], [2, 0]]))
    with pytest.raises(ValueError, match="level"):
        of_counts(1, 2, 1, 2, level=1.0)
