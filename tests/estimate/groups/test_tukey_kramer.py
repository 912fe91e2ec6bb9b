import numpy as np
import pytest

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.groups.student_t import student_t
from dermcohort.estimate.groups.tukey_kramer import tukey_kramer

VALUES = np.array([1.0, 2.0, 3.0, 4.0])
COUNTS = np.array([[3, 1, 0], [2, 2, 1], [1, 2, 2], [0, 1, 3]])


def test_two_groups_are_students_t():
    two, t = tukey_kramer(VALUES, COUNTS[:, :2]), student_t(VALUES, COUNTS[:, :2])
    assert two.t[0] == pytest.approx(t.t, rel=1e-15)
    assert two.p_adjusted[0] == pytest.approx(t.p_value, rel=1e-14)
    assert two.conf_low[0] == pytest.approx(t.conf_low, rel=1e-12)
    assert two.conf_high[0] == pytest.approx(t.conf_high, rel=1e-12)


def test_worked_by_hand():
    result = tukey_kramer(VALUES, COUNTS)
    # Means 10/6, 15/6, 20/6; sums of squares 20/6, 33/6, 20/6.
    variance = (20 / 6 + 33 / 6 + 20 / 6) / 15
    assert list(zip(result.group, result.comparator, strict=True)) == [(1, 0), (2, 0), (2, 1)]
    assert result.estimate == pytest.approx([5 / 6, 10 / 6, 5 / 6], rel=1e-14)
    assert result.se == pytest.approx([(variance / 3) ** 0.5] * 3, rel=1e-14)
    assert result.t == pytest.approx(result.estimate / result.se)
    assert result.df == 15


def test_limits_exclude_zero_exactly_when_p_is_below():
    result = tukey_kramer(VALUES, COUNTS, level=0.73)
    outside = (result.conf_low > 0) | (result.conf_high < 0)
    assert outside.tolist() == (result.p_adjusted < 0.27).tolist()
    assert outside.tolist() == [False, True, False]


def test_names_of_groups():
    one, other = tukey_kramer(VALUES, COUNTS), tukey_kramer(VALUES, COUNTS[:, ::-1])
    assert other.p_adjusted.tolist() == one.p_adjusted[[2, 1, 0]].tolist()
    assert other.conf_low.tolist() == (-one.conf_high[[2, 1, 0]]).tolist()


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[1], [1]], TooFewObservations, "fewer than 2 groups"),
        ([[1, 0], [1, 0]], TooFewObservations, "no patients"),
        ([[1, 0], [0, 1]], TooFewObservations, "only one patient"),
        ([[3, 0], [0, 3]], NoSpread, "do not vary"),
    ],
)
def test_not_estimable(counts, error, words):
    with pytest.raises(error, match=words):
        tukey_kramer(np.array([0.1, 0.3]), np.array(counts))


def test_level_out_of_range():
    with pytest.raises(ValueError, match="lies between 0 and 1"):
        tukey_kramer(VALUES, COUNTS, level=95)
