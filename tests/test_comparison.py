"""One comparison from any table."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import scipy.stats

from dermcohort.comparison import compare, natural
from dermcohort.errors import NothingToEstimate, UsageError

rng = np.random.default_rng(3)
EASI = np.round(rng.gamma(2, 8, 40), 1)
FRAME = pl.DataFrame({"id": np.repeat(np.arange(20), 2), "easi": EASI, "visit": ["10M", "0M"] * 20})


@pytest.mark.parametrize("native", [FRAME, FRAME.lazy(), FRAME.to_pandas(), FRAME.to_arrow()],
                         ids=["polars", "polars-lazy", "pandas", "pyarrow"])  # fmt: skip
def test_every_kind_of_table_gives_the_same_rows(native):
    assert (
        compare(native, value="easi", by="visit").rows
        == compare(FRAME, value="easi", by="visit").rows
    )


def test_the_order_of_rows_changes_nothing():
    shuffled = FRAME.sample(fraction=1, shuffle=True, seed=5)
    for subject in (None, "id"):
        one = compare(FRAME, value="easi", by="visit", subject=subject)
        assert one.rows == compare(shuffled, value="easi", by="visit", subject=subject).rows


def test_groups_are_tested_as_scipy_tests_them():
    results = compare(FRAME, value="easi", by="visit", method="Welch t")
    row = results.one(statistic="p_value", method="Welch t")
    assert (row.group, row.comparator) == ("10M", "0M")
    assert row.value == pytest.approx(
        scipy.stats.ttest_ind(EASI[0::2], EASI[1::2], equal_var=False).pvalue
    )


def test_a_subject_makes_it_repeated_measures():
    results = compare(FRAME, value="easi", by="visit", subject="id", method="paired t")
    row = results.one(statistic="p_value")
    assert row.value == pytest.approx(scipy.stats.ttest_rel(EASI[0::2], EASI[1::2]).pvalue)
    assert row.n == 20


def test_values_that_are_no_short_decimals_keep_their_digits():
    raw = FRAME.with_columns(easi=pl.Series(rng.normal(size=40) * 1e-9))
    results = compare(raw, value="easi", by="visit", subject="id", method="paired t")
    x = raw["easi"].to_numpy()
    expected = scipy.stats.ttest_rel(x[0::2], x[1::2])
    assert results.value(statistic="t") == pytest.approx(expected.statistic, rel=1e-9)
    assert results.value(statistic="estimate") == pytest.approx((x[0::2] - x[1::2]).mean())


def test_the_control_is_the_first_level_in_natural_order_or_the_named_one():
    assert sorted(["10M", "2M", "b2", "a10", "a9"], key=natural) == ["2M", "10M", "a9", "a10", "b2"]
    results = compare(FRAME, value="easi", by="visit", control="10M")
    assert {r.comparator for r in results} == {"", "10M"}


def test_rows_without_value_or_level_are_left_out():
    holes = pd.DataFrame(
        {"y": [1.0, 2, np.nan, 4, 5, 6, 7], "g": ["a", "a", "a", None, "b", "b", "b"]}
    )
    results = compare(holes, value="y", by="g")
    assert results.value(statistic="n", group="a") == 2
    assert results.value(statistic="n", group="b") == 3


def test_levels_that_are_numbers_may_be_missing_too():
    holes = pd.DataFrame({"y": [1.0, 2, 3, 4, 5], "g": [0.0, 0.0, np.nan, 1.5, 1.5]})
    assert compare(holes, value="y", by="g").value(statistic="n", group="1.5") == 2
    assert compare(holes, value="y", by="g").value(statistic="n", group="0") == 2


def test_decisions_come_with_the_results():
    (decision,) = compare(FRAME, value="easi", by="visit").decisions
    assert decision.choice in ("Student t", "Mann-Whitney")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"value": "esai", "by": "visit"}, "--value is 'esai'.*columns: id, easi, visit"),
        ({"value": "visit", "by": "easi", "method": "Fisher"}, "for 2 x 2"),
        ({"value": "visit", "by": "easi", "subject": "id"}, "holds categories"),
        ({"value": "visit", "by": "id", "method": "Dunn"}, "does not hold numbers.*Fisher"),
        ({"value": "easi", "by": "visit", "control": "1M"}, "levels of visit: 0M, 10M"),
        ({"value": "easi", "by": "visit", "method": "t-test"}, "Allowed: auto, Shapiro-Wilk"),
        ({"value": "easi", "by": "visit", "subject": "visit"}, "two values at one level"),
        ({"value": "easi", "by": "visit", "method": "paired t"}, "paired t needs --subject"),
        ({"value": "easi", "by": "visit", "event": "id"}, "--event needs a method"),
        ({"value": "easi", "by": "id", "method": "Student t"}, "two groups, and there are 20"),
        (
            {"value": "easi", "by": "visit", "subject": "id", "method": "Dunn"},
            "Dunn takes no --subject",
        ),
    ],
)
def test_a_call_that_means_nothing_says_what_is_allowed(arguments, said):
    with pytest.raises(UsageError, match=said):
        compare(FRAME, **arguments)


def test_no_table_no_rows_and_infinite_values():
    with pytest.raises(UsageError, match="a table was expected, got int"):
        compare(5, value="a", by="b")
    with pytest.raises(NothingToEstimate):
        compare(FRAME.filter(pl.col("easi") < 0), value="easi", by="visit")
    with pytest.raises(UsageError, match="infinite"):
        compare(pa.table({"y": [1.0, float("inf")], "g": ["a", "b"]}), value="y", by="g")


def test_one_level_is_a_row_with_a_reason():
    results = compare(FRAME.filter(pl.col("visit") == "0M"), value="easi", by="visit")
    assert results.one(statistic="p_value").warning == "no group but 0M has values"


RESPONSE = pl.DataFrame({"response": ["yes"] * 9 + ["no"] * 21, "arm": ["a"] * 12 + ["b"] * 18})


def test_categories_are_tested_by_fisher_or_chi_square():
    table = [[9, 3], [0, 18]]
    results = compare(RESPONSE, value="response", by="arm")
    assert results.value(statistic="count", group="a", level="yes") == 9
    assert results.value(statistic="percent", group="b", level="yes") == 0
    row = results.one(statistic="p_value")
    assert row.method == "Fisher"
    assert row.value == pytest.approx(scipy.stats.fisher_exact(table).pvalue)
    results = compare(RESPONSE, value="response", by="arm", method="Chi-Square")
    expected = scipy.stats.chi2_contingency(np.array(table), correction=False)
    assert results.value(statistic="chi2") == pytest.approx(expected.statistic)
    assert "smallest expected count is 3.6" in results.one(statistic="p_value").warning


def test_numbers_are_categories_when_a_test_of_tables_is_named():
    numbers = RESPONSE.with_columns(response=(pl.col("response") == "yes").cast(pl.Int64))
    named = compare(numbers, value="response", by="arm", method="Fisher")
    assert named.value(statistic="count", group="a", level="1") == 9
    booleans = RESPONSE.with_columns(response=pl.col("response") == "yes")
    assert compare(booleans, value="response", by="arm").value(statistic="p_value") == named.value(
        statistic="p_value"
    )


def test_one_category_has_no_test_of_chi_square():
    results = compare(
        RESPONSE.filter(pl.col("response") == "no"), value="response", by="arm", method="chi-square"
    )
    assert results.one(statistic="p_value").warning


def test_numbers_with_a_word_among_them_are_refused_as_categories():
    typed = pl.DataFrame({"easi": ["1.5", "2", "n.d.", "7"], "arm": list("aabb")})
    with pytest.raises(UsageError, match=r"such as 'n\.d\.'"):
        compare(typed, value="easi", by="arm")


def test_too_many_categories_are_refused():
    numbers = pl.DataFrame({"easi": np.arange(400.0), "arm": ["a", "b"] * 200})
    with pytest.raises(UsageError, match="too many for categories"):
        compare(numbers, value="easi", by="arm", method="Fisher")
