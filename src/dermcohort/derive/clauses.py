"""The clauses of the criteria of use: what is asked, by name and limit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dermcohort.study import Study

#: The parameter of each clause starts with this.
CRITERIA = "criteria: "


@dataclass(frozen=True, slots=True)
class Clause:
    """An activity that is asked for: one of the parameters reaches its limit.

    Attributes
    ----------
    name : str
        As printed.
    limits : tuple of (str, Fraction)
        Parameters and the least value of each; any of them will do.
    """

    name: str
    limits: tuple[tuple[str, Fraction], ...]


ACTIVITY = (
    Clause("IGA at least 3", (("IGA", Fraction(3)),)),
    Clause(
        "EASI at least 16; or H&N EASI at least 2.4",
        (("EASI", Fraction(16)), ("EASI_HN", Fraction(12, 5))),
    ),
    Clause("BSA at least 10 %", (("BSA", Fraction(10)),)),
)
TOPICAL = "topical therapy for 6 months; or not possible"
TOPICAL_MONTHS = 6
ALL = "all clauses"


def clause_names(study: Study) -> tuple[str, ...]:
    """The parameters under which the clauses are counted, all together last; () if not asked."""
    if not study.eligibility.criteria:
        return ()
    return tuple(CRITERIA + name for name in (*(c.name for c in ACTIVITY), TOPICAL, ALL))


def needed_parameters(study: Study) -> tuple[str, ...]:
    """What the clauses look at."""
    if not study.eligibility.criteria:
        return ()
    return tuple(name for clause in ACTIVITY for name, _ in clause.limits)
