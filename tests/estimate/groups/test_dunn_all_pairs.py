import numpy as np
import pytest

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.groups.dunn import dunn
from dermcohort.estimate.groups.dunn_all_pairs import dunn_all_pairs

VALUES = np.array([1.0, 2.0, 3.0, 4.0])
COUNTS = np.array([[2, 0, 1], [1, 0, 0], [0, 2, 1], [0, 1, 4]])


def test_each_pair_is_dunns_against_its_earlier_group():
    result = dunn_all_pairs(VALUES, COUNTS)
    assert list(zip(result.group, result.comparator, strict=True)) == [(1, 0), (2, 0), (2, 1)]
    first, second = dunn(VALUES, COUNTS), dunn(VALUES, COUNTS, control=1)
    assert result.z.tolist() == [*first.z.tolist(), second.z[1]]
    assert result.p_value.tolist() == [*first.p_value.tolist(), second.p_value[1]]


def test_adjusted_over_the_pairs():
    result = dunn_all_pairs(VALUES, COUNTS)
    assert result.p_adjusted == pytest.approx(np.minimum(1, 3 * result.p_value))
    assert result.note == "p_adjusted by Bonferroni over 3 comparisons"
    sidak = dunn_all_pairs(VALUES, COUNTS, adjust="Sidak")
    assert sidak.p_adjusted == pytest.approx(1 - (1 - result.p_value) ** 3)


@pytest.mark.parametrize(
    ("counts", "error"),
    [([[1], [1]], TooFewObservations), ([[1, 0], [1, 0]], TooFewObservations), ([[1, 2]], AllTied)],
)
def test_not_estimable(counts, error):
    with pytest.raises(error):
        dunn_all_pairs(np.arange(len(counts)), np.array(counts))


def test_no_such_adjustment():
    with pytest.raises(ValueError, match="Bonferroni, Holm, Sidak"):
        dunn_all_pairs(VALUES, COUNTS, adjust="BH")
