"""All contact with a dataframe engine. Everything else speaks Narwhals and names none.

The embedded default is Polars, lazy and streaming.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from dermcohort.errors import UsageError

#: How the kinds of column of the data dictionary are held.
DTYPES: Mapping[str, Any] = {
    "text": pl.String(),
    "code": pl.String(),
    "number": pl.Float64(),
    "integer": pl.Int64(),
    "date": pl.Date(),
    "yes_no": pl.Boolean(),
}

#: The day from which day numbers count. Any would do; it never shows.
_EPOCH_YEAR = 1970


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
        return [nw.from_native(done, eager_only=True) for done in pl.collect_all(natives)]
    return [collect(query) for query in queries]


def read_table(path: Path) -> nw.LazyFrame[Any]:
    """A Parquet file, lazily."""
    return nw.from_native(pl.scan_parquet(path))


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
