"""Charts whose numbers, words and units are written as people write them."""

# Rows of cells are read as rows, and kanji count twice.
# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from chart_cells import Block, Chart, Is, doubted, either, looks, reads, refused, said
from charts_of_layouts import PEOPLE, people

d = dt.date
VISITS = '\n[[sources]]\ntable = "assessments"\nsheet = "Visits"\n'


def visits(
    headings: list[str], parameters: list[str], *rows: list[object], **more: object
) -> Block:
    """One row a visit, with ID and date in front."""
    return Block(
        [["ID", "Date", *headings]], ["patient", "date", *parameters], rows, sheet="Visits", **more
    )


def day(number: int) -> dt.date:
    """Different days, so that no two values are of the same one."""
    return d(2021, 1, 10) + dt.timedelta(days=number)


UNITS_IN_CELLS = Chart(
    "units-in-cells",
    "Units inside the cells, some of them other units of the same parameter, some foreign.",
    [
        people("P1", "P2"),
        visits(
            ["LDH", "Hb", "PLT", "Itch VAS", "BSA", "WBC"],
            ["LDH", "HB", "PLT", "ITCH_VAS", "BSA", "WBC"],
            ["P1", day(1), said("306 U/L", 306), said("13.8 g/dL", 13.8), said("23.4万/μL", 23.4),
             said("72 mm", 72), said("45%", 45), said("6,200 /µL", 6200)],
            ["P1", day(2), said("306U/l", 306), said("138 g/L", 13.8), said("234 x10^3/uL", 23.4),
             said("7.2 cm", 72), said("４５％", 45), said("6.2 x10^3/uL", 6200)],
            ["P2", day(3), refused("306 mg/dL"), refused("13.8 mmHg"), said("234 10^9/L", 23.4),
             refused("72 kg"), refused("45 mm"), said("6.2×10^9/L", 6200)],
            ["P2", day(4), 306, 13.8, 23.4, 72, 45, 6200],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip

UNITS_DECLARED = Chart(
    "units-declared",
    "The study file says in which units the sheet is written; nothing on the sheet does.",
    [
        people("P1", "P2"),
        visits(
            ["PLT", "Itch VAS", "Hb"], ["PLT", "ITCH_VAS", "HB"],
            ["P1", day(1), reads(234, 23.4), reads(7.2, 72), reads(138, 13.8)],
            ["P1", day(2), reads("251", 25.1), reads("3.1", 31), reads("141", 14.1)],
            ["P2", day(3), reads(98, 9.8), reads(0, 0), refused("n.d.")],
        ),
    ],
    PEOPLE + VISITS + 'units = { PLT = "10^3/uL", ITCH_VAS = "cm", HB = "g/L" }\n',
)  # fmt: skip

CODES = Chart(
    "codes",
    "Codes of the department: sex 1 and 2, marks for yes, 999 for missing, words below detection.",
    [
        Block(
            [["No", "Age", "Sex", "Asthma", "Rhinitis", "BMI", "Start"]],
            ["patient", "patients.age_years", "patients.sex", "patients.asthma",
             "patients.rhinitis", "patients.bmi", "treatments.start"],
            [
                [reads(1, "1"), 31, reads(1, "M"), reads(1, True), reads("○", True), 22.1, d(2021, 1, 4)],
                [reads(2, "2"), 45, reads(2, "F"), reads(0, False), reads("×", False), refused(999),
                 d(2021, 1, 5)],
                [reads(3, "3"), refused(999), reads("2", "F"), reads(1, True), refused("?"),
                 refused("999"), d(2021, 1, 6)],
                [reads(4, "4"), 28, refused(3), reads("0", False), reads("あり", True), 19.8,
                 d(2021, 1, 7)],
                [reads(5, "5"), 61, refused(9), refused(2), reads("なし", False), 30.2, d(2021, 1, 8)],
            ],
            sheet="Patients", given={"treatments.drug": "baricitinib"},
        ),
        Block(
            [["No", "Date", "EASI", "TARC"]], ["patient", "date", "EASI", "TARC"],
            [
                [reads(1, "1"), d(2021, 1, 4), 0, reads("検出せず", 125, "<")],
                [reads(2, "2"), d(2021, 1, 5), refused(999), 455],
                [reads(3, "3"), d(2021, 1, 6), None, refused(999)],
                [reads(4, "4"), d(2021, 1, 7), reads("0", 0), refused(999.0)],
            ],
            sheet="Visits",
        ),
    ],
    """
[[sources]]
table = "patients"
sheet = "Patients"
missing = ["999"]
columns = { No = "patient", Start = "ignore" }
codes = { sex = { "1" = "M", "2" = "F" }, asthma = { "1" = "yes", "0" = "no" }, rhinitis = { "○" = "yes", "×" = "no" } }

[[sources]]
table = "treatments"
sheet = "Patients"
constants = { drug = "baricitinib" }
columns = { No = "patient", Start = "start", Age = "ignore", Sex = "ignore", Asthma = "ignore", Rhinitis = "ignore", BMI = "ignore" }

[[sources]]
table = "assessments"
sheet = "Visits"
missing = ["999"]
columns = { No = "patient" }
codes = { value = { "検出せず" = "<125" } }
""",
)  # fmt: skip

WORDS_AND_MARKS = Chart(
    "words-and-marks",
    "Words for missing, marks of footnotes, flags of the laboratory, guesses and ranges.",
    [
        people("P1", "P2"),
        visits(
            ["EASI", "LDH", "DLQI", "TARC"], ["EASI", "LDH", "DLQI", "TARC"],
            ["P1", day(1), refused("未"), said("250 H", 250), said("12*", 12), refused("n.a.")],
            ["P1", day(2), refused("-"), said("250(H)", 250), said("12†", 12), refused("―")],
            ["P1", day(3), refused("ー"), said("H 250", 250), said("12※", 12), refused("未検")],
            ["P1", day(4), refused("ND"), said("250↑", 250), either("12?", 12), refused("欠測")],
            ["P1", day(5), refused("10-12"), refused("(1+)"), either("約12", 12), refused("±")],
            ["P1", day(6), refused("10〜12"), refused("3+4"), either("12²", 12), refused("hemolysis")],
            ["P2", day(7), refused("12.5→8.0"), refused("250, 244"), refused("twelve"), refused("*")],
            ["P2", day(8), refused("12.5, 8.0"), refused("250/244"), refused("1O"), refused("x")],
            ["P2", day(9), refused("12.5、8.0"), refused("250 244"), refused("十二"), refused("　・　")],
            ["P2", day(10), 12.5, 250, 12, 450],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip

SCALES = Chart(
    "scales",
    "Scores written with their scale: 7/10, 3 (moderate), 72/100, 12.5 points.",
    [
        people("P1", "P2"),
        visits(
            ["IGA", "Itch NRS", "DLQI", "EASI"], ["IGA", "ITCH_NRS", "DLQI", "EASI"],
            ["P1", day(1), either("3 (moderate)", 3), either("7/10", 7), either("12/30", 12), 20.5],
            ["P1", day(2), either("2 (mild)", 2), either("4/10", 4), either("7 / 30", 7),
             either("9.9 points", 9.9)],
            ["P1", day(3), either("IGA 1", 1), 1, 3, either("3.3点", 3.3)],
            ["P2", day(4), refused("moderate"), refused("7/8/9"), refused("12/0"), refused("0/1")],
            ["P2", day(5), 4, 10, 30, 72],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip

DECIMAL_COMMAS = Chart(
    "decimal-commas",
    "Semicolons, decimal commas and points for thousands; the study file says so.",
    [
        Block(
            [["ID", "Age", "Sex", "BMI", "Start"]],
            ["patient", "patients.age_years", "patients.sex", "patients.bmi", "treatments.start"],
            [["D1", reads("34", 34), reads("m", "M"), reads("22,5", 22.5), reads("2021-01-04", d(2021, 1, 4))],
             ["D2", reads("51", 51), reads("w", "F"), reads("19,81", 19.81), reads("2021-01-05", d(2021, 1, 5))]],
            file="decimal-commas-patients.csv", given={"treatments.drug": "baricitinib"},
        ),
        Block(
            [["ID", "Date", "EASI", "LDH", "TARC"]], ["patient", "date", "EASI", "LDH", "TARC"],
            [
                ["D1", reads("2021-01-04", d(2021, 1, 4)), reads("24,6", 24.6), reads("312", 312),
                 reads("1.204", 1204)],
                ["D1", reads("2021-02-04", d(2021, 2, 4)), reads("8,0", 8), reads("240,5", 240.5),
                 reads("12.204,5", 12204.5)],
                ["D2", reads("2021-01-05", d(2021, 1, 5)), refused("24.6"), reads("300", 300),
                 said("<125,5", 125.5, "<")],
                ["D2", reads("2021-02-05", d(2021, 2, 5)), reads("0,5", 0.5), refused("1.20"),
                 refused("1,204,5")],
            ],
        ),
    ],
    """
[[sources]]
table = "patients"
file = "decimal-commas-patients.csv"
decimal = ","
columns = { Start = "ignore" }

[[sources]]
table = "treatments"
file = "decimal-commas-patients.csv"
constants = { drug = "baricitinib" }
columns = { Start = "start", Age = "ignore", Sex = "ignore", BMI = "ignore" }

[[sources]]
table = "assessments"
decimal = ","
""",
    suffix=".csv", delimiter=";",
)  # fmt: skip

THOUSANDS = Chart(
    "thousands",
    "Separators of thousands, and a decimal comma that nobody declared.",
    [
        people("P1", "P2"),
        visits(
            ["TARC", "IgE", "EASI", "LDH"], ["TARC", "IGE", "EASI", "LDH"],
            ["P1", day(1), said("1,204", 1204), said("12,345", 12345), refused("24,6"), 250],
            ["P1", day(2), said("1 204", 1204), said("１２，３４５", 12345), refused("8,05"), refused("2,50")],
            ["P1", day(3), said("1'204", 1204), said("12 345", 12345), 8.05, refused("1,20,4")],
            ["P2", day(4), said("1\u202f204", 1204), said("1,234,567", 1234567), refused("2,4,6"),
             refused("1,2345")],
            ["P2", day(5), said("1,204.5", 1204.5), refused("1.204,5"), reads("1e1", 10), refused("0x10")],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip

PERCENT = Chart(
    "percent",
    "0.45 that Excel shows as 45 %, and percent signs in text.",
    [
        people("P1", "P2", "P3"),
        visits(
            ["BSA", "EASI"], ["BSA", "EASI"],
            ["P1", day(1), looks(doubted(0.45, 45), num_format="0%"), 20],
            ["P1", day(2), looks(doubted(0.2, 20), num_format="0%"), 10],
            ["P2", day(3), looks(doubted(0.08, 8), num_format="0.0%"), 30],
            ["P3", day(4), looks(doubted(0.95, 95), num_format="0%"), 44],
        ),
        Block(
            [["ID", "Date", "BSA"]], ["patient", "date", "BSA"],
            [["P1", day(31), said("45 %", 45)], ["P1", day(32), said("0.5%", 0.5)],
             ["P2", day(33), said("１２％", 12)], ["P3", day(34), refused("145 %")]],
            sheet="Text",
        ),
    ],
    PEOPLE + VISITS + '\n[[sources]]\ntable = "assessments"\nsheet = "Text"\n',
)  # fmt: skip

WIDTHS_AND_SPACES = Chart(
    "widths-and-spaces",
    "Full-width digits, no-break and zero-width spaces, line breaks and tabs inside cells.",
    [
        Block(
            [["ＩＤ", "Ａｇｅ", " Sex ", "First\u00a0dose"]],
            ["patient", "patients.age_years", "patients.sex", "treatments.start"],
            [["P1", said("３４", 34), reads("Ｆ", "F"), reads("２０２１/１/４", d(2021, 1, 4))],
             [reads("P2 ", "P2"), reads("41 ", 41), reads(" m\u00a0", "M"), reads("2021-01-05\u3000", d(2021, 1, 5))],
             [reads("P3\u200b", "P3"), reads("52\u200b", 52), reads("f\n", "F"), reads("\u00a02021-01-06", d(2021, 1, 6))]],
            sheet="Patients", given={"treatments.drug": "baricitinib"},
        ),
        visits(
            ["EASI", "LDH"], ["EASI", "LDH"],
            [reads("\u00a0P1", "P1"), day(1), said("２４．６", 24.6), said("３１２", 312)],
            [reads("Ｐ１", "P1"), day(2), reads("8.2\u00a0", 8.2), reads("240\t", 240)],
            [reads("P2\u3000", "P2"), day(3), reads("\ufeff30.1", 30.1), refused("−5")],
            [reads("P3", "P3"), day(4), reads("12.0\n", 12), refused("2 4\u200b0")],
            [reads("P3", "P3"), Is("\u3000", None, "ignored"), None, None],
        ),
    ],
    PEOPLE.replace("First dose", "First\\u00A0dose") + VISITS,
)  # fmt: skip

SEVERAL_IN_A_CELL = Chart(
    "several-in-a-cell",
    "Several drugs, events and doses in one cell, with commas of both kinds.",
    [
        people("P1", "P2", "P3"),
        Block(
            [["患者番号", "薬剤", "用量", "開始日", "終了日"]],
            ["patient", "treatments.drug", "treatments.dose_mg_per_day", "treatments.start",
             "treatments.stop"],
            [
                ["P1", reads("シクロスポリン", "cyclosporine"), said("150mg/day", 150), d(2019, 1, 1), d(2019, 6, 1)],
                ["P1", reads("プレドニゾロン", "prednisolone"), said("5 mg/日", 5), d(2019, 7, 1), d(2019, 8, 1)],
                ["P2", doubted("シクロスポリン、プレドニゾロン", "シクロスポリン、プレドニゾロン"),
                 refused("150、5"), d(2018, 1, 1), d(2018, 6, 1)],
                ["P2", doubted("dupilumab, cyclosporine", "dupilumab, cyclosporine"), None, d(2020, 1, 1),
                 d(2020, 2, 1)],
                ["P3", reads("デュピクセント", "dupilumab"), refused("300mg q2w"), d(2020, 3, 1), d(2020, 9, 1)],
                ["P3", refused("なし"), None, None, None],
            ],
            sheet="前治療",
        ),
        Block(
            [["患者番号", "有害事象", "発現日", "処置"]],
            ["patient", "events.event", "events.date", "events.action"],
            [
                ["P1", reads("帯状疱疹", "herpes zoster"), d(2021, 5, 1), reads("休薬", "drug interrupted")],
                ["P2", doubted("ざ瘡、CPK上昇", "ざ瘡、CPK上昇"), d(2021, 5, 1), reads("継続", "none")],
                ["P3", reads("口唇ヘルペス", "herpes simplex"), refused("5月頃"), reads("中止", "drug withdrawn")],
            ],
            sheet="有害事象",
        ),
    ],
    PEOPLE + '\n[[sources]]\ntable = "treatments"\nsheet = "前治療"\n'
    '\n[[sources]]\ntable = "events"\nsheet = "有害事象"\n',
)  # fmt: skip

WRONG_VALUES = Chart(
    "wrong-values",
    "Out of range, off the grid, decimal slips, two columns exchanged, a platelet count in thousands.",
    [
        people("P1", "P2", "P3"),
        visits(
            ["EASI", "DLQI", "IGA", "BSA", "PLT"], ["EASI", "DLQI", "IGA", "BSA", "PLT"],
            ["P1", day(1), 21.5, 14, 3, 40, 23.4],
            ["P1", day(2), refused(215), 11, 3, 35, 22.8],
            ["P1", day(3), doubted(21.53, 21.53), doubted(7.5, 7.5), doubted(2.5, 2.5), 33.3, 24.1],
            # EASI and DLQI exchanged: the DLQI cannot be, the EASI could.
            ["P2", day(4), 12, refused(34.5), 4, 60, 25],
            ["P2", day(5), refused(-3), refused(-1), refused(7), refused(130), refused(412)],
            ["P3", day(6), refused(True), refused("yes"), refused(dt.datetime(2021, 3, 4)), 10,
             refused(0)],
            ["P3", day(7), 0, 0, 0, 0, 21],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip

CHARTS = (
    UNITS_IN_CELLS, UNITS_DECLARED, CODES,
    WORDS_AND_MARKS, SCALES, DECIMAL_COMMAS, THOUSANDS, PERCENT, WIDTHS_AND_SPACES,
    SEVERAL_IN_A_CELL, WRONG_VALUES,
)  # fmt: skip
