import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.estimate.regression.patterns import covariate_patterns


@settings(deadline=None)
@given(st.data())
def test_any_way_of_writing_the_rows(data):
    rows = data.draw(st.integers(1, 12))
    design = data.draw(arrays(float, (rows, 2), elements=st.sampled_from([-1.5, 0.0, -0.0, 2.0])))
    counts = data.draw(arrays(np.int64, (rows, 2), elements=st.integers(0, 3)))
    found, summed = covariate_patterns(design, counts)
    expected = {}
    for row, pair in zip(design.tolist(), counts.tolist(), strict=True):
        if any(pair):
            old = expected.setdefault(tuple(row), [0, 0])
            old[:] = [old[0] + pair[0], old[1] + pair[1]]
    listed = sorted(expected.items())
    assert [tuple(row) for row in found.tolist()] == [row for row, _ in listed]
    assert summed.tolist() == [pair for _, pair in listed]
    assert not np.signbit(found[found == 0]).any()


def test_nobody():
    design, counts = covariate_patterns(np.ones((2, 3)), np.zeros((2, 2), int))
    assert (design.shape, counts.shape) == ((0, 3), (0, 2))


@pytest.mark.parametrize(
    ("design", "counts", "words"),
    [
        ([1.0, 2.0], [[1, 0], [0, 1]], "one row of counts"),
        ([[1.0], [2.0]], [[1, 0]], "one row of counts"),
        ([[np.nan], [2.0]], [[1, 0], [0, 1]], "not finite"),
        ([[1.0], [2.0]], [[1, 0], [0, -1]], "from 0 on"),
        ([[1.0], [2.0]], [[1, 0], [0, 0.5]], "whole"),
    ],
)
def test_what_are_no_counts(design, counts, words):
    with pytest.raises(ValueError, match=words):
        covariate_patterns(np.array(design), np.array(counts))
