"""The words of charts mean one thing each, in every way that they are written."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import pytest

from dermcohort import japanese
from dermcohort.japanese import folded
from dermcohort.tables import (
    PARAMETERS,
    TABLES,
    YES_NO,
    column_of,
    names_of,
    parameter_of,
)
from dermcohort.terms import DRUGS, EVENTS, drug_of, event_of


def collisions(pairs):
    means = defaultdict(set)
    for word, meaning in pairs:
        means[folded(word)].add(meaning)
    return {word: meanings for word, meanings in means.items() if len(meanings) > 1}


@pytest.mark.parametrize("table", TABLES)
def test_no_heading_means_two_columns_of_a_table(table):
    words = [(w, c.name) for c in TABLES[table] for w in (c.name, c.label, *c.synonyms)]
    if table == "assessments":
        words += [(w, p.code) for p in PARAMETERS.values() for w in names_of(p)]
    assert collisions(words) == {}


def test_no_word_means_two_drugs_events_or_reasons():
    assert collisions((w, d.name) for d in DRUGS.values() for w in (d.name, *d.synonyms)) == {}
    assert collisions((w, e.name) for e in EVENTS.values() for w in (e.name, *e.synonyms)) == {}
    assert collisions((w, r) for r, words in japanese.REASONS.items() for w in words) == {}


def test_every_entry_is_of_something():
    assert set(japanese.COLUMNS) <= {(t, c.name) for t, cs in TABLES.items() for c in cs}
    assert set(japanese.PARAMETERS) <= set(PARAMETERS)
    assert set(japanese.DRUGS) == set(DRUGS)
    assert set(japanese.EVENTS) == set(EVENTS)


def test_what_a_japanese_form_asks_for_can_be_read_back():
    """Every column that `check` does not fill has a Japanese heading that means it."""
    for table, columns in TABLES.items():
        for column in columns:
            words = (
                japanese.PATIENT
                if column.name == "patient"
                else japanese.COLUMNS.get((table, column.name), ())
            )
            assert words or column.by_check, column.name
            for word in words:
                assert column_of(table, word) is column


def half_width_katakana(text):
    """As old laboratory systems print it."""
    marks = {"ガ": "ｶﾞ", "バ": "ﾊﾞ", "ブ": "ﾌﾞ", "デ": "ﾃﾞ", "ピ": "ﾋﾟ", "プ": "ﾌﾟ", "ヴ": "ｳﾞ", "ン": "ﾝ"}
    return "".join(marks.get(letter, letter) for letter in text)


def variants(word):
    yield word
    yield word.lower()
    yield f" {word}\u3000"
    yield half_width_katakana(word)
    yield "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)
    if any("\u3040" <= letter <= "\u9fff" for letter in word):
        yield " ".join(word)
    if not word.isascii():
        yield unicodedata.normalize("NFD", word)


def test_words_are_known_in_every_width_case_and_spacing():
    for code, words in japanese.PARAMETERS.items():
        for word in words:
            for text in variants(word):
                assert parameter_of(text).code == code, text
    for name, words in japanese.DRUGS.items():
        for word in words:
            for text in variants(word):
                assert drug_of(text).name == name, text
    for name, words in japanese.EVENTS.items():
        for word in words:
            assert {event_of(text).name for text in variants(word)} == {name}


def test_specific_ige_is_never_total_ige():
    for text in (
        "特異的IgE",
        "特異IgE",
        "IgE RAST",
        "IgE(RAST)",
        "RAST",
        "ダニIgE",
        "IgE ダニ",
        "抗原特異的IgE",
    ):
        assert parameter_of(text) is None, text
    for text in ("非特異的IgE", "総IgE", "IgE (RIST)", "Total IgE", "血清IgE値"):
        assert parameter_of(text).code == "IGE"


def test_a_share_of_cells_is_never_their_count():
    for text in ("好酸球%", "好酸球 ％", "Eos%", "eosinophil %", "好酸球比率"):
        assert parameter_of(text).code == "EOS_PCT", text


def test_answers():
    assert {YES_NO[word] for word in ("あり", "有", "○", "✓", "(+)", "yes")} == {True}
    assert {YES_NO[word] for word in ("なし", "無", "×", "(-)", "no")} == {False}


def test_columns_that_check_fills_have_no_heading():
    assert column_of("assessments", "reported_value") is None
    assert column_of("assessments", "Unit as reported") is None
