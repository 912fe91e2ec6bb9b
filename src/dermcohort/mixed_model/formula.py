"""From a table and a formula to a design matrix, by formulaic, with R's treatment contrasts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from dermcohort import engine
from dermcohort.errors import NothingToEstimate, UsageError

#: A column with more levels is numbered by ranks, one with fewer level by level.
FEW_LEVELS = 30


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that a model uses.

    Attributes
    ----------
    columns : mapping of str to array, shape (n,)
        Each column of the formula: numbers, or for a category its level, from 0.
    levels : mapping of str to tuple of str
        Of each category, the reference level first.
    subject, visit, group, count : int array, shape (n,)
        From 0; how many patients a row stands for.
    left_out : int
        Rows with a response and without a covariate, a patient or a visit.
    """

    columns: Mapping[str, np.ndarray]
    levels: Mapping[str, tuple[str, ...]]
    subject: np.ndarray
    visit: np.ndarray
    group: np.ndarray
    count: np.ndarray
    left_out: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns that play a part."""

    subject: str
    visit: str
    group: str | None
    weights: str | None


def parsed(formula: str) -> tuple[Any, tuple[str, ...], tuple[str, ...]]:
    """A formula of formulaic, and the columns of its left and right side.

    Raises
    ------
    UsageError
        If it is no formula with a response.
    """
    from formulaic import Formula
    from formulaic.errors import FormulaicError

    try:
        found = Formula(formula)
        left, right = found.lhs.required_variables, found.rhs.required_variables
    except (FormulaicError, AttributeError, SyntaxError) as refused:
        raise UsageError(
            f"{formula!r} is no formula with a response; try: 'change ~ visit * group'"
        ) from refused
    return found, tuple(sorted(map(str, left))), tuple(sorted(map(str, right)))


def rows_of(frame: Any, response: Sequence[str], covariates: Sequence[str], by: Columns) -> Rows:
    """The rows with a response and all covariates, categories coded.

    Raises
    ------
    UsageError
        If a column is not there or holds an infinite value, or weights are not whole numbers.
    NothingToEstimate
        If no row is left.
    """
    lazy = engine.lazy(frame)
    schema = lazy.collect_schema()
    optional = [name for name in (by.group, by.weights) if name is not None]
    wanted = list(dict.fromkeys([*response, *covariates, by.subject, by.visit, *optional]))
    for name in wanted:
        if name not in schema:
            raise UsageError(f"there is no column {name!r}; columns: {', '.join(schema.names())}")
    orders = {name: _order(frame, name, schema[name]) for name in wanted}
    table = engine.collect(lazy.select(*(_plain(name, schema[name]) for name in wanted)))
    complete = table.drop_nulls(wanted)
    lacking = 0
    if len(complete) < len(table):
        lacking = len(table.drop_nulls(list(response))) - len(complete)
    if not len(complete):
        raise NothingToEstimate(f"no row has all of {', '.join(wanted)}")
    _refuse_infinite(complete)
    kinds = complete.schema
    columns, levels = {}, {}
    for name in wanted:
        if name == by.subject:
            columns[name] = _ranks(complete[name])
        elif name in (by.visit, by.group) or not kinds[name].is_numeric():
            columns[name], levels[name] = _coded(complete[name], orders[name])
        else:
            columns[name] = complete[name].to_numpy()
    return Rows(
        {name: columns[name] for name in (*response, *covariates)},
        levels,
        columns[by.subject],
        columns[by.visit],
        columns[by.group] if by.group else np.zeros(len(complete), dtype=np.int64),
        _counts(columns[by.weights], by.weights) if by.weights else np.ones(len(complete), int),
        lacking,
    )


def pandas_frame(columns: Mapping[str, np.ndarray], levels: Mapping[str, tuple[str, ...]]) -> Any:
    """The table that formulaic computes from; categories by their places among the levels."""
    import pandas as pd

    return pd.DataFrame(
        {
            name: pd.Categorical.from_codes(x, list(levels[name])) if name in levels else x
            for name, x in columns.items()
        },
        copy=False,
    )


def _plain(name: str, dtype: Any) -> nw.Expr:
    column = nw.col(name)
    if dtype.is_float():
        # pandas has NaN where others have null.
        return nw.when(~column.is_nan()).then(column).alias(name)
    return column if dtype.is_numeric() else column.cast(nw.String)


def _refuse_infinite(table: nw.DataFrame[Any]) -> None:
    for name, dtype in table.schema.items():
        if dtype.is_float() and not np.isfinite(table[name].to_numpy()).all():
            raise UsageError(f"{name} holds an infinite value; try: leave the cell empty")


def _order(frame: Any, name: str, dtype: Any) -> tuple[str, ...]:
    """The order of categories that the table brings with it; () if it brings none."""
    if isinstance(dtype, nw.Enum):
        return tuple(map(str, dtype.categories))
    if dtype == nw.Categorical and nw.from_native(frame).implementation.is_pandas_like():
        return tuple(map(str, nw.from_native(frame)[name].to_native().cat.categories))
    return ()


def _coded(column: nw.Series[Any], order: tuple[str, ...]) -> tuple[np.ndarray, tuple[str, ...]]:
    """The place of each value among the levels, and the levels that occur.

    In the order that the table brings, else in natural order.
    """
    values = column.unique().sort().to_list()
    texts = [str(int(v)) if isinstance(v, float) and v.is_integer() else str(v) for v in values]
    levels = [level for level in order if level in texts] or sorted(texts, key=_natural)
    place = np.array([levels.index(text) for text in texts])
    if len(values) > FEW_LEVELS:
        return place[_ranks(column)], tuple(levels)
    codes = np.zeros(len(column), dtype=np.int64)
    # Ranks of a column with few levels take ten times as long.
    for value, at in zip(values, place.tolist(), strict=True):
        codes[(column == value).to_numpy()] = at
    return codes, tuple(levels)


def _ranks(column: nw.Series[Any]) -> np.ndarray:
    """Equal values have the same number, from 0 in ascending order."""
    return np.asarray(column.rank("dense").to_numpy()).astype(np.int64) - 1


def _counts(weights: np.ndarray, name: str) -> np.ndarray:
    if weights.dtype.kind not in "iuf" or (weights < 0).any() or (weights != weights.round()).any():
        raise UsageError(f"weights are {name!r}; that column must hold whole numbers of patients")
    return weights.astype(np.int64)


def _natural(text: str) -> list[tuple[int, float, str]]:
    """Sorting key in which 2 comes before 10."""
    parts = re.split(r"(\d+(?:\.\d+)?)", text)
    return [(0, float(p), "") if i % 2 else (1, 0.0, p) for i, p in enumerate(parts) if p]
