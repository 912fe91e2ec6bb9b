"""Columns are recognised by name, and never by what stands in them."""

import pytest

from dermcohort.errors import UsageError
from dermcohort.instruments import INSTRUMENTS
from dermcohort.instruments.headings import item_columns, names_of, plain_heading

each = pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=lambda i: i.name)
POEM, DLQI, EASI = (INSTRUMENTS[name] for name in ("POEM", "DLQI", "EASI"))


@each
def test_no_heading_means_two_items(instrument):
    seen = {}
    for item in instrument.all_items:
        for name in names_of(instrument, item):
            assert name not in seen, (name, seen.get(name), item.key)
            seen[name] = item.key


@each
def test_the_keys_are_recognised(instrument):
    keys = [item.key for item in instrument.all_items]
    assert item_columns(instrument, keys) == {key: key for key in keys}
    upper = [f"{instrument.name} {key.upper().replace('_', ' ')}" for key in keys]
    assert list(item_columns(instrument, upper).values()) == upper


@pytest.mark.parametrize(
    "pattern", ["POEM{}", "poem_{}", "q{}", "POEM Q{}", "POEM-0{}", "Item {}", "ＰＯＥＭ{}", "問{}"]
)
def test_numbers_are_recognised(pattern):
    headings = ["id", *(pattern.format(n) for n in range(1, 8))]
    found = item_columns(POEM, headings)
    assert list(found) == [item.key for item in POEM.items]
    assert list(found.values()) == headings[1:]


def test_ten_is_not_one():
    found = item_columns(DLQI, [f"DLQI{n}" for n in range(10, 0, -1)])
    assert (found["q1"], found["q10"]) == ("DLQI1", "DLQI10")


def test_plain_words_are_recognised():
    japanese = ["かゆみ", "睡眠", "出血", "浸出液", "亀裂", "落屑", "乾燥"]
    assert list(item_columns(POEM, japanese).values()) == japanese


SPELLINGS = [
    ("hn_area", "HN area"), ("hn_percent", "HN area (%)"), ("hn_percent", "head_percent"),
    ("hn_percent", "頭頸部面積（％）"), ("hn_area", "頭頸部 面積スコア"),
    ("hn_erythema", "HN_erythema"),
    ("hn_erythema", "hn_e"), ("hn_erythema", "紅斑(頭頸部)"), ("ul_oedema", "Upper limbs edema"),
    ("ul_oedema", "UL P"), ("tr_excoriation", "excoriation trunk"),
    ("tr_excoriation", "体幹掻破痕"),
    ("ll_lichenification", "legs_lich"), ("ll_lichenification", "EASI LL lichenification"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "heading"), SPELLINGS)
def test_spellings_of_easi(key, heading):
    item = next(item for item in EASI.all_items if item.key == key)
    assert plain_heading(heading) in names_of(EASI, item)


@pytest.mark.parametrize("heading", ["頭頸部面積", "hn", "face_erythema", "erythema"])
def test_what_could_mean_several_things_means_none(heading):
    for item in EASI.all_items:
        assert plain_heading(heading) not in names_of(EASI, item)


def test_percent_or_score_of_an_area_is_enough():
    keys = [item.key for item in EASI.items]
    by_percent = [key.replace("_area", "_percent") for key in keys]
    assert "hn_area" not in item_columns(EASI, by_percent)
    assert "hn_percent" not in item_columns(EASI, keys)


def test_the_work_question_has_two_forms():
    others = [f"q{n}" for n in range(1, 11) if n != 7]
    assert "q7" not in item_columns(DLQI, [*others, "q7a", "q7b"])
    with pytest.raises(UsageError, match="1 of the 10 items of DLQI: q7 or q7a with q7b"):
        item_columns(DLQI, [*others, "q7a"])


def test_items_without_a_column_are_listed():
    with pytest.raises(UsageError) as refused:
        item_columns(POEM, ["id", "itch", "sleep"])
    for words in ("5 of the 7 items", "bleeding, weeping", "columns: id, itch, sleep", "--items"):
        assert words in str(refused.value)


def test_a_column_may_be_given():
    headings = ["Juckreiz", *(item.key for item in POEM.items[1:])]
    assert item_columns(POEM, headings, {"itch": "Juckreiz"})["itch"] == "Juckreiz"


def test_what_is_given_goes_before_what_is_recognised():
    headings = [*(item.key for item in POEM.items), "POEM1"]
    with pytest.raises(UsageError, match="'itch' and 'POEM1' could both be itch"):
        item_columns(POEM, headings)
    assert item_columns(POEM, headings, {"itch": "POEM1"})["itch"] == "POEM1"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"itching": "itch"},
            "'itching' is no item of POEM; nearest: itch; its items: itch, sleep",
        ),
        ({"itch": "none"}, "is to be in column 'none', and there is no such column"),
        ({"itch": "sleep", "sleep": "sleep"}, "'sleep' is named for itch and sleep"),
    ],
)
def test_a_wrong_mapping(given, said):
    with pytest.raises(UsageError, match=said):
        item_columns(POEM, [item.key for item in POEM.items], given)
