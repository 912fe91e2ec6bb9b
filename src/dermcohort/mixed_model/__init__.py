"""The mixed model for repeated measures from any table, by a formula."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from dermcohort.errors import UsageError
from dermcohort.estimate.mmrm.contrasts import ContrastTests, contrast_tests
from dermcohort.estimate.mmrm.degrees_of_freedom import (
    DegreesOfFreedom,
    degrees_of_freedom,
)
from dermcohort.estimate.mmrm.fit import FittedModel, fit_model
from dermcohort.estimate.mmrm.moments import pattern_moments
from dermcohort.mixed_model.fitted import Mmrm
from dermcohort.mixed_model.formula import Columns, Rows, pandas_frame, parsed, rows_of
from dermcohort.mixed_model.means import Estimates, contrast, differences, lsmeans
from dermcohort.mixed_model.terms import TermTest, f_tests

__all__ = [
    "Estimates",
    "Mmrm",
    "TermTest",
    "contrast",
    "differences",
    "f_tests",
    "lsmeans",
    "mmrm",
]


def mmrm(
    frame: Any,
    formula: str,
    *,
    subject: str,
    visit: str,
    covariance: str | Sequence[str] = "unstructured",
    method: str = "REML",
    df: str = "Kenward-Roger (linear)",
    information: str = "observed",
    group: str | None = None,
    level: float = 0.95,
    weights: str | None = None,
) -> Mmrm:
    """Fit a mixed model for repeated measures.

    Parameters
    ----------
    frame : pandas, Polars or PyArrow table, or whatever else Narwhals accepts
        One row a patient and visit. Rows without a response are left out; rows with one that
        lack a covariate are left out and counted.
    formula : str
        Of formulaic, as in R: "change ~ visit * arm + baseline:visit". Text and the columns
        ``visit`` and ``group`` are categories, whose first level is the reference: first in the
        order of an Enum or pandas category, else in natural order (2 before 10).
    subject, visit : str
        Columns that name the patient and the visit. The order of the levels of ``visit`` is the
        order in time, which Toeplitz and AR(1) use.
    covariance : str or sequence of str
        Of the visits of a patient: "unstructured", "heterogeneous Toeplitz",
        "heterogeneous AR(1)", "heterogeneous compound symmetry", "Toeplitz", "AR(1)" or
        "compound symmetry". Where one gives no answer, those after it in this order are tried,
        and the result says so. Several: exactly those, in the order given.
    method : "REML" or "ML"
    df : str
        Degrees of freedom: "Kenward-Roger (linear)", "Kenward-Roger", "Satterthwaite" or
        "residual".
    information : "observed" or "expected"
        Which second derivatives of the likelihood they rest on: those of SAS and R mmrm, or
        those of R pbkrtest.
    group : str, optional
        Column of groups that have a covariance matrix of their own.
    level : float
        Of the intervals.
    weights : str, optional
        Column of whole numbers: how many patients a row stands for.

    Raises
    ------
    UsageError
        If a column is not there, the formula is none, a name is none of those allowed, or a
        patient has two rows at one visit.
    NothingToEstimate
        If no row is complete.
    TooFewObservations
        If there is one visit only, a visit without values, or fewer values than coefficients.
    NoSpread
        If the model fits every value.
    NoAnswer
        If no covariance structure gives an answer; the message has the reason of each.

    Notes
    -----
    See docs/methods/mmrm.md for the algebra and what it agrees with.

    References
    ----------
    Mallinckrodt CH, Clark WS, David SR. Accounting for dropout bias using mixed-effects models.
    J Biopharm Stat 2001;11:9-21.
    Kenward MG, Roger JH. Small sample inference for fixed effects from restricted maximum
    likelihood. Biometrics 1997;53:983-997.

    Examples
    --------
    >>> import polars as pl
    >>> easi = [30, 20, 12, 28, 25, None, 35, 21, 14, 22, 18, 16, 31, 20, 20, 27, 15, 11]
    >>> frame = pl.DataFrame({"patient": [i // 3 for i in range(18)], "easi": easi,
    ...                       "month": [0, 3, 6] * 6})
    >>> fit = mmrm(frame, "easi ~ month", subject="patient", visit="month")
    >>> fit.coefficients, fit.tests.estimate.round(3).tolist(), fit.tests.df.round(1).tolist()
    (('Intercept', 'month[T.3]', 'month[T.6]'), [28.833, -9.0, -13.09], [5.0, 5.0, 3.7])
    """
    parts, response, covariates = parsed(formula)
    columns = Columns(subject, visit, group, weights)
    rows = rows_of(frame, response, covariates, columns)
    y, x, spec = _matrices(parts, rows)
    try:
        moments = pattern_moments(
            x, y, rows.subject, rows.visit,
            visits=len(rows.levels[visit]), count=rows.count, group=rows.group,
        )  # fmt: skip
        model = fit_model(moments, covariance=covariance, method=method)  # type: ignore[arg-type]
        tested = degrees_of_freedom(model, name=df, information=information)
        # Each coefficient with those aliased taken as 0, as R prints it.
        tests = contrast_tests(model, tested, moments.aliases, level=level)
    except ValueError as refused:
        raise UsageError(str(refused)) from refused
    numbers = {name: rows.columns[name] for name in covariates if name not in rows.levels}
    return _fitted(formula, columns, rows, spec, model, tested, tests, information, numbers)


def _matrices(parts: Any, rows: Rows) -> tuple[np.ndarray, np.ndarray, Any]:
    """Response (n,), design matrix (n, p) and formulaic's specification of it."""
    from formulaic.errors import FormulaicError

    try:
        frame = pandas_frame(rows.columns, rows.levels)
        found = parts.get_model_matrix(frame, output="numpy", na_action="raise")
    except (FormulaicError, ValueError) as refused:
        raise UsageError(f"the formula cannot be computed: {refused}") from refused
    y = np.asarray(found.lhs, dtype=np.float64)
    if y.shape[1] != 1:
        raise UsageError("the response is a category or several columns; it must be one number")
    return y[:, 0], np.asarray(found.rhs, dtype=np.float64), found.rhs.model_spec


def _fitted(
    formula: str,
    columns: Columns,
    rows: Rows,
    spec: Any,
    model: FittedModel,
    tested: DegreesOfFreedom,
    tests: ContrastTests,
    information: str,
    numbers: dict[str, np.ndarray],
) -> Mmrm:
    names = tuple(map(str, spec.column_names))
    visits = rows.levels[columns.visit]
    groups = rows.levels[columns.group] if columns.group else ("all",)
    kept = model.moments.kept
    back = model.moments.scale * np.linalg.inv(model.moments.triangle)
    adjusted = np.zeros_like(model.covariance_of_beta)
    adjusted[np.ix_(kept, kept)] = back @ tested.adjusted @ back.T
    return Mmrm(
        formula=formula,
        response=formula.partition("~")[0].strip(),
        subject=columns.subject,
        visit=columns.visit,
        group=columns.group,
        visits=visits,
        coefficients=names,
        aliased=tuple(n for n, alias in zip(names, model.aliased, strict=True) if alias),
        tests=tests,
        covariance_of_beta=model.covariance_of_beta,
        adjusted_covariance=adjusted,
        covariance=model.covariance,
        sigma=dict(zip(groups, model.sigma, strict=True)),
        minus_2_log_likelihood=model.minus_2_log_likelihood,
        aic=model.aic,
        bic=model.bic,
        method=model.method,
        df=tested.name,
        information=information,
        level=tests.level,
        patients=model.patients,
        observations=model.observations,
        left_out=rows.left_out,
        patterns=tuple((tuple(visits[i] for i in seen), n) for seen, n in model.patterns),
        iterations=model.iterations,
        trail=model.trail,
        levels=rows.levels,
        means={name: _mean(x, rows.count) for name, x in numbers.items()},
        spread={
            name: tuple(np.quantile(x, np.linspace(0, 1, 17)).tolist())
            for name, x in numbers.items()
        },
        model=model,
        degrees_of_freedom=tested,
        spec=spec,
    )


def _mean(values: np.ndarray, count: np.ndarray) -> float:
    # Rounded once, so that the order of the rows makes no difference.
    return math.fsum((values * count).tolist()) / int(count.sum())
