from __future__ import annotations

import pytest

from dermcohort.mapping.units import bare_unit, is_unit
from dermcohort.units import UNITS


@pytest.mark.parametrize(
    "text", ["U/L", "(U/L)", "［mm］", "％", "×10⁴/μL", "pg/mL", "歳", "mg/日", "kg/m²"]
)
def test_units(text):
    assert is_unit(text)


@pytest.mark.parametrize(
    "text", ["", "0M", "M/F", "y/n", "P1", "12", "EASI", "2021/1/4", "-", "M", "y"]
)
def test_no_units(text):
    assert not is_unit(text)


@pytest.mark.parametrize(
    "unit", sorted({u.name for units in UNITS.values() for u in units if u.name})
)
def test_every_unit_of_the_table_is_one(unit):
    assert is_unit(f"({unit})")


def test_brackets_are_taken_away():
    assert bare_unit("（U/L） ") == "U/L"
