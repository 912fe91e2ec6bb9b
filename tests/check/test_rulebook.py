"""Each rule has one sheet that breaks it, and the cell where it says so."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from dermcohort.acquire import noticed
from dermcohort.acquire.noticed import WORDS
from dermcohort.check.rulebook import RULES, finding
from dermcohort.findings import SEVERITIES
from dermcohort.sheets import ErrorCell

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
#: Named where a file is read, before any rule.
ON_READING = {rule: words.severity for rule, words in WORDS.items()}

VISITS = "ID | Date 0M | EASI 0M | DLQI 0M | Date 1M | EASI 1M"
LONG = "ID | Date | Parameter | Value | Comparator | Unit"
DRUGS = "ID | Drug | Start | Stop | Dose"
EVENTS = "ID | Event | Date | Action | Serious"
PEOPLE = "ID | Age | Sex | AD duration"
POEM = "ID | Date | " + " | ".join(f"POEM {number}" for number in range(1, 8))
BARI = "baricitinib"

# rule -> (table, headings, rows, cell of the finding, what stands there, more)
BROKEN: dict[str, tuple[Any, ...]] = {
    "unknown heading": ("patients", "ID | Agee", [("P1", 3)], "B1", "Agee"),
    "no heading": ("patients", "ID | ", [("P1", 3)], "B1", ""),
    "heading twice": ("patients", "ID | Age | Age (years)", [("P1",)], "C1", "Age (years)"),
    "missing column": ("patients", "Age | Sex", [(30, "F")], "", ""),
    "unit": ("assessments", "ID | Date | LDH (mg/dL)", [("P1", "2021-01-10", 200)], "C1",
             "LDH (mg/dL)"),
    "mapping": ("patients", "ID | X", [("P1", 1)], "B1", "X = agee", {"columns": {"X": "agee"}}),
    "mapping unused": ("patients", "ID", [("P1",)], "", "X", {"columns": {"X": "sex"}}),
    "constant": ("treatments", "ID | Start", [("P1", "2021-01-10")], "", "drugg = x",
                 {"constants": {"drugg": "x", "drug": BARI}}),
    "unknown visit": ("assessments", "ID | X | EASI", [("P1", "2M", 20)], "B2", "2M",
                      {"columns": {"X": "visit"}}),
    "no parameter": ("assessments", "ID | Date", [("P1", "2021-01-10")], "", ""),
    "no events": ("events", "ID | Event", [], "", "no row"),
    "formula error": ("patients", PEOPLE, [("P1", ErrorCell("#N/A"))], "B2", "#N/A"),
    "not a number": ("patients", PEOPLE, [("P1", "old")], "B2", "old"),
    "thousands comma": ("assessments", "ID | Date | LDH", [("P1", "2021-01-10", "1,200")], "C2",
                        "1,200"),
    "number cleaned": ("patients", PEOPLE, [("P1", "３０")], "B2", "３０"),
    "censored": ("assessments", "ID | Date | IgE", [("P1", "2021-01-10", "20000<")], "C2",
                 "20000<"),
    "comparator": ("assessments", LONG, [("P1", "2021-01-10", "IgE", "<5", ">")], "E2", ">"),
    "word for missing": ("patients", PEOPLE, [("P1", "未")], "B2", "未"),
    "declared missing": ("patients", PEOPLE, [("P1", 30), ("P2", 999.0), ("P3", "９９９")], "B3",
                         "999", {"missing": ("999",)}),
    "not done or not detected": ("assessments", "ID | Date | IgE", [("P1", "2021-01-10", "ND")],
                                 "C2", "ND"),
    "limit unknown": ("assessments", "ID | Date | IgE", [("P1", "2021-01-10", "検出せず")], "C2",
                      "検出せず"),
    "qualitative answer": ("assessments", "ID | Date | IgE", [("P1", "2021-01-10", "(+)")], "C2",
                           "(+)"),
    "approximate number": ("patients", PEOPLE, [("P1", "約30")], "B2", "約30"),
    "footnote mark": ("patients", PEOPLE, [("P1", "30*")], "B2", "30*"),
    "unit in cell": ("assessments", "ID | Date | Hb", [("P1", "2021-01-10", "138 g/L")], "C2",
                     "138 g/L"),
    "converted": ("assessments", "ID | Date | Hb (g/L)", [("P1", "2021-01-10", 138)], "C2", "138"),
    "two units": ("assessments", LONG, [("P1", "2021-01-10", "Hb", "138 g/L", None, "g/dL")], "F2",
                  "g/dL"),
    "share": ("assessments", LONG, [("P1", "2021-01-10", "EOS", 6, None, "%")], "F2", "6"),
    "unit in doubt": ("assessments", "ID | Date | PLT",
                      [(f"P{n}", "2021-01-10", 230 + n) for n in (1, 2, 3)], "C2", "231"),
    "codes": ("patients", "ID", [("P1",)], "", "sexx", {"codes": {"sexx": {"1": "M"}}}),
    "units": ("assessments", "ID | Date | Hb", [("P1", "2021-01-10", 13)], "", "HB = stone",
              {"units": {"HB": "stone"}}),
    "many decimals": ("patients", PEOPLE, [("P1", 10 / 3), ("P2", 20 / 3)], "B2",
                      "3.3333333333333335"),
    "not a date": ("treatments", DRUGS, [("P1", BARI, "spring")], "C2", "spring"),
    "ambiguous date": ("treatments", DRUGS, [("P1", BARI, "1/2/2021")], "C2", "1/2/2021"),
    "mixed date orders": ("treatments", DRUGS, [("P1", BARI, "13/1/2021"),
                                                        ("P2", BARI, "1/13/2021")], "C3",
                          "1/13/2021", {"date_order": "dmy"}),
    "partial date": ("treatments", DRUGS, [("P1", BARI, "2021年4月")], "C2", "2021年4月"),
    "era": ("treatments", DRUGS, [("P1", BARI, "H31.5.1")], "C2", "H31.5.1"),
    "era date": ("treatments", DRUGS, [("P1", BARI, "R3.4.1"), ("P2", BARI, "R3.4.2")], "C2",
                 "R3.4.1"),
    "two-digit year": ("treatments", DRUGS, [("P1", BARI, "4 Jan 21")], "C2", "4 Jan 21"),
    "wrong weekday": ("treatments", DRUGS, [("P1", BARI, "2021/1/4(火)")], "C2", "2021/1/4(火)"),
    "ongoing": ("treatments", DRUGS, [("P1", BARI, "2021-01-04", "継続中")], "D2", "継続中"),
    "number as date": ("treatments", DRUGS, [("P1", BARI, 44200.0)], "C2", "44200"),
    "time of day": ("treatments", DRUGS, [("P1", BARI, dt.datetime(2021, 1, 4, 9, 30))], "C2",
                    "2021-01-04 09:30:00"),
    "implausible date": ("treatments", DRUGS, [("P1", BARI, "1821-01-04")], "C2", "1821-01-04"),
    "not yes or no": ("events", EVENTS, [("P1", "acne", None, None, "maybe")], "E2", "maybe"),
    "not in list": ("patients", PEOPLE, [("P1", 30, "X")], "C2", "X"),
    "patient id": ("patients", PEOPLE, [("P1",), (dt.date(2021, 1, 2), 30)], "A3", "2021-01-02"),
    "id cleaned": ("patients", PEOPLE, [("Ｐ１", 30)], "A2", "Ｐ１"),
    "lost zeros": ("treatments", DRUGS, [(1.0, BARI, "2021-01-04")], "A2", "1"),
    "zeros unclear": ("treatments", DRUGS, [(2, BARI, "2021-01-04")], "A2", "2"),
    "several drugs": ("treatments", DRUGS, [("P1", "MTX + PSL", "2021-01-04")], "B2", "MTX + PSL"),
    "missing value": ("treatments", DRUGS, [("P1", BARI, None, "2021-01-04")], "C2", ""),
    "unknown drug": ("treatments", DRUGS, [("P1", "baricitnib", "2021-01-04")], "B2",
                     "baricitnib"),
    "unknown event": ("events", EVENTS, [("P1", "Acnee")], "B2", "Acnee"),
    "unknown parameter": ("assessments", LONG, [("P1", "2021-01-10", "EASY", 3)], "C2", "EASY"),
    "nothing recorded": ("treatments", DRUGS, [("P1", "none")], "B2", "none"),
    "patient twice": ("patients", PEOPLE, [("P1", 30), ("P1", 30)], "A3", "P1"),
    "similar patients": ("patients", PEOPLE, [("P1", 30), ("p01", 30)], "A3", "p01"),
    "unknown patient": ("events", EVENTS, [("P1", "acne"), ("P9", "acne")], "A3", "P9"),
    "no study drug": ("treatments", DRUGS, [("P1", BARI, "2021-01-04")], "A3", "P2",
                      {"at": "patients.xlsx"}),
    "range": ("assessments", VISITS, [("P1", "2021-01-10", 84)], "C2", "84"),
    "step": ("assessments", VISITS, [("P1", "2021-01-10", 8.42)], "C2", "8.42"),
    "fraction": ("assessments", "ID | Date | BSA",
                 [(f"P{n}", "2021-01-10", n / 10) for n in (1, 2, 3)], "C2", "0.1"),
    "head and neck above whole": ("assessments", "ID | Date | EASI | H&N EASI",
                                  [("P1", "2021-01-10", 1, 2)], "D2", "2"),
    "duplicate": ("assessments", LONG, [("P1", "2021-01-10", "EASI", 3)] * 2, "D3", "3"),
    "conflict": ("assessments", LONG,
                 [("P1", "2021-01-10", "EASI", 3), ("P1", "2021-01-10", "EASI", 4)], "D3", "4"),
    "stop before start": ("treatments", DRUGS, [("P1", BARI, "2021-01-04", "2021-01-03")], "D2",
                          "2021-01-03"),
    "overlap": ("treatments", DRUGS, [("P1", BARI, "2021-01-04", "2021-03-04"),
                                      ("P1", BARI, "2021-02-04")], "C3", "2021-02-04"),
    "visit order": ("assessments", VISITS, [("P1", "2021-02-10", 3, 3, "2021-01-10", 2)], "E2",
                    "2021-01-10"),
    "after cutoff": ("treatments", DRUGS, [("P1", BARI, "2023-07-01")], "C2", "2023-07-01"),
    "before birth": ("treatments", DRUGS, [("P1", "cyclosporine", "1980-07-01"),
                                           ("P1", BARI, "2021-01-01")], "C2", "1980-07-01"),
    "event before first dose": ("events", EVENTS, [("P1", "acne", "2021-01-09")], "C2",
                                "2021-01-09"),
    "missing date": ("assessments", VISITS, [("P1", None, 3)], "B2", ""),
    "assumed dates": ("assessments", "ID | EASI 0M", [("P1", 3)], "", "no date"),
    "no values": ("assessments", VISITS, [("P1", "2021-01-10")], "B2", "2021-01-10"),
    "items incomplete": ("assessments", "ID | Date | POEM 1 | POEM 2", [("P1", "2021-01-10", 1, 1)],
                         "C1:D1", "2 items of POEM"),
    "item": ("assessments", POEM, [("P1", "2021-01-10", 1, 1, 1, 1, 1, 5, 1)], "H2", "5"),
    "no total": ("assessments", POEM, [("P1", "2021-01-10", 1, None, None, 1, 1, 1, 1)], "C2:I2",
                 "5 answers"),
    "total noted": ("assessments", POEM, [("P1", "2021-01-10", 1, None, 3, 1, 1, 1, 1)], "C2:I2",
                    "8"),
    "total differs": ("assessments", POEM + " | POEM", [("P1", "2021-01-10", *[1] * 7, 8)], "J2",
                      "8"),
    "duration above age": ("patients", PEOPLE, [("P1", 30, "F", 31)], "D2", "31"),
}  # fmt: skip

#: These need several sheets, and are broken in the tests of their own file.
ELSEWHERE = {"no table", "no date to assume", "child DLQI", "total chosen"}


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_says_where_and_what(rule, sheet, checked):
    table, headings, rows, cell, got, *more = BROKEN[rule]
    options = dict(more[0]) if more else {}
    file = options.pop("at", f"{table}.xlsx")
    sheets = [sheet(table, headings, *rows, **options)]
    if "zeros" in rule:
        sheets.append(sheet("patients", "ID", ("001",), ("02",), ("002",), file="people.xlsx"))
    found = checked(*sheets).findings
    mine = [each for each in found if each.rule == rule]
    assert (mine[0].file, mine[0].sheet, mine[0].cell, mine[0].got) == (file, "S", cell, got)
    assert mine[0].severity == RULES[rule].severity
    # Sentences are filled in.
    assert "{" not in mine[0].expected + mine[0].remedy.replace("{ ", "")


def test_each_rule_is_broken_somewhere():
    assert set(BROKEN) | ELSEWHERE == set(RULES)


def test_every_rule_is_in_the_page_with_its_severity():
    rows = re.findall(r"^\| `([^`]+)` \| (\w+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(rows) == {rule: RULES[rule].severity for rule in RULES} | ON_READING
    assert len(rows) == len(dict(rows))


def test_rules_named_on_reading_are_those_of_the_page():
    folder = Path(noticed.__file__).parent
    code = "".join(p.read_text() for p in folder.rglob("*.py") if p.name != "noticed.py")
    assert set(re.findall(r'noticed\(\s*"([^"]+)"', code)) <= set(WORDS)
    assert {rule for rule in WORDS if f'"{rule}"' not in code} <= {"no unit"}


def test_every_rule_in_the_code_is_in_the_rulebook():
    folder = Path(noticed.__file__).parents[1] / "check"
    code = "".join(path.read_text() for path in folder.rglob("*.py"))
    named = set(re.findall(r'(?:finding\(|rule=|_at\(each, )\s*"([^"]+)"', code))
    assert named <= set(RULES)
    assert {rule for rule in RULES if f'"{rule}"' not in code} == set()


def test_severities_are_of_the_list():
    assert {rule.severity for rule in RULES.values()} <= set(SEVERITIES)


def test_a_finding_without_a_sheet_is_of_the_study_file():
    found = finding("no table", None, "", "", name="patients")
    assert found.place == "study file"
    assert found.expected == "a [[sources]] entry with table = 'patients'"


def test_what_goes_into_the_report_holds_no_value_of_a_chart():
    """Warnings and notes are shown there with `expected` and `remedy`."""
    values = ("{read}", "{easi}", "{start}", "{age}", "{value}", "{got}", "{comparator}")
    for name, rule in RULES.items():
        if rule.severity != "error":
            assert not [v for v in values if v in rule.expected + rule.remedy], name
