"""The count line: counts hold what the rows held, whatever the order of the rows."""

import narwhals as nw
import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.counts import (
    MISSING,
    Key,
    LevelKey,
    VisitCounts,
    count,
    independent,
    read_vectors,
    vector_query,
)
from dermcohort.engine import collect, day_number

VISITS = ("baseline", "1 month", "3 months")
WHERE = ["population", "parameter", "group"]

cells = st.none() | st.integers(-5, 5)
patients = st.lists(
    st.tuples(cells, cells, cells).filter(lambda v: any(x is not None for x in v)), min_size=1
)


def long(vectors, order=None):
    rows = [
        ("observed", "EASI", "all", visit, f"p{i}", ticks)
        for i, vector in enumerate(vectors)
        for visit, ticks in zip(VISITS, vector, strict=True)
        if ticks is not None
    ]
    rows = [rows[i] for i in order] if order is not None else rows
    return nw.from_native(
        pl.DataFrame(rows, orient="row", schema={
            "population": pl.String, "parameter": pl.String, "group": pl.String,
            "visit": pl.String, "patient": pl.String, "ticks": pl.Int64}).lazy()
    )  # fmt: skip


def vectors_of(frame) -> VisitCounts:
    found = read_vectors(collect(vector_query(frame, WHERE, VISITS)), WHERE, VISITS)
    return found[Key("observed", "EASI", "all")]


@given(patients, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_counts_are_the_rows_counted(vectors, random):
    frame = long(vectors)
    n_rows = len(collect(frame))
    order = list(range(n_rows))
    random.shuffle(order)
    counts = vectors_of(frame)
    again = vectors_of(long(vectors, order))
    assert np.array_equal(counts.ticks, again.ticks)
    assert np.array_equal(counts.patients, again.patients)

    assert counts.n_any() == len(vectors)
    for j, visit in enumerate(VISITS):
        values = sorted(v[j] for v in vectors if v[j] is not None)
        distinct, having = counts.margin(visit)
        assert np.repeat(distinct, having).tolist() == [v / 1e6 for v in values]
        assert counts.n(visit) == len(values)
    whole, having = counts.complete(VISITS)
    expected = sorted(v for v in vectors if None not in v)
    assert [tuple(r) for r in np.repeat(whole, having, axis=0).tolist()] == expected


def test_observed_visits_are_those_with_a_value():
    counts = VisitCounts(VISITS, np.array([[1, MISSING, 3]]), np.array([2]))
    assert counts.observed_visits == ("baseline", "3 months")


def test_side_by_side_groups_share_their_values():
    first = VisitCounts(("v",), np.array([[1_000_000], [2_000_000]]), np.array([1, 2]))
    second = VisitCounts(("v",), np.array([[2_000_000], [3_000_000]]), np.array([4, 8]))
    values, counts = independent([first, second], ["v", "v"])
    assert values.tolist() == [1.0, 2.0, 3.0]
    assert counts.tolist() == [[1, 0], [2, 4], [0, 8]]


def inside(*rows):
    names = ("population", "parameter", "group", "visit", "patient")
    return nw.from_native(
        pl.DataFrame(list(rows), orient="row", schema=dict.fromkeys(names, pl.String)).lazy()
    )


def levels(*rows):
    names = ("population", "parameter", "group", "visit", "patient", "level")
    return nw.from_native(
        pl.DataFrame(list(rows), orient="row", schema=dict.fromkeys(names, pl.String)).lazy()
    )


def test_levels_and_members_are_counted():
    place = ("included", "sex", "all", "baseline")
    counts = count(
        long([(1, None, None)]),
        levels((*place, "a", "F"), (*place, "b", "M"), (*place, "c", "F")),
        inside((*place, "a"), (*place, "b")),
        times(),
        VISITS,
    )
    assert counts.levels[LevelKey(*place)] == {"F": 2, "M": 1}
    assert counts.n(*place) == 2
    assert counts.n("included", "sex", "naive", "baseline") == 0
    assert counts.vector("observed", "POEM", "all") is None


def test_nobody_counts_nobody():
    counts = count(long([]), levels(), inside(), times(), VISITS)
    assert not counts.vectors
    assert not counts.levels
    assert not counts.members
    assert not counts.times


def times(*rows):
    schema = dict.fromkeys(("population", "parameter", "group", "patient"), pl.String)
    schema |= {"days": pl.Int64, "ended": pl.String}
    return nw.from_native(pl.DataFrame(list(rows), orient="row", schema=schema).lazy())


def test_times_are_counted_by_how_they_ended():
    place = ("included", "time on drug", "all")
    rows = [(*place, "a", 9, ""), (*place, "b", 4, "rash"), (*place, "c", 4, "rash"),
            (*place, "d", 9, "effect"), (*place, "e", 4, "")]  # fmt: skip
    found = count(long([]), levels(), inside(), times(*rows), VISITS).times[Key(*place)]
    assert found.reasons == ("effect", "rash")
    assert found.days.tolist() == [4, 9]
    assert found.patients.tolist() == [[1, 0, 2], [1, 1, 0]]


@given(st.lists(st.dates(), min_size=2, max_size=9))
@settings(deadline=None)
def test_day_numbers_differ_as_dates_do(dates):
    frame = nw.from_native(pl.DataFrame({"d": dates}).lazy())
    days = collect(frame.select(day_number(nw.col("d")).alias("n")))["n"].to_list()
    assert [n - days[0] for n in days] == [(d - dates[0]).days for d in dates]
