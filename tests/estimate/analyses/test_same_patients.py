"""Tests that know that visits belong to the same patients, held against SciPy."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.counts import MISSING, VisitCounts
from dermcohort.estimate.analyses.plan import Rules
from dermcohort.estimate.analyses.same_patients import differences, same_patients
from dermcohort.estimate.multiplicity.holm import holm
from dermcohort.results import Result

RULES = Rules()
VISITS = ("baseline", "1 month", "3 months")
KEY = Result("same patients", parameter="EASI", group="all")


def vectors(rows, visits=VISITS):
    ticks = np.array(
        [[MISSING if v is None else round(v * 1_000_000) for v in row] for row in rows], np.int64
    ).reshape(-1, len(visits))
    distinct, patients = np.unique(ticks, axis=0, return_counts=True)
    return VisitCounts(visits, distinct, patients)


def value(answer, **key):
    found = [r for r in answer.rows if all(getattr(r, k) == v for k, v in key.items())]
    assert len(found) == 1, (key, found)
    return found[0]


rng = np.random.default_rng(7)
SKEWED = np.round(np.exp(2 * rng.normal(size=(15, 3))) * [6, 4, 1] + 0.1, 1)
NORMAL = np.round(rng.normal(20, 4, (15, 1)) + rng.normal(size=(15, 3)) * 2 - [0, 2, 5], 1)


def test_ranks_go_by_friedman_and_wilcoxon_with_holm():
    answer = same_patients(KEY, vectors(SKEWED), RULES)
    friedman = scipy.stats.friedmanchisquare(*SKEWED.T)
    row = value(answer, statistic="p_value", method="Friedman")
    assert row.value == pytest.approx(friedman.pvalue, rel=1e-10)
    assert (row.population, row.n, row.visit) == ("complete cases", 15, "")
    p_values = [
        value(answer, statistic="p_value", method="Wilcoxon signed-rank", visit=v).value
        for v in VISITS[1:]
    ]
    adjusted = [value(answer, statistic="p_adjusted", visit=v).value for v in VISITS[1:]]
    assert adjusted == pytest.approx(holm(np.array(p_values)))


def test_parametric_goes_by_rm_anova_and_paired_t():
    answer = same_patients(KEY, vectors(NORMAL), RULES)
    row = value(answer, statistic="p_value", visit="3 months")
    assert row.method == "paired t"
    assert row.value == pytest.approx(scipy.stats.ttest_rel(NORMAL[:, 2], NORMAL[:, 0]).pvalue)
    assert value(answer, statistic="epsilon").value <= 1
    shift = value(answer, statistic="estimate", visit="3 months").value
    assert shift == pytest.approx((NORMAL[:, 2] - NORMAL[:, 0]).mean())


def test_each_test_uses_the_patients_that_it_can():
    rows = [*NORMAL.tolist(), [20.0, 18.0, None], [20.0, None, 11.0], [None, 3.0, 4.0]]
    answer = same_patients(KEY, vectors(rows), RULES)
    assert value(answer, statistic="f").n == 15
    assert value(answer, statistic="p_value", visit="1 month").n == 16
    assert value(answer, statistic="p_value", visit="3 months").n == 16


def test_two_visits_have_no_omnibus():
    answer = same_patients(KEY, vectors(NORMAL[:, :2], VISITS[:2]), RULES)
    assert {r.method for r in answer.rows} == {"paired t"}
    row = value(answer, statistic="p_adjusted")
    assert row.value == value(answer, statistic="p_value").value


def test_a_named_method_runs_alone():
    answer = same_patients(KEY, vectors(NORMAL), RULES, method="Friedman")
    assert {r.method for r in answer.rows} == {"Friedman"}
    answer = same_patients(KEY, vectors(NORMAL), RULES, method="Wilcoxon signed-rank")
    assert {r.method for r in answer.rows} == {"Wilcoxon signed-rank"}


def test_differences_are_exact():
    # 0.3 - 0.1 and 0.5 - 0.3 are 0.2 both; as binary fractions they differ.
    values, patients = differences(
        vectors([(0.1, 0.3, None), (0.3, 0.5, None)]), "1 month", "baseline"
    )
    assert values.tolist() == [0.2]
    assert patients.tolist() == [2]


cells = st.none() | st.integers(0, 3).map(float)


@given(
    st.lists(
        st.tuples(cells, cells, cells).filter(lambda r: any(c is not None for c in r)),
        min_size=1, max_size=9,
    )
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_never_a_crash_and_never_a_nan(rows):
    answer = same_patients(KEY, vectors(rows), RULES)
    assert answer.rows
    for row in answer.rows:
        assert row.value is None or np.isfinite(row.value)
        assert row.value is not None or row.warning
