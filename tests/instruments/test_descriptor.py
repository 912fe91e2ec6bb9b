"""Descriptors are valid once they exist, and complete."""

from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import pytest

from dermcohort.instruments import INSTRUMENTS, NOT_RELEVANT
from dermcohort.instruments.bsa import NINES
from dermcohort.instruments.descriptor import Bands, Response, graded, levels
from dermcohort.instruments.formulas import plain_sum
from dermcohort.tables import PARAMETERS, names_of

each = pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=lambda i: i.name)

#: Items and highest totals, from the publications.
PUBLISHED = {
    "EASI": (20, 72), "mEASI_itch": (21, 90), "vIGA-AD": (1, 4), "IGA-0-4": (1, 4),
    "IGA-0-5": (1, 5), "BSA": (8, 100), "BSA-handprints": (1, 100), "SCORAD": (9, 103),
    "oSCORAD": (7, 83), "PO-SCORAD": (9, 103), "POEM": (7, 28), "DLQI": (10, 30),
    "CDLQI": (10, 30), "itch-VAS": (1, 100), "itch-NRS": (1, 10), "ADCT": (6, 24),
    "RECAP": (7, 28), "PASI": (16, 72),
}  # fmt: skip


def test_items_and_ranges_are_the_published_ones():
    found = {name: (len(i.items), i.high) for name, i in INSTRUMENTS.items()}
    assert found == PUBLISHED
    assert {i.low for i in INSTRUMENTS.values()} == {0}


@each
def test_its_name_is_its_key(instrument):
    assert INSTRUMENTS[instrument.name] is instrument


@each
def test_it_says_whose_it_is_and_where_its_rules_stand(instrument):
    assert instrument.licence
    assert instrument.sources
    for bands in instrument.bands:
        assert bands.source
    for part in (*instrument.differences, *instrument.responses):
        assert part.source


@each
def test_its_total_is_a_parameter_of_the_dictionary(instrument):
    parameter = PARAMETERS[instrument.parameter]
    assert parameter.role == "score"
    assert parameter.better == "lower"
    assert parameter.low == instrument.low
    # IGA has one parameter for its versions, the longest of which ends at 5.
    assert parameter.high == (5 if instrument.parameter == "IGA" else instrument.high)


def test_parts_that_are_parameters_are_in_the_dictionary():
    parts = [p for i in INSTRUMENTS.values() for p in i.formula.all_parts if p.parameter]
    assert {part.parameter for part in parts} == {"EASI", "EASI_HN", "OSCORAD"}
    assert all(part.parameter in PARAMETERS for part in parts)


def test_no_name_means_two_parameters():
    seen = {}
    for parameter in PARAMETERS.values():
        for name in {" ".join(name.lower().split()) for name in names_of(parameter)}:
            assert name not in seen, (name, seen[name], parameter.code)
            seen[name] = parameter.code


def test_measi_without_its_itch_is_no_name_of_a_parameter():
    assert "measi" not in {n.lower() for p in PARAMETERS.values() for n in names_of(p)}


def test_the_rule_of_nines_is_a_whole_body():
    assert sum(part for _, _, part in NINES) == 100


def test_a_descriptor_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        INSTRUMENTS["POEM"].high = 30


BROKEN = {
    "an item is there twice": {"items": (*INSTRUMENTS["POEM"].items, INSTRUMENTS["POEM"].items[0])},
    "items and formula differ": {"formula": plain_sum(("itch",))},
    "the range is not that of the formula": {"high": Fraction(27)},
    "the bands late": {"bands": (Bands("late", "", levels(("mild", "1"))),)},
    "the bands twice": {"bands": (Bands("twice", "", levels(("a", "0"), ("b", "0"))),)},
    "the bands beyond": {"bands": (Bands("beyond", "", levels(("a", "0"), ("b", "29"))),)},
    "nothing asks for nothing": {"responses": (Response("nothing", ""),)},
}


@pytest.mark.parametrize("said", BROKEN)
def test_a_descriptor_whose_parts_do_not_fit_does_not_come_to_be(said):
    with pytest.raises(ValueError, match=said):
        replace(INSTRUMENTS["POEM"], **BROKEN[said])


def test_an_item_whose_values_do_not_reach_its_ends_is_refused():
    poem = INSTRUMENTS["POEM"]
    wrong = replace(graded("itch", "itch", 4), allowed=(Fraction(0), Fraction(3)))
    with pytest.raises(ValueError, match="the values of itch"):
        replace(poem, items=(wrong, *poem.items[1:]))


def test_what_is_said_of_an_item():
    assert graded("a", "a", 4).expected == "a whole number from 0 to 4"
    assert INSTRUMENTS["EASI"].items[1].expected == "one of 0, 1, 1.5, 2, 2.5, 3"
    assert repr(NOT_RELEVANT) == "NOT_RELEVANT"


def test_what_is_said_of_a_response():
    iga = INSTRUMENTS["vIGA-AD"].responses[0]
    assert (
        iga.definition == "fall of at least 2 points from the baseline and at most 1 at follow-up"
    )
    assert iga.evaluable == "baseline of at least 2"
    assert Response("x", "", percent=50).evaluable == "baseline above 0"
    assert Response("x", "", at_most=Fraction(1)).evaluable == "everybody with a follow-up"
