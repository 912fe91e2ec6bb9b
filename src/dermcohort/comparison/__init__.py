"""One comparison from any table: what a click in a statistics program does, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import narwhals as nw

from dermcohort import engine
from dermcohort.acquire.table import Column, read_table
from dermcohort.comparison.ask import Ask
from dermcohort.comparison.columns import MOST_LEVELS, natural, rows_with
from dermcohort.comparison.designs import by_method
from dermcohort.comparison.readers import category_table, group_counts, visit_vectors
from dermcohort.errors import UsageError
from dermcohort.estimate.analyses.comparison import (
    compare_categories,
    compare_groups,
    compare_subjects,
    known,
)
from dermcohort.estimate.analyses.plan import Answer, Rules
from dermcohort.results import Results


def compare(
    frame: Any,
    *,
    value: str,
    by: str,
    control: str | None = None,
    subject: str | None = None,
    method: str = "auto",
    group: str | None = None,
    event: str | None = None,
    exposure: str | None = None,
    stratum: str | None = None,
    covariates: Sequence[str] = (),
    covariance: str | None = None,
    df: str | None = None,
    seed: int | None = None,
    furthest: float | None = None,
    se: str | None = None,
    adjust: str | None = None,
    until: float | None = None,
    rules: Rules | None = None,
) -> Results:
    """Compare a value between the levels of a column.

    Parameters
    ----------
    frame : pandas, Polars or PyArrow table, or whatever else Narwhals accepts
        One row a value.
    value : str
        Column of numbers, or of categories (text, yes and no); for some methods of events, times
        or p values. Rows without a value or a level are left out; the n rows say how many stay.
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
    group : str, optional
        Column of the patient's group, for methods in which ``by`` is the visit ("MMRM").
    event : str, optional
        Column that says how the time in ``value`` ended: 0, "no" or "censored", else the reason.
    exposure : str, optional
        Column of the years under observation, for rates.
    stratum : str, optional
        Column of strata ("stratified log-rank").
    covariates : sequence of str
        Columns of further terms of a model ("Cox", "Firth logistic", "MMRM").
    covariance, df : str, optional
        Covariance structure and degrees of freedom of "MMRM".
    seed : int, optional
        For methods that draw at random.
    furthest : float, optional
        Largest shift that "tipping point" tries, in the unit of the values.
    se : str, optional
        Column of standard errors ("Rubin").
    adjust : str, optional
        "Bonferroni", "Holm" or "Sidak", for Dunn's tests.
    until : float, optional
        Time up to which restricted means are taken.
    rules : Rules, optional
        Levels of significance and of intervals, and definitions.

    Returns
    -------
    Results
        Rows with ``analysis`` "comparison", and the decisions.

    Raises
    ------
    UsageError
        If a column, level or method is not there, an option does not fit the method, a column of
        numbers holds some text, or a patient has two values at one level.
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
    ask = Ask(value, by, control, subject, group, event, exposure, stratum, tuple(covariates),
              covariance, df, seed, furthest, se, adjust, until,
              rules or Rules())  # fmt: skip
    method = known(method)
    lazy = engine.lazy(frame)

    def rows() -> nw.DataFrame[Any]:
        return rows_with(lazy, ask.columns())

    answer = _auto(rows(), ask) if method == "auto" else by_method(method, ask, rows)
    return Results(answer.rows, answer.decisions)


def _auto(rows: nw.DataFrame[Any], ask: Ask) -> Answer:
    """Numbers by the choice tree, categories by Fisher or chi-square."""
    extra = [option for option in ask.given() if option != "subject"]
    if extra:
        raise UsageError(
            f"--{extra[0]} needs a method that uses it; try: --method NAME (see docs/methods)"
        )
    if not rows["value"].dtype.is_numeric():
        if ask.subject is not None:
            raise UsageError(
                f"{ask.value} holds categories, and --subject compares numbers; "
                "try: leave out --subject, or name a column of numbers"
            )
        _refuse_numbers_with_text(rows["value"], ask.value)
        labels, categories, table = category_table(rows, ask)
        return compare_categories(ask.value, labels, categories, table, ask.rules, "auto")
    if ask.subject is None:
        return compare_groups(ask.value, *group_counts(rows, ask), ask.rules, "auto")
    return compare_subjects(ask.value, visit_vectors(rows, ask), ask.rules, "auto")


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


__all__ = ["compare", "natural", "read_data"]
