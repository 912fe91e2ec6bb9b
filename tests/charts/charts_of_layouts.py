"""Charts that stand oddly on their sheet."""

# Rows of cells are read as rows, and kanji count twice.
# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from chart_cells import Block, Chart, Formula, doubted, either, looks, reads, refused, said

d = dt.date

#: A tidy sheet of patients beside the ugly one.
PEOPLE = """
[[sources]]
table = "patients"
sheet = "Patients"
columns = { "First dose" = "ignore" }

[[sources]]
table = "treatments"
sheet = "Patients"
constants = { drug = "baricitinib" }
columns = { Age = "ignore", Sex = "ignore" }
"""


def people(*patients: str, sheet: str = "Patients", file: str = "") -> Block:
    return Block(
        [["ID", "Age", "Sex", "First dose"]],
        ["patient", "patients.age_years", "patients.sex", "treatments.start"],
        [[name, 30 + i, "F" if i % 2 else "M", d(2021, 1 + i, 10)]
         for i, name in enumerate(patients)],
        sheet=sheet, file=file, given={"treatments.drug": "baricitinib"},
    )  # fmt: skip


ONE_SHEET_JA = Chart(
    "one-sheet-ja",
    "Japanese sheet with everything in it: titles, merged two-row headings, averages, footnotes.",
    [
        Block(
            [
                ["患者背景", None, None, None, "治療", None, None,
                 "EASI", None, None, "IGA", None, None, "LDH (U/L)", None, None],
                ["患者番号", "年齢", "性別", "BMI", "開始日", "終了日", "中止理由",
                 "0M", "1M", "3M", "0M", "1M", "3M", "0M", "1M", "3M"],
            ],
            ["patient", "patients.age_years", "patients.sex", "patients.bmi", "treatments.start",
             "treatments.stop", "treatments.reason", "EASI@0M", "EASI@1M", "EASI@3M",
             "IGA@0M", "IGA@1M", "IGA@3M", "LDH@0M", "LDH@1M", "LDH@3M"],
            [
                ["K01", 34, reads("男", "M"), 22.5, d(2021, 4, 1), None, None,
                 24.6, 8.2, 3, 4, 2, 1, 312, 240, 198],
                ["K02", 51, reads("女", "F"), said("２０．３", 20.3), reads("2021年5月6日", d(2021, 5, 6)),
                 reads("2021/9/3", d(2021, 9, 3)),
                 reads("効果不十分", "効果不十分", also=("lack of efficacy",)),
                 30.1, 28.4, refused("未"), 4, 4, refused("-"), 455, said("４０１", 401), None],
                None,
                ["K03", said("28歳", 28), reads("男性", "M"), refused("不明"), d(2021, 6, 10), None,
                 None, 18, reads("9.6 ", 9.6), 0, 3, 2, 0, said("250 U/L", 250),
                 refused("検査せず"), None],
            ],
            sheet="全症例", top=4, given={"treatments.drug": "baricitinib"},
        )
    ],
    """
[[sources]]
table = "patients"
sheet = "全症例"
header_row = 4
header_rows = 2
last_row = 9
columns = { "患者背景 患者番号" = "patient", "患者背景 年齢" = "age_years", "患者背景 性別" = "sex", "患者背景 BMI" = "bmi" }

[[sources]]
table = "treatments"
sheet = "全症例"
header_row = 4
header_rows = 2
last_row = 9
constants = { drug = "baricitinib" }
columns = { "患者背景 患者番号" = "patient", "治療 開始日" = "start", "治療 終了日" = "stop", "治療 中止理由" = "reason" }

[[sources]]
table = "assessments"
sheet = "全症例"
header_row = 4
header_rows = 2
last_row = 9
columns = { "患者背景 患者番号" = "patient" }
""",
    loose={"全症例": {
        "A1": "SYNTHETIC アトピー性皮膚炎 バリシチニブ投与症例", "A2": "最終更新 2022/3/1",
        "A10": "平均", "B10": Formula("=AVERAGE(B6:B9)", 37.7),
        "H10": Formula("=AVERAGE(H6:H9)", 24.2), "A12": "※ LDHは院内検査", "A13": "未：未測定",
    }},
    merged={"全症例": ["A4:D4", "E4:G4", "H4:J4", "K4:M4", "N4:P4"]},
)  # fmt: skip

ONE_SHEET_EN = Chart(
    "one-sheet-en",
    "One row a patient with prior drug, study drug, visits with their dates, and the adverse event.",
    [
        Block(
            [["Pt", "Age", "Sex", "Prior drug", "Prior start", "Prior stop", "Bari start", "Bari stop",
              "Date 0M", "EASI 0M", "Date 1M", "EASI 1M", "AE", "AE onset"]],
            ["patient", "patients.age_years", "patients.sex", "treatments#prior.drug",
             "treatments#prior.start", "treatments#prior.stop", "treatments#study.start",
             "treatments#study.stop", "date@0M", "EASI@0M", "date@1M", "EASI@1M", "events.event",
             "events.date"],
            [
                ["E1", 30, "F", reads("Neoral", "cyclosporine"), d(2020, 1, 6), d(2020, 12, 1),
                 d(2021, 1, 11), None, d(2021, 1, 11), 28.4, d(2021, 2, 12), 9.2,
                 reads("Zoster", "herpes zoster"), d(2021, 3, 3)],
                ["E2", 44, "M", refused("none"), None, None, d(2021, 2, 1), d(2021, 5, 1),
                 d(2021, 2, 1), 19, d(2021, 3, 3), 0, refused("-"), None],
                ["E3", 52, "F", reads("dupilumab", "dupilumab"), refused("2019"), d(2020, 6, 1),
                 d(2021, 3, 1), None, d(2021, 2, 27), 33.3, None, refused(12.1), reads("acne", "acne or folliculitis"),
                 refused("?")],
                ["E4", 61, "M", None, None, None, refused("screen failure"), None, None, None, None, None,
                 None, None],
            ],
            sheet="All", given={"treatments#study.drug": "baricitinib"},
        )
    ],
    """
[[sources]]
table = "patients"
sheet = "All"
columns = { Pt = "patient", "Prior drug" = "ignore", "Prior start" = "ignore", "Prior stop" = "ignore" }

[[sources]]
table = "treatments"
sheet = "All"
columns = { Pt = "patient", "Prior drug" = "drug", "Prior start" = "start", "Prior stop" = "stop" }

[[sources]]
table = "treatments"
sheet = "All"
constants = { drug = "baricitinib" }
columns = { Pt = "patient", "Bari start" = "start", "Bari stop" = "stop", "Prior drug" = "ignore" }

[[sources]]
table = "assessments"
sheet = "All"
columns = { Pt = "patient" }

[[sources]]
table = "events"
sheet = "All"
columns = { Pt = "patient", AE = "event", "AE onset" = "date" }
""",
    # Who had no drug before and no event did nothing wrong.
    blameless={"All": ["D5", "E5", "M5", "N5"]},
)  # fmt: skip

UNIT_ROW = Chart(
    "unit-row",
    "One row a visit; the units stand in a second row of headings.",
    [
        people("A-1", "A-2", "A-3"),
        Block(
            [
                ["ID", "Visit date", "LDH", "Hb", "Itch VAS", "Platelets", "TARC"],
                [None, None, "(U/L)", "(g/L)", "(cm)", "(10^3/uL)", "(pg/mL)"],
            ],
            ["patient", "date", "LDH", "HB", "ITCH_VAS", "PLT", "TARC"],
            [
                ["A-1", d(2021, 1, 8), 301, reads(138, 13.8), reads(7.2, 72), reads(234, 23.4), 2210],
                ["A-1", d(2021, 2, 9), 244, reads(141, 14.1), reads(3.5, 35), reads(251, 25.1), 880],
                ["A-2", d(2021, 2, 9), 198, reads(129, 12.9), reads(10, 100), reads(198, 19.8), 455],
                ["A-3", d(2021, 3, 9), 410, refused("n.d."), reads(0, 0), None, said("1,204", 1204)],
            ],
            sheet="Visits",
        ),
    ],
    PEOPLE + """
[[sources]]
table = "assessments"
sheet = "Visits"
header_rows = 2
""",
)  # fmt: skip

_VISIT_COLUMNS = ["patient", "date", "EASI", "IGA", "DLQI"]
SHEET_PER_VISIT = Chart(
    "sheet-per-visit",
    "One sheet a visit, in Japanese; one visit was copied into two sheets.",
    [
        people("1", "2", "3"),
        Block([["ID", "評価日", "EASI", "IGA", "DLQI"]], _VISIT_COLUMNS,
              [[reads(1, "1"), d(2021, 1, 10), 22.4, 3, 14], [reads(2, "2"), d(2021, 2, 10), 30, 4, 20],
               [reads(3, "3"), d(2021, 3, 10), 16.1, 3, 9]], sheet="投与前"),
        Block([["ID", "評価日", "EASI", "IGA", "DLQI"]], _VISIT_COLUMNS,
              [[reads(1, "1"), d(2021, 2, 8), 10.2, 2, 6], [reads(2, "2"), d(2021, 3, 11), 15, 3, 11],
               [reads(3, "3"), d(2021, 4, 9), 8, 2, 4]], sheet="1ヶ月後"),
        Block([["ID", "評価日", "EASI", "IGA", "DLQI"]], _VISIT_COLUMNS,
              [[reads(1, "1"), d(2021, 4, 12), 4, 1, 2],
               # Copied from the sheet before and not changed.
               [reads(2, "2"), d(2021, 3, 11), doubted(15, 15), doubted(3, 3), doubted(11, 11)],
               [reads(3, "3"), refused("欠席"), 5.5, 2, None]], sheet="3ヶ月後"),
    ],
    PEOPLE + "".join(f'\n[[sources]]\ntable = "assessments"\nsheet = "{name}"\n'
                     for name in ("投与前", "1ヶ月後", "3ヶ月後")),
)  # fmt: skip

SIDE_BY_SIDE = Chart(
    "side-by-side",
    "Two tables side by side on one sheet; a row of the left one is not the row of the right one.",
    [
        Block([["ID", "Age", "Sex"]], ["patient", "patients.age_years", "patients.sex"],
              [["P1", 30, "F"], ["P2", 41, "M"], ["P3", 52, "F"]], sheet="Both", top=2),
        Block([["Patient no.", "Drug", "Started", "Stopped"]],
              ["patient", "treatments.drug", "treatments.start", "treatments.stop"],
              [["P3", "baricitinib", d(2021, 3, 1), None],
               ["P1", reads("CyA", "cyclosporine"), d(2019, 5, 1), d(2020, 1, 31)],
               ["P1", reads("Olumiant", "baricitinib"), d(2021, 1, 4), d(2021, 8, 2)],
               ["P2", "baricitinib", d(2021, 2, 1), None]],
              sheet="Both", top=2, left=6),
    ],
    """
[[sources]]
table = "patients"
sheet = "Both"
header_row = 2
columns = { "Patient no." = "ignore", Drug = "ignore", Started = "ignore", Stopped = "ignore" }

[[sources]]
table = "treatments"
sheet = "Both"
header_row = 2
columns = { ID = "ignore", Age = "ignore", Sex = "ignore", "Patient no." = "patient" }
""",
    loose={"Both": {"A1": "Patients", "F1": "Treatments"}},
)  # fmt: skip

_HEAD = [looks("ID", bold=True), "Date", "EASI", "IGA"]
REPEATED_HEADINGS = Chart(
    "repeated-headings",
    "Printed pages pasted one below the other: headings again, empty rows, totals between.",
    [
        people("R1", "R2", "R3"),
        Block(
            [_HEAD], ["patient", "date", "EASI", "IGA"],
            [
                ["R1", d(2021, 1, 9), 20.5, 3],
                ["R2", d(2021, 2, 9), 31, 4],
                [refused("Mean"), None, refused(Formula("=AVERAGE(C2:C3)", 25.75)), refused(3.5)],
                None,
                [refused("ID"), refused("Date"), refused("EASI"), refused("IGA")],
                ["R3", d(2021, 3, 9), 12.2, 3],
                ["R1", d(2021, 2, 9), 9.9, 2],
                None, None,
                [refused("n = 4"), None, None, None],
                [refused("合計"), None, refused(73.6), refused(12)],
            ],
            sheet="Visits",
        ),
    ],
    PEOPLE + '\n[[sources]]\ntable = "assessments"\nsheet = "Visits"\n',
    extra_sheets=["Empty"], chart_sheet=True,
)  # fmt: skip

MERGED_IDS = Chart(
    "merged-ids",
    "The ID stands once in a cell merged over the rows of all visits.",
    [
        people("M1", "M2"),
        Block(
            [["ID", "Date", "EASI", "LDH"]], ["patient", "date", "EASI", "LDH"],
            [
                ["M1", d(2021, 1, 9), 25, 300],
                [either(None, "M1"), d(2021, 2, 9), either(12, 12), either(250, 250)],
                [either(None, "M1"), d(2021, 4, 9), either(3.3, 3.3), either(201, 201)],
                ["M2", d(2021, 2, 9), 18, 280],
                [either(None, "M2"), d(2021, 3, 9), either(7.5, 7.5), either(222, 222)],
            ],
            sheet="Visits",
        ),
    ],
    PEOPLE + '\n[[sources]]\ntable = "assessments"\nsheet = "Visits"\n',
    merged={"Visits": ["A2:A4", "A5:A6"]},
)  # fmt: skip

HIDDEN = Chart(
    "hidden",
    "A hidden row, a hidden column and a hidden sheet.",
    [
        people("H1", "H2", "H3"),
        Block(
            [["ID", "Date", "EASI", "IGA", "DLQI"]], ["patient", "date", "EASI", "IGA", "DLQI"],
            [["H1", d(2021, 1, 9), 20, 3, 12], ["H2", d(2021, 2, 9), 33, 4, 18],
             ["H3", d(2021, 3, 9), 15, 3, 7]],
            sheet="Visits",
        ),
    ],
    PEOPLE + '\n[[sources]]\ntable = "assessments"\nsheet = "Visits"\n',
    loose={"old": {"A1": "ID", "B1": "Date", "C1": "EASI", "A2": "H1", "B2": d(2021, 1, 9), "C2": 60}},
    hidden={"Visits": [3, "D:D"], "old": ["sheet"]},
    noticed=[
        ("Visits", ["A3", "B3", "C3", "D3", "E3"], "hidden|filter"),
        ("Visits", ["D1", "D2", "D3", "D4"], "hidden"),
    ],
)  # fmt: skip

COLOURS = Chart(
    "colours",
    "Red is said to mean dropped out; a value is struck through; comments carry news.",
    [
        people("C1", "C2", "C3"),
        Block(
            [["ID", "Date", "EASI", "IGA"]], ["patient", "date", "EASI", "IGA"],
            [
                ["C1", d(2021, 1, 9), 20, 3],
                [looks("C2", bg_color="#FF0000"), looks(d(2021, 2, 9), bg_color="#FF0000"),
                 looks(33, bg_color="#FF0000"), looks(4, bg_color="#FF0000")],
                ["C3", d(2021, 3, 9), looks(doubted(15, 15), font_strikeout=True), 3],
                ["C1", d(2021, 2, 9), looks(11, comment="SYNTHETIC: asked again"), 2],
                ["C3", d(2021, 4, 9), looks(6.5, font_color="#0000FF"), 2],
            ],
            sheet="Visits",
        ),
    ],
    PEOPLE + '\n[[sources]]\ntable = "assessments"\nsheet = "Visits"\nlast_row = 6\n',
    loose={"Visits": {"A9": "red = dropped out", "A10": "blue = by telephone"}},
    noticed=[
        ("Visits", ["A3", "B3", "C3", "D3"], "fill|colour"),
        ("Visits", ["C6"], "colour|font|written in"),
        ("Visits", ["C4"], "str(i|u)ck|stroke|strike"),
        ("Visits", ["C5"], "comment|note"),
    ],
)  # fmt: skip

CHARTS = (
    ONE_SHEET_JA, ONE_SHEET_EN, UNIT_ROW, SHEET_PER_VISIT, SIDE_BY_SIDE, REPEATED_HEADINGS, MERGED_IDS, HIDDEN,
    COLOURS,
)  # fmt: skip
