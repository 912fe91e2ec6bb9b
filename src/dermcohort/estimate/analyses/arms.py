"""Arms of a comparison: several visits or several groups, side by side, with their counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from dermcohort.counts import Floats, Ints
from dermcohort.errors import NotEstimable
from dermcohort.estimate.analyses.plan import Rules, absent, rows
from dermcohort.estimate.normality.anderson_darling import anderson_darling
from dermcohort.estimate.normality.dagostino_pearson import dagostino_pearson
from dermcohort.estimate.normality.shapiro_wilk import LARGEST, shapiro_wilk
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

    def only(self, labels: tuple[str, ...]) -> Arms:
        """Some of the arms, in this order."""
        keep = [self.labels.index(label) for label in labels]
        visits = tuple(self.visits[j] for j in keep) if self.visits else ()
        return replace(self, labels=labels, counts=self.counts[:, keep], visits=visits)

    @property
    def filled(self) -> tuple[str, ...]:
        """The arms that have patients."""
        return tuple(label for label in self.labels if self.n(label))

    @property
    def nothing_to_compare(self) -> str:
        """Why no two arms can be compared, "" where they can."""
        if not self.n(self.control):
            return f"{self.control} has no values"
        if len(self.filled) < 2:
            return f"no {self.axis} but {self.control} has values"
        return ""

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


@dataclass(frozen=True, slots=True)
class Normality:
    """What the choice between parametric tests and ranks looks at in one arm.

    Attributes
    ----------
    label : str
        The arm.
    test : str
        Shapiro-Wilk; beyond its 5,000 patients D'Agostino-Pearson.
    p_value : float or None
        None where it cannot be had.
    """

    label: str
    test: str
    p_value: float | None


#: Each test of normality with its statistics; the first makes the choice. Beyond 5,000 patients
#: that is not Anderson-Darling, which there takes the steps of a score for a departure.
FEW: tuple[tuple[str, Callable[..., Any], tuple[str, ...]], ...] = (
    ("Shapiro-Wilk", shapiro_wilk, ("w", "p_value")),
)
MANY: tuple[tuple[str, Callable[..., Any], tuple[str, ...]], ...] = (
    ("D'Agostino-Pearson", dagostino_pearson, ("chi2", "p_value")),
    ("Anderson-Darling", anderson_darling, ("a2", "p_value")),
)


def normality(arms: Arms) -> tuple[tuple[Result, ...], tuple[Normality, ...]]:
    """Tests of normality in each arm: the rows, and what the choice looks at."""
    made: tuple[Result, ...] = ()
    seen: list[Normality] = []
    for label in arms.labels:
        found = normality_rows(arms.of_arm(label), *arms.margin(label))
        made += found
        seen.append(deciding(label, found))
    return made, tuple(seen)


def normality_rows(key: Result, values: Floats, counts: Ints) -> tuple[Result, ...]:
    """The rows of the tests for so many patients, those of the test that decides first."""
    made: tuple[Result, ...] = ()
    for name, test, statistics in FEW if counts.sum() <= LARGEST else MANY:
        of_test = replace(key, method=name)
        try:
            found = test(values, counts)
        except NotEstimable as why:
            made += absent(of_test, str(why), *statistics)
        else:
            of_test = replace(of_test, warning=getattr(found, "note", ""))
            made += rows(of_test, **{name: getattr(found, name) for name in statistics})
    return made


def deciding(label: str, found: tuple[Result, ...]) -> Normality:
    """What the choice looks at, from the rows of one arm."""
    row = next(row for row in found if row.statistic == "p_value")
    return Normality(label, row.method, row.value)


RULE = "{tests} p at least {alpha:g} everywhere: parametric; else ranks"
BOTH = f"Shapiro-Wilk (beyond {LARGEST:,} patients D'Agostino-Pearson)"
CAVEAT = (
    "A test chosen by a test of the same data has not quite its nominal level "
    "(Rochon J, Gondan M, Kieser M. BMC Med Res Methodol 2012;12:81)."
)
OF_MANY = "In so many patients departures that do not matter are significant, too."


def choose(
    key: Result,
    seen: tuple[Normality, ...],
    rules: Rules,
    parametric: str,
    ranks: str,
) -> tuple[bool, Decision]:
    """Whether to go on with the parametric test, and the record of that choice."""
    low = [n.label for n in seen if n.p_value is not None and n.p_value < rules.normality_alpha]
    unknown = [n.label for n in seen if n.p_value is None]
    many = any(n.test != "Shapiro-Wilk" for n in seen)
    tests = " or ".join(dict.fromkeys(n.test for n in seen))
    if unknown:
        why = f"normality cannot be checked in: {', '.join(unknown)}"
    elif low:
        why = f"{tests} p is below {rules.normality_alpha:g} in: {', '.join(low)}"
    else:
        why = f"{tests} p is at least {rules.normality_alpha:g} everywhere"
    passes = not (low or unknown)
    decision = Decision(
        key.analysis, key.population, key.parameter, key.group,
        "parametric or ranks",
        RULE.format(tests=BOTH if many else "Shapiro-Wilk", alpha=rules.normality_alpha),
        tuple((f"{n.test} p, {n.label}", n.p_value) for n in seen),
        parametric if passes else ranks,
        f"{why}. {OF_MANY + ' ' if many and low else ''}{CAVEAT}",
    )  # fmt: skip
    return passes, decision
