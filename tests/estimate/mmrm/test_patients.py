import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.estimate.mmrm.patients import distinct_patients


def content(values, found):
    """What each distinct patient is, and how many there are."""
    return [
        ([values[r].tolist() if r >= 0 else None for r in row], int(n), int(g))
        for row, n, g in zip(found.row, found.count, found.group, strict=True)
    ]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_order_names_and_splits_of_rows_make_no_difference(data):
    n = data.draw(st.integers(1, 6))
    cells = st.one_of(st.none(), st.integers(0, 2))
    wide = [data.draw(st.lists(cells, min_size=3, max_size=3)) for _ in range(n)]
    counts = [data.draw(st.integers(0, 3)) for _ in range(n)]
    rows = [(i, j, v) for i, row in enumerate(wide) for j, v in enumerate(row) if v is not None]
    if not any(counts[i] for i, _, _ in rows):
        return

    def merged(rows, count):
        subject, visit, value = (np.array(c) for c in zip(*rows, strict=True))
        values = value[:, np.newaxis].astype(float)
        found = distinct_patients(values, subject, visit, visits=3, count=count[subject])
        return content(values, found)

    one = merged(rows, np.array(counts))
    shuffled = data.draw(st.permutations(rows))
    names = data.draw(st.permutations(range(n)))
    renamed = [(names[i], j, v) for i, j, v in shuffled]
    assert merged(renamed, np.array(counts)[np.argsort(names)]) == one
    # A patient with a count of 3 is three patients.
    each = [(sum(counts[:i]) + c, j, v) for i, j, v in rows for c in range(counts[i])]
    assert merged(each, np.ones(sum(counts), int)) == one


def test_patterns_stand_together():
    values = np.array([[1.0], [2.0], [3.0], [4.0], [5.0]])
    found = distinct_patients(
        values, np.array([0, 0, 1, 2, 2]), np.array([0, 1, 1, 0, 1]), visits=2
    )
    patterns = [tuple(row >= 0) for row in found.row[found.start[:-1]]]
    assert sorted(patterns) == [(False, True), (True, True)]
    assert np.diff(found.start).tolist() in ([1, 2], [2, 1])


def test_equal_checksums_alone_do_not_make_one_patient(monkeypatch):
    from dermcohort.estimate.mmrm import patients

    def same(values, place):
        return np.zeros(len(place), np.uint64)

    monkeypatch.setattr(patients, "_checksums", same)
    values = np.array([[1.0], [2.0], [1.0]])
    found = distinct_patients(values, np.arange(3), np.zeros(3, int), visits=1)
    assert found.count.sum() == 3
    assert len(found.count) >= 2


@pytest.mark.parametrize(
    ("subject", "visit", "count", "words"),
    [
        ([0, 0, 1], [0, 0, 0], [1, 1, 1], "1 rows are a second one"),
        ([0, 0, 1], [0, 1, 0], [1, 2, 1], "a count differs"),
        ([0, 0, 1], [0, 1, 0], [1, 1, -1], "a count is negative"),
        ([0, 0, 1], [0, 1, 0], [1.0, 1.0, 1.0], "a count is not a whole number"),
    ],
)
def test_refused(subject, visit, count, words):
    arrays = (np.array(subject), np.array(visit))
    with pytest.raises(ValueError, match=words):
        distinct_patients(np.ones((3, 1)), *arrays, visits=2, count=np.array(count))


def test_too_many_visits():
    with pytest.raises(ValueError, match="63 visits"):
        distinct_patients(np.ones((1, 1)), np.zeros(1, int), np.zeros(1, int), visits=63)
