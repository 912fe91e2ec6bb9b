"""What the analyses need to know of a study: frozen, and nothing else of the study file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from dermcohort.results import Decision, Result


@dataclass(frozen=True, slots=True)
class Rules:
    """How tests are chosen and numbers made.

    Attributes
    ----------
    alpha : float
        Level of significance, two-sided.
    normality_alpha : float
        Shapiro-Wilk p at least this in every arm: parametric, else ranks.
    confidence : float
        Level of intervals.
    interval : "Wilson" or "Clopper-Pearson"
        Interval of proportions where one is asked for.
    two_groups : "Student t" or "Welch t"
        For two groups that pass the normality rule.
    quartile_type : 6 or 7
        Type 6 as Prism and SPSS, type 7 as R.
    """

    alpha: float = 0.05
    normality_alpha: float = 0.05
    confidence: float = 0.95
    interval: str = "Clopper-Pearson"
    two_groups: str = "Student t"
    quartile_type: Literal[6, 7] = 6


@dataclass(frozen=True, slots=True)
class Panel:
    """The same estimates under every rule for missing values.

    Attributes
    ----------
    scores : tuple of str
        Outcomes whose change is shown.
    seed : int
        Of the study.
    imputations : int
        Completed data sets of multiple imputation.
    whole : tuple of str
        Scores that have whole numbers only.
    """

    scores: tuple[str, ...]
    seed: int
    imputations: int
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A change from the baseline that the study declares as an endpoint.

    Attributes
    ----------
    parameter, group, visit : str
        Of what, in whom, and when.
    test : "same patients" or "as published"
        The analysis whose p is taken.
    """

    parameter: str
    group: str
    visit: str
    test: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Which questions to answer.

    Attributes
    ----------
    exclusions : tuple of str
        The eligibility rules, in the order in which they apply.
    visits : tuple of str
        In order of time; the first is the baseline.
    outcomes : tuple of str
        Parameters followed over the visits.
    characteristics : tuple of str
        Numbers of Table 1 that are measured once.
    categories : tuple of str
        Categories of Table 1.
    responses : tuple of str
        Responses to report.
    responder_groups : tuple of str
        Responses that make groups of responders and non-responders.
    compared : tuple of str
        Parameters in which those groups are compared at baseline.
    withdrawal_scores : tuple of str
        Parameters compared between withdrawn and continuing patients.
    rules : Rules
        How.
    panel : Panel or None
        How the rules for missing values are compared; None to leave that out.
    endpoints : tuple of Endpoint
        In the order that was declared.
    adjust : str
        How their p values are adjusted for each other: "fixed sequence", "Holm", "Hochberg",
        "Benjamini-Hochberg" or "none".
    criteria : tuple of str
        Clauses of the criteria of use; () where none are asked for.
    grades : tuple of str
        Laboratory terms that are graded, and Hy's law.
    bands : tuple of (str, str)
        Scores whose bands are counted, and the set of bands of each.
    """

    exclusions: tuple[str, ...]
    visits: tuple[str, ...]
    outcomes: tuple[str, ...]
    characteristics: tuple[str, ...]
    categories: tuple[str, ...]
    responses: tuple[str, ...]
    responder_groups: tuple[str, ...]
    compared: tuple[str, ...]
    withdrawal_scores: tuple[str, ...]
    rules: Rules
    panel: Panel | None = None
    endpoints: tuple[Endpoint, ...] = ()
    adjust: str = "fixed sequence"
    criteria: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    bands: tuple[tuple[str, str], ...] = ()

    @property
    def baseline(self) -> str:
        """The first visit."""
        return self.visits[0]


#: The groups in which every outcome is shown.
GROUPS = ("all", "naive", "switch")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of Results, and the decisions that led to them."""

    rows: tuple[Result, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def __add__(self, other: Answer) -> Answer:
        return Answer(self.rows + other.rows, self.decisions + other.decisions)


def rows(key: Result, **values: float | None) -> tuple[Result, ...]:
    """One row for each statistic, all with the key, n, method and warning of ``key``.

    >>> [row.statistic for row in rows(Result("course"), mean=2.0, sd=1.0)]
    ['mean', 'sd']
    """
    return tuple(
        replace(key, statistic=name, value=None if value is None else float(value))
        for name, value in values.items()
    )


def absent(key: Result, reason: str, *statistics: str) -> tuple[Result, ...]:
    """Rows without a value, each with the reason."""
    return tuple(replace(key, statistic=name, value=None, warning=reason) for name in statistics)
