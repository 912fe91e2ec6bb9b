"""One comparison from any table: what a click in a statistics program does, in one line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from dermcohort import engine
from dermcohort.acquire.table import Column, read_table
from dermcohort.counts import MISSING, Floats, Ints, VisitCounts
from dermcohort.errors import NothingToEstimate, UsageError
from dermcohort.estimate.analyses.comparison import (
    CATEGORY_METHODS,
    compare_categories,
    compare_groups,
    compare_subjects,
)
from dermcohort.estimate.analyses.plan import Rules
from dermcohort.results import Results

#: Beyond so many distinct levels a column is taken for a measurement named by mistake.
MOST_LEVELS = 200
_CATEGORY_METHODS = {name.lower() for name in CATEGORY_METHODS} - {"auto"}


def compare(
    frame: Any,
    *,
    value: str,
    by: str,
    control: str | None = None,
    subject: str | None = None,
    method: str = "auto",
    rules: Rules | None = None,
) -> Results:
    """Compare a value between the levels of a column.

    Parameters
    ----------
    frame : pandas, Polars or PyArrow table, or whatever else Narwhals accepts
        One row a value.
    value : str
        Column of numbers, or of categories (text, yes and no). Rows without a value or a level are
        left out; the n rows say how many stay.
    by : str
        Column whose levels are compared: groups of different patients or, with ``subject``,
        visits of the same.
    control : str, optional
        The level with which the others are compared; default: the first in natural order.
    subject : str, optional
        Column that names the patient: makes it the analysis of repeated measures.
    method : str
        "auto" chooses by the rules (`Rules`); else a name of `METHODS`. "Fisher" and
        "chi-square" take numbers as categories.
    rules : Rules, optional
        Levels of significance and of intervals, and definitions.

    Returns
    -------
    Results
        Rows with ``analysis`` "comparison", and the decisions.

    Raises
    ------
    UsageError
        If a column, level or method is not there, a column of numbers holds some text, or a
        patient has two values at one level.
    NothingToEstimate
        If no row has a value and a level.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({"easi": [20.1, 18.4, 22.0, 8.2, 9.1, 7.7], "arm": list("aaabbb")})
    >>> compare(frame, value="easi", by="arm").where(statistic="p_value", method="Student t").rows[
    ...     0
    ... ].n
    3
    """
    rules = rules or Rules()
    categorical = method.lower() in _CATEGORY_METHODS
    rows = _rows(engine.lazy(frame), value, by, subject, categorical=categorical)
    levels = _levels(rows, by, control)
    if categorical or not rows.schema["value"].is_numeric():
        if subject is not None:
            raise UsageError(
                f"{value} holds categories, and --subject compares numbers; "
                "try: leave out --subject, or name a column of numbers"
            )
        answer = compare_categories(value, levels, *_table(rows, levels, value), rules, method)
    elif subject is None:
        answer = compare_groups(value, levels, *_counts(rows, levels), rules, method)
    else:
        answer = compare_subjects(value, _vectors(rows, levels, subject), rules, method)
    return Results(answer.rows, answer.decisions)


def _rows(
    frame: nw.LazyFrame[Any], value: str, by: str, subject: str | None, *, categorical: bool
) -> nw.DataFrame[Any]:
    """Rows with a value and a level, as columns value, level and perhaps subject."""
    schema = frame.collect_schema()
    wanted = {"value": value, "by": by} | ({"subject": subject} if subject else {})
    for option, name in wanted.items():
        if name not in schema:
            raise UsageError(
                f"--{option} is {name!r}, and there is no such column; "
                f"columns: {', '.join(schema.names())}"
            )
    number = nw.col(value).cast(nw.Float64) if schema[value].is_numeric() else nw.col(value)
    columns = [number.alias("value"), nw.col(by).alias("level")]
    columns += [nw.col(subject).alias("subject")] if subject else []
    here = frame.select(*columns).drop_nulls()
    for column, dtype in here.collect_schema().items():
        if dtype.is_float():
            # pandas has NaN where others have null.
            here = here.filter(~nw.col(column).is_nan())
    rows = engine.collect(here)
    if not len(rows):
        raise NothingToEstimate(f"no row has both {value} and {by}")
    if not schema[value].is_numeric():
        if not categorical:
            _refuse_numbers_with_text(rows["value"], value)
    elif not np.isfinite(rows["value"].to_numpy()).all():
        raise UsageError(f"{value} holds an infinite value; try: leave the cell empty")
    return rows


def _refuse_numbers_with_text(values: nw.Series[Any], name: str) -> None:
    """A column of measurements with a word in it is a mistake, and no column of categories."""
    texts = [str(v) for v in values.unique().to_list()]
    words = sorted(text for text in texts if not _is_number(text))
    if len(words) < len(texts) or len(texts) > MOST_LEVELS:
        such = f"such as {words[0]!r}" if words else "as text"
        raise UsageError(
            f"--value is {name!r}, and that column holds not numbers only, but text, {such}; "
            "try: empty those cells, or --method Fisher or chi-square to take all as categories"
        )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _table(
    rows: nw.DataFrame[Any], levels: tuple[str, ...], name: str
) -> tuple[tuple[str, ...], Ints]:
    """The categories in natural order, and how many rows of each level have each."""
    values = _names(rows["value"])
    categories = tuple(sorted(set(values.tolist()), key=natural))
    if len(categories) > MOST_LEVELS:
        raise UsageError(
            f"{name} has {len(categories)} different values, too many for categories; "
            "try: --method auto"
        )
    table = np.zeros((len(categories), len(levels)), dtype=np.int64)
    place = np.array([categories.index(value) for value in values.tolist()])
    np.add.at(table, (place, _position(rows["level"], levels)), 1)
    return categories, table


def _names(column: nw.Series[Any]) -> NDArray[np.str_]:
    """Names of levels or subjects as text; whole numbers without a decimal point."""
    distinct, which = np.unique(column.to_numpy(), return_inverse=True)
    texts = [
        str(int(v)) if isinstance(v, float) and v.is_integer() else str(v)
        for v in distinct.tolist()
    ]
    names: NDArray[np.str_] = np.array(texts, dtype=str)[which]
    return names


def _levels(rows: nw.DataFrame[Any], by: str, control: str | None) -> tuple[str, ...]:
    levels = sorted(set(_names(rows["level"])), key=natural)
    if len(levels) > MOST_LEVELS:
        raise UsageError(f"--by is {by!r}, with {len(levels)} levels; at most {MOST_LEVELS}")
    if control is None:
        return tuple(levels)
    if control not in levels:
        raise UsageError(f"--control is {control!r}; levels of {by}: {', '.join(levels)}")
    return (control, *(level for level in levels if level != control))


def natural(text: str) -> list[tuple[int, float, str]]:
    """Sorting key in which 2 comes before 10.

    >>> sorted(["10M", "2M", "0M"], key=natural)
    ['0M', '2M', '10M']
    """
    parts = re.split(r"(\d+(?:\.\d+)?)", text)
    return [(0, float(p), "") if i % 2 else (1, 0.0, p) for i, p in enumerate(parts) if p]


def _counts(rows: nw.DataFrame[Any], levels: tuple[str, ...]) -> tuple[Floats, Ints]:
    values, which = np.unique(rows["value"].to_numpy(), return_inverse=True)
    column = _position(rows["level"], levels)
    counts = np.zeros((len(values), len(levels)), dtype=np.int64)
    np.add.at(counts, (which, column), 1)
    return values, counts


def _position(column: nw.Series[Any], levels: tuple[str, ...]) -> Ints:
    """For each row the position of its level."""
    distinct, which = np.unique(_names(column), return_inverse=True)
    position: Ints = np.array([levels.index(level) for level in distinct], dtype=np.int64)[which]
    return position


def _vectors(rows: nw.DataFrame[Any], levels: tuple[str, ...], subject: str) -> VisitCounts:
    patients, which = np.unique(_names(rows["subject"]), return_inverse=True)
    column = _position(rows["level"], levels)
    ticks, ticks_per_unit = _ticks(rows["value"].to_numpy())
    vectors = np.full((len(patients), len(levels)), MISSING, dtype=np.int64)
    vectors[which, column] = ticks
    if int((vectors != MISSING).sum()) < len(ticks):
        raise UsageError(
            f"a {subject} has two values at one level; with --subject each has one value a level; "
            "try: leave out --subject, or keep one row"
        )
    distinct, total = np.unique(vectors, axis=0, return_counts=True)
    return VisitCounts(levels, distinct, total.astype(np.int64), ticks_per_unit)


def _ticks(values: Floats) -> tuple[Ints, int]:
    """Values in whole parts of the unit, so that their differences are exact.

    Decimals of up to nine places are taken as typed. Values that are no short decimals are taken
    as the binary fractions that they are, to 61 bits of the largest.
    """
    largest = float(np.abs(values).max())
    for power in range(6, 10):
        ticks = np.rint(values * 10.0**power)
        if largest * 10**power < 2**53 and np.array_equal(ticks / 10**power, values):
            return ticks.astype(np.int64), 10**power
    if largest >= 2.0**61:
        raise UsageError(f"the largest value is {largest:g}; values must be below 2e18")
    bits = 61 - max(int(np.ceil(np.log2(largest))), 0) if largest > 0 else 0
    return np.rint(values * 2.0**bits).astype(np.int64), 2**bits


def read_data(path: Path, *, sheet: str = "") -> nw.LazyFrame[Any]:
    """A csv, xlsx or Parquet file as a frame.

    Parameters
    ----------
    sheet : str
        Of a workbook; the first one if left out.

    Raises
    ------
    SourceUnreadable
        If it cannot be read.
    """
    if path.suffix.lower() == ".parquet":
        return engine.read_parquet(path)
    columns = read_table(path, sheet)
    kinds = {name: _kind(column) for name, column in columns.items()}
    return engine.frame(columns, kinds)


def _kind(column: Column) -> str:
    return "text" if any(isinstance(value, str) for value in column) else "number"
