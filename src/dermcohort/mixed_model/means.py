"""Least-squares means of a fitted model and their differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from dermcohort.errors import NoAnswer, UsageError
from dermcohort.estimate.mmrm.contrasts import ContrastTests, contrast_tests
from dermcohort.estimate.mmrm.degrees_of_freedom import estimable
from dermcohort.mixed_model.fitted import STATISTICS, Mmrm
from dermcohort.mixed_model.formula import pandas_frame
from dermcohort.results import Result, Results


@dataclass(frozen=True, slots=True)
class Estimates:
    """Means, differences or other contrasts, one row each.

    Attributes
    ----------
    of : str
        Column whose levels have the rows, "" for contrasts by their coefficients.
    by : str or None
        Column within whose levels.
    level : tuple of str, length c
        Level of ``of``, or the name of the contrast.
    comparator : tuple of str, length c
        Level that is taken off, "" for a mean.
    within : tuple of str, length c
        Level of ``by``, "" without.
    tests : ContrastTests
        Arrays of shape (c,).
    left_out : tuple of str
        Rows that the data do not determine.
    fit : Mmrm
    """

    of: str
    by: str | None
    level: tuple[str, ...]
    comparator: tuple[str, ...]
    within: tuple[str, ...]
    tests: ContrastTests
    left_out: tuple[str, ...]
    fit: Mmrm

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a row."""
        found: list[dict[str, Any]] = []
        for i, level in enumerate(self.level):
            row: dict[str, Any] = {self.of or "contrast": level}
            if any(self.comparator):
                row["comparator"] = self.comparator[i]
            if self.by is not None:
                row[self.by] = self.within[i]
            row.update((s, float(getattr(self.tests, s)[i])) for s in STATISTICS)
            found.append(row)
        return found

    def to_results(self) -> Results:
        """As rows of a results table: levels of the visit under visit, others under group."""
        rows = zip(self.level, self.comparator, self.within, strict=True)
        return Results(
            Result(
                analysis="mixed model",
                parameter=self.fit.response,
                **self._place(level, within),
                comparator=comparator,
                statistic=statistic,
                value=float(getattr(self.tests, statistic)[i]),
                n=self.fit.patients,
                method="MMRM",
                warning=self.fit.note,
            )
            for i, (level, comparator, within) in enumerate(rows)
            for statistic in STATISTICS
        )

    def _place(self, level: str, within: str) -> dict[str, Any]:
        if self.of == self.fit.visit:
            return {"visit": level, "group": within}
        if self.by == self.fit.visit:
            return {"group": level, "visit": within}
        return {"group": level, "level": within}


def lsmeans(
    fit: Mmrm, of: str, *, by: str | None = None, at: Mapping[str, float] | None = None
) -> Estimates:
    """Means of the response at each level of a category, adjusted for all else.

    Parameters
    ----------
    fit : Mmrm
    of : str
        A category of the formula.
    by : str, optional
        Another one: means at each level of the first within each level of this one.
    at : mapping of str to float, optional
        Values of covariates; the others stand at their mean over the values of the model.

    Raises
    ------
    UsageError
        If a name is no category or covariate of the formula.
    NoAnswer
        If the data determine none of the means.

    Notes
    -----
    Over the levels of categories that are not named the mean is taken with equal weights, as in
    SAS LSMEANS and R emmeans. (emmeans also takes a number with only two values as a category;
    this does not.)

    Examples
    --------
    >>> import polars as pl
    >>> easi = [30, 20, 12, 28, 25, None, 35, 21, 14, 22, 18, 16, 31, 20, 20, 27, 15, 11]
    >>> frame = pl.DataFrame({"patient": [i // 3 for i in range(18)], "easi": easi,
    ...                       "month": [0, 3, 6] * 6})
    >>> from dermcohort.mixed_model import mmrm
    >>> fit = mmrm(frame, "easi ~ month", subject="patient", visit="month")
    >>> lsmeans(fit, "month").tests.estimate.round(2).tolist()
    [28.83, 19.83, 15.74]
    """
    cells = _cells(fit, of, by, at or {})
    names = list(cells)
    return _estimates(fit, of, by, [(a, "", b) for a, b in names], [cells[n] for n in names])


def differences(
    fit: Mmrm,
    of: str,
    *,
    by: str | None = None,
    control: str | None = None,
    at: Mapping[str, float] | None = None,
) -> Estimates:
    """Differences of least-squares means from the one of a control, not adjusted.

    Parameters
    ----------
    fit : Mmrm
    of : str
        A category: of groups for differences between them, of visits for changes.
    by : str, optional
        Another one, within whose levels.
    control : str, optional
        The level that is taken off; default: the reference level.
    at : mapping of str to float, optional
        As in `lsmeans`.

    Raises
    ------
    UsageError
        If a name is no category or covariate of the formula, or the control no level.
    NoAnswer
        If the data determine none of the differences.

    Examples
    --------
    >>> import polars as pl
    >>> easi = [30, 20, 12, 28, 25, None, 35, 21, 14, 22, 18, 16, 31, 20, 20, 27, 15, 11]
    >>> frame = pl.DataFrame({"patient": [i // 3 for i in range(18)], "easi": easi,
    ...                       "month": [0, 3, 6] * 6})
    >>> from dermcohort.mixed_model import mmrm
    >>> fit = mmrm(frame, "easi ~ month", subject="patient", visit="month")
    >>> differences(fit, "month").tests.estimate.round(2).tolist()
    [-9.0, -13.09]
    """
    cells = _cells(fit, of, by, at or {})
    levels = fit.levels[of]
    control = levels[0] if control is None else str(control)
    if control not in levels:
        raise UsageError(f"control is {control!r}; levels of {of}: {', '.join(levels)}")
    names = [(a, control, b) for a, b in cells if a != control]
    rows = [cells[a, b] - cells[c, b] for a, c, b in names]
    return _estimates(fit, of, by, names, rows)


def contrast(fit: Mmrm, coefficients: Mapping[str, Mapping[str, float]]) -> Estimates:
    """Any linear combinations of the coefficients.

    Parameters
    ----------
    fit : Mmrm
    coefficients : mapping of str to mapping of str to float
        For each name of a contrast the factor of each coefficient that takes part.

    Raises
    ------
    UsageError
        If there is no such coefficient, or a contrast has none.
    NoAnswer
        If the data determine none of the contrasts.

    Examples
    --------
    >>> import polars as pl
    >>> easi = [30, 20, 12, 28, 25, None, 35, 21, 14, 22, 18, 16, 31, 20, 20, 27, 15, 11]
    >>> frame = pl.DataFrame({"patient": [i // 3 for i in range(18)], "easi": easi,
    ...                       "month": [0, 3, 6] * 6})
    >>> from dermcohort.mixed_model import mmrm
    >>> fit = mmrm(frame, "easi ~ month", subject="patient", visit="month")
    >>> found = contrast(fit, {"6 less 3": {"month[T.6]": 1, "month[T.3]": -1}})
    >>> found.tests.estimate.round(2).tolist()
    [-4.09]
    """
    rows = np.zeros((len(coefficients), len(fit.coefficients)))
    for i, factors in enumerate(coefficients.values()):
        for name, factor in factors.items():
            if name not in fit.coefficients:
                raise UsageError(
                    f"there is no coefficient {name!r}; coefficients: {', '.join(fit.coefficients)}"
                )
            rows[i, fit.coefficients.index(name)] = factor
    if not rows.any(axis=1).all():
        raise UsageError("a contrast has no coefficient")
    return _estimates(fit, "", None, [(name, "", "") for name in coefficients], list(rows))


def _cells(
    fit: Mmrm, of: str, by: str | None, at: Mapping[str, float]
) -> dict[tuple[str, str], np.ndarray]:
    """For each level of the two categories the coefficients of its mean, shape (p,)."""
    categories = [name for name in fit.levels if name in fit.spec.required_variables]
    for name in (of, by):
        if name is not None and name not in categories:
            raise UsageError(
                f"{name!r} is no category of the formula; categories: {', '.join(categories)}"
            )
    if of == by:
        raise UsageError(f"{of!r} stands twice; try: by another category")
    for name in at:
        if name not in fit.means:
            raise UsageError(
                f"{name!r} is no covariate of the formula; covariates: {', '.join(fit.means)}"
            )
    grid = list(product(*(fit.levels[name] for name in categories)))
    x = design_at(fit, categories, grid, [{**fit.means, **at}] * len(grid))
    a, b = categories.index(of), categories.index(by) if by is not None else None
    keys = [(row[a], row[b] if b is not None else "") for row in grid]
    return {
        key: np.mean([x[i] for i, k in enumerate(keys) if k == key], axis=0)
        for key in dict.fromkeys(keys)
    }


def design_at(
    fit: Mmrm,
    categories: Sequence[str],
    grid: Sequence[Sequence[str]],
    covariates: Sequence[Mapping[str, float]],
) -> np.ndarray:
    """Rows of the design matrix for given levels and covariates, shape (rows, p)."""
    frame = grid_frame(fit, categories, grid, covariates)
    return np.asarray(fit.spec.get_model_matrix(frame), dtype=np.float64)


def grid_frame(
    fit: Mmrm,
    categories: Sequence[str],
    grid: Sequence[Sequence[str]],
    covariates: Sequence[Mapping[str, float]],
) -> Any:
    """A table with these levels and covariates, for formulaic."""
    columns = {
        name: np.array([fit.levels[name].index(row[j]) for row in grid])
        for j, name in enumerate(categories)
    }
    columns |= {name: np.array([float(c[name]) for c in covariates]) for name in fit.means}
    return pandas_frame(columns, fit.levels)


def _estimates(
    fit: Mmrm,
    of: str,
    by: str | None,
    names: list[tuple[str, str, str]],
    rows: list[np.ndarray],
) -> Estimates:
    contrasts = np.array(rows).reshape(len(names), len(fit.coefficients))
    can = estimable(fit.model, contrasts)
    if not can.any():
        raise NoAnswer("the data determine none of these; a cell of the design has no values")
    tests = contrast_tests(fit.model, fit.degrees_of_freedom, contrasts[can], level=fit.level)
    kept = [name for name, ok in zip(names, can, strict=True) if ok]
    lost = [" ".join(filter(None, name)) for name, ok in zip(names, can, strict=True) if not ok]
    level, comparator, within = (tuple(part) for part in zip(*kept, strict=True))
    return Estimates(of, by, level, comparator, within, tests, tuple(lost), fit)
