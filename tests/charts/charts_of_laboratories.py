"""Charts that laboratories print: one value a row, each with its unit."""

# Rows of cells are read as rows, and kanji count twice.
# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from chart_cells import Block, Chart, doubted, reads, refused, said
from charts_of_days import PEOPLE_CSV
from charts_of_layouts import PEOPLE, people
from charts_of_values import day

d = dt.date
LONG = ["patient", "date", "parameter", "value", "unit"]

LAB_MIXED_UNITS = Chart(
    "lab-mixed-units",
    "Long export of two laboratories: the unit column differs from row to row.",
    [
        people("P1", "P2"),
        Block(
            [["ID", "Date", "Test", "Result", "Unit"]], LONG,
            [
                ["P1", day(1), "LDH", 240, "U/L"],
                ["P1", day(1), reads("Hb", "HB"), 13.8, "g/dL"],
                ["P1", day(1), "PLT", 23.4, reads("10^4/uL", "10^4/uL")],
                ["P1", day(1), reads("IgE", "IGE"), 1200, reads("kU/L", "IU/mL")],
                ["P2", day(2), reads("Hb", "HB"), reads(138, 13.8), "g/L"],
                ["P2", day(2), "PLT", reads(234, 23.4), "10^9/L"],
                ["P2", day(2), reads("CK", "CPK"), reads("118", 118), reads("IU/L", "U/L")],
                ["P2", day(2), reads("Cr", "CREAT"), 0.8, "mg/dL"],
                ["P2", day(2), "TARC", reads(2.2, 2200), "ng/mL"],
                ["P1", day(3), "LDH", 240, refused("mg/dL")],
                ["P1", day(3), reads("Eosinophils", "EOS"), reads(0.5, 500), "10^3/uL"],
                ["P1", day(4), reads("Eosinophils", "EOS_PCT"), 6, "%"],
            ],
            sheet="Lab",
        ),
    ],
    PEOPLE + '\n[[sources]]\ntable = "assessments"\nsheet = "Lab"\n',
)  # fmt: skip

CENSORED = Chart(
    "censored",
    "Values below and above the limits of the laboratory, in every spelling.",
    [
        people("P1", "P2"),
        Block(
            [["ID", "日付", "項目", "結果", "単位"]], LONG,
            [
                ["P1", day(1), "TARC", said("<125", 125, "<"), "pg/mL"],
                ["P1", day(2), "TARC", said("＜１２５", 125, "<"), "pg/mL"],
                ["P1", day(3), "TARC", said("125未満", 125, "<"), "pg/mL"],
                ["P1", day(4), "TARC", said(">20000", 20000, ">"), "pg/mL"],
                ["P1", day(5), "TARC", said("> 20,000", 20000, ">"), "pg/mL"],
                ["P1", day(6), "TARC", said("20000超", 20000, ">"), "pg/mL"],
                ["P2", day(7), reads("非特異的IgE", "IGE"), said("５未満", 5, "<"), "IU/mL"],
                ["P2", day(8), reads("非特異的IgE", "IGE"), said("5000以上", 5000, ">"), "IU/mL"],
                ["P2", day(9), reads("非特異的IgE", "IGE"), said("≧5000", 5000, ">"), "IU/mL"],
                ["P2", day(10), reads("非特異的IgE", "IGE"), refused("検出せず"), "IU/mL"],
                ["P2", day(11), reads("非特異的IgE", "IGE"), refused("ND"), "IU/mL"],
                ["P2", day(12), reads("非特異的IgE", "IGE"), refused("(+)"), "IU/mL"],
                ["P2", day(13), reads("非特異的IgE", "IGE"), said("<5 IU/mL", 5, "<"), "IU/mL"],
                ["P2", day(14), reads("非特異的IgE", "IGE"), refused("<"), "IU/mL"],
                ["P2", day(15), reads("非特異的IgE", "IGE"), refused("<5>"), "IU/mL"],
                ["P2", day(16), doubted("特異的IgE（ダニ）", "特異的IgE（ダニ）"), 52.1, "UA/mL"],
            ],
            sheet="検査",
        ),
    ],
    PEOPLE + '\n[[sources]]\ntable = "assessments"\nsheet = "検査"\n',
)  # fmt: skip

COMPARATOR_COLUMN = Chart(
    "comparator-column",
    "The comparator has a column of its own and disagrees once with the value.",
    [
        people("P1"),
        Block(
            [["ID", "Date", "Test", "Comparator", "Value", "Unit"]],
            ["patient", "date", "parameter", "comparator", "value", "unit"],
            [
                ["P1", day(1), "TARC", "<", 125, "pg/mL"],
                ["P1", day(2), "TARC", None, 455, "pg/mL"],
                ["P1", day(3), "TARC", ">", 20000, "pg/mL"],
                ["P1", day(4), "TARC", "<", said("<125", 125, "<"), "pg/mL"],
                ["P1", day(5), "TARC", refused("<"), refused(">20000"), "pg/mL"],
            ],
            sheet="Lab",
        ),
    ],
    PEOPLE + '\n[[sources]]\ntable = "assessments"\nsheet = "Lab"\n',
)  # fmt: skip

LAB_EXPORT = Chart(
    "lab-export",
    "Long export of a laboratory system in CP932: flags, a comment in the value column, page headings.",
    [
        Block(
            [["ID", "Age", "Sex", "Start"]],
            ["patient", "patients.age_years", "patients.sex", "treatments.start"],
            [["P1", reads("30", 30), "M", reads("2021-01-04", d(2021, 1, 4))],
             ["P2", reads("40", 40), "F", reads("2021-01-05", d(2021, 1, 5))]],
            file="lab-export-patients.csv", given={"treatments.drug": "baricitinib"},
        ),
        Block(
            [["患者番号", "採血日", "検査項目名", "結果値", "単位", "フラグ"]],
            ["patient", "date", "parameter", "value", "unit", "ignored"],
            [
                ["P1", reads("2021/01/04", d(2021, 1, 4)), "LDH", reads("312", 312), reads("U/L", "U/L"), "H"],
                ["P1", reads("2021/01/04", d(2021, 1, 4)), reads("ＡＳＴ", "AST"), reads(" 24", 24), "U/L", None],
                ["P1", reads("2021/01/04", d(2021, 1, 4)), reads("好酸球数", "EOS"), reads("640", 640), reads("/μL", "/uL"), None],
                ["P1", reads("2021/01/04", d(2021, 1, 4)), reads("血小板数", "PLT"), reads("23.4", 23.4), reads("万/μL", "10^4/uL"), None],
                ["P1", reads("2021/01/04", d(2021, 1, 4)), reads("白血球数", "WBC"), reads("62", 6200), reads("×10^2/μL", "/uL"), None],
                ["P1", reads("2021/01/04", d(2021, 1, 4)), reads("総IgE", "IGE"), said("20000以上", 20000, ">"), "IU/mL", "H"],
                [refused("患者番号"), refused("採血日"), refused("検査項目名"), refused("結果値"), refused("単位"), "フラグ"],
                ["P2", reads("2021/01/05", d(2021, 1, 5)), "LDH", refused("溶血"), "U/L", None],
                ["P2", reads("2021/01/05", d(2021, 1, 5)), reads("CK(CPK)", "CPK"), reads("118", 118), "U/L", None],
                ["P2", reads("2021/01/05", d(2021, 1, 5)), reads("T-Bil", "TBIL"), reads("0.7", 0.7), "mg/dL", None],
                ["P2", reads("2021/01/05", d(2021, 1, 5)), "TARC", refused("検査中"), "pg/mL", None],
                ["P2", reads("2021/01/05", d(2021, 1, 5)), reads("ﾍﾓｸﾞﾛﾋﾞﾝ", "HB"), reads("13.2", 13.2), "g/dL", None],
                [refused("以上"), None, None, None, None, None],
            ],
        ),
    ],
    PEOPLE_CSV.format("lab-export") + '\n[[sources]]\ntable = "assessments"\ncolumns = { "フラグ" = "ignore" }\n'
    'codes = { parameter = { "CK(CPK)" = "CPK" } }\n',
    suffix=".csv", encoding="cp932",
)  # fmt: skip

CHARTS = (LAB_MIXED_UNITS, CENSORED, COMPARATOR_COLUMN, LAB_EXPORT)
