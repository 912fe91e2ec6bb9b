"""What is said about instruments and their columns."""

from dermcohort.instruments import INSTRUMENTS
from dermcohort.instruments.catalogue import (
    blanks_text,
    formula_text,
    instrument_row,
    item_rows,
    item_words,
)


def test_one_line_about_each_instrument():
    rows = [instrument_row(each) for each in INSTRUMENTS.values()]
    assert [row["instrument"] for row in rows] == list(INSTRUMENTS)
    assert rows[0]["range"] == "0 to 72"


def test_all_columns_are_listed():
    rows = {row["column"]: row for row in item_rows(INSTRUMENTS["EASI"])}
    assert len(rows) == 20 + 4 + 1
    assert rows["hn_area"]["or instead"].startswith("hn_percent (percent of the region: 0 = 0")
    assert rows["age"]["may be"] == "0 to 120 years"
    assert "age" not in {row["column"] for row in item_rows(INSTRUMENTS["PASI"])}
    dlqi = {row["column"]: row for row in item_rows(INSTRUMENTS["DLQI"])}
    assert dlqi["q7"]["or instead"].startswith("q7a and q7b (prevented = 3")
    assert dlqi["q3"]["may be"].endswith("NR (not relevant)")
    assert not dlqi["q1"]["may be"].endswith("NR (not relevant)")


def test_words_below_the_columns():
    assert "POEM1, q1" in item_words(INSTRUMENTS["POEM"])
    assert "--age YEARS" in item_words(INSTRUMENTS["EASI"])
    assert "q1" not in item_words(INSTRUMENTS["SCORAD"])


def test_what_blanks_do():
    assert blanks_text(INSTRUMENTS["POEM"]).startswith("1 blank item scores 0 and is noted")
    assert blanks_text(INSTRUMENTS["ADCT"]) == "With a blank item there is no total."


def test_formulas_in_words():
    said = {name: formula_text(INSTRUMENTS[name]) for name in INSTRUMENTS}
    assert said["POEM"] == "sum of the items"
    assert said["vIGA-AD"] == "the item"
    assert said["SCORAD"].startswith("sum of 0.2 x extent, 3.5 x erythema")
    assert "0 to 7 years: 0.2, 0.2, 0.3, 0.3; 8 years and above: 0.1, 0.2, 0.3, 0.4" in said["EASI"]
    assert "signs and the itch" in said["mEASI_itch"]
