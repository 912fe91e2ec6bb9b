"""What is asked of a table: the columns by the names of their options, and the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dermcohort.estimate.analyses.plan import Rules


@dataclass(frozen=True, slots=True)
class Ask:
    """One comparison, as the command line or the call states it.

    Attributes
    ----------
    value : str
        Column of numbers, of categories, of events, of times, or of p values.
    by : str
        Column whose levels are compared.
    control : str or None
        Level with which the others are compared; None for the first in natural order.
    subject : str or None
        Column that names the patient.
    group : str or None
        Column of the group of a patient, where ``by`` is the visit.
    event : str or None
        Column that says how a time ended: 0, "no", "censored" or the reason.
    exposure : str or None
        Column of years of observation.
    stratum : str or None
        Column of strata.
    covariates : tuple of str
        Columns of further terms of a model.
    covariance, df : str or None
        Of a mixed model.
    seed : int or None
        Of a method that draws at random.
    furthest : float or None
        Largest shift of a tipping point, in the unit of the values.
    se : str or None
        Column of standard errors.
    adjust : str or None
        How p is adjusted, where a method leaves the choice.
    until : float or None
        Time up to which a restricted mean is taken.
    rules : Rules
    """

    value: str
    by: str
    control: str | None = None
    subject: str | None = None
    group: str | None = None
    event: str | None = None
    exposure: str | None = None
    stratum: str | None = None
    covariates: tuple[str, ...] = ()
    covariance: str | None = None
    df: str | None = None
    seed: int | None = None
    furthest: float | None = None
    se: str | None = None
    adjust: str | None = None
    until: float | None = None
    rules: Rules = field(default_factory=Rules)

    def given(self) -> tuple[str, ...]:
        """Options beyond value, by and control that were given."""
        optional = ("subject", "group", "event", "exposure", "stratum", "covariates",
                    "covariance", "df", "seed", "furthest", "se", "adjust",
                    "until")  # fmt: skip
        return tuple(name for name in optional if getattr(self, name) not in (None, ()))

    def settings(self) -> dict[str, Any]:
        """Keywords for the method's function."""
        offered = {"seed": self.seed, "furthest": self.furthest, "adjust": self.adjust,
                   "tau": self.until}  # fmt: skip
        return {name: value for name, value in offered.items() if value is not None}

    def columns(self) -> dict[str, str]:
        """Option and column, for every column that is named."""
        named = {"value": self.value, "by": self.by}
        for option in ("subject", "group", "event", "exposure", "stratum", "se"):
            column = getattr(self, option)
            if column is not None:
                named[option] = column
        return named | {f"covariate {c}": c for c in self.covariates}
