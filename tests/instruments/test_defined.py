"""What a study file may name: every response and every set of bands, by parameter."""

from dataclasses import replace
from fractions import Fraction

import pytest

from dermcohort.errors import UsageError
from dermcohort.instruments import (
    INSTRUMENTS,
    RESPONSES,
    bands_of_parameter,
    response_named,
)
from dermcohort.instruments.defined import responses_of
from dermcohort.tables import PARAMETERS


def test_every_response_of_every_instrument_is_there():
    defined = {r.name for instrument in INSTRUMENTS.values() for r in instrument.responses}
    assert set(RESPONSES) == defined
    assert {each.parameter for each in RESPONSES.values()} <= set(PARAMETERS)


def test_a_name_means_one_thing():
    easi, poem = INSTRUMENTS["EASI"], INSTRUMENTS["POEM"]
    with pytest.raises(ValueError, match="EASI-50 is defined twice"):
        responses_of([easi, replace(poem, responses=easi.responses[:1])])


def test_limits_are_whole_ticks():
    """A limit that no whole number of millionths is could not be held against a value."""
    for parameter, response in RESPONSES.values():
        for limit in (response.fall, response.at_most):
            assert limit is None or (limit * 1_000_000).denominator == 1, parameter


@pytest.mark.parametrize(
    ("said", "meant"),
    [("easi-75", "EASI-75"), ("EASI<=7", "EASI <= 7"), ("EASI ≤ 7", "EASI <= 7"),
     ("iga 0/1", "IGA 0/1"), ("nrs4", "NRS4")],
)  # fmt: skip
def test_a_response_by_any_spelling(said, meant):
    assert response_named(said) == meant


def test_no_such_response_names_the_nearest_and_all():
    with pytest.raises(UsageError, match=r"did you mean 'POEM4'\?.*ADCT control.*PASI-100"):
        response_named("POEM5")


def test_grades_reach_as_far_as_the_longest_version():
    """A grade means the same in the versions: the shorter one is the beginning of the longer."""
    longest = bands_of_parameter("IGA", "grades").levels
    for name in ("vIGA-AD", "IGA-0-4", "IGA-0-5"):
        (grades,) = INSTRUMENTS[name].bands
        assert longest[: len(grades.levels)] == grades.levels
    assert bands_of_parameter("IGA", "grades").of(Fraction(5)) == "very severe"


def test_one_parameter_has_one_list_of_sets():
    for instrument in INSTRUMENTS.values():
        for bands in instrument.bands:
            found = bands_of_parameter(instrument.parameter, bands.name)
            assert found.levels[: len(bands.levels)] == bands.levels


def test_what_has_no_bands_says_what_has():
    with pytest.raises(UsageError, match="PASI has no bands; with bands: EASI, "):
        bands_of_parameter("PASI", "x")
