import json
from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dermcohort.errors import NoAnswer, NothingToEstimate, TooFewObservations, UsageError
from dermcohort.estimate.mmrm.fit import fit_model
from dermcohort.estimate.mmrm.moments import pattern_moments
from dermcohort.mixed_model import contrast, differences, f_tests, lsmeans, mmrm


def trial(n=40, seed=0, missing=0.15):
    """Three visits, two arms, a baseline, a site; some responses absent."""
    random = np.random.default_rng(seed)
    k = 3
    baseline = np.repeat(np.round(random.normal(30, 8, n), 1), k)
    arm = np.repeat(random.choice(["placebo", "drug"], n), k)
    level = np.repeat(random.normal(size=n) * 4, k)
    y = 0.5 * baseline + level + 3 * random.normal(size=n * k) - 4.0 * (arm == "drug")
    y[random.random(n * k) < missing] = np.nan
    return pd.DataFrame(
        {
            "patient": np.repeat([f"P{i}" for i in range(n)], k),
            "week": np.tile(["W4", "W8", "W16"], n),
            "arm": arm,
            "site": np.repeat(random.choice(["a", "b", "c"], n), k),
            "baseline": baseline,
            "change": y,
        }
    )


FRAME = trial()
BY = {"subject": "patient", "visit": "week"}
FORMULA = "change ~ week * arm + baseline:week"


def numbers(fit):
    return [fit.minus_2_log_likelihood, *fit.tests.estimate, *fit.tests.se, *fit.tests.df]


def test_is_the_estimator_on_the_design_of_r():
    fit = mmrm(FRAME, FORMULA, **BY)
    rows = FRAME.dropna()
    at = {"W4": 0, "W8": 1, "W16": 2}
    visit = rows["week"].map(at).to_numpy()
    placebo = (rows["arm"] == "placebo").to_numpy()
    v = np.eye(3)[visit]
    x = np.column_stack(
        [np.ones(len(rows)), v[:, 1:], placebo, v[:, 1:] * placebo[:, None],
         v * rows["baseline"].to_numpy()[:, None]]
    )  # fmt: skip
    subject = np.unique(rows["patient"], return_inverse=True)[1]
    model = fit_model(pattern_moments(x, rows["change"], subject, visit, visits=3))
    assert fit.tests.estimate == pytest.approx(model.beta, rel=1e-9)
    assert fit.visits == ("W4", "W8", "W16")
    assert fit.coefficients == (
        "Intercept", "week[T.W8]", "week[T.W16]", "arm[T.placebo]",
        "week[T.W8]:arm[T.placebo]", "week[T.W16]:arm[T.placebo]",
        "baseline:week[W4]", "baseline:week[W8]", "baseline:week[W16]",
    )  # fmt: skip
    assert (fit.observations, fit.left_out, fit.note) == (len(rows), 0, "")


def test_frames_order_and_names_of_patients_make_no_difference():
    one = numbers(mmrm(FRAME, FORMULA, **BY))
    shuffled = FRAME.sample(frac=1, random_state=1).assign(
        patient=lambda f: f["patient"].str[1:].astype(int) + 1000
    )
    for frame in (pl.from_pandas(FRAME), pl.from_pandas(FRAME).lazy(), shuffled,
                  pa.Table.from_pandas(FRAME)):  # fmt: skip
        assert numbers(mmrm(frame, FORMULA, **BY)) == one


def test_weights_are_patients():
    rows = FRAME.assign(n=2)
    twice = pd.concat([FRAME, FRAME.assign(patient=FRAME["patient"] + " again")])
    assert numbers(mmrm(rows, FORMULA, **BY, weights="n")) == numbers(mmrm(twice, FORMULA, **BY))
    none = FRAME.assign(n=(FRAME["patient"] != "P3").astype(int))
    without = FRAME[FRAME["patient"] != "P3"]
    assert numbers(mmrm(none, FORMULA, **BY, weights="n")) == numbers(mmrm(without, FORMULA, **BY))


def test_the_reference_level():
    def first(arm):
        frame = FRAME.assign(arm=arm)
        return mmrm(frame, FORMULA, **BY).levels["arm"]

    assert first(FRAME["arm"]) == ("drug", "placebo")
    assert first(pd.Categorical(FRAME["arm"], ["placebo", "drug"])) == ("placebo", "drug")
    ordered = pd.Categorical(FRAME["arm"], ["x", "placebo", "drug"], ordered=True)
    assert first(ordered) == ("placebo", "drug")
    assert first(FRAME["arm"] == "drug") == ("False", "True")
    enum = pl.from_pandas(FRAME).with_columns(pl.col("arm").cast(pl.Enum(["placebo", "drug"])))
    assert mmrm(enum, FORMULA, **BY).levels["arm"] == ("placebo", "drug")
    category = pl.from_pandas(FRAME).with_columns(pl.col("arm").cast(pl.Categorical))
    assert mmrm(category, FORMULA, **BY).levels["arm"] == ("drug", "placebo")


def test_visits_are_categories_in_order_of_time():
    weeks = FRAME.assign(week=FRAME["week"].str[1:].astype(float))
    fit = mmrm(weeks, "change ~ week + arm", **BY, covariance=("AR(1)",))
    assert fit.visits == ("4", "8", "16")
    text = mmrm(FRAME, "change ~ week + arm", **BY, covariance=("AR(1)",))
    assert numbers(fit) == numbers(text)


def test_many_levels():
    frame = FRAME.assign(site=FRAME["patient"].str[1:].astype(int).map(lambda i: f"S{i % 35}"))
    fit = mmrm(frame, "change ~ week + site", **BY, covariance=("AR(1)",))
    assert fit.levels["site"][:3] == ("S0", "S1", "S2")
    coded = frame.assign(site=pd.Categorical(frame["site"], fit.levels["site"]))
    assert numbers(mmrm(coded, "change ~ week + site", **BY, covariance=("AR(1)",))) == numbers(fit)


def test_missing_values():
    gaps = FRAME.copy()
    gaps.loc[gaps.index[:6], "baseline"] = np.nan
    fit = mmrm(gaps, FORMULA, **BY)
    assert fit.left_out == gaps.iloc[:6]["change"].notna().sum() > 0
    assert numbers(fit) == numbers(mmrm(gaps.dropna(), FORMULA, **BY))
    nobody = FRAME.assign(patient=FRAME["patient"].where(FRAME["patient"] != "P1"))
    assert mmrm(nobody, FORMULA, **BY).patients == mmrm(FRAME, FORMULA, **BY).patients - 1


def test_a_covariance_for_each_arm():
    fit = mmrm(FRAME, FORMULA, **BY, group="arm", covariance=("AR(1)",))
    assert list(fit.sigma) == ["drug", "placebo"]
    assert fit.model.parameters == ("Residual", "AR(1)") * 2
    one = mmrm(FRAME, FORMULA, **BY, covariance=("AR(1)",))
    assert list(one.sigma) == ["all"]
    assert fit.minus_2_log_likelihood < one.minus_2_log_likelihood
    with pytest.raises(UsageError, match="a group differs between the rows of a patient"):
        mmrm(FRAME.assign(half=np.arange(len(FRAME)) % 2), FORMULA, **BY, group="half")


def test_a_transformed_response_and_covariate():
    frame = FRAME.assign(change=np.exp(FRAME["change"] / 10))
    fit = mmrm(frame, "np.log(change) ~ week * arm + np.sqrt(baseline)", **BY)
    plain = FRAME.assign(change=FRAME["change"] / 10, root=np.sqrt(FRAME["baseline"]))
    other = mmrm(plain, "change ~ week * arm + root", **BY)
    assert fit.tests.estimate == pytest.approx(other.tests.estimate, rel=1e-8)
    # The covariate stands at its mean, and is transformed there.
    at = lsmeans(fit, "arm").tests.estimate
    root = float(np.sqrt(FRAME.dropna()["baseline"].mean()))
    assert at == pytest.approx(lsmeans(other, "arm", at={"root": root}).tests.estimate, rel=1e-8)


def test_means_and_differences():
    fit = mmrm(FRAME, FORMULA + " + site", **BY)
    means = lsmeans(fit, "arm", by="week")
    assert list(zip(means.level, means.within, strict=True))[:2] == [("drug", "W4"), ("drug", "W8")]
    by_week = differences(fit, "arm", by="week", control="placebo")
    changes = differences(fit, "week", by="arm")
    table = {key: e for *key, e in zip(means.level, means.within, means.tests.estimate, strict=True)
             for key in [tuple(key)]}  # fmt: skip
    for level, control, week, estimate in zip(
        by_week.level, by_week.comparator, by_week.within, by_week.tests.estimate, strict=True
    ):
        assert estimate == pytest.approx(table[level, week] - table[control, week], rel=1e-9)
    for week, start, arm, estimate in zip(
        changes.level, changes.comparator, changes.within, changes.tests.estimate, strict=True
    ):
        assert start == "W4"
        assert estimate == pytest.approx(table[arm, week] - table[arm, start], rel=1e-9)
    overall = lsmeans(fit, "arm").tests.estimate
    assert overall[0] == pytest.approx(np.mean([table["drug", w] for w in fit.visits]), rel=1e-12)
    slope = fit.tests.estimate[-3]
    here, there = (lsmeans(fit, "arm", by="week", at={"baseline": b}) for b in (20, 21))
    assert there.tests.estimate[0] - here.tests.estimate[0] == pytest.approx(slope, rel=1e-9)


def test_contrast_by_names():
    fit = mmrm(FRAME, "change ~ week * arm", **BY)
    found = contrast(
        fit, {"placebo - drug at W8": {"arm[T.placebo]": 1, "week[T.W8]:arm[T.placebo]": 1}}
    )
    same = differences(fit, "arm", by="week")
    assert found.tests.estimate[0] == pytest.approx(same.tests.estimate[1], rel=1e-12)
    assert found.to_dicts()[0]["contrast"] == "placebo - drug at W8"
    with pytest.raises(UsageError, match="no coefficient 'arm'; coefficients: Intercept"):
        contrast(fit, {"x": {"arm": 1}})
    with pytest.raises(UsageError, match="has no coefficient"):
        contrast(fit, {"x": {}})


def test_terms():
    fit = mmrm(FRAME, "change ~ week * arm + site + baseline + np.log(baseline):arm", **BY)
    tests = {test.term: test for test in f_tests(fit)}
    assert list(tests) == ["week", "arm", "site", "baseline", "week:arm", "np.log(baseline):arm"]
    assert [t.df for t in tests.values()] == [2, 1, 2, 1, 2, 2]
    slope = fit.tests.t[fit.coefficients.index("baseline")]
    assert tests["baseline"].f == pytest.approx(slope**2, rel=1e-9)
    # In a model without interactions any coding gives the same test.
    other = pd.Categorical(FRAME["site"], ["c", "a", "b"])
    one, two = (
        {t.term: t.f for t in f_tests(mmrm(f, "change ~ week + arm + site", **BY))}
        for f in (FRAME, FRAME.assign(site=other))
    )
    assert one == pytest.approx(two, rel=1e-9)


def test_terms_do_not_depend_on_the_reference_level():
    frame = FRAME.assign(arm=pd.Categorical(FRAME["arm"], ["placebo", "drug"]))
    one, two = (f_tests(mmrm(f, FORMULA, **BY)) for f in (FRAME, frame))
    for a, b in zip(one, two, strict=True):
        assert (a.term, a.df) == (b.term, b.df)
        assert (a.f, a.df2) == pytest.approx((b.f, b.df2), rel=1e-8)


def test_an_empty_cell():
    frame = FRAME.drop(FRAME[(FRAME["week"] == "W16") & (FRAME["arm"] == "drug")].index)
    fit = mmrm(frame, "change ~ week * arm", **BY)
    assert fit.aliased == ("week[T.W16]:arm[T.placebo]",)
    assert "not determined by the data: week[T.W16]" in fit.note
    assert len(fit.to_dicts()) == 5
    means = lsmeans(fit, "arm", by="week")
    assert means.left_out == ("drug W16",)
    assert len(means.level) == 5
    assert differences(fit, "arm", by="week").left_out == ("placebo drug W16",)
    notes = {test.term: (test.f is None, test.note) for test in f_tests(fit)}
    assert notes["week:arm"] == (True, "a cell of the design has no values")
    with pytest.raises(NoAnswer, match="none of these"):
        contrast(fit, {"x": {"week[T.W16]:arm[T.placebo]": 1}})


def test_results():
    fit = mmrm(FRAME, FORMULA, **BY)
    rows = fit.to_results()
    assert rows.value(level="arm[T.placebo]", statistic="se") == fit.tests.se[3]
    assert {(r.analysis, r.parameter, r.method, r.n) for r in rows} == {
        ("mixed model", "change", "MMRM", 40)
    }
    by_week = differences(fit, "arm", by="week").to_results()
    row = by_week.where(visit="W8", statistic="p_value").rows[0]
    assert (row.group, row.comparator) == ("placebo", "drug")
    changes = differences(fit, "week", by="arm").to_results()
    assert changes.where(group="drug", visit="W16", comparator="W4", statistic="estimate").rows
    assert lsmeans(fit, "week").to_results().where(visit="W4", group="").rows
    crossed = mmrm(FRAME, "change ~ week + arm * site", **BY)
    assert lsmeans(crossed, "arm", by="site").to_results().where(group="drug", level="b").rows
    dicts = differences(fit, "arm", by="week").to_dicts()
    assert list(dicts[0])[:4] == ["arm", "comparator", "week", "estimate"]
    json.dumps(dicts + fit.to_dicts() + lsmeans(fit, "arm", by="week").to_dicts())


def test_the_ladder_is_told():
    few = FRAME[FRAME["patient"].isin(["P0", "P1", "P2", "P4", "P5"])]
    fit = mmrm(few, "change ~ week", **BY)
    if len(fit.trail) > 1:
        assert fit.note.startswith(f"{fit.covariance} covariance, since unstructured: ")
    tiny = pd.DataFrame({"patient": [*"aaabbbccc"], "week": [1, 2, 3] * 3,
                         "change": [1.0, 2, 4, 2, 2, 3, 5, 7, 6]})  # fmt: skip
    fit = mmrm(tiny, "change ~ week", **BY)
    assert fit.trail[0].failure
    assert fit.note.startswith(f"{fit.covariance} covariance, since unstructured: ")
    assert fit.to_results().rows[0].warning == fit.note


@pytest.mark.parametrize(
    ("formula", "options", "words"),
    [
        ("week * arm", {}, "no formula with a response"),
        ("change ~ week +* arm", {}, "no formula with a response"),
        ("change ~ week * group", {}, "no column 'group'; columns: patient, week"),
        (FORMULA, {"subject": "id"}, "no column 'id'"),
        (FORMULA, {"covariance": "banded"}, "covariance is 'banded'; allowed: unstructured"),
        (FORMULA, {"df": "Wald"}, "df is 'Wald'; allowed"),
        (FORMULA, {"method": "EM"}, "method is 'EM'"),
        (FORMULA, {"method": "ML"}, 'Kenward-Roger needs method "REML"'),
        (FORMULA, {"level": 95}, "level is 95"),
        (FORMULA, {"weights": "baseline"}, "weights are 'baseline'"),
        (FORMULA, {"weights": "change"}, "weights are 'change'"),
        ("arm ~ week", {}, "the response is a category"),
        ("change ~ week + np.nothing(arm)", {}, "the formula cannot be computed"),
        ("change + baseline ~ week", {}, "one number"),
    ],
)
def test_wrong_calls(formula, options, words):
    with pytest.raises(UsageError, match=words):
        mmrm(FRAME, formula, **{**BY, **options})


def test_wrong_names_of_means():
    fit = mmrm(FRAME, "change ~ week * arm + baseline", **BY)
    with pytest.raises(UsageError, match="no category of the formula; categories: arm, week"):
        lsmeans(fit, "site")
    with pytest.raises(UsageError, match="stands twice"):
        lsmeans(fit, "arm", by="arm")
    with pytest.raises(UsageError, match="no covariate of the formula; covariates: baseline"):
        lsmeans(fit, "arm", at={"age": 50})
    with pytest.raises(UsageError, match="levels of arm: drug, placebo"):
        differences(fit, "arm", control="A")


def test_bad_tables():
    with pytest.raises(UsageError, match="3 rows are a second one"):
        mmrm(pd.concat([FRAME.dropna(), FRAME.dropna().head(3)]), FORMULA, **BY)
    with pytest.raises(UsageError, match="baseline holds an infinite value"):
        mmrm(FRAME.assign(baseline=np.inf), FORMULA, **BY)
    with pytest.raises(NothingToEstimate, match="no row has all of"):
        mmrm(FRAME.assign(change=np.nan), FORMULA, **BY)
    with pytest.raises(TooFewObservations, match="only one visit"):
        mmrm(FRAME[FRAME["week"] == "W4"], "change ~ arm", **BY)
    with pytest.raises(UsageError, match="a table was expected"):
        mmrm([1, 2, 3], FORMULA, **BY)


def test_a_term_without_degrees_of_freedom():
    fit = mmrm(FRAME, "change ~ week + arm", **BY)
    df = fit.degrees_of_freedom
    none = replace(fit, degrees_of_freedom=replace(df, w=-df.w))
    arm = f_tests(none)[1]
    assert arm.f is None
    assert "no degrees of freedom" in arm.note


def test_a_term_that_cannot_be_told_apart(monkeypatch):
    from dermcohort.mixed_model import terms

    monkeypatch.setattr(terms, "_summed", lambda part, encoded, rows: np.ones((rows, 1)))
    with pytest.raises(NoAnswer, match="cannot be told apart"):
        f_tests(mmrm(FRAME, FORMULA, **BY))
