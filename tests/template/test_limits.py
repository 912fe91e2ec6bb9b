"""Every rule of every cell is read from the file and asked: what it takes and what it rejects."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from excel_formulas import Formula
from filling import MAIN, column_letters, headings_of, sheet_xml
from python_calamine import CalamineWorkbook

from dermcohort.tables import PARAMETERS
from dermcohort.template import write_template

DAY = dt.date(1899, 12, 30)


class Rules:
    """The rules of a template, by sheet and heading."""

    def __init__(self, path: Path) -> None:
        self.cells: dict[tuple[str, str], Any] = {}
        self.rules: dict[tuple[str, str], Any] = {}
        self.colours: dict[tuple[str, str], list[str]] = {}
        self.columns: dict[tuple[str, str], str] = {}
        book = CalamineWorkbook.from_path(str(path))
        with zipfile.ZipFile(path) as package:
            content = package.read("xl/workbook.xml").decode()
            for sheet in book.sheet_names[1:-1]:
                _, xml = sheet_xml(package, sheet)
                names = headings_of(path, sheet)
                for number, heading in enumerate(names):
                    self.columns[sheet, heading] = column_letters(number)
                self._read(sheet, xml)
        lists = book.get_sheet_by_name(book.sheet_names[-1]).to_python()
        named = re.findall(r'<definedName name="(choices_\d+)">[^$]*\$([A-Z])\$1', content)
        self.names = {name: [row[ord(column) - 65] for row in lists if row[ord(column) - 65] != ""]
                      for name, column in named}  # fmt: skip

    def _read(self, sheet: str, xml: Any) -> None:
        for each in xml.iter(f"{MAIN}dataValidation"):
            first = each.get("sqref").partition(":")[0]
            texts = {child.tag.rpartition("}")[2]: child.text for child in each}
            self.rules[sheet, first] = (each, texts)
        for each in xml.iter(f"{MAIN}conditionalFormatting"):
            first = each.get("sqref").partition(":")[0]
            formulas = [rule.find(f"{MAIN}formula").text for rule in each]
            self.colours.setdefault((sheet, first), []).extend(formulas)

    def put(self, sheet: str, heading: str, value: Any, row: int = 4) -> None:
        self.cells[sheet, f"{self.columns[sheet, heading]}{row}"] = serial(value)

    def rule(self, sheet: str, heading: str) -> tuple[Any, dict[str, str]]:
        return self.rules[sheet, f"{self.columns[sheet, heading]}4"]

    def takes(self, sheet: str, heading: str, value: Any, row: int = 4) -> bool:
        self.put(sheet, heading, value, row)
        rule, texts = self.rule(sheet, heading)
        formula = texts.get("formula1", "")
        if rule.get("type") == "list" and formula.startswith("OFFSET"):
            area = re.search(r"COUNTA\(([^)]*)\)", formula)[1]
            return serial(value) in Formula(area, sheet, self.cells, self.names).value()
        if rule.get("type") == "list":
            return value in self.names[formula]
        if not formula:
            return True
        return Formula(formula, sheet, self.cells, self.names, row - 4).accepts()

    def coloured(self, sheet: str, heading: str, row: int = 4) -> bool:
        formulas = self.colours.get((sheet, f"{self.columns[sheet, heading]}4"), [])
        return any(Formula(f, sheet, self.cells, self.names, row - 4).accepts() for f in formulas)


def serial(value: Any) -> Any:
    if isinstance(value, dt.date):
        return float((value - DAY).days)
    return float(value) if isinstance(value, int) else value


@pytest.fixture
def rules(study_file) -> Rules:
    return Rules(write_template(study_file).workbook)


# sheet, heading, what is taken, what is not
CELLS: list[tuple[str, str, list[Any], list[Any]]] = [
    ("Patients", "Age (years)", [0, 34, 34.5, 120], [-1, 121, "34 years", "old"]),
    ("Patients", "Sex", ["F", "M"], ["f.", "woman", 1]),
    ("Patients", "Asthma, present or past", ["yes", "no"], ["maybe", 1]),
    ("Patients", "Diagnosis", ["atopic dermatitis", 5], []),
    ("Treatments", "First dose", [dt.date(2021, 3, 1), dt.date(1980, 1, 1), dt.date(2023, 6, 30)],
     [dt.date(1979, 12, 31), dt.date(2023, 7, 1), "2021-03-01", "spring"]),
    ("Scores", "Date 0M", [dt.date(2020, 12, 2), dt.date(2023, 6, 30)],
     [dt.date(2020, 12, 1), dt.date(2023, 7, 1), "1/2/2021"]),
    ("Scores", "IGA 0M", [0, 3, 5], [-1, 6, 2.5, "3", "clear"]),
    ("Scores", "EASI 1M", [0, 0.05, 24.35, 8.1, 72], [72.05, -0.05, 8.12, 0.01, "8,1", "<5"]),
    ("Scores", "BSA (%) 3M", [0, 12.34, 100], [100.5, -1, "45 %", "<5"]),
    ("Laboratory", "IgE (IU/mL) 0M", [0, 2150.5, "<5", ">20000", "<0.5"],
     ["<", "<five", "5<", "n.d.", -1, 2_000_001]),
    ("Laboratory", "LDH (U/L) 3M", [10, 230, ">2000"], [9, 20_001, "high"]),
    ("Adverse events", "Date", [dt.date(2021, 1, 1)], [dt.date(2020, 12, 31), "May"]),
    ("Adverse events", "Action taken with the drug", ["none", "dose reduced"], ["stopped it"]),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "heading", "taken", "rejected"), CELLS)
def test_a_cell_takes_what_may_stand_there_and_nothing_else(rules, sheet, heading, taken, rejected):
    assert [each for each in taken if not rules.takes(sheet, heading, each)] == []
    assert [each for each in rejected if rules.takes(sheet, heading, each)] == []
    if rejected:
        rule, _ = rules.rule(sheet, heading)
        assert (rule.get("showErrorMessage"), rule.get("errorStyle", "stop")) == ("1", "stop")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_parameter_has_the_limits_of_the_dictionary(study_file, language):
    codes = [code for code, known in PARAMETERS.items() if known.role == "score"]
    others = [code for code, known in PARAMETERS.items() if known.role != "score"]
    text = study_file.read_text("utf-8")
    study_file.write_text(
        f"{text}[outcomes]\nscores = {codes}\nbiomarkers = {others}\nsafety = []\n"
    )
    done = write_template(study_file, language=language)
    rules = Rules(done.workbook)
    for sheet, names in ((done.sheets[2], codes), (done.sheets[3], others)):
        headings = headings_of(done.workbook, sheet)[2 : 2 + len(names)]
        for code, heading in zip(names, headings, strict=True):
            known = PARAMETERS[code]
            assert rules.takes(sheet, heading, known.low), code
            assert rules.takes(sheet, heading, known.high), code
            step = known.step or 1
            assert not rules.takes(sheet, heading, known.low - step), code
            assert not rules.takes(sheet, heading, known.high + step), code
            if known.step:
                assert rules.takes(sheet, heading, known.low + 3 * step), code
                assert not rules.takes(sheet, heading, known.low + step / 2), code


def test_items_take_their_answers(study_file):
    rules = Rules(write_template(study_file, items=["POEM", "DLQI", "EASI"]).workbook)
    for sheet, heading, taken, rejected in (
        ("POEM items", "POEM itch 1M", [0, 4], [5, -1, 1.5, "NR", "no"]),
        ("DLQI items", "DLQI q3 0M", [0, 3, "NR"], [4, 0.5, "none"]),
        ("DLQI items", "DLQI q1 0M", [0, 3], ["NR"]),
        ("EASI items", "EASI hn erythema 3M", [0, 1.5, 2, 3], [4, 0.5, 0.7, "NR"]),
    ):
        assert [each for each in taken if not rules.takes(sheet, heading, each)] == []
        assert [each for each in rejected if rules.takes(sheet, heading, each)] == []


def test_a_last_dose_is_not_before_the_first(rules):
    rules.put("Treatments", "First dose", dt.date(2021, 3, 1))
    assert rules.takes("Treatments", "Last dose", dt.date(2021, 3, 1))
    assert not rules.takes("Treatments", "Last dose", dt.date(2021, 2, 28))
    rules.put("Treatments", "First dose", dt.date(2022, 3, 1), row=9)
    assert not rules.takes("Treatments", "Last dose", dt.date(2021, 3, 1), row=9)


def test_a_patient_stands_once_and_is_known_everywhere_else(rules):
    assert rules.takes("Patients", "Patient", "001")
    assert rules.takes("Patients", "Patient", "002", row=5)
    assert not rules.takes("Patients", "Patient", "001", row=6)
    # They would be told apart by zeros alone.
    assert not rules.takes("Patients", "Patient", "1", row=6)
    rules.put("Patients", "Patient", None, row=6)
    for sheet in ("Treatments", "Scores", "Laboratory", "Adverse events"):
        assert rules.takes(sheet, "Patient", "002")
        assert not rules.takes(sheet, "Patient", "003")


def test_open_lists_warn_and_let_through(rules):
    for heading in ("Drug", "Next therapy", "Reason for stopping or switching"):
        rule, texts = rules.rule("Treatments", heading)
        assert rule.get("errorStyle") == "warning"
        assert len(rules.names[texts["formula1"]]) > 5
    assert rules.names[rules.rule("Treatments", "Drug")[1]["formula1"]][0] == "baricitinib"


def test_what_was_pasted_is_coloured_if_it_is_wrong_or_missing(rules):
    assert not rules.coloured("Treatments", "Drug")
    rules.put("Treatments", "First dose", dt.date(2021, 3, 1))
    assert rules.coloured("Treatments", "Drug")
    assert rules.coloured("Treatments", "Patient")
    rules.put("Treatments", "Drug", "baricitinib")
    assert not rules.coloured("Treatments", "Drug")
    rules.put("Scores", "EASI 1M", 80)
    assert rules.coloured("Scores", "EASI 1M")
    assert rules.coloured("Scores", "Date 1M")
    # The other visits are empty, so nothing is missing there.
    assert not rules.coloured("Scores", "Date 3M")
    rules.put("Scores", "EASI 1M", 8.05)
    assert not rules.coloured("Scores", "EASI 1M")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_rule_has_a_hint_and_excel_can_hold_it(study_file, language):
    rules = Rules(write_template(study_file, language=language).workbook)
    for (sheet, cell), (rule, texts) in rules.rules.items():
        if cell == "A1":
            continue
        assert rule.get("sqref").endswith("1003"), (sheet, cell)
        assert 0 < len(rule.get("promptTitle")) <= 32
        assert 0 < len(rule.get("prompt")) <= 255
        assert len(rule.get("error") or "") <= 255
        # Nothing was cut off.
        assert rule.get("prompt")[-1] in ".。", rule.get("prompt")
        assert len(texts.get("formula1") or "") <= 255


def test_nothing_can_be_written_above_the_headings(rules):
    for sheet in ("Patients", "Treatments", "Scores", "Laboratory", "Adverse events"):
        rule, texts = rules.rules[sheet, "A1"]
        assert re.fullmatch(r"A1:[A-Z]+3", rule.get("sqref"))
        assert not Formula(texts["formula1"] + "()", sheet, {}, {}).accepts()


def test_without_a_cutoff_dates_end_today(study_file, tmp_path):
    lines = study_file.read_text("utf-8").splitlines()
    study_file.write_text("\n".join(each for each in lines if "cutoff" not in each))
    rules = Rules(write_template(study_file).workbook)
    today = dt.date.today()
    assert rules.takes("Scores", "Date 0M", today)
    assert not rules.takes("Scores", "Date 0M", today + dt.timedelta(1))
