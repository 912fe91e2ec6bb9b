import numpy as np
import pytest

from dermcohort.errors import NoAnswer
from dermcohort.estimate.same_patients.responses import responses


@pytest.mark.parametrize("unit", [1, 7, 1_000_000])
def test_any_unit_is_a_response(unit):
    answers, counts = responses(unit * np.array([[1, 0], [0, 1], [1, 0]]), np.array([2, 5, 1]))
    assert answers.tolist() == [[0, 1], [1, 0]]
    assert counts.tolist() == [5, 3]


def test_values_that_nobody_has_do_not_matter():
    answers, _ = responses(np.array([[1, 0], [5, 7]]), np.array([2, 0]))
    assert answers.tolist() == [[1, 0]]


@pytest.mark.parametrize("ticks", [[[0, 1], [2, 0]], [[-1, 0]], [[3, 4]]])
def test_other_values_are_no_responses(ticks):
    with pytest.raises(NoAnswer, match="0 and 1"):
        responses(np.array(ticks), np.ones(len(ticks), int))
