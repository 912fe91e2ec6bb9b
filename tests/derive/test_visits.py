from cohorts import cohort, day, measured, patient, rows, study, treated

from dermcohort.derive import derive


def derived(*assessments, **changes):
    tables = {"patients": [patient()], "treatments": [treated()], "assessments": assessments}
    return derive(study(**changes), cohort(tables))


def test_of_two_values_on_one_day_the_lower_is_used_and_the_other_named():
    # The stage `check` removes them; if one slips through, the order of rows must not decide.
    one, other = measured("EASI", 30, "4"), measured("EASI", 30, "3")
    for pair in ((one, other), (other, one)):
        found = derived(*pair)
        values = [v for v in rows(found.values) if v[0] == "observed" and v[2] == "all"]
        assert [v[-1] for v in values] == [3_000_000]
        assert [r[-1] for r in rows(found.discarded)] == ["another value on the same day"]


def test_a_value_of_what_the_study_does_not_follow_is_not_mentioned():
    found = derived(measured("height", 0, "170"))
    assert rows(found.discarded) == rows(found.notes) == []


def test_a_discarded_value_keeps_its_place_in_the_charts():
    [row] = rows(derived(measured("EASI", 200, "4")).discarded)
    assert row == ("1", "EASI", "", day(200), 200, "1/EASI/200", "outside every window")


def test_values_finer_than_the_grid_and_negative_ones_stay_exact():
    found = derived(measured("TARC", 0, "123456.789012"), measured("TARC", 90, "-2"))
    ticks = {v[-1] for v in rows(found.values) if v[:3] == ("observed", "TARC", "all")}
    assert ticks == {123_456_789_012, -2_000_000}
