"""Time to event: only the counts matter, not how the rows are written."""

from dataclasses import asdict, is_dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NotEstimable
from dermcohort.estimate.survival.cox import cox
from dermcohort.estimate.survival.cumulative_incidence import aalen_johansen
from dermcohort.estimate.survival.gray import gray
from dermcohort.estimate.survival.hazard_ratio import hazard_ratio
from dermcohort.estimate.survival.kaplan_meier import kaplan_meier
from dermcohort.estimate.survival.log_rank import log_rank, stratified_log_rank
from dermcohort.estimate.survival.restricted_mean import (
    restricted_mean,
    restricted_mean_difference,
)
from dermcohort.estimate.survival.schoenfeld import schoenfeld_test

# Of each, groups and reasons.
OF_GROUPS = [(kaplan_meier, 2, 1), (aalen_johansen, 2, 2), (restricted_mean, 2, 1),
             (restricted_mean_difference, 3, 1), (log_rank, 3, 1), (gray, 3, 2),
             (hazard_ratio, 2, 1)]  # fmt: skip
CELL = st.one_of(st.integers(0, 3), st.integers(0, 10**6))


def plain(answer):
    """Numbers in lists; none of them is missing but where it says None."""
    if isinstance(answer, dict):
        return {name: plain(value) for name, value in answer.items()}
    if isinstance(answer, (list, tuple, np.ndarray)):
        return [plain(value) for value in answer]
    assert answer is None or isinstance(answer, str) or np.isfinite(answer)
    return answer


def outcome(function, *arguments):
    """All fields to the last bit, or the reason why there are none."""
    try:
        found = function(*arguments)
    except NotEstimable as why:
        return type(why), str(why)
    assert is_dataclass(found)
    return plain(asdict(found))


def rewritten(counts, data, *keys):
    """The same counts with rows split in two, rows of nobody, and in another order."""
    part = np.minimum(data.draw(arrays(np.int64, counts.shape, elements=CELL)), counts)
    order = data.draw(st.permutations(range(2 * len(counts) + 1)))
    again = [np.concatenate([key, key, key[:1]])[order] for key in keys]
    return *again, np.concatenate([part, counts - part, 0 * counts[:1]])[order]


def drawn(data, groups, reasons, cell=CELL):
    times = data.draw(st.lists(st.integers(0, 400), min_size=1, max_size=7, unique=True))
    shape = (len(times), groups, reasons + 1)
    return np.array(sorted(times)) / 4, data.draw(arrays(np.int64, shape, elements=cell))


def drawn_rows(data, cell):
    rows = st.tuples(st.integers(0, 5), st.integers(0, 1), st.integers(-4, 4), st.integers(0, 2))
    chosen = np.array(data.draw(st.lists(rows, min_size=2, max_size=14)), float)
    counts = data.draw(arrays(np.int64, len(chosen), elements=cell))
    return chosen[:, 0], chosen[:, 1], chosen[:, 2:], counts


@pytest.mark.parametrize(("function", "groups", "reasons"), OF_GROUPS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_rows_of_times(function, groups, reasons, data):
    times, counts = drawn(data, groups, reasons)
    assert outcome(function, *rewritten(counts, data, times)) == outcome(function, times, counts)


@pytest.mark.parametrize(("function", "groups", "reasons"), OF_GROUPS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_counts_of_one_are_listed_patients(function, groups, reasons, data):
    times, counts = drawn(data, groups, reasons, st.integers(0, 3))
    where = np.repeat(np.array(np.nonzero(counts)), counts[np.nonzero(counts)], axis=1)
    listed = np.zeros((where.shape[1], groups, reasons + 1), int)
    listed[np.arange(len(listed)), where[1], where[2]] = 1
    assert outcome(function, times[where[0]], listed) == outcome(function, times, counts)


@pytest.mark.parametrize("function", [cox, schoenfeld_test])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_rows_of_covariates(function, data):
    *keys, counts = drawn_rows(data, CELL)
    assert outcome(function, *rewritten(counts, data, *keys)) == outcome(function, *keys, counts)


@pytest.mark.parametrize("function", [cox, schoenfeld_test])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_two_patients_on_a_row_are_two_rows(function, data):
    *keys, counts = drawn_rows(data, st.integers(0, 40))
    listed = [np.repeat(key, counts, axis=0) for key in keys]
    once = np.ones(counts.sum(), int)
    assert outcome(function, *listed, once) == outcome(function, *keys, counts)


@pytest.mark.parametrize(("function", "groups", "reasons"), OF_GROUPS[4:])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_of_times_only_the_order_matters(function, groups, reasons, data):
    times, counts = drawn(data, groups, reasons)
    assert outcome(function, times**2 + times, counts) == outcome(function, times, counts)


@settings(max_examples=25, deadline=None)
@given(data=st.data(), power=st.integers(-20, 20))
def test_unit_of_times(data, power):
    times, counts = drawn(data, 2, 1)
    one, other = (outcome(restricted_mean, unit * times, counts) for unit in (1, 2.0**power))
    if isinstance(one, dict):
        for name in ("estimate", "se", "conf_low", "conf_high"):
            assert other[name] == [None if x is None else x * 2.0**power for x in one[name]]
    one, other = (outcome(kaplan_meier, unit * times, counts) for unit in (1, 2.0**power))
    if isinstance(one, dict):
        for name in ("estimate", "se", "conf_low", "conf_high", "at_risk"):
            assert [c[name] for c in other["curves"]] == [c[name] for c in one["curves"]]
        for mine, theirs in zip(other["medians"], one["medians"], strict=True):
            for name in ("median", "conf_low", "conf_high"):
                x = theirs[name]
                assert mine[name] == (None if x is None else x * 2.0**power)


@pytest.mark.parametrize(("function", "reasons"), [(log_rank, 1), (gray, 2)])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_names_of_groups(function, reasons, data):
    times, counts = drawn(data, 4, reasons)
    order = data.draw(st.permutations(range(4)))
    one, other = outcome(function, times, counts), outcome(function, times, counts[:, order])
    if isinstance(one, dict):
        of_groups = {"n", "observed", "expected"} & set(one)
        one |= {name: [one[name][group] for group in order] for name in of_groups}
    assert other == one


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_names_of_strata(data):
    times, first = drawn(data, 3, 1)
    strata = np.array([first, *(data.draw(arrays(np.int64, first.shape, elements=CELL))
                                for _ in range(2))])  # fmt: skip
    one = outcome(stratified_log_rank, times, strata)
    assert outcome(stratified_log_rank, times, strata[data.draw(st.permutations(range(3)))]) == one
    empty = np.concatenate([strata, 0 * strata[:1]])
    assert outcome(stratified_log_rank, times, empty) == one
