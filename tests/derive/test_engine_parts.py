"""The pieces of ``engine`` that this stage is built from."""

import datetime as dt

import narwhals as nw
import pytest
from cohorts import rows
from hypothesis import given
from hypothesis import strategies as st

from dermcohort import engine

ORDERS = 200


def one(value, kind="integer"):
    return engine.frame({"x": [value]}, {"x": kind})


@given(st.integers(0, ORDERS - 1), st.integers(-(10**13), 10**13))
def test_pack_brings_back_what_it_took(order, number):
    packed = engine.frame({"o": [order], "n": [number]}, {"o": "integer", "n": "integer"}).select(
        p=engine.pack(nw.col("o"), nw.col("n"), orders=ORDERS)
    )
    back = engine.unpack(nw.col("p"), orders=ORDERS)
    assert rows(packed.select(a=back[0], b=back[1])) == [(order, number)]


def test_packed_integers_sort_by_order_and_then_by_number():
    pairs = [(0, 10**13), (1, -(10**13)), (1, 5), (2, 0)]
    table = engine.frame(
        {"o": [o for o, _ in pairs], "n": [n for _, n in pairs]}, {"o": "integer", "n": "integer"}
    )
    packed = engine.collect(table.select(p=engine.pack(nw.col("o"), nw.col("n"), orders=3)))
    assert packed["p"].to_list() == sorted(packed["p"].to_list())


@pytest.mark.parametrize(
    ("ticks", "text"),
    [(4_000_000, "4"), (2_500_000, "2.5"), (50_000, "0.05"), (1_050_000, "1.05"), (0, "0"),
     (10_000_000, "10"), (1, "0.000001"), (30_120_000, "30.12"), (None, None)],
)  # fmt: skip
def test_numbers_are_written_without_trailing_zeros(ticks, text):
    assert rows(one(ticks).select(t=engine.decimal_text(nw.col("x")))) == [(text,)]


@given(st.dates())
def test_day_numbers_are_those_of_the_calendar(date):
    expected = (date - dt.date(1970, 1, 1)).days
    found = one(date, "date").select(d=engine.day_number(nw.col("x")))
    assert rows(found) == [(expected,)]


def test_long_keeps_what_is_missing():
    wide = engine.frame({"p": ["1"], "a": [None], "b": [2]},
                        {"p": "text", "a": "integer", "b": "integer"})  # fmt: skip
    found = engine.long(wide, ["p"], {"A": nw.col("a"), "B": nw.col("b")}, name="k", value="v")
    assert rows(found) == [("1", "A", None), ("1", "B", 2)]


def test_nothing_to_pick_from_is_a_mistake():
    with pytest.raises(ValueError, match="nothing to pick from"):
        engine.pick(nw.col("x"), {})


def test_rows_at_keeps_ties():
    table = engine.frame({"g": ["a", "a", "a"], "k": [1, 2, 2], "v": [1, 2, 3]},
                         {"g": "text", "k": "integer", "v": "integer"})  # fmt: skip
    assert rows(engine.rows_at(table, ["g"], "k", last=True), "v") == [(2,), (3,)]
    assert rows(engine.rows_at(table, ["g"], "k", last=False), "v") == [(1,)]
