from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.tables import PARAMETERS, TABLES
from dermcohort.units import (
    OTHER_PARAMETER,
    UNITS,
    USUAL,
    factor_words,
    unit_key,
    unit_of,
    units_allowed,
)


def test_every_parameter_and_every_column_with_a_unit_has_its_units():
    columns = {c.name: c.unit for columns in TABLES.values() for c in columns if c.unit}
    kept = {code: parameter.unit for code, parameter in PARAMETERS.items()} | columns
    assert set(UNITS) == set(kept)
    for name, unit in kept.items():
        first = UNITS[name][0]
        assert (first.name, first.factor) == (unit, 1), name


def test_no_spelling_means_two_units_of_one_parameter():
    for name, units in UNITS.items():
        seen = {}
        for unit in units:
            for spelling in (unit.name, *unit.spellings):
                assert seen.setdefault(unit_key(spelling), unit) is unit, (name, spelling)
                assert unit_of(name, spelling) is unit


@pytest.mark.parametrize(
    ("name", "value", "unit", "expected"),
    [
        # Of the paired limits that CTCAE prints, and of the traps of Japanese charts.
        ("HB", 100, "g/L", 10), ("PLT", 234, "10^3/uL", 23.4), ("PLT", 234, "10^9/L", 23.4),
        ("PLT", 234_000, "/μL", 23.4), ("WBC", 3.0, "10^9/L", 3000), ("WBC", 30, "百/μL", 3000),
        ("EOS", 0.5, "×10³/µL", 500), ("TARC", 1.2, "ng/mL", 1200), ("TARC", 450, "ng/L", 450),
        ("IGE", 170, "kU/L", 170), ("ITCH_VAS", 4.5, "cm", 45), ("LDH", 1, "µkat/L", 60),
        ("TBIL", 17.1, "μmol/L", 1), ("CREAT", 88.4, "umol/L", 1), ("CRP", 1.4, "mg/L", 0.14),
        ("HCT", 0.45, "L/L", 45), ("RBC", 4.5, "10^12/L", 450), ("RBC", 4.5, "10^6/uL", 450),
        ("age_years", 6, "ヶ月", 0.5), ("dose_mg_per_day", 4000, "ug/day", 4),
        ("topical_months", 2, "years", 24), ("ALB", 41, "g/L", 4.1),
    ],
)  # fmt: skip
def test_conversions(name, value, unit, expected):
    assert unit_of(name, unit).converted(value) == expected


@pytest.mark.parametrize(
    ("name", "value", "unit", "about"),
    [("TC", 7.75, "mmol/L", 300), ("HB", 6.2, "mmol/L", 10), ("TG", 1.71, "mmol/L", 150),
     ("LDL", 4.2, "mmol/L", 162.4), ("BUN", 7.14, "mmol/L", 20)],
)  # fmt: skip
def test_conversions_agree_with_published_pairs(name, value, unit, about):
    assert math.isclose(unit_of(name, unit).converted(value), about, rel_tol=0.012)


@pytest.mark.parametrize(
    ("name", "unit"),
    [("LDH", "mg/dL"), ("HB", "g/mL"), ("EASI", "mm"), ("PLT", "%"), ("EOS", "%"), ("IGE", "UA/mL"),
     ("dose_mg_per_day", "mg"), ("dose_mg_per_day", "mg/kg/day"), ("ITCH_VAS", "m"),
     ("PLT", "10^5/uL"), ("SCCA2", "ng/mL"), ("BSA", "m2")],
)  # fmt: skip
def test_units_that_are_not_known(name, unit):
    assert unit_of(name, unit) is None


@pytest.mark.parametrize(
    "spelling",
    ["×10⁴/µL", "x10^4/uL", "万/μl", "10*4/mm3", "10**4/mm³", "10E4/uL", "10e+04/μℓ", "×１０⁴／µＬ",
     "万個/μL", "10^4 / uL", "*10^4/mcL", "万/㎕" ],
)  # fmt: skip
def test_spellings_of_one_unit(spelling):
    assert unit_key(spelling) == unit_key("10^4/uL")


def test_thousands_and_ten_thousands_are_not_one():
    keys = [
        unit_key(unit) for unit in ("/uL", "10^2/uL", "10^3/uL", "10^4/uL", "10^9/L", "10^12/L")
    ]
    assert len(set(keys)) == len(keys)


@given(
    st.decimals("0.001", "99999", places=3),
    st.sampled_from([u for us in UNITS.values() for u in us]),
)
def test_a_conversion_is_the_exact_product_rounded_once(value, unit):
    assert unit.converted(float(value)) == float(Fraction(str(value)) * unit.factor)


def test_words():
    assert units_allowed("PLT") == "10^4/uL, 10^3/uL, 10^9/L or /uL"
    assert units_allowed("BSA") == "% or fraction"
    assert units_allowed("IGA") == units_allowed("patient") == "no unit"
    assert [factor_words(Fraction(x)) for x in ("1000", "1/10", "1/60", "5/2")] == [
        "1000", "1/10", "1/60", "2.5"
    ]  # fmt: skip


def test_shares_are_parameters_in_percent():
    assert {PARAMETERS[code].unit for code in OTHER_PARAMETER.values()} == {"%"}


def test_the_usual_is_within_the_possible():
    for code, (low, high) in USUAL.items():
        assert PARAMETERS[code].low <= low < high <= PARAMETERS[code].high, code
