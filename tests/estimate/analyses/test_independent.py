"""The source paper's choice tree, held against SciPy."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.estimate.analyses.arms import Arms
from dermcohort.estimate.analyses.independent import independent
from dermcohort.estimate.analyses.plan import Rules
from dermcohort.results import Result

RULES = Rules()


def arms_of(*groups, labels=None):
    values = np.unique(np.concatenate([np.asarray(g, float) for g in groups]))
    counts = np.array([[list(g).count(v) for g in groups] for v in values]).reshape(-1, len(groups))
    labels = labels or ("baseline", "1 month", "3 months")[: len(groups)]
    return Arms(Result("as published", "observed", "EASI", group="all"), "visit", labels,
                values, counts)  # fmt: skip


def value(answer, **key):
    key = {"analysis": "as published"} | key
    found = [r for r in answer.rows if all(getattr(r, k) == v for k, v in key.items())]
    assert len(found) == 1, (key, found)
    return found[0]


normal = scipy.stats.norm.ppf((np.arange(1, 21) - 0.5) / 20)
skewed = np.round(np.exp(normal * 1.5), 3)


def test_normal_arms_that_differ_go_by_anova_and_dunnett():
    groups = [np.round(normal, 4), np.round(normal - 1.5, 4), np.round(normal - 2, 4)]
    answer = independent(arms_of(*groups), RULES)
    f, p = scipy.stats.f_oneway(*groups)
    assert value(answer, statistic="f").value == pytest.approx(f, rel=1e-12)
    assert value(answer, statistic="p_value", method="one-way ANOVA").value == pytest.approx(p)
    dunnett = scipy.stats.dunnett(*groups[1:], control=groups[0])
    for j, visit in enumerate(("1 month", "3 months")):
        row = value(answer, statistic="p_adjusted", visit=visit)
        assert row.comparator == "baseline"
        assert row.n == 20
        assert row.value == pytest.approx(dunnett.pvalue[j], abs=2e-4)
    assert [d.choice for d in answer.decisions] == ["one-way ANOVA", "Dunnett"]


def test_one_arm_that_is_not_normal_sends_all_to_ranks():
    groups = [normal, skewed, skewed - 20]
    answer = independent(arms_of(*groups), RULES)
    h, p = scipy.stats.kruskal(*groups)
    assert value(answer, statistic="h").value == pytest.approx(h, rel=1e-12)
    assert value(answer, statistic="p_value", method="Kruskal-Wallis").value == pytest.approx(p)
    chosen = {r.method for r in answer.rows if r.analysis == "as published"}
    assert chosen == {"Shapiro-Wilk", "Kruskal-Wallis", "Dunn"}
    assert "1 month, 3 months" in answer.decisions[0].why


def test_the_test_that_was_not_chosen_is_on_record_and_marked():
    groups = [normal, skewed, skewed - 20]
    answer = independent(arms_of(*groups), RULES)
    row = value(answer, analysis="other branch", statistic="f")
    assert row.value == pytest.approx(scipy.stats.f_oneway(*groups).statistic)
    others = [r for r in answer.rows if r.analysis == "other branch"]
    assert all(r.warning.startswith("not chosen by the rule") for r in others)


def test_no_contrast_without_a_significant_omnibus():
    answer = independent(arms_of(normal, normal + 0.01, normal - 0.01), RULES)
    assert not [r for r in answer.rows if r.comparator]
    assert answer.decisions[-1].choice == "no contrasts"


def test_two_arms_go_by_t_or_mann_whitney():
    parametric = independent(arms_of(normal, normal + 1), RULES)
    row = value(parametric, statistic="p_value", method="Student t")
    assert row.value == pytest.approx(scipy.stats.ttest_ind(normal, normal + 1).pvalue)
    ranks = independent(arms_of(skewed, skewed + 1), RULES)
    found = value(ranks, statistic="u", method="Mann-Whitney").value
    u = scipy.stats.mannwhitneyu(skewed, skewed + 1).statistic
    assert found in (u, 400 - u)


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (([], [1, 2, 3], [2, 3, 4]), "baseline has no values"),
        (([1, 2, 3], [], []), "no visit but baseline has values"),
        (([5] * 4, [5] * 4, [5] * 4), ""),
        (([1, 2, 3], [4], [5, 6, 7]), ""),
        (([1], [2], []), ""),
    ],
)
def test_what_cannot_be_tested_is_a_row_with_a_reason(groups, words):
    answer = independent(arms_of(*groups), RULES)
    empty = [r for r in answer.rows if r.value is None]
    assert empty
    assert all(r.warning for r in empty)
    assert words in " ".join(r.warning for r in empty)


@given(
    st.lists(st.lists(st.integers(0, 6).map(float), max_size=8), min_size=2, max_size=3).filter(
        lambda groups: any(groups)
    )
)
@settings(max_examples=150, deadline=None)
def test_never_a_crash_and_never_a_nan(groups):
    answer = independent(arms_of(*groups), RULES)
    for row in answer.rows:
        assert row.value is None or np.isfinite(row.value)
        assert row.value is not None or row.warning
