import numpy as np
import pytest

from dermcohort.counts import MISSING
from dermcohort.errors import TooFewObservations
from dermcohort.estimate.imputation.patterns import read

MILLION = 1_000_000


def group(*rows, counts=None):
    ticks = [[MISSING if v is None else round(MILLION * v) for v in row] for row in rows]
    return np.array(ticks), np.ones(len(rows), int) if counts is None else np.array(counts)


def test_patterns_by_what_is_missing():
    (found,), scale = read(
        [group((1, 2, 3), (4, None, 5), (6, 7, None), (1, 2, 3), (9, None, None))], MILLION
    )
    assert [(p.seen, p.gaps, p.tail, p.n, p.last) for p in found.patterns] == [
        ((0, 1, 2), (), (), 2, 2),
        ((0, 2), (1,), (), 1, 2),
        ((0, 1), (), (2,), 1, 1),
        ((0,), (), (1, 2), 1, 0),
    ]
    assert (found.n, found.n_incomplete, found.has_gaps) == (5, 3, True)
    assert scale.origin.tolist() == [4_200_000, 3_666_667, 3_666_667]
    assert scale.unit == 4.0


def test_numbers_on_the_scale_are_the_ticks():
    (found,), scale = read([group((10, 4.2), (30, None), (17.1, 8))], MILLION)
    back = scale.ticks(scale.of(found.patterns[0].ticks, (1,)), 1)
    assert back.tolist() == [[4_200_000], [8_000_000]]
    assert scale.apart(1) == pytest.approx(6.1 - 19.033333, abs=1e-12)


@pytest.mark.parametrize("many", [1, 2, 3, 4, 5, 400])
def test_a_few_rows_have_the_cross_products_of_all(many):
    rows = [(5, None, 1), (7, None, 4), (2, None, 9)]
    (found,), _ = read([group((1, 2, 3), *rows, counts=[4, many, 2 * many, 1])], MILLION)
    pattern = found.patterns[1]
    few = pattern.rows()
    assert len(few.x) <= 4
    assert len(few.x) + few.spare == pattern.n == 3 * many + 1
    np.testing.assert_allclose(few.x.T @ few.x, pattern.cross(3), rtol=1e-12, atol=1e-9)
    everyone = pattern.patients()
    assert everyone.x.shape == (3 * many + 1, 3)
    np.testing.assert_allclose(everyone.x.T @ everyone.x, pattern.cross(3), rtol=1e-12, atol=1e-9)


def test_patients_with_one_vector_leave_one_row():
    (found,), _ = read([group((1, 2, 3), (5, None, 1), counts=[1, 50])], MILLION)
    few = found.patterns[1].rows()
    assert (len(few.x), few.spare) == (1, 49)


@pytest.mark.parametrize(
    ("groups", "error", "message"),
    [
        ([], ValueError, "two visits or more"),
        ([group((1,))], ValueError, "two visits or more"),
        ([group((1, 2)), group((1, 2, 3))], ValueError, "same number of visits"),
        ([group((1, 2)), group((1, 2), counts=[0])], TooFewObservations, "no patients"),
        ([group((1, 2), (None, None))], ValueError, "no value at all"),
        ([group((1, None), (2, None))], TooFewObservations, "at visit 2"),
    ],
)
def test_what_cannot_be_read(groups, error, message):
    with pytest.raises(error, match=message):
        read(groups, MILLION)
