import numpy as np
import pytest
from scipy.special import ndtr

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.groups.dunn import dunn
from dermcohort.estimate.groups.dunn_all_pairs import dunn_all_pairs
from dermcohort.estimate.multiplicity.holm import holm
from dermcohort.estimate.multiplicity.sidak import sidak

VALUES = np.array([1.0, 2.0, 3.0, 4.0])
COUNTS = np.array([[2, 0, 1], [1, 0, 0], [0, 2, 1], [0, 1, 4]])


def test_worked_by_hand():
    # Ranks 2, 4, 6, 10; mean ranks 8/3, 22/3, 8; the ties are 3, 1, 3, 5.
    variance = (12**3 - 12 - (24 + 0 + 24 + 120)) / (12 * 11)
    z = [
        (22 / 3 - 8 / 3) / (variance * 2 / 3) ** 0.5,
        (8 - 8 / 3) / (variance * (1 / 3 + 1 / 6)) ** 0.5,
    ]
    assert dunn(VALUES, COUNTS).z == pytest.approx(z, rel=1e-14)


def test_adjusted_for_the_comparisons_made():
    result = dunn(VALUES, COUNTS)
    assert result.p_adjusted == pytest.approx(np.minimum(1, 2 * result.p_value))
    assert result.note == "p_adjusted by Bonferroni over 2 comparisons"
    assert dunn(VALUES, COUNTS[:, :2]).note == "p_adjusted by Bonferroni over 1 comparison"


def test_another_adjustment_changes_nothing_else():
    one = dunn(VALUES, COUNTS)
    for adjust, expected in (("Holm", holm), ("Sidak", sidak)):
        other = dunn(VALUES, COUNTS, adjust=adjust)
        assert other.z.tolist() == one.z.tolist()
        assert other.p_value.tolist() == one.p_value.tolist()
        assert other.p_adjusted.tolist() == expected(one.p_value).tolist()
        assert other.note == f"p_adjusted by {adjust} over 2 comparisons"
    with pytest.raises(ValueError, match="Bonferroni, Holm, Sidak"):
        dunn(VALUES, COUNTS, adjust="none")


def test_control_is_a_column():
    last = dunn(VALUES, COUNTS, control=2)
    assert last.z[0] == -dunn(VALUES, COUNTS).z[1]
    assert last.z.tolist() == dunn(VALUES, COUNTS, control=-1).z.tolist()
    assert last.group.tolist() == [0, 1]
    assert (
        last.comparator.tolist() == dunn(VALUES, COUNTS, control=-1).comparator.tolist() == [2, 2]
    )
    with pytest.raises(IndexError):
        dunn(VALUES, COUNTS, control=3)


def test_thirty_million_patients_of_two_values():
    counts = np.array([[14_000_000, 13_000_000], [1_000_000, 2_000_000]])
    # With two values this is the comparison of two proportions (divisor n - 1).
    n, share = 30_000_000, 0.1
    expected = (2 / 15 - 1 / 15) / (share * (1 - share) * 2 / 15e6 * n / (n - 1)) ** 0.5
    assert dunn(np.array([0.0, 1.0]), counts).z[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("counts", "error"),
    [([[1], [1]], TooFewObservations), ([[1, 0], [1, 0]], TooFewObservations), ([[1, 2]], AllTied)],
)
def test_not_estimable(counts, error):
    with pytest.raises(error):
        dunn(np.arange(len(counts)), np.array(counts))


def test_only_the_comparisons_made_are_adjusted_for():
    # Prism multiplies by the comparisons with the control; others by all pairs, twice as many here.
    counts = np.array([[4, 1, 1, 2], [3, 2, 1, 1], [1, 3, 2, 2], [0, 1, 4, 2]])
    found, every = dunn(VALUES, counts), dunn_all_pairs(VALUES, counts)
    against = every.comparator == 0
    assert found.p_value.tolist() == every.p_value[against].tolist()
    assert found.p_adjusted == pytest.approx(np.minimum(1, 3 * found.p_value))
    assert every.p_adjusted == pytest.approx(np.minimum(1, 6 * every.p_value))


def test_p_is_two_sided():
    found = dunn(VALUES, COUNTS)
    assert found.p_value == pytest.approx(2 * ndtr(-np.abs(found.z)), rel=1e-14)
