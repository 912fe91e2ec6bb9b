import numpy as np
import pytest

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.proportions.two_by_two import two_by_two


def test_rows_are_the_event_and_columns_the_groups():
    table = two_by_two(np.array([[3, 9], [7, 2]]))
    assert (table.x0, table.n0, table.y0) == (3, 10, 7)
    assert (table.x1, table.n1, table.y1) == (9, 11, 2)
    assert (table.x, table.n) == (12, 21)
    assert table.exchanged() == two_by_two(np.array([[9, 3], [2, 7]]))
    assert table.exchanged().exchanged() == table


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        ([[1, 0], [2, 0]], TooFewObservations, "no patients"),
        ([[1, 2, 3], [2, 1, 1]], ValueError, "2 x 2"),
        ([1, 2], ValueError, "2 x 2"),
        ([[1, -2], [2, 4]], ValueError, "negative"),
        ([[1.5, 2], [2, 4]], ValueError, "whole"),
    ],
)
def test_what_is_no_table(table, error, words):
    with pytest.raises(error, match=words):
        two_by_two(np.array(table))
