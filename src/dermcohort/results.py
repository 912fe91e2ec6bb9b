"""Results: the one table of numbers. One row a number, at full precision.

Every table, figure, sentence and export reads from it. Nothing computes a statistic after it,
nothing is formatted before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

#: The closed list of what a value can be.
STATISTICS: dict[str, str] = {
    "n": "patients that the numbers of this row's key rest on",
    "mean": "arithmetic mean",
    "sd": "sample standard deviation (n - 1)",
    "se": "standard error of the mean",
    "median": "median",
    "q1": "lower quartile, by the definition that the study names",
    "q3": "upper quartile, by the definition that the study names",
    "min": "smallest value",
    "max": "largest value",
    "geometric_mean": "geometric mean, where every value is above 0",
    "count": "patients with the level or event",
    "percent": "count in 100 of n; of a curve over time, the share at that time",
    "at_risk": "patients still under observation just before the time",
    "events": "patients with the event at the time",
    "years": "patient-years under observation",
    "estimate": "difference or other estimate that the method names",
    "conf_low": "lower confidence limit",
    "conf_high": "upper confidence limit",
    "w": "Shapiro-Wilk W; Wilcoxon signed-rank sum",
    "f": "F of an analysis of variance",
    "h": "Kruskal-Wallis H, corrected for ties",
    "u": "Mann-Whitney U",
    "t": "Student's t",
    "z": "standard normal deviate",
    "q": "Dunnett's t against the control",
    "chi2": "chi-square",
    "epsilon": "Greenhouse-Geisser epsilon",
    "df": "degrees of freedom (of the numerator where there are two)",
    "df2": "degrees of freedom of the denominator",
    "p_value": "two-sided p, not adjusted",
    "p_adjusted": "two-sided p, adjusted over the comparisons that the method makes",
    "j": "Jonckheere-Terpstra J",
    "a2": "Anderson-Darling A squared",
    "skewness": "sample skewness, 0 for a normal distribution",
    "kurtosis": "sample kurtosis, 3 for a normal distribution",
    "tipping": "shift of the imputed values at which a test is no longer significant",
    "missing_information": "fraction of the information that is missing, from 0 to 1",
    "efficiency": "of so many imputations against endless ones, from 0 to 1",
    "simulation_error": "standard error of an estimate because imputations are not endless",
    "effect": "effect size that the method names",
    "agree": "1 where two analyses lead to the same conclusion at the study's alpha, else 0",
}


@dataclass(frozen=True, slots=True)
class Result:
    """One number and what it is.

    Attributes
    ----------
    analysis : str
        The question that the row answers, one of ``dermcohort.estimate.analyses.ANALYSES``.
    population : str
        Who may be in: "included", "observed", "NRI", "LOCF", "complete pairs", "complete cases".
    parameter : str
        What was measured or counted: "EASI", "EASI-50", "dose", "herpes zoster".
    level : str
        Level of a categorical parameter ("F", "4 mg/day"), else "".
    group : str
        "all", "naive", "switch", "EASI-50 responders" ...
    visit : str
        Visit, or "" for a number over all visits.
    comparator : str
        The visit or group that this one is compared with, else "".
    time : float or None
        Days from the first dose for which the number stands, where that is not a visit.
    statistic : str
        One of `STATISTICS`.
    value : float or None
        Full precision. None where the number cannot be had; then ``warning`` says why.
    n : int or None
        Patients at this row's (population, parameter, group, visit): the ledger names them.
    method : str
        The test or definition as the field names it, else "".
    warning : str
        Why the value is absent, or what to keep in mind, else "".
    """

    analysis: str
    population: str = ""
    parameter: str = ""
    level: str = ""
    group: str = ""
    visit: str = ""
    comparator: str = ""
    time: float | None = None
    statistic: str = ""
    value: float | None = None
    n: int | None = None
    method: str = ""
    warning: str = ""


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Result))
#: What tells one row from another.
KEY: tuple[str, ...] = tuple(c for c in COLUMNS if c not in ("value", "n", "warning"))


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice that an analysis made by a rule, with the numbers that it saw.

    Attributes
    ----------
    analysis, population, parameter, group : str
        The question, as in `Result`.
    question : str
        What had to be chosen: "parametric or ranks".
    rule : str
        The rule, in words.
    numbers : tuple of (str, float or None)
        What the rule looked at: ("Shapiro-Wilk p, baseline", 0.0312).
    choice : str
        What was chosen.
    why : str
        How the numbers led to the choice.
    """

    analysis: str
    population: str
    parameter: str
    group: str
    question: str
    rule: str
    numbers: tuple[tuple[str, float | None], ...]
    choice: str
    why: str


class Results:
    """An ordered, immutable table of `Result` rows, and the decisions that led to them.

    Attributes
    ----------
    rows : tuple of Result
    decisions : tuple of Decision
        Which test was chosen by which rule. A part of a table (`where`) carries none.
    """

    __slots__ = ("_by_parameter", "decisions", "rows")

    def __init__(self, rows: Iterable[Result] = (), decisions: Iterable[Decision] = ()) -> None:
        self.rows = tuple(rows)
        self.decisions = tuple(decisions)
        # Reports ask for a few rows many times; one level of index keeps that from being a scan.
        self._by_parameter: dict[tuple[str, str], list[int]] = {}
        for number, row in enumerate(self.rows):
            if row.statistic not in STATISTICS:
                raise ValueError(f"{row.statistic!r} is no statistic; allowed: {list(STATISTICS)}")
            self._by_parameter.setdefault((row.analysis, row.parameter), []).append(number)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Result]:
        return iter(self.rows)

    def where(self, **key: object) -> Results:
        """The rows whose columns equal all of ``key``, in order.

        >>> Results([Result("flow", statistic="n", value=3.0)]).where(analysis="flow").rows[0].value
        3.0
        """
        numbers: Iterable[int] = range(len(self.rows))
        if "analysis" in key and "parameter" in key:
            numbers = self._by_parameter.get((str(key["analysis"]), str(key["parameter"])), ())
        wanted = tuple(key.items())
        return Results(
            row
            for row in (self.rows[number] for number in numbers)
            if all(getattr(row, column) == value for column, value in wanted)
        )

    def one(self, **key: object) -> Result | None:
        """The only row with this key, or None.

        Raises
        ------
        ValueError
            If the key fits more than one row: then the caller's key is too short.
        """
        found = self.where(**key).rows
        if len(found) > 1:
            raise ValueError(f"{len(found)} rows have {key}")
        return found[0] if found else None

    def value(self, **key: object) -> float | None:
        """The value of the only row with this key; None if there is no row or no value."""
        row = self.one(**key)
        return None if row is None else row.value

    def distinct(self, column: str) -> tuple[Any, ...]:
        """Values of a column in order of first appearance."""
        return tuple(dict.fromkeys(getattr(row, column) for row in self.rows))

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a row, columns as keys."""
        return [dict(zip(COLUMNS, values, strict=True)) for values in self.tuples()]

    def tuples(self) -> Iterator[tuple[Any, ...]]:
        """One tuple a row, in the order of `COLUMNS`."""
        # `dataclasses.astuple` would copy each value, and take twenty times as long.
        return map(attrgetter(*COLUMNS), self.rows)

    def to_polars(self) -> pl.DataFrame:
        """As a Polars frame, one column each of `COLUMNS`."""
        import polars as pl

        schema = {name: pl.String() for name in COLUMNS}
        schema |= {"time": pl.Float64(), "value": pl.Float64(), "n": pl.Int64()}  # type: ignore[dict-item]
        columns = {name: [getattr(row, name) for row in self.rows] for name in COLUMNS}
        return pl.DataFrame(columns, schema=schema)

    def to_pandas(self) -> pd.DataFrame:
        """As a pandas frame."""
        import pandas as pd

        return pd.DataFrame(self.to_dicts(), columns=list(COLUMNS))
