from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.check.visit_words import BASELINE, Moment
from dermcohort.mapping.visits import NO_VISITS, moments_in, near_to, provisional, visits_of
from dermcohort.study import DEFAULT_VISITS

MONTH_1, MONTH_3, MONTH_6 = (Moment(n, "month") for n in (1, 3, 6))


def windows(*moments):
    return [(v.name, v.target_day, v.window) for v in visits_of(moments)[0]]


def test_the_usual_visits_have_the_windows_of_the_study_file():
    assert visits_of([BASELINE, MONTH_1, MONTH_3])[0] == DEFAULT_VISITS


def test_customary_windows_of_half_a_year():
    assert windows(MONTH_6, MONTH_1) == [
        ("baseline", 0, (-30, 0)), ("1 month", 30, (15, 56)), ("6 months", 180, (127, 240)),
    ]  # fmt: skip


def test_other_windows_reach_to_the_middle():
    # Half of 28 is 14; the middle of 28 and 84 is 56; 84 + (84 - 56) is 112.
    assert windows(Moment(28), Moment(84)) == [
        ("baseline", 0, (-30, 0)), ("4 weeks", 28, (14, 55)), ("12 weeks", 84, (56, 112)),
    ]  # fmt: skip


def test_no_visits_are_the_default_and_said():
    assert visits_of([]) == (DEFAULT_VISITS, NO_VISITS)


def test_times_too_near_to_each_other_are_one_visit_the_more_frequent():
    found = [v.name for v in visits_of([MONTH_3, MONTH_3, Moment(84), Moment(1)])[0]]
    assert found == ["baseline", "3 months"]
    assert near_to(Moment(84), [BASELINE, MONTH_3]) == MONTH_3
    assert near_to(Moment(28), [BASELINE, Moment(14)]) is None


@pytest.mark.parametrize(
    ("heading", "moments"),
    [("EASI 3M", [MONTH_3]), ("3M", [MONTH_3]), ("EASI (1ヶ月)", [MONTH_1]),
     ("AD duration 10年", []), ("Remark 3M", []), ("EASI", []), ("BSA (m²)", [])],
)  # fmt: skip
def test_moments_stand_alone_or_beside_what_is_measured(heading, moments):
    assert list(moments_in(heading)) == moments


def test_visits_to_try_headings_with_take_any_moments():
    names = [v.name for v in provisional(["EASI 30日", "EASI 1M", "x"])]
    assert names == ["baseline", "day 30", "1 month"]


@given(st.lists(st.builds(Moment, st.integers(1, 60), st.sampled_from(["day", "month"]))))
def test_any_visits_keep_the_rules_of_a_study_file(moments):
    visits, _ = visits_of(moments)
    for before, after in pairwise(visits):
        assert before.window[1] < after.window[0] <= after.target_day <= after.window[1]
    assert visits[0].window == (-30, 0)
