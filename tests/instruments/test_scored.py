"""Bands by name, ages in words."""

import pytest

from dermcohort.errors import UsageError
from dermcohort.instruments import INSTRUMENTS, instrument_of
from dermcohort.instruments.scored import ages_text, bands_of


def test_the_first_set_of_bands_is_the_default():
    assert bands_of(INSTRUMENTS["EASI"], None).name == "Leshem 2015"
    assert bands_of(INSTRUMENTS["PASI"], None) is None


@pytest.mark.parametrize("name", ["chopra", "Chopra 2017", " CHOPRA 2017 "])
def test_the_beginning_of_a_name_is_enough(name):
    assert bands_of(INSTRUMENTS["EASI"], name).name == "Chopra 2017"


@pytest.mark.parametrize("name", ["Chopra 2018", ""])
def test_unknown_bands_list_those_there_are(name):
    with pytest.raises(UsageError, match="'Leshem 2015', 'Chopra 2017', 'KADA'"):
        bands_of(INSTRUMENTS["EASI"], name)


def test_an_instrument_without_bands_says_so():
    with pytest.raises(UsageError, match="it has no bands"):
        bands_of(INSTRUMENTS["PASI"], "Chopra")


def test_ages_in_words():
    assert [ages_text(INSTRUMENTS[n]) for n in ("EASI", "DLQI", "CDLQI")] == [
        "any age", "16 years and above", "4 to 16 years",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "found"),
    [("easi", "EASI"), ("viga_ad", "vIGA-AD"), ("MEASI-ITCH", "mEASI_itch"), ("NRS", "itch-NRS"),
     ("objective scorad", "oSCORAD"), (" itch  vas ", "itch-VAS")],
)  # fmt: skip
def test_an_instrument_by_any_of_its_names(name, found):
    assert instrument_of(name).name == found


@pytest.mark.parametrize(
    ("name", "said"),
    [("IGA", "never pooled; name one: vIGA-AD, IGA-0-4, IGA-0-5"), ("mEASI", "is mEASI_itch"),
     ("POEMS", "nearest: POEM"), ("xyz", "instruments: EASI, ")],
)  # fmt: skip
def test_a_name_that_is_none_or_several(name, said):
    with pytest.raises(UsageError, match=said):
        instrument_of(name)


def test_names_are_unique():
    names = [n.casefold() for i in INSTRUMENTS.values() for n in (i.name, *i.known_as)]
    assert len(set(names)) == len(names)
