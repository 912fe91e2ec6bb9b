"""Columns of any table as plain arrays: values, levels, patients, events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from dermcohort import engine
from dermcohort.counts import Floats, Ints
from dermcohort.errors import NothingToEstimate, UsageError

#: Beyond so many distinct levels a column is taken for a measurement named by mistake.
MOST_LEVELS = 200


def rows_with(
    frame: nw.LazyFrame[Any], columns: Mapping[str, str], *, may_be_empty: tuple[str, ...] = ()
) -> nw.DataFrame[Any]:
    """The rows in which every named column has a value, as columns with the names of the options.

    Parameters
    ----------
    columns : mapping of str to str
        Option ("value", "by", "subject", ...) and the column that it names.
    may_be_empty : tuple of str
        Options whose column may be empty in a row that counts.

    Raises
    ------
    UsageError
        If a column is not there.
    NothingToEstimate
        If no row is left.
    """
    schema = frame.collect_schema()
    for option, name in columns.items():
        if name not in schema:
            raise UsageError(
                f"--{option.partition(' ')[0]} is {name!r}, and there is no such column; "
                f"columns: {', '.join(schema.names())}"
            )
    here = frame.select(*(nw.col(name).alias(option) for option, name in columns.items()))
    full = [option for option in columns if option not in may_be_empty]
    here = here.drop_nulls(full)
    for option, dtype in here.collect_schema().items():
        if option in full and dtype.is_float():
            # pandas has NaN where others have null.
            here = here.filter(~nw.col(option).is_nan())
    rows = engine.collect(here)
    if not len(rows):
        named = " and ".join(dict.fromkeys(columns[option] for option in full))
        both = "both " if len(full) == 2 else ""
        raise NothingToEstimate(f"no row has {both}{named}")
    return rows


def numbers(rows: nw.DataFrame[Any], option: str, name: str) -> Floats:
    """A column of finite numbers.

    Raises
    ------
    UsageError
        If it holds text or an infinite value.
    """
    column = rows[option]
    if column.dtype == nw.Boolean:
        column = column.cast(nw.Int64)
    if not column.dtype.is_numeric():
        raise UsageError(
            f"--{option.partition(' ')[0]} is {name!r}, and that column does not hold numbers; "
            "try: another column, or for categories --method Fisher or chi-square"
        )
    values: Floats = column.cast(nw.Float64).to_numpy()
    if not np.isfinite(values).all():
        raise UsageError(f"{name} holds an infinite value; try: leave the cell empty")
    return values


def whole_numbers(rows: nw.DataFrame[Any], option: str, name: str) -> Ints:
    """A column of whole numbers of at least 0.

    Raises
    ------
    UsageError
        If it holds anything else.
    """
    values = numbers(rows, option, name)
    if (values < 0).any() or (values != np.rint(values)).any():
        raise UsageError(f"--{option} is {name!r}; it holds whole numbers of at least 0")
    return values.astype(np.int64)


def names(column: nw.Series[Any]) -> NDArray[np.str_]:
    """Names of levels or subjects as text; whole numbers without a decimal point."""
    distinct, which = np.unique(column.to_numpy(), return_inverse=True)
    texts = [
        str(int(v)) if isinstance(v, float) and v.is_integer() else str(v)
        for v in distinct.tolist()
    ]
    found: NDArray[np.str_] = np.array(texts, dtype=str)[which]
    return found


def levels(rows: nw.DataFrame[Any], option: str, name: str, control: str | None) -> tuple[str, ...]:
    """The distinct levels of a column in natural order, the control first.

    Raises
    ------
    UsageError
        If there are too many, or the control is none of them.
    """
    found = sorted(set(names(rows[option]).tolist()), key=natural)
    if len(found) > MOST_LEVELS:
        raise UsageError(f"--{option} is {name!r}, with {len(found)} levels; at most {MOST_LEVELS}")
    if control is None:
        return tuple(found)
    if control not in found:
        raise UsageError(f"--control is {control!r}; levels of {name}: {', '.join(found)}")
    return (control, *(level for level in found if level != control))


def position(column: nw.Series[Any], of: tuple[str, ...]) -> Ints:
    """For each row the position of its level."""
    distinct, which = np.unique(names(column), return_inverse=True)
    place: Ints = np.array([of.index(level) for level in distinct], dtype=np.int64)[which]
    return place


def natural(text: str) -> list[tuple[int, float, str]]:
    """Sorting key in which 2 comes before 10.

    >>> sorted(["10M", "2M", "0M"], key=natural)
    ['0M', '2M', '10M']
    """
    parts = re.split(r"(\d+(?:\.\d+)?)", text)
    return [(0, float(p), "") if i % 2 else (1, 0.0, p) for i, p in enumerate(parts) if p]
