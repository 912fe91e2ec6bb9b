import datetime as dt

from cohorts import cohort, day, measured, patient, rows, study, treated

from dermcohort.derive.cutoff import cutoff_day, known_at_cutoff

TABLES = {
    "patients": [patient()],
    "treatments": [treated(stop=50, reason="acne", next_drug="dupilumab"), treated(start=70)],
    "assessments": [measured("EASI", 60, "1")],
    "events": [{"patient": "1", "event": "death", "date": day(65)}],
}


def number(a_study, tables):
    return rows(cutoff_day(a_study, cohort(tables)))[0][0]


def test_the_last_date_of_any_table_is_the_default():
    epoch = dt.date(1970, 1, 1)
    assert number(study(), TABLES) == (day(70) - epoch).days
    assert number(study(), TABLES | {"treatments": []}) == (day(65) - epoch).days
    assert number(study(data_cutoff=day(10)), TABLES) == (day(10) - epoch).days


def test_charts_without_a_date_have_no_cutoff():
    assert number(study(), {"patients": [patient()]}) is None


def test_a_stop_after_the_cutoff_has_not_happened():
    known = known_at_cutoff(study(data_cutoff=day(49)), cohort(TABLES))
    columns = ("start", "stop", "reason", "next_drug")
    assert rows(known.treatments, *columns) == [(day(0), None, None, None)]
    assert rows(known.events) == []
    on_the_day = known_at_cutoff(study(data_cutoff=day(50)), cohort(TABLES))
    assert rows(on_the_day.treatments, *columns) == [(day(0), day(50), "acne", "dupilumab")]
