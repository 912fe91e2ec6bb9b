"""What holds for every estimator: only the counts matter, not how the rows are written."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NotEstimable
from dermcohort.estimate.describe import describe
from dermcohort.estimate.methods import METHODS

GROUPS = {"two groups": 2, "several groups": 3, "groups against a control": 3, "all pairs": 3,
          "one sample": 1}  # fmt: skip
VISITS = {"two visits": 2, "several visits": 3, "visits against a control": 3}
OF_VALUES = [(m.function, GROUPS[m.design]) for m in METHODS.values() if m.design in GROUPS]
OF_VALUES.append((describe, 1))
OF_VISITS = [(m.function, VISITS[m.design]) for m in METHODS.values() if m.design in VISITS]
# Fields that carry the unit; the others must not change with it.
IN_UNIT = {
    "difference", "estimate", "se", "conf_low", "conf_high", "ss_between", "ss_within", "mean",
    "sd", "median", "q1", "q3", "minimum", "maximum", "geometric_mean",
}  # fmt: skip
CELL = st.one_of(st.integers(0, 3), st.integers(0, 10**6))


def outcome(function, *arguments, without=frozenset()):
    """All fields to the last bit, or the reason why there are none."""
    try:
        result = function(*arguments)
    except NotEstimable as why:
        return type(why), str(why)
    every = {f.name: getattr(result, f.name) for f in fields(result) if f.name not in without}
    # Notes are words.
    found = {name: x for name, x in every.items() if not isinstance(x, str)}
    assert all(np.isfinite(np.array(x, float)).all() for x in found.values() if x is not None)
    return {name: np.asarray(x, object).tolist() for name, x in found.items()}


def rewritten(keys, counts, data):
    """The same counts with rows split in two, rows of nobody, and in another order."""
    part = data.draw(arrays(np.int64, counts.shape, elements=st.integers(0, 10**6)))
    part = np.minimum(part, counts)
    keys = np.concatenate([keys, keys, keys[:1]])
    counts = np.concatenate([part, counts - part, np.zeros_like(counts[:1])])
    order = data.draw(st.permutations(range(len(keys))))
    return keys[order], counts[order]


def drawn_values(data, groups, cell=CELL):
    tenths = data.draw(st.lists(st.integers(0, 720), min_size=1, max_size=8, unique=True))
    counts = data.draw(arrays(np.int64, (len(tenths), groups), elements=cell))
    return np.array(sorted(tenths)) / 10, counts[:, 0] if groups == 1 else counts


@pytest.mark.parametrize(("function", "groups"), OF_VALUES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_rows_of_values(function, groups, data):
    values, counts = drawn_values(data, groups)
    assert outcome(function, *rewritten(values, counts, data)) == outcome(function, values, counts)


@pytest.mark.parametrize(("function", "visits"), OF_VISITS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_rows_of_visits(function, visits, data):
    rows = data.draw(st.integers(1, 8))
    ticks = 50_000 * data.draw(arrays(np.int64, (rows, visits), elements=st.integers(0, 1440)))
    counts = data.draw(arrays(np.int64, rows, elements=CELL))
    assert outcome(function, *rewritten(ticks, counts, data)) == outcome(function, ticks, counts)


@pytest.mark.parametrize(("function", "groups"), OF_VALUES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_counts_of_one_are_listed_patients(function, groups, data):
    values, counts = drawn_values(data, groups, st.integers(0, 3))
    table = counts.reshape(len(values), -1)
    row, column = np.nonzero(table)
    times = table[row, column]
    row, column = np.repeat(row, times), np.repeat(column, times)
    listed = np.zeros((len(row), groups), int)
    listed[np.arange(len(row)), column] = 1
    listed = listed[:, 0] if groups == 1 else listed
    assert outcome(function, values[row], listed) == outcome(function, values, counts)


@pytest.mark.parametrize(("function", "groups"), OF_VALUES)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), power=st.integers(-30, 30))
def test_unit_of_values(function, groups, data, power):
    values, counts = drawn_values(data, groups)
    one = outcome(function, values, counts, without=IN_UNIT)
    assert outcome(function, values * 2.0**power, counts, without=IN_UNIT) == one


@pytest.mark.parametrize(("function", "visits"), OF_VISITS)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), factor=st.integers(2, 1000))
def test_unit_of_visits(function, visits, data, factor):
    rows = data.draw(st.integers(1, 8))
    ticks = data.draw(arrays(np.int64, (rows, visits), elements=st.integers(0, 1440)))
    counts = data.draw(arrays(np.int64, rows, elements=CELL))
    one = outcome(function, ticks, counts, without=IN_UNIT)
    assert outcome(function, factor * ticks, counts, without=IN_UNIT) == one


@pytest.mark.parametrize(
    "name",
    [
        "one-way ANOVA",
        "Kruskal-Wallis",
        "Bartlett",
        "Brown-Forsythe",
        "eta squared",
        "epsilon squared",
    ],
)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_names_of_groups(name, data):
    values, counts = drawn_values(data, 4)
    order = data.draw(st.permutations(range(4)))
    function = METHODS[name].function
    assert outcome(function, values, counts[:, order]) == outcome(function, values, counts)


@pytest.mark.parametrize("name", ["Dunnett", "Dunn", "Steel"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_names_of_groups_beside_the_control(name, data):
    values, counts = drawn_values(data, 4)
    order = data.draw(st.permutations([1, 2, 3]))
    function, place = METHODS[name].function, {"group", "comparator"}
    one = outcome(function, values, counts, without=place)
    other = outcome(function, values, counts[:, [0, *order]], without=place)
    if isinstance(one, dict):
        one = {k: [x[i - 1] for i in order] if isinstance(x, list) else x for k, x in one.items()}
    assert other == one


@pytest.mark.parametrize("name", ["Friedman", "RM-ANOVA"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_names_of_visits(name, data):
    ticks = data.draw(arrays(np.int64, (6, 4), elements=st.integers(0, 1440)))
    counts = data.draw(arrays(np.int64, 6, elements=CELL))
    order = data.draw(st.permutations(range(4)))
    function = METHODS[name].function
    assert outcome(function, ticks[:, order], counts) == outcome(function, ticks, counts)
