"""Codes lead to what the dictionaries have."""

from __future__ import annotations

import pytest

from dermcohort.acquire import terminology as codes
from dermcohort.tables import PARAMETERS, TABLES
from dermcohort.terms import DRUGS, EVENTS

COLUMNS = {column.name for column in TABLES["patients"]}


@pytest.mark.parametrize(
    ("meanings", "known"),
    [
        (codes.LOINC.values(), PARAMETERS),
        (codes.JLAC10.values(), PARAMETERS),
        (codes.RXNORM.values(), DRUGS),
        (codes.OMOP_INGREDIENTS, DRUGS),
        (codes.OMOP_EVENTS.values(), EVENTS),
        (codes.OMOP_LOINC.values(), codes.LOINC),
        (codes.OMOP_COMORBIDITIES.values(), COLUMNS),
        (codes.ICD10.values(), COLUMNS | {codes.DIAGNOSIS}),
        (codes.SNOMED.values(), COLUMNS | {codes.DIAGNOSIS}),
    ],
)
def test_meanings_are_of_the_dictionaries(meanings, known):
    assert set(meanings) <= set(known)


@pytest.mark.parametrize(
    ("ucum", "spelled"),
    [
        ("10*3/uL", "10^3/uL"), ("{cells}/uL", "/uL"), ("[iU]/mL", "IU/mL"), ("[U]/L", "U/L"),
        ("{score}", ""), ("1", ""), ("", ""), ("%", "%"), ("{open", "{open"), ("}{", "}{"),
        ("Points", ""),
    ],
)  # fmt: skip
def test_spelling_of_units(ucum, spelled):
    assert codes.spelled_unit(ucum) == spelled
