"""Arms of a comparison: several visits or several groups, side by side, with their counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from dermcohort.counts import Floats, Ints
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.plan import Rules, absent, rows
from dermcohort.estimate.normality.shapiro_wilk import shapiro_wilk
from dermcohort.results import Decision, Result


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """What is compared with what.

    Attributes
    ----------
    key : Result
        The columns that all rows share; ``n`` is that of a number over all arms.
    axis : "visit" or "group"
        The column in which the arms differ.
    labels : tuple of str, length k
        The arms; the first is the control.
    values : float array, shape (m,)
    counts : int array, shape (m, k)
        Distinct values ascending, and how many patients of each arm have each.
    visits : tuple of str, length k, or empty
        For groups seen at different visits, the visit of each.
    """

    key: Result
    axis: Literal["visit", "group"]
    labels: tuple[str, ...]
    values: Floats
    counts: Ints
    visits: tuple[str, ...] = ()

    @property
    def control(self) -> str:
        """Label of the arm with which the others are compared."""
        return self.labels[0]

    def n(self, label: str) -> int:
        """Patients of an arm."""
        return int(self.counts[:, self.labels.index(label)].sum())

    def margin(self, label: str) -> tuple[Floats, Ints]:
        """Values and counts of one arm, without the values that nobody has."""
        counts = self.counts[:, self.labels.index(label)]
        return self.values[counts > 0], counts[counts > 0]

    def of_arm(self, label: str) -> Result:
        """Key of a number that stands for one arm."""
        key = replace(self.key, n=self.n(label))
        if self.axis == "visit":
            return replace(key, visit=label)
        visit = self.visits[self.labels.index(label)] if self.visits else key.visit
        return replace(key, group=label, visit=visit)

    def of_contrast(self, label: str, method: str) -> Result:
        """Key of a number that compares an arm with the control."""
        return replace(self.of_arm(label), comparator=self.control, method=method)

    def of_all(self, method: str) -> Result:
        """Key of a number over all arms."""
        return replace(self.key, method=method)


#: p by label; None where it cannot be had.
PValues = tuple[tuple[str, float | None], ...]


def normality(arms: Arms) -> tuple[tuple[Result, ...], PValues]:
    """Shapiro-Wilk in each arm: the rows, and p by label."""
    made: tuple[Result, ...] = ()
    p_values: list[tuple[str, float | None]] = []
    for label in arms.labels:
        key = replace(arms.of_arm(label), method="Shapiro-Wilk")
        try:
            found = shapiro_wilk(*arms.margin(label))
        except NotEstimable as why:
            made += absent(key, str(why), "w", "p_value")
            p_values.append((label, None))
        else:
            made += rows(key, w=found.w, p_value=found.p_value)
            p_values.append((label, found.p_value))
    return made, tuple(p_values)


RULE = "Shapiro-Wilk p at least {alpha:g} everywhere: parametric; else ranks"
CAVEAT = (
    "A test chosen by a test of the same data has not quite its nominal level "
    "(Rochon J, Gondan M, Kieser M. BMC Med Res Methodol 2012;12:81)."
)


def choose(
    key: Result,
    p_values: PValues,
    rules: Rules,
    parametric: str,
    ranks: str,
) -> tuple[bool, Decision]:
    """Whether to go on with the parametric test, and the record of that choice."""
    low = [label for label, p in p_values if p is not None and p < rules.normality_alpha]
    unknown = [label for label, p in p_values if p is None]
    if unknown:
        why = f"normality cannot be checked in: {', '.join(unknown)}"
    elif low:
        why = f"Shapiro-Wilk p is below {rules.normality_alpha:g} in: {', '.join(low)}"
    else:
        why = f"Shapiro-Wilk p is at least {rules.normality_alpha:g} everywhere"
    passes = not (low or unknown)
    decision = Decision(
        key.analysis, key.population, key.parameter, key.group,
        "parametric or ranks", RULE.format(alpha=rules.normality_alpha),
        tuple((f"Shapiro-Wilk p, {label}", p) for label, p in p_values),
        parametric if passes else ranks, f"{why}. {CAVEAT}",
    )  # fmt: skip
    return passes, decision
