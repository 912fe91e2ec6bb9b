"""A filled template reads back as it was filled in, in both languages, without a finding."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from filling import MAIN, fill, headings_of, sheet_xml
from python_calamine import CalamineWorkbook

from dermcohort import pipeline
from dermcohort.template import write_template

DAY = dt.date
#: What the two forms call things, written down apart from the code.
SPOKEN: dict[str, dict[str, Any]] = {
    "en": {
        "sheets": ("Patients", "Treatments", "Scores", "Laboratory", "Adverse events"),
        "patients": ("Patient", "Age (years)", "Sex", "BMI (kg/m2)", "Duration of AD (years)",
                     "Asthma, present or past", "Rhinitis, present or past",
                     "Topical therapy before (months)"),
        "treatments": ("Patient", "Drug", "Dose (mg/day)", "First dose", "Last dose",
                       "Reason for stopping or switching", "Next therapy"),
        "events": ("Patient", "Event", "Date", "Action taken with the drug", "Serious"),
        "scores": ("Patient", "Date {v}", "IGA {v}", "EASI {v}", "H&N EASI {v}", "BSA (%) {v}",
                   "Itch VAS (mm) {v}"),
        "laboratory": ("Patient", "Date {v}", "Eosinophils (/uL) {v}", "IgE (IU/mL) {v}",
                       "Platelets (10^4/uL) {v}", "CPK (U/L) {v}"),
        "words": {"F": "F", "M": "M", True: "yes", False: "no", "baricitinib": "baricitinib",
                  "cyclosporine": "cyclosporine", "lack of efficacy": "lack of efficacy",
                  "acne or folliculitis": "acne or folliculitis",
                  "drug withdrawn": "drug withdrawn"},
    },
    "ja": {
        "sheets": ("患者背景", "治療", "スコア", "検査値", "有害事象"),
        "patients": ("患者ID", "年齢 (歳)", "性別", "BMI (kg/m2)", "罹病期間 (年)", "気管支喘息",
                     "アレルギー性鼻炎", "外用療法の期間 (ヶ月)"),
        "treatments": ("患者ID", "薬剤名", "用量 (mg/日)", "開始日", "終了日", "中止理由",
                       "次の治療"),
        "events": ("患者ID", "有害事象", "発現日", "薬剤の処置", "重篤"),
        "scores": ("患者ID", "評価日 {v}", "IGA {v}", "EASI {v}", "頭頸部EASI {v}", "BSA (%) {v}",
                   "痒みVAS (mm) {v}"),
        "laboratory": ("患者ID", "評価日 {v}", "好酸球数 (/uL) {v}", "総IgE (IU/mL) {v}",
                       "血小板数 (10^4/uL) {v}", "CK (U/L) {v}"),
        "words": {"F": "女", "M": "男", True: "あり", False: "なし", "baricitinib": "バリシチニブ",
                  "cyclosporine": "シクロスポリン", "lack of efficacy": "効果不十分",
                  "acne or folliculitis": "ざ瘡または毛包炎", "drug withdrawn": "中止"},
    },
}  # fmt: skip
PATIENTS = [
    ("001", 34, "F", 22.5, 20, True, False, 24),
    ("002", 61, "M", 27.1, 45, False, True, 7.5),
    ("A-3", 18, "F", None, 17.5, None, True, None),
]
TREATMENTS = [
    (
        "001",
        "baricitinib",
        4,
        DAY(2021, 3, 1),
        DAY(2021, 6, 20),
        "lack of efficacy",
        "cyclosporine",
    ),
    ("001", "cyclosporine", 150, DAY(2020, 11, 2), DAY(2021, 2, 1), None, None),
    ("002", "baricitinib", 2, DAY(2021, 5, 6), None, None, None),
    ("A-3", "baricitinib", 4, DAY(2022, 1, 17), None, None, None),
]
EVENTS = [
    ("001", "acne or folliculitis", DAY(2021, 4, 2), "drug withdrawn", False),
    ("A-3", "acne or folliculitis", DAY(2022, 2, 2), "drug withdrawn", True),
]
VISITS = {"0M": 0, "1M": 31, "3M": 88}
SCORES = {"0M": (4, 24.35, 3.6, 40, 72.5), "1M": (2, 8.05, 1.15, 12.5, 30), "3M": (1, 0, 0, 0, 14)}
LABORATORY = {"0M": (620, 20001, 25.1, 98), "1M": (310, 5, 27.4, 142), "3M": (0, 1730, 22.9, 81)}
SCORE_CODES = ("IGA", "EASI", "EASI_HN", "BSA", "ITCH_VAS")
LABORATORY_CODES = ("EOS", "IGE", "PLT", "CPK")
COLUMNS = {
    "patients": ("patient", "age_years", "sex", "bmi", "ad_duration_years", "asthma", "rhinitis",
                 "topical_months"),
    "treatments": ("patient", "drug", "dose_mg_per_day", "start", "stop", "reason", "next_drug"),
    "events": ("patient", "event", "date", "action", "serious"),
}  # fmt: skip
FIRST = {"001": DAY(2021, 3, 1), "002": DAY(2021, 5, 6), "A-3": DAY(2022, 1, 17)}


def spoken(value: Any, words: dict[Any, str]) -> Any:
    known = isinstance(value, (str, bool)) and value in words
    return words[value] if known else value


def fill_in(path: Path, language: str) -> None:
    """Fill in the cohort above."""
    names = SPOKEN[language]
    sheets = dict(zip(("patients", "treatments", "scores", "laboratory", "events"),
                      names["sheets"], strict=True))  # fmt: skip
    for table, rows in (("patients", PATIENTS), ("treatments", TREATMENTS), ("events", EVENTS)):
        fill(path, sheets[table], [
            {heading: spoken(value, names["words"])
             for heading, value in zip(names[table], row, strict=True) if value is not None}
            for row in rows
        ])  # fmt: skip
    for sheet, values in (("scores", SCORES), ("laboratory", LABORATORY)):
        patient, date, *headings = names[sheet]
        fill(path, sheets[sheet], [
            {patient: one} | {
                heading.format(v=v): value
                for v, day in VISITS.items()
                for heading, value in zip(
                    (date, *headings), (FIRST[one] + dt.timedelta(day), *values[v]), strict=True)
            }
            for one in FIRST
        ])  # fmt: skip


def filled(study_file: Path, language: str) -> Path:
    done = write_template(study_file, language=language)
    assert done.sheets == SPOKEN[language]["sheets"]
    fill_in(done.workbook, language)
    study_file.write_text(study_file.read_text("utf-8") + done.entries, encoding="utf-8")
    return done.workbook


@pytest.mark.parametrize("language", SPOKEN)
def test_what_is_filled_in_is_read_back_without_a_finding(study_file, language):
    filled(study_file, language)
    _, checked = pipeline.checked(study_file)
    assert [each.sentence for each in checked.findings] == []
    cohort = checked.cohort
    for table, rows in (("patients", PATIENTS), ("treatments", TREATMENTS), ("events", EVENTS)):
        frame = getattr(cohort, table).collect().select(*COLUMNS[table])
        assert list(frame.iter_rows()) == rows
    frame = cohort.assessments.collect().select("patient", "date", "parameter", "value")
    expected = {
        (one, FIRST[one] + dt.timedelta(VISITS[v]), code, float(value))
        for one in FIRST
        for codes, values in ((SCORE_CODES, SCORES), (LABORATORY_CODES, LABORATORY))
        for v in VISITS
        for code, value in zip(codes, values[v], strict=True)
    }
    assert set(frame.iter_rows()) == expected
    assert len(frame) == len(expected)


def test_the_example_is_above_the_headings_and_is_no_patient(study_file):
    workbook = filled(study_file, "en")
    for sheet in SPOKEN["en"]["sheets"]:
        rows = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_name(sheet).to_python()
        assert rows[1][0] == "EXAMPLE"
        assert rows[2][0] == "Patient"
    _, checked = pipeline.checked(study_file)
    for table in ("patients", "treatments", "assessments", "events"):
        names = getattr(checked.cohort, table).collect()["patient"].to_list()
        assert "EXAMPLE" not in names


@pytest.mark.parametrize("language", SPOKEN)
def test_the_example_itself_breaks_no_rule(study_file, language):
    done = write_template(study_file, language=language)
    for sheet in done.sheets:
        rows = CalamineWorkbook.from_path(str(done.workbook)).get_sheet_by_name(sheet).to_python()
        example = {h: v for h, v in zip(rows[2], rows[1], strict=True) if v != ""}
        fill(done.workbook, sheet, [{**example, rows[2][0]: "P1"}])
    study_file.write_text(study_file.read_text("utf-8") + done.entries, encoding="utf-8")
    _, checked = pipeline.checked(study_file)
    assert [each.sentence for each in checked.findings] == []
    assert len(checked.cohort.patients.collect()) == 1


def test_a_run_needs_nothing_else(study_file, tmp_path):
    filled(study_file, "ja")
    results = pipeline.run(study_file)
    assert results.value(analysis="flow", parameter="included", group="all", visit="") == 3


def test_two_templates_have_the_same_bytes(study_file, tmp_path):
    written = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for each in written:
        write_template(study_file, out=each, language="ja")
    assert written[0].read_bytes() == written[1].read_bytes()


def test_ids_keep_their_zeros_and_dates_are_shown_year_first(study_file):
    done = write_template(study_file)
    with zipfile.ZipFile(done.workbook) as package:
        styles = package.read("xl/styles.xml").decode()
        _, xml = sheet_xml(package, "Treatments")
        formats = [
            xf.attrib["numFmtId"]
            for xf in next(
                each for each in ET.fromstring(styles) if each.tag == f"{MAIN}cellXfs")
        ]  # fmt: skip
    row = next(each for each in xml.iter(f"{MAIN}row") if each.get("r") == "4")
    used = {cell.get("r"): formats[int(cell.get("s", "0"))] for cell in row}
    # 49 is Excel's number of the format "text".
    assert used["A4"] == "49"
    assert f'numFmtId="{used["D4"]}" formatCode="yyyy-mm-dd"' in styles


def test_sheets_are_printed_on_one_page_in_width_with_their_headings(study_file):
    done = write_template(study_file)
    with zipfile.ZipFile(done.workbook) as package:
        book = package.read("xl/workbook.xml").decode()
        assert "'Scores'!$A:$A,'Scores'!$1:$3" in book.replace("Scores!", "'Scores'!")
        for sheet in done.sheets:
            _, xml = sheet_xml(package, sheet)
            setup = xml.find(f"{MAIN}pageSetup")
            assert setup.get("orientation") == "landscape"
            pane = next(xml.iter(f"{MAIN}pane"))
            assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == (
                "1",
                "3",
                "frozen",
            )
            wide = sheet in ("Scores", "Laboratory")
            assert len(list(xml.iter(f"{MAIN}brk"))) == (2 if wide else 0)
            assert setup.get("fitToHeight") == (None if wide else "0")


def test_the_outcomes_of_the_study_file_are_the_columns(study_file):
    text = study_file.read_text("utf-8")
    study_file.write_text(text + '[outcomes]\nscores = ["PASI"]\nsafety = []\nbiomarkers = []\n')
    done = write_template(study_file)
    assert done.sheets == ("Patients", "Treatments", "Scores", "Adverse events")
    assert [h for h in headings_of(done.workbook, "Scores") if "0M" in h] == ["Date 0M", "PASI 0M"]
