"""Score the rows of any table: ``dermcohort.score`` and ``dermcohort score``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import narwhals as nw

from dermcohort import engine
from dermcohort.errors import UsageError
from dermcohort.instruments import (
    Instrument,
    Problem,
    Score,
    instrument_of,
    score_answers,
)
from dermcohort.instruments.descriptor import Item
from dermcohort.instruments.headings import item_columns, plain_heading
from dermcohort.instruments.scored import bands_of
from dermcohort.scoring.cells import answers_of
from dermcohort.tables import TABLES, column_of

#: Columns that a score adds.
ADDED = ("total", "band", "missing", "note", "reason")

_AGE = next(column for column in TABLES["patients"] if column.name == "age_years")


@dataclass(frozen=True, slots=True)
class Scored:
    """A table with its scores.

    Attributes
    ----------
    frame : Narwhals frame
        The rows, in their order, with the columns of `ADDED` and those of the parts.
    scores : tuple of Score
        One a row.
    columns : dict of str to str
        Key of an item and the column that it was read from.
    bands : str
        Name of the set of bands; "" for none.
    age : str
        Column of the age, or the age of all in years; "" for none.
    """

    instrument: Instrument
    frame: nw.DataFrame[Any]
    scores: tuple[Score, ...]
    columns: dict[str, str]
    bands: str
    age: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as plain values, dates and the like as text."""
        return [
            {name: _plain_value(value) for name, value in row.items()}
            for row in self.frame.iter_rows(named=True)
        ]

    @property
    def impossible(self) -> int:
        """How many rows hold answers that cannot be."""
        return sum(bool(score.problems) for score in self.scores)


def score(
    frame: Any,
    instrument: str,
    *,
    bands: str | None = None,
    age: str | float | None = None,
    columns: Mapping[str, str] | None = None,
    parts: bool = False,
) -> Any:
    """Score the answers to the items of an instrument, one row a patient and visit.

    Parameters
    ----------
    frame : pandas, Polars or PyArrow table, or whatever else Narwhals accepts
        Its columns are recognised by the key of an item, its number (POEM1, Q1) or a plain name
        of it in English or Japanese.
    instrument : str
        A name of `dermcohort.instruments.INSTRUMENTS`, whatever its case.
    bands : str, optional
        Name of a published set of bands, or its beginning; default: the instrument's first.
    age : str or number, optional
        Column of the age in years, or the age of all. Default: the column whose heading says age.
        Needed where weights depend on it (EASI); beyond that it gives a note.
    columns : mapping of str to str, optional
        Item and its column, where the heading is not recognised.
    parts : bool
        Whether to add the parts of the total: regions, subscales.

    Returns
    -------
    frame of the same kind
        The rows in their order, with the columns ``total`` (float; missing if there is none),
        ``band``, ``missing`` (keys of blank items), ``note`` (what was done), and ``reason`` (why
        there is no total; answers that cannot be are named there). Text is missing where there is
        nothing to say.

    Raises
    ------
    UsageError
        If the instrument, the bands or a column is unknown, items have no column or two, an age
        is needed and none is there, or the table has a column of a name that is to be added.

    Notes
    -----
    Scores are computed in exact fractions and become floats at the end. Nothing is pro-rated.

    Examples
    --------
    >>> import polars as pl
    >>> frame = pl.DataFrame({f"POEM{n}": [a] for n, a in enumerate([4, 2, 1, 0, 3, 2, 4], 1)})
    >>> score(frame, "POEM").select("total", "band").row(0)
    (16.0, 'moderate')
    """
    given = _frame(frame)
    eager = engine.collect(given) if isinstance(given, nw.LazyFrame) else given
    done = scored(eager, instrument_of(instrument), bands=bands, age=age, columns=columns,
                  parts=parts).frame  # fmt: skip
    if not isinstance(given, nw.LazyFrame):
        return done.to_native()
    # Only Spark has and needs one.
    session = getattr(frame, "sparkSession", None)
    return done.lazy(backend=given.implementation, session=session).to_native()


def scored(
    frame: nw.DataFrame[Any],
    instrument: Instrument,
    *,
    bands: str | None = None,
    age: str | float | None = None,
    columns: Mapping[str, str] | None = None,
    parts: bool = False,
) -> Scored:
    """As `score`, with the scores themselves beside the table.

    Raises
    ------
    UsageError
        As `score` does.
    """
    chosen = bands_of(instrument, bands)
    found = item_columns(instrument, frame.columns, columns)
    read = {
        key: answers_of(frame[heading], _item(instrument, key)) for key, heading in found.items()
    }
    age = _age_of(frame, instrument, age)
    ages = _ages(frame, age)
    scores = tuple(
        score_answers(
            instrument,
            {key: answers[row] for key, answers in read.items()},
            age_years=ages[row],
            bands=chosen.name if chosen else None,
        )
        for row in range(len(frame))
    )
    added = _added(instrument, scores, found, parts=parts)
    clash = [name for name in added if name in frame.columns]
    if clash:
        raise UsageError(
            f"the table has a column {clash[0]!r} already, and the score adds one of that name; "
            "try: rename it"
        )
    name = chosen.name if chosen else ""
    said = "" if age is None else str(age)
    return Scored(instrument, _with(frame, added), scores, found, name, said)


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)


def _frame(native: Any) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    try:
        found: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(native)
    except TypeError as refused:
        raise UsageError(
            f"a table was expected, got {type(native).__name__}; "
            "try a pandas, Polars or PyArrow frame"
        ) from refused
    return found


def _item(instrument: Instrument, key: str) -> Item:
    return next(item for item in instrument.all_items if item.key == key)


def _age_of(
    frame: nw.DataFrame[Any], instrument: Instrument, age: str | float | None
) -> str | float | None:
    """What is given, or else the one column whose heading says age; needed only by some."""
    if age is not None:
        return age
    own = [h for h in frame.columns if (c := column_of("patients", h)) and c.name == _AGE.name]
    if len(own) == 1:
        return own[0]
    if instrument.formula.depends_on_age:
        which = f"{len(own)} columns say" if own else "no column says"
        raise UsageError(
            f"the weights of {instrument.name} depend on the age, and {which} it; "
            "try: --age COLUMN, or --age YEARS if all are of one age"
        )
    return None


def _ages(frame: nw.DataFrame[Any], age: str | float | None) -> Sequence[object]:
    if age is None:
        return [None] * len(frame)
    if isinstance(age, str) and age in frame.columns:
        return answers_of(frame[age], Item("age", "age", Fraction(0), Fraction(120), unit="years"))
    years = _years(age)
    if years is None:
        raise UsageError(
            f"age is {age!r}: neither a column nor a number of years; "
            f"columns: {', '.join(frame.columns)}"
        )
    return [years] * len(frame)


def _years(age: str | float) -> Fraction | None:
    if isinstance(age, bool):
        return None
    try:
        years = Decimal(str(age).strip())
    except InvalidOperation:
        return None
    if not years.is_finite() or not int(_AGE.low or 0) <= years <= int(_AGE.high or 0):
        return None
    return Fraction(years)


def _added(
    instrument: Instrument, scores: Sequence[Score], columns: Mapping[str, str], *, parts: bool
) -> dict[str, tuple[Any, list[Any]]]:
    """Name, type and values of each new column."""

    def text(values: Sequence[str]) -> tuple[Any, list[Any]]:
        return nw.String, [value or None for value in values]

    def number(values: Sequence[Fraction | None]) -> tuple[Any, list[Any]]:
        return nw.Float64, [None if value is None else float(value) for value in values]

    of_parts = {}
    if parts:
        for part in instrument.formula.all_parts:
            of_parts[part.key] = number([dict(s.parts)[part.key] for s in scores])
    return {
        **of_parts,
        "total": number([s.total for s in scores]),
        "band": text([s.band for s in scores]),
        "missing": text([", ".join(s.missing) for s in scores]),
        "note": text(["; ".join(s.notes) for s in scores]),
        "reason": text([reason_of(s, columns) for s in scores]),
    }


def reason_of(found: Score, columns: Mapping[str, str]) -> str:
    """Why a row has no total, with the heading of each column that is at fault; else ""."""
    if not found.problems:
        return found.reason
    return "; ".join(_placed(problem, columns) for problem in found.problems)


def _placed(problem: Problem, columns: Mapping[str, str]) -> str:
    heading = columns.get(problem.item, problem.item)
    if plain_heading(heading) == plain_heading(problem.item):
        return problem.sentence
    return f"{problem.item} (column {heading!r}) {problem.said}"


def _with(
    frame: nw.DataFrame[Any], added: Mapping[str, tuple[Any, list[Any]]]
) -> nw.DataFrame[Any]:
    return frame.with_columns(
        nw.new_series(name, values, dtype, backend=frame.implementation)
        for name, (dtype, values) in added.items()
    )


def columns_given(pairs: Sequence[str]) -> dict[str, str]:
    """Items and their columns from ``item=heading``.

    Raises
    ------
    UsageError
        If one is not of that form, or an item is there twice.

    >>> columns_given(["itch=Itch, past week"])
    {'itch': 'Itch, past week'}
    """
    found: dict[str, str] = {}
    for pair in pairs:
        key, sign, heading = (part.strip() for part in pair.partition("="))
        if not (key and sign and heading):
            raise UsageError(f"--columns is {pair!r}; try: --columns ITEM=HEADING")
        if key in found:
            raise UsageError(f"--columns names {key} twice; try: once")
        found[key] = heading
    return found
