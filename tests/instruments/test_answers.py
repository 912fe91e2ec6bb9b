"""Answers that cannot be are named by item, and none becomes a score."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from dermcohort.errors import UsageError
from dermcohort.instruments import INSTRUMENTS, NOT_RELEVANT, Unreadable, score_answers

POEM = INSTRUMENTS["POEM"]
KEYS = [item.key for item in POEM.items]


def poem(**changed):
    return score_answers(POEM, dict.fromkeys(KEYS, 1) | changed)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (5, "itch is 5; expected: a whole number from 0 to 4"),
        (-1, "itch is -1; expected"),
        (1.5, "itch is 1.5; expected"),
        (True, "itch is a yes or no; expected"),
        (NOT_RELEVANT, "itch is not relevant, and has no such answer"),
        (Unreadable("is 'much'"), "itch is 'much'; expected"),
        ((1, 9), "itch is 9; expected"),
        ((1, None), "itch has more than one answer"),
        ((), "itch has more than one answer"),
    ],
)
def test_an_answer_that_cannot_be(wrong, said):
    found = poem(itch=wrong)
    assert found.total is None
    assert found.reason.startswith(said)
    assert [problem.item for problem in found.problems] == ["itch"]
    # Wrong is not blank: one blank beside it would otherwise be scored 0.
    assert found.missing == ()


@pytest.mark.parametrize("same", [2, 2.0, Decimal("2.0"), Fraction(2), np.int64(2), np.float32(2)])
def test_each_type_of_number_is_taken(same):
    assert poem(itch=same).total == 8


def test_nan_is_a_blank():
    assert poem(itch=float("nan")).missing == ("itch",)


@pytest.mark.parametrize("wrong", ["2", float("inf"), [2], Decimal("NaN")])
def test_what_is_no_answer_at_all_is_an_error_of_the_call(wrong):
    with pytest.raises(UsageError, match="a number was expected"):
        poem(itch=wrong)


def test_two_ticks_of_the_same_are_one():
    assert poem(itch=(3, 3)).notes == ()
    assert poem(itch=(1, 3)).total == 9


def test_two_ticks_are_an_error_where_no_rule_says_what_counts():
    found = score_answers(INSTRUMENTS["vIGA-AD"], {"viga_ad": (1, 2)})
    assert found.reason.startswith("viga_ad has more than one answer")


def test_an_area_given_twice_must_agree():
    easi = INSTRUMENTS["EASI"]
    clear = {f"{region}_area": 0 for region in ("ul", "tr", "ll")}
    signs = {f"hn_{sign}": 1 for sign in easi.formula.signs}
    both = clear | signs | {"hn_area": 2, "hn_percent": 10}
    assert score_answers(easi, both, age_years=30).total == Fraction(8, 10)
    found = score_answers(easi, both | {"hn_percent": 30}, age_years=30)
    assert found.reason == "hn_area differs between hn_area and hn_percent"
    assert found.total is None


def test_parts_of_regions_without_a_mistake_are_there():
    easi = INSTRUMENTS["EASI"]
    answers = {f"{region}_area": 0 for region in ("hn", "ul", "tr")}
    answers |= {"ll_area": 1, "ll_erythema": 0.5, "hn_erythema": 0}
    found = score_answers(easi, answers, age_years=30)
    assert dict(found.parts) == {"hn_score": 0, "ul_score": 0, "tr_score": 0, "ll_score": None}
    assert found.missing == ("ll_oedema", "ll_excoriation", "ll_lichenification")


@pytest.mark.parametrize("age", [-1, 121])
def test_an_age_that_nobody_has(age):
    answers = {f"{region}_area": 0 for region in ("hn", "ul", "tr", "ll")}
    found = score_answers(INSTRUMENTS["EASI"], answers, age_years=age)
    assert found.total is None
    assert found.reason == f"age is {age}; it lies between 0 and 120 years"


def test_an_age_that_cannot_be_read():
    found = score_answers(POEM, dict.fromkeys(KEYS, 1), age_years=Unreadable("is 'old'"))
    assert found.reason == "age is 'old'"


def test_arms_together_are_both_arms():
    answers = {"hn_percent": 50, "arms_percent": 25, "legs_percent": 0, "trunk_percent": 0,
               "genitals_percent": 0}  # fmt: skip
    assert score_answers(INSTRUMENTS["BSA"], answers).total == 9


def test_a_mistake_in_both_arms_is_said_once():
    answers = {"hn_percent": 0, "arms_percent": 125, "legs_percent": 0, "trunk_percent": 0,
               "genitals_percent": 0}  # fmt: skip
    reason = score_answers(INSTRUMENTS["BSA"], answers).reason
    assert reason == "arms_percent is 125; expected: 0 to 100 %"


def test_palms_are_half_a_percent():
    assert score_answers(INSTRUMENTS["BSA-handprints"], {"palms": 3}).total == Fraction(3, 2)
