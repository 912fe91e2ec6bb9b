"""All contact with a dataframe engine. Everything else speaks Narwhals and names none.

The embedded default is Polars, lazy and streaming.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from dermcohort.errors import SourceUnreadable, UsageError

#: How the kinds of column of the data dictionary are held.
DTYPES: Mapping[str, Any] = {
    "text": pl.String(),
    "code": pl.String(),
    "number": pl.Float64(),
    "integer": pl.Int64(),
    "date": pl.Date(),
    "yes_no": pl.Boolean(),
}

#: A table that is not computed yet, on whatever engine.
Frame = nw.LazyFrame[Any]

#: The day from which day numbers count. Any would do; it never shows.
_EPOCH_YEAR = 1970
#: DuckDB refuses deeper plans; its own limit is 1000.
_DUCKDB_DEPTH = 10_000


def frame(columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str]) -> nw.LazyFrame[Any]:
    """A lazy frame of the default engine from plain columns; None is missing.

    Parameters
    ----------
    columns : mapping of str to sequence
        All of the same length.
    kinds : mapping of str to str
        For each column one of `DTYPES`.
    """
    schema = {name: DTYPES[kinds[name]] for name in columns}
    return nw.from_native(pl.DataFrame(dict(columns), schema=schema).lazy())


def lazy(native: Any) -> nw.LazyFrame[Any]:
    """Any frame that Narwhals accepts (pandas, Polars, PyArrow, DuckDB ...), as a lazy one.

    Raises
    ------
    UsageError
        If it is none of them.
    """
    try:
        found: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(native)
    except TypeError as refused:
        raise UsageError(
            f"a table was expected, got {type(native).__name__}; "
            "try a pandas, Polars or PyArrow frame"
        ) from refused
    return found.lazy()


def collect(query: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Run a query and hold its rows in memory: only for counts and for files that stay local."""
    return query.collect("polars")


def collect_all(queries: Sequence[nw.LazyFrame[Any]]) -> list[nw.DataFrame[Any]]:
    """Run several queries at once, so that what they share is computed once.

    Cheaper than one `collect` each wherever they start from the same scan.
    """
    natives = [query.to_native() for query in queries]
    if all(isinstance(native, pl.LazyFrame) for native in natives):
        done = pl.collect_all(natives, engine="streaming")
        return [nw.from_native(table, eager_only=True) for table in done]
    return [collect(query) for query in queries]


def read_parquet(path: Path) -> nw.LazyFrame[Any]:
    """A Parquet file, lazily.

    Raises
    ------
    SourceUnreadable
        If it is not there or is no Parquet file.
    """
    try:
        found = pl.scan_parquet(path)
        found.collect_schema()
    except (OSError, pl.exceptions.PolarsError) as refused:
        raise SourceUnreadable(
            f"{path.name} cannot be read as Parquet; try: a .parquet file that exists"
        ) from refused
    return nw.from_native(found)


def day_number(date: nw.Expr) -> nw.Expr:
    """Days since a fixed day, as an integer, from a date column.

    From year and day of the year, since subtracting dates gives another type on every engine.
    """
    year = date.dt.year().cast(nw.Int64)
    before = year - 1
    # Days before the year in the proleptic Gregorian calendar.
    days = before * 365 + before // 4 - before // 100 + before // 400
    offset = dt.date(_EPOCH_YEAR, 1, 1).toordinal() - 1
    return days + date.dt.ordinal_day().cast(nw.Int64) - offset - 1


def rows(like: Frame, records: Sequence[Mapping[str, Any]]) -> Frame:
    """A few constant rows on the engine that ``like`` lives on, to be joined with it.

    Elsewhere than in Polars they are literals beside an aggregate of one row: an engine cannot
    join a frame of another one, and not every engine has a way to say constants.
    """
    if isinstance(like.to_native(), pl.LazyFrame):
        return nw.from_native(pl.DataFrame(list(records)).lazy())
    one = like.select(nw.len().alias("_n"))
    return nw.concat(
        [
            one.select(*(constant(value).alias(name) for name, value in record.items()))
            for record in records
        ]
    )


def shared(table: Frame) -> Frame:
    """A table that many queries start from: computed once where the engine can do that.

    Without it the plan of each query would hold the plan of the table at every place where it
    is used, and so on for the tables behind it.
    """
    native = table.to_native()
    if isinstance(native, pl.LazyFrame):
        # Not ``cache()``: the optimiser of Polars 2.1 panics on plans with several of them.
        held: Frame = nw.from_native(native.collect().lazy())
        return held
    if table.implementation.is_duckdb():
        # On the relation's own connection: it cannot be joined with tables of another one.
        name = f"dermcohort_{uuid.uuid4().hex}"
        # A plan names what it was made from, and the ledger of a study joins a thousand of them.
        native.query("shared", f"set max_expression_depth to {_DUCKDB_DEPTH}")
        native.query("shared", f"create temp table {name} as from shared")
        made: Frame = nw.from_native(native.query("shared", f"from {name}"))
        return made
    return table


def constant(value: Any) -> nw.Expr:
    """A literal of one of `DTYPES`: engines differ in the width that they give a bare integer."""
    if isinstance(value, int) and not isinstance(value, bool):
        return nw.lit(value, dtype=nw.Int64)
    return nw.lit(value)


def pick(which: nw.Expr, choices: Mapping[Any, nw.Expr]) -> nw.Expr:
    """The choice that ``which`` names; missing where it names none.

    Raises
    ------
    ValueError
        If there is nothing to pick from.
    """
    return first_true([(which == name, choice) for name, choice in choices.items()])


def first_true(cases: Sequence[tuple[nw.Expr, nw.Expr]]) -> nw.Expr:
    """The value beside the first condition that holds; missing where none is known to.

    Raises
    ------
    ValueError
        If there is no case.
    """
    if not cases:
        raise ValueError("nothing to pick from")
    chain = nw.when(cases[0][0]).then(cases[0][1])
    for condition, value in cases[1:]:
        chain = chain.when(condition).then(value)
    return chain


def long(
    wide: Frame,
    index: Sequence[str],
    columns: Mapping[str, nw.Expr],
    *,
    name: str,
    value: str,
) -> Frame:
    """One row for each row and each of ``columns``, missing values included.

    Narwhals has ``unpivot``, but DuckDB drops the missing there.
    """
    held = {f"_c{number}": expr for number, expr in enumerate(columns.values())}
    names = rows(wide, [{name: column} for column in columns])
    crossed = wide.select(*index, **held).join(names, how="cross")
    cells = dict(zip(columns, (nw.col(column) for column in held), strict=True))
    return crossed.select(*index, name, pick(nw.col(name), cells).alias(value))


def rows_at(table: Frame, by: Sequence[str], key: str, *, last: bool) -> Frame:
    """The rows of each group whose ``key`` is the group's first or last; ties all stay.

    By group-by and join: sorting inside a window is four times slower.
    """
    end = nw.col(key).max() if last else nw.col(key).min()
    ends = table.group_by(*by).agg(end.alias("_end"))
    return table.join(ends, on=list(by), how="inner").filter(nw.col(key) == nw.col("_end")).drop(
        "_end"
    )  # fmt: skip


def pack(order: nw.Expr, number: nw.Expr, *, orders: int) -> nw.Expr:
    """One integer that sorts by ``order`` and carries ``number`` along.

    Its minimum in a group-by gives the number that is first in order, without a sort.

    Parameters
    ----------
    order : integer expression
        At least 0 and less than ``orders``.
    number : integer expression
        Any sign; for a few thousand orders its limit is about 10 ** 14.
    orders : int
        How many values ``order`` may have.
    """
    span = _span(orders)
    return order.cast(nw.Int64) * nw.lit(span, dtype=nw.Int64) + (number + span // 2)


def unpack(packed: nw.Expr, *, orders: int) -> tuple[nw.Expr, nw.Expr]:
    """Order and number, as they went into `pack`."""
    span = _span(orders)
    rest = packed % span
    # Spark divides integers as floats: exact here, since a power of two divides its multiple.
    return ((packed - rest) // span).cast(nw.Int64), rest - span // 2


def _span(orders: int) -> int:
    return int(2 ** (62 - orders.bit_length()))


def decimal_text(ticks: nw.Expr, *, ticks_per_unit_exponent: int = 6) -> nw.Expr:
    """A number in ticks as people write it, without trailing zeros: 4, 2.5, 0.05.

    From integers, since each engine prints a float in its own way. At least 0.
    """
    unit = 10**ticks_per_unit_exponent
    whole = _text(ticks // unit)
    chain = nw.when(ticks % unit == 0).then(whole)
    for digits in range(1, ticks_per_unit_exponent + 1):
        step = 10 ** (ticks_per_unit_exponent - digits)
        # A leading 1 keeps the zeros after the point: 1.05 has "05", cut from "105".
        after = _text((ticks % unit) // step + 10**digits).str.slice(1)
        text = nw.concat_str([whole, after], separator=".")
        chain = chain.when(ticks % step == 0).then(text)
    return chain


def _text(integer: nw.Expr) -> nw.Expr:
    return integer.cast(nw.Int64).cast(nw.String)
