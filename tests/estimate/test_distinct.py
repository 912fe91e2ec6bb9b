import numpy as np
import pytest

from dermcohort.errors import TooFewObservations
from dermcohort.estimate.distinct import distinct_values, distinct_vectors, group_sizes


def test_values_are_sorted_merged_and_kept_only_if_somebody_has_them():
    values, counts = distinct_values(
        np.array([3.0, 1.0, 3.0, 2.0]), np.array([[1, 2], [0, 1], [4, 0], [0, 0]])
    )
    assert values.tolist() == [1, 3]
    assert counts.tolist() == [[0, 1], [5, 2]]


def test_zero_has_one_sign():
    values, counts = distinct_values(np.array([-0.0, 0.0]), np.array([1, 1]))
    assert values.tolist() == [0]
    assert not np.signbit(values[0])
    assert counts.tolist() == [2]


@pytest.mark.parametrize("columns", [(), (2,)])
def test_nobody(columns):
    values, counts = distinct_values(np.array([]), np.zeros((0, *columns)))
    assert len(values) == len(counts) == 0
    values, counts = distinct_values(np.array([1.0]), np.zeros((1, *columns), int))
    assert len(values) == len(counts) == 0


@pytest.mark.parametrize(
    ("values", "counts", "words"),
    [
        ([np.nan], [1], "not finite"),
        ([np.inf], [1], "not finite"),
        ([1.0], [-1], "negative"),
        ([1.0], [0.5], "whole"),
        ([1.0, 2.0], [1], "one row"),
        ([1.0], [[[1]]], "one row"),
    ],
)
def test_what_cannot_be_counted(values, counts, words):
    with pytest.raises(ValueError, match=words):
        distinct_values(np.array(values), np.array(counts))


def test_vectors_are_sorted_and_merged():
    ticks, counts = distinct_vectors(
        np.array([[2, 9], [1, 5], [2, 9], [7, 7], [2, 1]]), np.array([1, 2, 3, 0, 1])
    )
    assert ticks.tolist() == [[1, 5], [2, 1], [2, 9]]
    assert counts.tolist() == [2, 1, 4]


def test_no_vectors():
    ticks, counts = distinct_vectors(np.array([[1, 2]]), np.array([0]))
    assert ticks.shape == (0, 2)
    assert len(counts) == 0


@pytest.mark.parametrize("ticks", [np.array([[1.5, 2.0]]), np.array([1, 2])])
def test_ticks_are_whole_and_in_rows(ticks):
    with pytest.raises(ValueError, match="whole numbers, one row a vector"):
        distinct_vectors(ticks, np.array([1]))


def test_group_sizes():
    assert group_sizes(np.array([[1, 2], [3, 4]])).tolist() == [4, 6]


@pytest.mark.parametrize(
    ("counts", "at_least", "words"),
    [
        (np.array([[1], [2]]), 1, "fewer than 2 groups"),
        (np.array([[1, 0], [2, 0]]), 1, "no patients"),
        (np.array([[1, 1], [2, 0]]), 2, "fewer than 2 patients"),
        (np.zeros((0, 2), int), 1, "no patients"),
    ],
)
def test_too_few(counts, at_least, words):
    with pytest.raises(TooFewObservations, match=words):
        group_sizes(counts, at_least=at_least)


def test_groups_are_columns():
    with pytest.raises(ValueError, match="one column a group"):
        group_sizes(np.array([1, 2]))
