"""Which test of normality chooses between parametric tests and ranks, by the number of patients."""

import numpy as np
import pytest

from dermcohort.counts import VisitCounts
from dermcohort.estimate.analyses.arms import CAVEAT, Arms, choose, normality
from dermcohort.estimate.analyses.plan import Rules
from dermcohort.estimate.analyses.same_patients import same_patients
from dermcohort.results import Result

RULES = Rules()
# Normal distributions in whole steps, of 25 and of 10,520 patients.
FEW = np.array([0, 0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0, 0])
MANY = 20 * np.array([1, 4, 13, 32, 63, 95, 110, 95, 63, 32, 13, 4, 1])
KEY = Result("as published", "observed", "EASI", group="all")


def arms_of(*columns):
    labels = ("baseline", "1 month", "3 months")[: len(columns)]
    counts = np.column_stack(columns)
    return Arms(KEY, "visit", labels, np.arange(len(counts)) / 10, counts)


def test_shapiro_wilk_to_5000_and_two_others_beyond():
    made, seen = normality(arms_of(FEW, MANY))
    assert [(n.label, n.test) for n in seen] == [
        ("baseline", "Shapiro-Wilk"), ("1 month", "D'Agostino-Pearson"),
    ]  # fmt: skip
    found = [(r.visit, r.method, r.statistic) for r in made]
    assert found == [
        ("baseline", "Shapiro-Wilk", "w"),
        ("baseline", "Shapiro-Wilk", "p_value"),
        ("1 month", "D'Agostino-Pearson", "chi2"),
        # The first p of an arm is the one that chooses.
        ("1 month", "D'Agostino-Pearson", "p_value"),
        ("1 month", "Anderson-Darling", "a2"),
        ("1 month", "Anderson-Darling", "p_value"),
    ]
    assert [n.p_value for n in seen] == [made[1].value, made[3].value]


def test_rounding_of_a_large_arm_does_not_choose():
    # Anderson-Darling takes the thirteen steps for a departure.
    made, seen = normality(arms_of(MANY, MANY))
    darling = [r.value for r in made if (r.method, r.statistic) == ("Anderson-Darling", "p_value")]
    assert max(darling) < 1e-10
    parametric, decision = choose(KEY, seen, RULES, "Student t", "Mann-Whitney")
    assert parametric
    assert decision.rule == (
        "Shapiro-Wilk (beyond 5,000 patients D'Agostino-Pearson) p at least 0.05 everywhere: "
        "parametric; else ranks"
    )
    assert decision.why == f"D'Agostino-Pearson p is at least 0.05 everywhere. {CAVEAT}"
    assert decision.numbers[0] == ("D'Agostino-Pearson p, baseline", seen[0].p_value)


def test_a_large_skewed_arm_goes_to_ranks_and_is_told_why():
    _, seen = normality(arms_of(FEW, np.sort(MANY)))
    parametric, decision = choose(KEY, seen, RULES, "Student t", "Mann-Whitney")
    assert not parametric
    assert decision.why == (
        "Shapiro-Wilk or D'Agostino-Pearson p is below 0.05 in: 1 month. In so many patients "
        f"departures that do not matter are significant, too. {CAVEAT}"
    )


def test_small_arms_have_the_rule_of_the_source_paper():
    _, seen = normality(arms_of(FEW, FEW))
    _, decision = choose(KEY, seen, RULES, "Student t", "Mann-Whitney")
    assert decision.rule == "Shapiro-Wilk p at least 0.05 everywhere: parametric; else ranks"
    assert {name.split(" p, ")[0] for name, _ in decision.numbers} == {"Shapiro-Wilk"}


@pytest.mark.parametrize(
    ("patients", "test"), [(FEW, "Shapiro-Wilk"), (MANY, "D'Agostino-Pearson")]
)
def test_changes_of_the_same_patients_likewise(patients, test):
    ticks = np.column_stack([np.full(13, 40), np.arange(13)])[patients > 0] * 100_000
    counts = VisitCounts(("baseline", "1 month"), ticks, patients[patients > 0])
    answer = same_patients(Result("same patients", parameter="EASI"), counts, RULES)
    (name, p_value), *_ = answer.decisions[0].numbers
    assert name == f"{test} p, change to 1 month"
    assert p_value > 0.05
    assert answer.decisions[0].choice == "paired t"
