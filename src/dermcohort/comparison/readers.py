"""From rows of a table to the counts that each design of a method takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from dermcohort.comparison.ask import Ask
from dermcohort.comparison.columns import (
    MOST_LEVELS,
    levels,
    names,
    natural,
    numbers,
    position,
    whole_numbers,
)
from dermcohort.counts import MISSING, Floats, Ints, VisitCounts
from dermcohort.errors import UsageError

#: How a column says that a time ended without the event.
CENSORED = ("", "0", "no", "false", "censored")


def group_counts(rows: nw.DataFrame[Any], ask: Ask) -> tuple[tuple[str, ...], Floats, Ints]:
    """Labels of k groups, the distinct values (m,), and how many of each have each (m, k)."""
    labels = levels(rows, "by", ask.by, ask.control)
    values, which = np.unique(numbers(rows, "value", ask.value), return_inverse=True)
    counts = np.zeros((len(values), len(labels)), dtype=np.int64)
    np.add.at(counts, (which, position(rows["by"], labels)), 1)
    return labels, values, counts


def category_table(
    rows: nw.DataFrame[Any], ask: Ask
) -> tuple[tuple[str, ...], tuple[str, ...], Ints]:
    """Labels of k groups, r categories in natural order, and the table (r, k)."""
    labels = levels(rows, "by", ask.by, ask.control)
    values = names(rows["value"])
    categories = tuple(sorted(set(values.tolist()), key=natural))
    if len(categories) > MOST_LEVELS:
        raise UsageError(
            f"{ask.value} has {len(categories)} different values, too many for categories; "
            "try: --method auto"
        )
    table = np.zeros((len(categories), len(labels)), dtype=np.int64)
    place = np.array([categories.index(value) for value in values.tolist()])
    np.add.at(table, (place, position(rows["by"], labels)), 1)
    return labels, categories, table


def response_counts(rows: nw.DataFrame[Any], ask: Ask) -> tuple[tuple[str, ...], Ints]:
    """Labels of k groups, and [responders, others] of each, shape (2, k).

    Raises
    ------
    UsageError
        If the column does not hold yes and no, or 1 and 0.
    """
    labels = levels(rows, "by", ask.by, ask.control)
    yes = responses(rows, ask)
    table = np.zeros((2, len(labels)), dtype=np.int64)
    np.add.at(table, (1 - yes, position(rows["by"], labels)), 1)
    return labels, table


def responses(rows: nw.DataFrame[Any], ask: Ask) -> Ints:
    """1 for each row with yes, 0 with no; errors as `response_counts`."""
    said = [_is_yes(name, ask.value) for name in names(rows["value"]).tolist()]
    return np.array(said, dtype=np.int64)


def _is_yes(text: str, column: str) -> bool:
    word = text.strip().lower()
    if word in ("1", "yes", "true"):
        return True
    if word in ("0", "no", "false"):
        return False
    raise UsageError(
        f"--value is {column!r}, which holds {text!r}; a response is yes or no, or 1 or 0"
    )


def visit_vectors(rows: nw.DataFrame[Any], ask: Ask) -> VisitCounts:
    """How many patients have each vector over the levels, the control first."""
    visits = levels(rows, "by", ask.by, ask.control)
    vectors, _, ticks_per_unit = _vectors(rows, ask, visits)
    return _counted(visits, vectors, ticks_per_unit)


def visit_vectors_by_group(
    rows: nw.DataFrame[Any], ask: Ask
) -> tuple[tuple[str, ...], tuple[VisitCounts, ...]]:
    """Labels of the groups in natural order, and the vectors of each.

    Raises
    ------
    UsageError
        If a patient is in two groups.
    """
    visits = levels(rows, "by", ask.by, ask.control)
    vectors, which, ticks_per_unit = _vectors(rows, ask, visits)
    labels = levels(rows, "group", ask.group or "", None) if ask.group else ("all",)
    group = np.full(len(vectors), -1)
    group[which] = position(rows["group"], labels) if ask.group else 0
    if ask.group and (group[which] != position(rows["group"], labels)).any():
        raise UsageError(f"a {ask.subject} is in two groups of {ask.group}; try: keep one")
    return labels, tuple(
        _counted(visits, vectors[group == j], ticks_per_unit) for j in range(len(labels))
    )


def _vectors(rows: nw.DataFrame[Any], ask: Ask, visits: tuple[str, ...]) -> tuple[Ints, Ints, int]:
    """One row a patient over the visits; for each row of the table its patient; ticks in a unit."""
    patients, which = np.unique(names(rows["subject"]), return_inverse=True)
    ticks, ticks_per_unit = _ticks(numbers(rows, "value", ask.value))
    vectors = np.full((len(patients), len(visits)), MISSING, dtype=np.int64)
    vectors[which, position(rows["by"], visits)] = ticks
    if int((vectors != MISSING).sum()) < len(ticks):
        raise UsageError(
            f"a {ask.subject} has two values at one level; with --subject each has one value a "
            "level; try: leave out --subject, or keep one row"
        )
    return vectors, which, ticks_per_unit


def _counted(visits: tuple[str, ...], vectors: Ints, ticks_per_unit: int) -> VisitCounts:
    distinct, total = np.unique(vectors, axis=0, return_counts=True)
    return VisitCounts(visits, distinct, total.astype(np.int64), ticks_per_unit)


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


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Events and years of observation of k groups."""

    labels: tuple[str, ...]
    events: tuple[int, ...]
    years: tuple[float, ...]


def rates(rows: nw.DataFrame[Any], ask: Ask) -> Rates:
    """Sum up events and years by group.

    Raises
    ------
    UsageError
        If events are not whole numbers, or years are negative.
    """
    labels = levels(rows, "by", ask.by, ask.control)
    place = position(rows["by"], labels)
    events = whole_numbers(rows, "value", ask.value)
    years = numbers(rows, "exposure", ask.exposure or "")
    if (years < 0).any():
        raise UsageError(f"--exposure is {ask.exposure!r}; years are at least 0")
    # Sorted first, so that the order of the rows cannot matter.
    order = np.argsort(years, kind="stable")
    return Rates(
        labels,
        tuple(int(events[place == j].sum()) for j in range(len(labels))),
        tuple(float(years[order][place[order] == j].sum()) for j in range(len(labels))),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Times to event of k groups.

    Attributes
    ----------
    labels : tuple of str, length k
    reasons : tuple of str, length r
        Of events, in natural order.
    times : float array, shape (m,)
    counts : int array, shape (s, m, k, r + 1)
        Patients of each stratum, time and group: censored, and by reason.
    """

    labels: tuple[str, ...]
    reasons: tuple[str, ...]
    times: Floats
    counts: Ints


def times(rows: nw.DataFrame[Any], ask: Ask) -> Times:
    """Count times and how they ended, by stratum and group.

    Raises
    ------
    UsageError
        If a time is negative.
    """
    labels = levels(rows, "by", ask.by, ask.control)
    value = not_negative(rows, ask)
    ended, reasons = endings(rows)
    distinct, when = np.unique(value, return_inverse=True)
    strata = levels(rows, "stratum", ask.stratum, None) if ask.stratum else ("",)
    stratum = position(rows["stratum"], strata) if ask.stratum else np.zeros(len(when), int)
    shape = (len(strata), len(distinct), len(labels), len(reasons) + 1)
    counts = np.zeros(shape, dtype=np.int64)
    np.add.at(counts, (stratum, when, position(rows["by"], labels), ended), 1)
    return Times(labels, reasons, distinct, counts)


def not_negative(rows: nw.DataFrame[Any], ask: Ask) -> Floats:
    """The times, one a row; errors as `times`."""
    value = numbers(rows, "value", ask.value)
    if (value < 0).any():
        raise UsageError(f"--value is {ask.value!r}, with a negative time; times start at 0")
    return value


def endings(rows: nw.DataFrame[Any]) -> tuple[Ints, tuple[str, ...]]:
    """For each row 0 (censored) or the number of its reason, from 1; and the reasons.

    "yes", "1" and "true" alone are one reason, called "event".
    """
    words = [word.strip() for word in names(rows["event"]).tolist()]
    reasons = sorted({w for w in words if w.lower() not in CENSORED}, key=natural)
    place = {word: number for number, word in enumerate(reasons, start=1)}
    ended = np.array([place.get(word, 0) for word in words], dtype=np.int64)
    plain = len(reasons) == 1 and reasons[0].lower() in ("1", "yes", "true")
    return ended, ("event",) if plain else tuple(reasons)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Design of a regression.

    Attributes
    ----------
    names : tuple of str, length p
        Of the columns: "arm: b" for a level against the control, else the covariate.
    design : float array, shape (n, p)
        One row a patient.
    """

    names: tuple[str, ...]
    design: Floats


def terms(rows: nw.DataFrame[Any], ask: Ask) -> Terms:
    """The levels of ``by`` against the control, then the covariates.

    A column of text becomes one term for each level but the first. A column of more levels than
    a table of groups may have is taken for a number.
    """
    found = _terms_of(rows, "by", ask.by, ask.control)
    for covariate in ask.covariates:
        more = _terms_of(rows, f"covariate {covariate}", covariate, None)
        found = Terms(found.names + more.names, np.hstack([found.design, more.design]))
    return found


def _terms_of(rows: nw.DataFrame[Any], option: str, name: str, control: str | None) -> Terms:
    column = rows[option]
    if column.dtype.is_numeric() and control is None:
        return Terms((name,), numbers(rows, option, name)[:, np.newaxis])
    labels = levels(rows, option, name, control)
    place = position(column, labels)
    design = (place[:, np.newaxis] == np.arange(1, len(labels))).astype(np.float64)
    return Terms(tuple(f"{name}: {label}" for label in labels[1:]), design)


def p_values(rows: nw.DataFrame[Any], ask: Ask) -> tuple[tuple[str, ...], Floats]:
    """One p for each level.

    Raises
    ------
    UsageError
        If a level has two, or one is not from 0 to 1.
    """
    labels = tuple(names(rows["by"]).tolist())
    value = numbers(rows, "value", ask.value)
    if len(set(labels)) < len(labels):
        raise UsageError(f"a level of {ask.by} has two p values; try: one row a comparison")
    if ((value < 0) | (value > 1)).any():
        raise UsageError(f"--value is {ask.value!r}; p values lie from 0 to 1")
    return labels, value
