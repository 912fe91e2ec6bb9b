from __future__ import annotations

import datetime as dt

import pytest

from dermcohort.check.spelling import near, plain, same_unit, shown, unit_key
from dermcohort.sheets import ErrorCell
from dermcohort.tables import PARAMETERS


@pytest.mark.parametrize(
    ("given", "unit"),
    [("×10⁴/µL", "10^4/uL"), ("万/μl", "10^4/uL"), ("KG / M²", "kg/m2"), ("ＩＵ/mL", "IU/mL"),
     ("years old", "years"), ("percent", "%")],
)  # fmt: skip
def test_spellings_of_one_unit(given, unit):
    assert same_unit(given, unit)


@pytest.mark.parametrize(
    ("given", "unit"), [("10^3/uL", "10^4/uL"), ("g/L", "g/dL"), ("mg", "mg/day"), ("x", "")]
)
def test_other_units(given, unit):
    assert not same_unit(given, unit)


def test_units_of_the_dictionary_are_their_own():
    for parameter in PARAMETERS.values():
        for spelling in (parameter.unit, *parameter.units):
            assert same_unit(spelling, parameter.unit, parameter.units)


def test_different_parameters_may_not_share_a_unit_by_chance():
    assert unit_key("10^3/uL") != unit_key("10^4/uL")


def test_near():
    assert near("Esai", ["easi", "iga"]) == "; nearest: easi"
    assert near("xxxx", ["easi"]) == ""


def test_plain():
    assert plain("Ｅasi\n ０m") == "easi 0m"


@pytest.mark.parametrize(
    ("raw", "text"),
    [(None, ""), (True, "TRUE"), (84.0, "84"), (0.1, "0.1"), (7, "7"), ("a ", "a "),
     (ErrorCell("#N/A"), "#N/A"), (dt.date(2021, 1, 4), "2021-01-04"),
     (dt.datetime(2021, 1, 4, 5, 6), "2021-01-04 05:06:00"), (dt.time(1, 2), "01:02:00")],
)  # fmt: skip
def test_shown(raw, text):
    assert shown(raw) == text
