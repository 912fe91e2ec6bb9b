"""The fitted model as users hold it: coefficients, likelihood, what was tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dermcohort.estimate.mmrm.contrasts import ContrastTests
from dermcohort.estimate.mmrm.degrees_of_freedom import DegreesOfFreedom
from dermcohort.estimate.mmrm.fit import Attempt, FittedModel
from dermcohort.results import Result, Results

#: Fields of `ContrastTests` by the names of `dermcohort.results.STATISTICS`.
STATISTICS = ("estimate", "se", "df", "t", "p_value", "conf_low", "conf_high")


@dataclass(frozen=True, slots=True)
class Mmrm:
    """A fitted mixed model for repeated measures.

    Attributes
    ----------
    formula : str
    response : str
        Left side of the formula.
    subject, visit : str
        Columns.
    group : str or None
        Column of groups with a covariance of their own.
    visits : tuple of str
        In order of time.
    coefficients : tuple of str, length p
        Names of the columns of the design matrix.
    aliased : tuple of str
        Coefficients that are not determined, since their columns are sums of others.
    tests : ContrastTests
        One row for each coefficient that is not aliased, in order.
    covariance_of_beta, adjusted_covariance : float array, shape (p, p)
        Of the coefficients: as if the covariance of the visits were known, and the one that
        standard errors come from. 0 in rows and columns of aliased ones.
    covariance : str
        Structure that was fitted.
    sigma : mapping of str to float array, shape (k, k)
        Covariance of the visits, by group; the key is "all" without groups.
    minus_2_log_likelihood, aic, bic : float
    method, df : str
    information : str
    level : float
    patients, observations : int
    left_out : int
        Rows with a response that lack a covariate, a patient or a visit.
    patterns : tuple of (tuple of str, int)
        Visits observed and how many patients have just those, most frequent first.
    iterations : int
    trail : tuple of Attempt
        Every covariance structure tried, with the reason why it failed.
    levels : mapping of str to tuple of str
        Of each category of the formula, the reference level first.
    means : mapping of str to float
        Of each covariate of the formula, over the values of the model.
    spread : mapping of str to tuple of float
        17 values of each covariate, from the smallest to the largest.
    model, degrees_of_freedom, spec
        What contrasts are made from; ``spec`` is formulaic's.
    """

    formula: str
    response: str
    subject: str
    visit: str
    group: str | None
    visits: tuple[str, ...]
    coefficients: tuple[str, ...]
    aliased: tuple[str, ...]
    tests: ContrastTests
    covariance_of_beta: np.ndarray
    adjusted_covariance: np.ndarray
    covariance: str
    sigma: Mapping[str, np.ndarray]
    minus_2_log_likelihood: float
    aic: float
    bic: float
    method: str
    df: str
    information: str
    level: float
    patients: int
    observations: int
    left_out: int
    patterns: tuple[tuple[tuple[str, ...], int], ...]
    iterations: int
    trail: tuple[Attempt, ...]
    levels: Mapping[str, tuple[str, ...]]
    means: Mapping[str, float]
    spread: Mapping[str, tuple[float, ...]]
    model: FittedModel
    degrees_of_freedom: DegreesOfFreedom
    spec: Any

    @property
    def note(self) -> str:
        """What a reader must keep in mind: the structures that failed, aliased coefficients."""
        said = []
        if len(self.trail) > 1:
            failed = "; ".join(f"{step.covariance}: {step.failure}" for step in self.trail[:-1])
            said.append(f"{self.covariance} covariance, since {failed}")
        if self.aliased:
            said.append(f"not determined by the data: {', '.join(self.aliased)}")
        return "; ".join(said)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The table of coefficients, one dict a row."""
        names = [name for name in self.coefficients if name not in self.aliased]
        return [
            {"coefficient": name, **{s: float(getattr(self.tests, s)[i]) for s in STATISTICS}}
            for i, name in enumerate(names)
        ]

    def to_results(self) -> Results:
        """The coefficients as rows of a results table; analysis "mixed model"."""
        return Results(
            Result(
                analysis="mixed model",
                parameter=self.response,
                level=str(row["coefficient"]),
                statistic=statistic,
                value=row[statistic],
                n=self.patients,
                method="MMRM",
                warning=self.note,
            )
            for row in self.to_dicts()
            for statistic in STATISTICS
        )
