"""Every method by its name, from a table: `compare` reaches all of METHODS."""

import numpy as np
import polars as pl
import pytest

from dermcohort.comparison import compare
from dermcohort.comparison.designs import DESIGNS
from dermcohort.errors import UsageError
from dermcohort.estimate.analyses.arms import Arms
from dermcohort.estimate.analyses.named import of_arms
from dermcohort.estimate.analyses.plan import Rules
from dermcohort.estimate.methods import METHODS
from dermcohort.results import KEY, Result

rng = np.random.default_rng(8)
N = 60
ARM = np.repeat(["a", "b"], N // 2)
EASI = np.round(rng.gamma(3, 7, N), 1)
CROSS = pl.DataFrame({
    "id": np.arange(N), "easi": EASI, "arm": ARM, "three": np.tile(["x", "y", "z"], N // 3),
    "yes": rng.random(N) < np.where(ARM == "a", 0.3, 0.7), "age": rng.integers(15, 57, N),
    "days": rng.integers(1, 90, N), "ended": rng.choice(["0", "effect", "rash"], N),
    "sex": np.tile(["F", "M"], N // 2), "events": rng.poisson(1, N), "years": np.full(N, 0.5),
    "errors": np.full(N, 2.0),
})  # fmt: skip
COURSE = np.where(np.repeat(ARM, 3) == "a", np.tile([1, 0.9, 0.8], N), np.tile([1, 0.6, 0.3], N))
LONG = pl.DataFrame({
    "id": np.repeat(np.arange(N), 3), "visit": np.tile(["0M", "1M", "3M"], N),
    "arm": np.repeat(ARM, 3), "age": np.repeat(CROSS["age"].to_numpy(), 3),
    "easi": np.round(np.repeat(EASI, 3) * COURSE * rng.uniform(0.7, 1.3, 3 * N), 1),
})  # fmt: skip
LONG = LONG.with_columns(yes=(pl.col("easi") < 9).cast(pl.Int64))
HOLES = LONG.filter(~((pl.col("visit") == "3M") & (pl.col("id") % 5 == 0)))
ASKED = {
    "one sample": (CROSS, {"value": "easi", "by": "arm"}),
    "two groups": (CROSS, {"value": "easi", "by": "arm"}),
    "several groups": (CROSS, {"value": "easi", "by": "three"}),
    "groups against a control": (CROSS, {"value": "easi", "by": "three", "control": "y"}),
    "all pairs": (CROSS, {"value": "easi", "by": "three"}),
    "two visits": (LONG, {"value": "easi", "by": "visit", "subject": "id"}),
    "several visits": (LONG, {"value": "easi", "by": "visit", "subject": "id"}),
    "visits against a control": (LONG, {"value": "easi", "by": "visit", "subject": "id"}),
    "mixed model": (HOLES, {"value": "easi", "by": "visit", "subject": "id", "group": "arm",
                            "covariates": ["age"]}),
    "table": (CROSS, {"value": "yes", "by": "arm"}),
    "proportion": (CROSS, {"value": "yes", "by": "arm"}),
    "two proportions": (CROSS, {"value": "yes", "by": "arm"}),
    "rate": (CROSS, {"value": "events", "by": "arm", "exposure": "years"}),
    "two rates": (CROSS, {"value": "events", "by": "arm", "exposure": "years"}),
    "adjustment": (pl.DataFrame({"p": [0.01, 0.04, 0.5], "of": ["a", "b", "c"]}),
                   {"value": "p", "by": "of"}),
    "curve": (CROSS, {"value": "days", "by": "arm", "event": "ended"}),
    "groups over time": (CROSS, {"value": "days", "by": "three", "event": "ended"}),
    "two groups over time": (CROSS, {"value": "days", "by": "arm", "event": "ended"}),
    "strata over time": (CROSS, {"value": "days", "by": "arm", "event": "ended",
                                 "stratum": "sex"}),
    "competing reasons": (CROSS, {"value": "days", "by": "arm", "event": "ended"}),
    "hazards": (CROSS, {"value": "days", "by": "arm", "event": "ended", "covariates": ["age"]}),
    "odds": (CROSS, {"value": "yes", "by": "arm", "covariates": ["age"]}),
    "imputation": (HOLES, {"value": "easi", "by": "visit", "subject": "id", "group": "arm",
                           "seed": 1}),
    "shifted imputation": (HOLES, {"value": "easi", "by": "visit", "subject": "id",
                                   "group": "arm", "seed": 1, "furthest": 10}),
    "completed sets": (CROSS, {"value": "easi", "by": "id", "se": "errors"}),
}  # fmt: skip
#: Of responses of the same patients, not of scores.
RESPONSES = ("McNemar", "McNemar exact", "McNemar mid-p", "Cochran Q")
#: Exact for few patients only.
FEW = ("Friedman exact",)


def asked(method):
    frame, columns = ASKED[METHODS[method].design]
    if method in RESPONSES:
        columns = columns | {"value": "yes"}
    if method in FEW:
        frame = frame.filter(pl.col("id") < 12)
    return frame, columns


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_reached(method):
    frame, columns = asked(method)
    results = compare(frame, method=method.upper(), **columns)
    rows = results.where(method=method).rows
    assert rows
    assert [row for row in rows if row.value is None and not row.warning] == []
    wanted = {"p_value", "p_adjusted", "estimate", "percent", "mean", "conf_low", "w", "a2"}
    assert [row for row in rows if row.value is not None and row.statistic in wanted]
    keys = [tuple(getattr(row, column) for column in KEY) for row in results]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_the_rows_changes_nothing(method):
    frame, columns = asked(method)
    if method == "fixed sequence":
        return  # the order is what it is about
    shuffled = frame.sample(fraction=1, shuffle=True, seed=3)
    one, other = (compare(f, method=method, **columns) for f in (frame, shuffled))
    assert sorted(one.rows, key=repr) == sorted(other.rows, key=repr)


@pytest.mark.parametrize("design", DESIGNS)
def test_what_a_design_needs_is_asked_for(design):
    method = next(name for name, m in METHODS.items() if m.design == design)
    frame, columns = asked(method)
    for option in DESIGNS[design].needs:
        fewer = {k: v for k, v in columns.items() if k != option}
        with pytest.raises(UsageError, match=f"{method} needs --{option}; try: --{option}"):
            compare(frame, method=method, **fewer)
    strange = "exposure" if "exposure" not in DESIGNS[design].needs else "stratum"
    with pytest.raises(UsageError, match=f"takes no --{strange}; it takes: --value"):
        compare(frame, method=method, **columns | {strange: "id"})


@pytest.mark.parametrize(
    ("method", "columns", "said"),
    [
        ("Wilson", {"value": "easi", "by": "arm"}, "a response is yes or no"),
        ("rate ratio", {"value": "easi", "by": "arm", "exposure": "years"}, "whole numbers"),
        ("rate ratio", {"value": "events", "by": "three", "exposure": "years"}, "there are 3"),
        ("Newcombe", {"value": "yes", "by": "three"}, "there are 3"),
        ("hazard ratio", {"value": "days", "by": "three", "event": "ended"}, "try: log-rank"),
        ("Holm", {"value": "easi", "by": "id"}, "p values lie from 0 to 1"),
        ("Holm", {"value": "years", "by": "arm"}, "two p values"),
        ("MMRM", {"value": "easi", "by": "visit", "subject": "id", "df": "Kenward"}, "Kenward"),
        ("MMRM", {"value": "easi", "by": "visit", "subject": "id", "covariance": "AR1"}, "AR1"),
    ],
)
def test_what_does_not_fit_says_so(method, columns, said):
    frame = LONG if "subject" in columns else CROSS
    with pytest.raises(UsageError, match=said):
        compare(frame, method=method, **columns)


def test_a_reason_stands_where_a_method_has_no_answer():
    same = CROSS.with_columns(easi=pl.lit(5.0))
    for method in ("Dunnett", "Tukey-Kramer", "Brunner-Munzel", "Jonckheere-Terpstra"):
        by = "three" if METHODS[method].design != "two groups" else "arm"
        rows = compare(same, value="easi", by=by, method=method).where(method=method).rows
        assert rows
        assert all(row.value is None and row.warning for row in rows)


GROUPED = [n for n, m in METHODS.items() if ASKED[m.design][1].get("by") in ("arm", "three")
           and m.design not in ("one sample", "proportion", "rate", "curve", "table")]  # fmt: skip


@pytest.mark.parametrize("method", GROUPED)
def test_one_group_is_a_reason(method):
    frame, columns = asked(method)
    one = frame.filter(pl.col(columns["by"]) == frame[columns["by"]][0])
    columns = {name: column for name, column in columns.items() if name != "control"}
    rows = compare(one, method=method, **columns).where(method=method).rows
    if METHODS[method].design in ("hazards", "odds"):
        # The covariate is left; the group is none.
        assert not [row for row in rows if row.level.startswith("arm")]
        return
    assert rows
    assert all(row.value is None and row.warning for row in rows)


IMPOSSIBLE = {
    "nobody has the event": (CROSS.with_columns(ended=pl.lit("0")), {
        "by": "arm", "value": "days", "event": "ended"},
        ("log-rank", "stratified log-rank", "hazard ratio", "Cox", "Schoenfeld test")),
    "nobody responded": (CROSS.with_columns(yes=pl.lit(0)), {"by": "arm", "value": "yes"},
                         ("risk ratio", "odds ratio", "Firth logistic")),
    "all events in one group": (CROSS.with_columns(
        ended=pl.when(pl.col("arm") == "a").then(pl.lit("1")).otherwise(pl.lit("0"))),
        {"by": "arm", "value": "days", "event": "ended"}, ("Cox", "hazard ratio")),
    "one visit is the other": (
        LONG.filter(pl.col("visit") != "3M").with_columns(easi=pl.col("id") % 7 * 1.0),
        {"by": "visit", "value": "easi", "subject": "id"},
        ("MMRM", "RM-ANOVA", "Friedman", "Quade", "paired t", "Wilcoxon signed-rank")),
    "no spread": (CROSS.with_columns(easi=pl.lit(3.0)), {"by": "arm", "value": "easi"}, (
        "Student t", "Welch t", "Mann-Whitney", "permutation t", "Hedges g", "Brunner-Munzel",
        "one-way ANOVA", "Welch ANOVA", "Kruskal-Wallis", "Dunnett", "Dunn", "Steel",
        "Tukey-Kramer", "Games-Howell", "Dunn all pairs", "Jonckheere-Terpstra", "Bartlett",
        "Brown-Forsythe", "eta squared", "epsilon squared", "Shapiro-Wilk", "Anderson-Darling",
        "D'Agostino-Pearson")),
}  # fmt: skip


@pytest.mark.parametrize(
    ("why", "method"), [(why, m) for why, (_, _, methods) in IMPOSSIBLE.items() for m in methods]
)
def test_what_cannot_be_had_is_a_row_with_the_reason(why, method):
    frame, columns, _ = IMPOSSIBLE[why]
    extra = {"stratum": "sex"} if method.startswith("stratified") else {}
    rows = compare(frame, method=method, **columns, **extra).where(method=method).rows
    assert rows
    reasons = [row for row in rows if row.value is None]
    assert reasons
    assert all(row.warning for row in reasons)


@pytest.mark.parametrize("method", [n for n, m in METHODS.items() if
                                    m.design in ("several groups", "groups against a control",
                                                 "all pairs", "two groups")])  # fmt: skip
def test_a_group_without_patients_changes_nothing(method):
    design = METHODS[method].design
    labels = ("a", "b") if design == "two groups" else ("a", "b", "c")
    values = np.array([1.0, 2.0, 4.0, 5.5, 9.0])
    counts = rng.integers(1, 5, (5, len(labels)))
    key = Result("comparison", "observed", "EASI", n=int(counts.sum()))
    some = Arms(key, "group", labels, values, counts)
    wider = np.hstack([counts, np.zeros((5, 1), dtype=int)])
    more = Arms(key, "group", (*labels, "nobody"), values, wider)
    one, other = (of_arms(METHODS[method], arms, Rules()) for arms in (some, more))
    assert one.rows == other.rows
    assert one.rows


def test_dunn_adjusts_as_asked():
    columns = {"value": "easi", "by": "three", "method": "Dunn"}
    holm, plain = compare(CROSS, adjust="Holm", **columns), compare(CROSS, **columns)
    p = [row.value for row in plain.where(statistic="p_value")]
    assert [row.value for row in holm.where(statistic="p_value")] == p
    assert min(row.value for row in holm.where(statistic="p_adjusted")) == pytest.approx(2 * min(p))
    assert "by Holm over 2 comparisons" in holm.one(statistic="z", group="y").warning
    with pytest.raises(UsageError, match="Bonferroni, Holm, Sidak"):
        compare(CROSS, adjust="Scheffe", **columns)
    with pytest.raises(UsageError, match="Dunnett takes no --adjust"):
        compare(CROSS, adjust="Holm", **columns | {"method": "Dunnett"})


def test_restricted_means_until():
    columns = {"value": "days", "by": "arm", "event": "ended", "method": "restricted mean"}
    row = compare(CROSS, until=40, **columns).one(statistic="mean", group="a")
    assert row.time == 40
    assert row.value <= 40
    with pytest.raises(UsageError, match="Kaplan-Meier takes no --until"):
        compare(CROSS, until=40, **columns | {"method": "Kaplan-Meier"})
    with pytest.raises(UsageError, match="tau is -1"):
        compare(CROSS, until=-1, **columns)


def test_visits_of_two_groups_in_a_mixed_model():
    results = compare(
        HOLES, value="easi", by="visit", subject="id", group="arm", method="MMRM", control="0M"
    )
    change = results.one(group="a", visit="3M", comparator="0M", statistic="estimate")
    assert change.value < 0
    between = results.one(group="b", visit="3M", comparator="a", statistic="p_value")
    assert 0 <= between.value <= 1
    assert results.one(level="visit:arm", statistic="f") is not None
