"""Items that are filled in become the total of their instrument."""

from __future__ import annotations

import datetime as dt

import pytest
from filling import fill, headings_of

from dermcohort import pipeline
from dermcohort.check.items import ITEMS, item_named
from dermcohort.errors import UsageError
from dermcohort.template import write_template
from dermcohort.template.items import instruments_named, item_heading

ANSWERS = {"POEM": [4, 3, 0, 1, 2, 2, 4], "DLQI": [2, 1, 0, "NR", 3, "NR", 1, 0, 1, 2]}
JAPANESE = {"NR": "該当なし"}
TOTALS = {"POEM": 16.0, "DLQI": 10.0}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_totals_are_made_of_what_is_filled_in(study_file, language):
    done = write_template(study_file, language=language, items=["POEM", "dlqi"])
    patients, treatments, scores, laboratory, *items, _ = done.sheets
    assert not [h for h in headings_of(done.workbook, scores) if "POEM" in h or "DLQI" in h]
    start = dt.date(2021, 3, 1)
    fill(done.workbook, patients, [{headings_of(done.workbook, patients)[0]: "001"}])
    drug = "バリシチニブ" if language == "ja" else "baricitinib"
    patient, name, _, first, *_ = headings_of(done.workbook, treatments)
    fill(done.workbook, treatments, [{patient: "001", name: drug, first: start}])
    for sheet in (scores, laboratory):
        patient, date, value, *_ = headings_of(done.workbook, sheet)
        fill(done.workbook, sheet, [{patient: "001", date: start, value: 4}])
    for sheet, answers in zip(items, ANSWERS.values(), strict=True):
        patient, date, *others = headings_of(done.workbook, sheet)
        said = [JAPANESE.get(a, a) if language == "ja" else a for a in answers]
        row = dict(zip(others, said, strict=False))
        fill(done.workbook, sheet, [{patient: "001", date: start, **row}])
    study_file.write_text(study_file.read_text("utf-8") + done.entries, encoding="utf-8")
    _, checked = pipeline.checked(study_file)
    assert [f.sentence for f in checked.findings if f.severity == "error"] == []
    frame = checked.cohort.assessments.collect().select("parameter", "value")
    assert dict(frame.iter_rows()) == {**TOTALS, "IGA": 4.0, "EOS": 4.0}


def test_every_item_has_a_heading_that_means_it():
    for name, (instrument, item) in ITEMS.items():
        for language in ("en", "ja"):
            if item in instrument.items:
                assert item_named(item_heading(instrument, item, language)) == name


@pytest.mark.parametrize("name", dict.fromkeys(each.instrument.name for each in ITEMS.values()))
def test_every_instrument_makes_a_sheet_whose_example_can_be(study_file, name):
    done = write_template(study_file, items=[name])
    assert f"{name} items" in done.sheets


def test_what_is_no_instrument_is_said():
    with pytest.raises(UsageError, match=r"itch-VAS has one item.*try: name it in \[outcomes\]"):
        instruments_named(["itch-VAS"])
    with pytest.raises(UsageError, match=r"'POEMM' is no instrument; nearest: POEM"):
        instruments_named(["POEMM"])
