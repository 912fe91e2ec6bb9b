"""Responses are exact; who cannot be judged is told why."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermcohort.errors import UsageError
from dermcohort.instruments import INSTRUMENTS, responded

EASI = INSTRUMENTS["EASI"]
ticks = st.integers(0, 1440)


@given(ticks, ticks)
def test_easi_responses_by_whole_twentieths(before, after):
    found = {r.name: responded(EASI, r, before / 20, after / 20).met for r in EASI.responses[:4]}
    expected = {"EASI-50": 2 * after <= before, "EASI-75": 4 * after <= before,
                "EASI-90": 10 * after <= before, "EASI-100": after == 0}  # fmt: skip
    assert found == (expected if before else dict.fromkeys(expected))


@given(st.integers(0, 4), st.integers(0, 4))
def test_iga(before, after):
    met = responded(INSTRUMENTS["vIGA-AD"], "IGA 0/1", before, after).met
    assert met == (None if before < 2 else after in (0, 1) and before - after >= 2)


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=lambda i: i.name)
@given(data=st.data())
def test_better_never_turns_a_response_into_none(instrument, data):
    inside = st.fractions(0, instrument.high, max_denominator=20)
    before, one, other = (data.draw(inside) for _ in range(3))
    for response in instrument.responses:
        better = responded(instrument, response, before, min(one, other)).met
        worse = responded(instrument, response, before, max(one, other)).met
        assert better is None if worse is None else better >= worse


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (None, 1, "baseline not recorded"),
        (1, None, "follow-up not recorded"),
        (73, 1, "baseline is outside 0 to 72"),
        (20, -1, "follow-up is outside 0 to 72"),
        (0, 0, "baseline is 0"),
    ],
)
def test_not_evaluable(before, after, reason):
    assert responded(EASI, "EASI-50", before, after) == (None, reason)


def test_names_of_responses_take_any_case():
    assert responded(EASI, " easi-50 ", Fraction(10), Fraction(5)).met is True


def test_an_unknown_response_lists_those_there_are():
    with pytest.raises(UsageError, match=r"'EASI-80' is no response of EASI; .*EASI-75"):
        responded(EASI, "EASI-80", 10, 5)
    with pytest.raises(UsageError, match="its responses: none"):
        responded(INSTRUMENTS["BSA"], "BSA-50", 10, 5)


def test_text_is_no_total():
    with pytest.raises(UsageError, match="got text"):
        responded(EASI, "EASI-50", "10", 5)


def test_only_vas40_is_exploratory():
    assert [r.name for i in INSTRUMENTS.values() for r in i.responses if r.exploratory] == ["VAS40"]
