"""One row of numbers a rule: each against the estimator that the rule names."""

from dataclasses import replace

import numpy as np
import pytest

from dermcohort.counts import MISSING, Counts, Key, LevelKey, VisitCounts
from dermcohort.estimate.analyses.missing_data import _definition, missing_data
from dermcohort.estimate.analyses.plan import Panel, Plan, Rules
from dermcohort.estimate.imputation.multiple_imputation import multiple_imputation
from dermcohort.estimate.imputation.seeds import stream_seed
from dermcohort.estimate.mmrm.change_from_baseline import mmrm_of_counts
from dermcohort.estimate.proportions.proportion import wilson
from dermcohort.estimate.same_patients.paired_t import paired_t
from dermcohort.results import Results

VISITS = ("baseline", "1 month", "3 months")
PANEL = Panel(("EASI",), 7, 40, ("IGA", "POEM"))
PLAN = Plan(
    (), VISITS, ("EASI",), (), (), ("EASI-50", "EASI-100", "IGA 0/1"), (), (), (), Rules(), PANEL
)
MILLION = 1_000_000
rng = np.random.default_rng(3)
EASI = np.round(
    np.maximum(rng.normal(22, 5, (20, 1)) + rng.normal(0, 4, (20, 3)) - [0, 9, 12], 0), 1
)
LAST = [[1.0, 1, 0], [3, 2, 1], [4, 1, 2], [3, 3, 3], [2, 1, 0], [3, 2, 2], [4, 2, 1], [3, 1, 1]]


def vectors(rows):
    ticks = np.array(
        [[MISSING if v is None else round(v * MILLION) for v in row] for row in rows], np.int64
    )
    distinct, patients = np.unique(ticks, axis=0, return_counts=True)
    return VisitCounts(VISITS, distinct, patients)


def gone(rows, *places):
    rows = [list(row) for row in rows]
    for patient, visit in places:
        rows[patient][visit] = None
    return rows


def carried_forward(rows):
    made = []
    for row in rows:
        for visit, value in enumerate(row):
            row = [*row[:visit], row[visit - 1] if value is None else value, *row[visit + 1 :]]
        made.append(row)
    return made


def counted(observed, carried=None, iga=LAST):
    found = {Key("observed", "EASI", "all"): vectors(observed)}
    if carried is not None:
        found[Key("LOCF", "EASI", "all")] = vectors(carried)
    if iga is not None:
        found[Key("observed", "IGA", "all")] = vectors(iga)
    return Counts(found, {}, {}, {})


def answer(counts, plan=PLAN):
    return Results(missing_data(plan, counts).rows)


def numbers(results, **key):
    return {r.statistic: r.value for r in results.where(**key)}


LEFT = gone(EASI, (17, 2), (18, 2), (19, 1), (19, 2))
CARRIED = carried_forward(LEFT)


def test_each_rule_is_the_estimator_that_it_names():
    results = answer(counted(LEFT, CARRIED))
    y = (EASI * MILLION).round().astype(np.int64)
    later = {
        "observed": y[:17, [0, 2]],
        "LOCF": np.c_[y[:, 0], np.r_[y[:17, 2], y[17:19, 1], y[19:, 0]]],
        "BOCF": np.c_[y[:, 0], np.r_[y[:17, 2], y[17:, 0]]],
    }
    for rule, pairs in later.items():
        plain = paired_t(pairs, np.ones(len(pairs), int))
        found = numbers(results, parameter="EASI", visit="3 months", method=rule)
        assert found == {
            "estimate": plain.difference, "se": plain.se, "df": plain.df,
            "conf_low": plain.conf_low, "conf_high": plain.conf_high,
        }, rule  # fmt: skip
    vector = vectors(LEFT)
    imputed = multiple_imputation(
        [(vector.ticks, vector.patients)], seed=stream_seed(7, "EASI", "all"), imputations=40
    )
    found = numbers(results, parameter="EASI", visit="3 months", method="multiple imputation")
    assert found["estimate"] == imputed.estimate[1]
    assert found["conf_low"] == imputed.conf_low[1]
    modelled = mmrm_of_counts([vector]).changes
    found = numbers(results, parameter="EASI", visit="3 months", method="MMRM")
    assert found["estimate"] == modelled.estimate[1]
    assert found["df"] == modelled.df[1]


def test_the_seed_stands_beside_what_was_drawn():
    results = answer(counted(LEFT, CARRIED))
    row = results.one(
        parameter="EASI", visit="3 months", method="multiple imputation", statistic="estimate"
    )
    assert row.warning.startswith("3 of 20 patients completed, 40 imputations, exact draws")
    assert "seed 7; simulation error 0." in row.warning
    assert row.comparator == "baseline"


def test_nothing_missing_is_what_is_observed():
    results = answer(counted(gone(EASI, (19, 2)), CARRIED))
    observed, imputed = (
        numbers(results, parameter="EASI", visit="1 month", method=rule)
        for rule in ("observed", "multiple imputation")
    )
    assert imputed == observed
    row = results.one(
        parameter="EASI", visit="1 month", method="multiple imputation", statistic="se"
    )
    assert row.warning == "nothing is missing at this visit"


def test_who_has_no_baseline_takes_no_part():
    results = answer(counted([*LEFT, [None, 3.0, 2.0]], CARRIED))
    again = answer(counted(LEFT, CARRIED))
    for rule in ("observed", "BOCF", "multiple imputation", "MMRM"):
        key = {"parameter": "EASI", "visit": "3 months", "method": rule}
        assert numbers(results, **key) == numbers(again, **key)


def test_responses_by_rule():
    levels = {LevelKey("NRI", "EASI-50", "all", "3 months"): {"yes": 9, "no": 11}}
    counts = counted(LEFT, CARRIED)
    members = {LevelKey("NRI", "EASI-50", "all", "3 months"): 20}
    results = answer(replace(counts, levels=levels, members=members))
    found = numbers(results, parameter="EASI-50", visit="3 months", method="NRI")
    limits = wilson(9, 20, 0.95)
    assert found == {"count": 9, "percent": 45, "conf_low": 100 * limits.low,
                     "conf_high": 100 * limits.high}  # fmt: skip
    easi = numbers(results, parameter="EASI-50", visit="3 months", method="multiple imputation")
    seen = sum(2 * row[2] <= row[0] for row in LEFT if row[2] is not None)
    assert 100 * seen / 20 <= easi["percent"] <= 100 * (seen + 3) / 20
    nobody = results.one(parameter="EASI-50", visit="1 month", method="NRI", statistic="percent")
    assert (nobody.value, nobody.warning) == (None, "nobody can be counted here")


def test_levels_of_iga_are_rounded_and_must_fall():
    """Of the seven with a baseline of 2 or more, four are at 0 or 1 and have fallen by 2."""
    results = answer(counted(LEFT, CARRIED))
    found = numbers(results, parameter="IGA 0/1", visit="3 months", method="multiple imputation")
    assert found["percent"] == pytest.approx(100 * 4 / 7)
    many = [[row[0] + (i % 2), *row[1:]] for i, row in enumerate(LAST * 3)]
    results = answer(counted(LEFT, CARRIED, iga=gone(many, (3, 2), (11, 2))))
    row = results.one(
        parameter="IGA 0/1", visit="3 months", method="multiple imputation", statistic="percent"
    )
    assert 0 < row.value < 100
    assert "2 of 24 patients completed" in row.warning


def test_a_fall_by_points_of_whole_numbers_is_imputed():
    """Of the 23 with a baseline of 4 or more, 11 fell by 4."""
    rows = [[4 + i, 4 + i - (4 if i % 2 else 3), 4 + i - (4 if i % 2 else 3)] for i in range(23)]
    rows.append([3.0, 0.0, 0.0])
    plan = replace(PLAN, responses=("POEM4",))
    counts = Counts({Key("observed", "POEM", "all"): vectors(rows)}, {}, {}, {})
    found = numbers(answer(counts, plan), parameter="POEM4", visit="3 months",
                    method="multiple imputation")  # fmt: skip
    assert found["percent"] == pytest.approx(100 * 11 / 23)


def test_a_response_without_a_baseline_says_that_it_is_not_imputed():
    plan = replace(PLAN, responses=("EASI-50", "EASI <= 7", "EASI-75"))
    results = answer(counted(LEFT, CARRIED), plan)
    row = results.one(
        parameter="EASI <= 7", visit="3 months", method="multiple imputation", statistic="percent"
    )
    assert row.value is None
    assert row.warning.startswith("not imputed: this response asks for no baseline")
    # The others are what they are without it.
    again = answer(counted(LEFT, CARRIED), replace(PLAN, responses=("EASI-75", "EASI-50")))
    for name in ("EASI-50", "EASI-75"):
        key = {"parameter": name, "visit": "3 months", "method": "multiple imputation"}
        assert numbers(results, **key) == numbers(again, **key)


def test_what_cannot_be_had_says_why():
    few = gone(EASI[:5], (4, 2))
    results = answer(counted(few, few, iga=None))
    row = results.one(
        parameter="EASI", visit="3 months", method="multiple imputation", statistic="estimate"
    )
    assert row.value is None
    assert row.warning == "4 patients have visit 3 and all before it; imputing needs 6 at least"
    row = results.one(
        parameter="EASI-50", visit="3 months", method="multiple imputation", statistic="percent"
    )
    assert "imputing needs" in row.warning
    flat = [[9.0, 7.0, 5.0]] * 4
    results = answer(counted(flat, flat, iga=None))
    found = numbers(results, parameter="EASI", visit="3 months", method="observed")
    assert found == {"estimate": -4, "se": None, "df": None, "conf_low": None, "conf_high": None}
    row = results.one(parameter="EASI", visit="3 months", method="observed", statistic="se")
    assert row.warning == "all patients changed by the same amount"


@pytest.mark.parametrize(
    "rows",
    [
        [[None, 3.0, 2.0]] * 3,
        [[4.0, None, None]] * 3,
        [[4.0, 3.0, None], [5.0, 2.0, None], [9.0, 3.0, None]],
        [[4.0, 3.0, 1.0]],
        [[0.0, 3.0, 1.0], [0.0, 2.0, None]],
    ],
)
def test_at_the_edges_every_row_has_a_number_or_a_reason(rows):
    results = answer(counted(rows, None, iga=None))
    assert len(results)
    for row in results:
        assert row.value is not None or row.warning, row
        assert row.value is None or np.isfinite(row.value)


def test_left_out_on_request():
    assert missing_data(replace(PLAN, panel=None), counted(LEFT, CARRIED)).rows == ()


@pytest.mark.parametrize(
    ("name", "first", "later", "met"),
    [
        # In hundredths: an imputed level of 1.49 is 1, one of 1.5 is 2.
        ("IGA 0/1", 300, 149, True), ("IGA 0/1", 300, 150, False), ("IGA 0/1", 200, 49, True),
        ("POEM4", 1000, 649, True), ("POEM4", 1000, 650, False),
        # EASI may have any twentieth, so that nothing is rounded; below 0 stands for 0.
        ("EASI-75", 560, 140, True), ("EASI-75", 560, 141, False), ("EASI-100", 560, -3, True),
        ("EASI-100", 560, 1, False), ("VAS40", 5000, 1000, True), ("VAS40", 5000, 1001, False),
    ],
)  # fmt: skip
def test_an_imputed_value_is_judged_on_the_grid_of_its_score(name, first, later, met):
    judged = _definition(name, PANEL, 100)
    assert judged.evaluable(np.array([first])).all()
    # One row an imputation, one column a patient.
    assert judged.reached(np.array([first, first]), np.array([[later, later]] * 3)).tolist() == [
        [met, met]
    ] * 3  # fmt: skip


@pytest.mark.parametrize(
    ("name", "first", "evaluable"),
    [("IGA 0/1", 199, False), ("IGA 0/1", 200, True), ("EASI-50", 0, False), ("EASI-50", 1, True),
     ("DLQI4", 399, False), ("DLQI4", 400, True)],
)  # fmt: skip
def test_who_leaves_room_for_a_response(name, first, evaluable):
    assert _definition(name, PANEL, 100).evaluable(np.array([first])).tolist() == [evaluable]
