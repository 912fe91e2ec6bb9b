import pytest
from cohorts import cohort, day, patient, rows, study, treated

from dermcohort.derive.cutoff import cutoff_day
from dermcohort.derive.exposure import exposure


def exposed(*treatments, **changes):
    a_study = study(**changes)
    tables = cohort({"patients": [patient()], "treatments": treatments})
    [row] = (
        exposure(a_study, tables, cutoff_day(a_study, tables)).collect("polars").rows(named=True)
    )
    return row


def test_a_patient_without_the_drug_has_a_row_of_nothing():
    row = exposed(treated(drug="dupilumab"))
    assert row.pop("patient") == "1"
    assert set(row.values()) == {None}


def test_the_highest_dose_of_two_that_start_together():
    row = exposed(
        treated(dose_mg_per_day=2.0), treated(dose_mg_per_day=4.0),
        treated(start=5, dose_mg_per_day=8.0),
    )  # fmt: skip
    assert row["dose_mg_per_day"] == 4


def test_the_reason_is_that_of_the_period_which_ended_last():
    row = exposed(treated(stop=20, reason="acne"), treated(start=30, stop=40, reason="wish"))
    assert (row["last_dose"], row["stop_reason"]) == (day(40), "wish")


@pytest.mark.parametrize(
    ("wait", "drug"), [(-1, None), (0, "dupilumab"), (90, "dupilumab"), (91, None)]
)
def test_the_next_drug_starts_within_ninety_days(wait, drug):
    row = exposed(treated(stop=30), treated(start=30 + wait, drug="dupilumab"))
    assert row["next_drug"] == drug


def test_an_oral_steroid_takes_no_systemic_drugs_place():
    row = exposed(treated(stop=30), treated(start=31, drug="prednisolone"))
    assert row["next_drug"] is None


def test_days_count_both_ends():
    assert exposed(treated(stop=0))["days_on_drug"] == 1
    assert exposed(treated(), data_cutoff=day(9))["days_on_drug"] == 10


def test_it_does_not_matter_who_stands_first():
    a_study = study()
    tables = cohort(
        {"patients": [patient("2"), patient("1")], "treatments": [treated("2"), treated("1")]}
    )
    found = rows(exposure(a_study, tables, cutoff_day(a_study, tables)), "patient", "day0")
    assert found == [("1", day(0)), ("2", day(0))]
