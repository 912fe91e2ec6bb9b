"""The whole stage against the oracle, on random cohorts."""

from fractions import Fraction

import pytest
from cohorts import cohort, day, ordered, study
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import RESPONSES, Oracle

from dermcohort import engine
from dermcohort.derive import derive
from dermcohort.derive.subjects import DERIVED

DRUGS = ("baricitinib", "baricitinib", "dupilumab", "cyclosporine", "upadacitinib", "prednisolone")
EVENTS = ("acne or folliculitis", "herpes zoster", "conjunctivitis", "hiccups")
ACTIONS = ("none", "drug withdrawn", "dose reduced", "dose increased", "drug interrupted",
           "unknown", None)  # fmt: skip
#: Values at and beside the edges of grades.
SAFETY = {
    "CPK": ("153", "154", "248", "249", "620", "620.5", "1240", "2480", "2481"),
    "ALT": ("23", "42", "69", "69.5", "126", "127", "200"),
    "TBIL": ("1.5", "1.6", "2.25", "3", "3.1", "4.5", "15.1"),
    "HB": ("7.9", "8", "9.9", "10", "11.5", "13.7", "14.8", "16.8", "17", "18.9"),
    "WBC": ("999", "1000", "2999", "3000", "3299", "3300"),
    "NEUT": ("499", "500", "1499", "1500"),
    "CREAT": ("0.7", "0.79", "1.05", "1.06", "1.07", "2.11", "7"),
    "TC": ("248", "260", "300", "301", "400.5", "501"),
}  # fmt: skip
#: Scores at and beside the limits of responses and bands.
ENDS = {
    "POEM": (0, 2, 3, 4, 7, 8, 16, 17), "DLQI": (0, 1, 2, 3, 4, 5, 6, 10, 11),
    "ITCH_NRS": (0, 3, 4, 5, 8), "ITCH_VAS": (0, 1, 39, 40, 69, 70, 79, 80),
    "ADCT": (0, 5, 6, 7, 11, 12), "SCORAD": (0, 10, 20, 40), "PASI": (0, 1, 2, 4, 10),
}  # fmt: skip
PARAMETERS = ("EASI", "EASI", "EASI", "IGA", "IGA", "POEM", "CPK", "BSA", "EASI_HN", "WBC",
              "unheard of", *SAFETY, *SAFETY, *ENDS, *ENDS)  # fmt: skip
#: Days at and beside the edges of windows, look-back and grace, more often than others.
EDGES = st.sampled_from(
    (-184, -183, -182, -31, -30, -15, -14, -1, 0, 1, 14, 15, 16, 29, 30, 31, 44, 45, 56, 57, 64,
     90, 104, 105, 126, 127)
)  # fmt: skip
DAYS = EDGES | st.integers(-200, 200)
NAMES = ("1", "2", "3", "4", "5")


@st.composite
def treatments(draw):
    start = draw(DAYS | st.just(0))
    stop = draw(st.none() | st.integers(0, 150).map(lambda length: day(start + length)) | st.none())
    return {
        "patient": draw(st.sampled_from(NAMES)),
        "drug": draw(st.sampled_from(DRUGS)),
        "dose_mg_per_day": draw(st.sampled_from((4.0, 2.0, 2.5, 0.05, None))),
        "start": day(start),
        "stop": stop,
        "reason": draw(st.sampled_from((None, "lack of efficacy", "acne"))),
        "next_drug": draw(st.sampled_from((None, None, "nemolizumab"))),
        "source": "",
    }


@st.composite
def assessments(draw):
    parameter = draw(st.sampled_from(PARAMETERS))
    easi = st.sampled_from(
        (
            "0",
            "0.05",
            "0.7",
            "1.05",
            "1.4",
            "2.8",
            "3",
            "5.6",
            "2.4",
            "5",
            "7",
            "7.05",
            "10",
            "1.2",
            "4.8",
            "16",
            "15.95",
            "21.05",
            "22.95",
        )
    )
    value = draw(easi.map(Fraction)) if parameter != "IGA" else Fraction(draw(st.integers(0, 5)))
    if parameter in ENDS:
        value = Fraction(draw(st.sampled_from(ENDS[parameter])))
    if parameter in SAFETY:
        value = Fraction(draw(st.sampled_from(SAFETY[parameter])))
    name, on = draw(st.sampled_from(NAMES)), draw(DAYS)
    other = parameter == "TC" and draw(st.booleans())
    reported = draw(st.sampled_from((Fraction("7.75"), Fraction("7.76"), Fraction(13))))
    return {
        "patient": name,
        "date": day(on),
        "parameter": parameter,
        "value": draw(st.sampled_from((value, value, value, None))),
        "reported_unit": "mmol/L" if other else None,
        "reported_value": reported if other else None,
        "comparator": draw(st.sampled_from((None, None, "<", ">", "="))),
        "source": f"{name}/{parameter}/{on}",
    }


@st.composite
def tables(draw):
    yes_no = st.sampled_from((True, False, None))
    patients = [
        {
            "patient": name,
            "age_years": draw(st.sampled_from((14.0, 15.0, 18.0, 31.5, 40.0, None))),
            "sex": draw(st.sampled_from(("F", "M", None))),
            "bmi": draw(st.sampled_from((22.1, None))),
            "asthma": draw(yes_no),
            "rhinitis": draw(yes_no),
            "topical_months": draw(st.sampled_from((5.9, 6.0, 0.0, None))),
            "topical_not_possible": draw(yes_no),
            "diagnosis": draw(st.sampled_from(("Atopic dermatitis ", "psoriasis", None))),
        }
        for name in NAMES[: draw(st.integers(1, 4))]
    ]
    event = st.fixed_dictionaries(
        {
            "patient": st.sampled_from(NAMES),
            "event": st.sampled_from(EVENTS),
            "date": DAYS.map(day) | st.none(),
            "action": st.sampled_from(ACTIONS),
            "source": st.just("events"),
        }
    )
    starts = [
        {"patient": p["patient"], "drug": "baricitinib", "dose_mg_per_day": 4.0, "start": day(0),
         "stop": draw(st.none() | DAYS.filter(lambda d: d >= 0).map(day)), "source": ""}
        for p in patients[: draw(st.integers(0, 4))]
    ]  # fmt: skip
    values = draw(st.lists(assessments(), max_size=25))
    one_a_day = {(a["patient"], a["parameter"], a["date"]): a for a in values}
    return {
        "patients": patients,
        "treatments": starts + draw(st.lists(treatments(), max_size=8)),
        "assessments": list(one_a_day.values()),
        "events": draw(st.lists(event, max_size=5)),
    }


STUDIES = (
    study(),
    study(
        data_cutoff=day(60),
        missing={"responders": "LOCF", "after_last_dose_days": 0},
        safety={"after_last_dose_days": 0},
    ),
    study(
        eligibility={
            "age_years": {"min": 15},
            "diagnosis": ["atopic dermatitis"],
            "baseline": {"EASI": {"min": 1.4, "max": 16}},
        },
        missing={"responders": "observed", "after_last_dose_days": 40},
        start_between=[day(-100), day(50)],
        outcomes={"scores": ["EASI"], "biomarkers": [], "safety": ["CPK"]},
        instruments={"bands": {}},
    ),
    study(
        visits=[
            {"name": "before", "target_day": -40, "window": [-60, -30]},
            {"name": "early", "target_day": 0, "window": [-29, 14]},
            {"name": "late", "target_day": 60, "window": [15, 100]},
            {"name": "later", "target_day": 120, "window": [101, 160]},
        ],
        responses={"report": ["EASI-75"], "groups": ["IGA 0/1"], "at_visit": "late"},
    ),
    study(
        responses={"report": list(RESPONSES), "groups": ["DLQI 0/1", "POEM4"]},
        outcomes={"scores": ["EASI", "DLQI", "ITCH_VAS"], "biomarkers": [], "safety": []},
        instruments={"bands": {"EASI": "Chopra", "DLQI": "Hongbo", "ITCH_VAS": "Reich 2012"}},
    ),
    study(
        eligibility={"criteria": "Japan"},
        outcomes={"scores": ["EASI"], "biomarkers": [], "safety": []},
    ),
)


def agree(a_study, some_tables):
    derived, expected = derive(a_study, cohort(some_tables)), Oracle(a_study, some_tables)
    names = ("subjects", "groups", "values", "categories", "times", "ledger", "discarded", "notes")
    done = engine.collect_all([getattr(derived, name) for name in names])
    found = {name: frame.to_native() for name, frame in zip(names, done, strict=True)}
    subjects = found["subjects"].select("patient", *DERIVED).iter_rows()
    assert ordered(subjects) == ordered(expected.subjects)
    assert ordered(found["groups"].iter_rows()) == ordered(expected.group_rows())
    # Lists, not sets: a row that stands twice is a mistake.
    assert ordered(found["values"].iter_rows()) == ordered(expected.values)
    assert ordered(found["categories"].iter_rows()) == ordered(expected.categories)
    assert ordered(found["times"].iter_rows()) == ordered(expected.times)
    assert ordered(found["ledger"].iter_rows()) == ordered(expected.ledger)
    assert set(found["discarded"].iter_rows()) == expected.discarded()
    assert set(found["notes"].iter_rows()) == expected.notes()


@pytest.mark.parametrize("a_study", STUDIES, ids=range(len(STUDIES)))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(some_tables=tables())
def test_agrees_with_the_oracle(a_study, some_tables):
    agree(a_study, some_tables)
