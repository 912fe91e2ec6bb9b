"""F tests of the terms of a formula, of type III."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.mmrm.contrasts import f_test
from dermcohort.estimate.mmrm.degrees_of_freedom import estimable
from dermcohort.mixed_model.fitted import Mmrm
from dermcohort.mixed_model.means import design_at, grid_frame


@dataclass(frozen=True, slots=True)
class TermTest:
    """One term.

    Attributes
    ----------
    term : str
    f, df, df2, p_value : float or None
        None where the data do not determine the term.
    note : str
        Why, else "".
    """

    term: str
    f: float | None
    df: float | None
    df2: float | None
    p_value: float | None
    note: str = ""


def f_tests(fit: Mmrm) -> tuple[TermTest, ...]:
    """Test each term of the formula, the intercept apart.

    Parameters
    ----------
    fit : Mmrm

    Returns
    -------
    tuple of TermTest
        In the order of the formula.

    Notes
    -----
    Type III: a term is tested by its coefficients in a coding in which the effects of each
    category sum to 0, so that a main effect is the mean over the levels of the categories that
    it interacts with. As SAS where no cell is empty, and as car::Anova(type = 3) after
    contr.sum; a category that interacts with a covariate is tested where the covariate is 0.

    Examples
    --------
    >>> import polars as pl
    >>> easi = [30, 20, 12, 28, 25, None, 35, 21, 14, 22, 18, 16, 31, 20, 20, 27, 15, 11]
    >>> frame = pl.DataFrame({"patient": [i // 3 for i in range(18)], "easi": easi,
    ...                       "month": [0, 3, 6] * 6})
    >>> from dermcohort.mixed_model import mmrm
    >>> test, = f_tests(mmrm(frame, "easi ~ month", subject="patient", visit="month"))
    >>> test.term, test.df, round(test.f, 2), round(test.df2, 2)
    ('month', 2.0, 10.52, 2.35)
    """
    by_term = _term_contrasts(fit)
    return tuple(_tested(fit, term, contrasts) for term, contrasts in by_term.items())


def _tested(fit: Mmrm, term: str, contrasts: np.ndarray) -> TermTest:
    can = estimable(fit.model, contrasts)
    if not can.all():
        return TermTest(term, None, None, None, None, "a cell of the design has no values")
    try:
        found = f_test(fit.model, fit.degrees_of_freedom, contrasts)
    except NoAnswer as why:
        return TermTest(term, None, None, None, None, str(why))
    return TermTest(term, found.f, found.df, found.df2, found.p_value)


def _term_contrasts(fit: Mmrm) -> dict[str, np.ndarray]:
    """For each term the coefficients in the coding that sums to 0, from those of the fit."""
    categories = [name for name in fit.levels if name in fit.spec.required_variables]
    grid, covariates = _spanning_grid(fit, categories)
    x = design_at(fit, categories, grid, covariates)
    encoded = _encoded(fit, categories, grid, covariates)
    blocks = [(str(part.term), _summed(part, encoded, len(grid))) for part in fit.spec.structure]
    z = np.concatenate([block for _, block in blocks], axis=1)
    # x beta = z gamma, the same means in two codings.
    gamma, _, rank, _ = np.linalg.lstsq(z, x, rcond=1e-10)
    if rank < z.shape[1] or np.abs(z @ gamma - x).max() > 1e-8 * np.abs(x).max():
        raise NoAnswer("the terms of this formula cannot be told apart")
    found: dict[str, np.ndarray] = {}
    at = 0
    for term, block in blocks:
        if term != "1":
            found[term] = gamma[at : at + block.shape[1]]
        at += block.shape[1]
    return found


def _spanning_grid(
    fit: Mmrm, categories: list[str]
) -> tuple[list[tuple[str, ...]], list[dict[str, float]]]:
    """All levels of all categories with enough values of the covariates to tell terms apart."""
    cells = list(product(*(fit.levels[name] for name in categories)))
    points = 1 + max((len(values) for values in fit.spread.values()), default=0)
    # A prime number of values: each covariate runs through its own in another order.
    covariates = [
        {name: v[(point * (j + 1)) % len(v)] for j, (name, v) in enumerate(fit.spread.items())}
        for point in range(points)
    ]
    return cells * points, [c for c in covariates for _ in cells]


def _encoded(
    fit: Mmrm,
    categories: list[str],
    grid: list[tuple[str, ...]],
    covariates: list[dict[str, float]],
) -> dict[str, np.ndarray]:
    """Each factor of the formula by itself, a category with a column for each level."""
    from formulaic import Formula, ModelSpec

    factors = {f.expr: f for part in fit.spec.structure for f in part.term.factors}
    found = {}
    for expr in factors:
        if expr != "1":
            spec = ModelSpec(
                formula=Formula(f"0 + {expr}", _ordering="none"),
                ensure_full_rank=False,
                transform_state=fit.spec.transform_state,
                output="numpy",
            )
            frame = grid_frame(fit, categories, grid, covariates)
            found[expr] = np.asarray(spec.get_model_matrix(frame), dtype=np.float64)
    return found


def _summed(part: Any, encoded: dict[str, np.ndarray], rows: int) -> np.ndarray:
    """Columns of a term with effects of each category that sum to 0."""
    blocks = []
    for scoped in part.scoped_terms:
        block = np.ones((rows, 1))
        for factor in getattr(scoped, "factors", ()):
            columns = encoded[factor.factor.expr]
            if factor.reduced:
                columns = columns[:, :-1] - columns[:, -1:]
            block = (block[:, :, np.newaxis] * columns[:, np.newaxis, :]).reshape(rows, -1)
        blocks.append(block)
    return np.concatenate(blocks, axis=1)
