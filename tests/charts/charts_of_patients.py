"""Charts in which it is hard to say who is who."""

# Rows of cells are read as rows, and kanji count twice.
# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from chart_cells import Block, Chart, doubted, either, reads, refused, said
from charts_of_layouts import PEOPLE, people
from charts_of_values import VISITS, visits

d = dt.date

LOST_ZEROS = Chart(
    "lost-zeros",
    "IDs as text in one sheet (001); in the other Excel made numbers of them (1).",
    [
        people("001", "002", "0103"),
        visits(
            ["EASI"], ["EASI"],
            [said(1, "001"), d(2021, 1, 11), 20], [said(2.0, "002"), d(2021, 2, 11), 30],
            [said(103, "0103"), d(2021, 3, 11), 15], ["001", d(2021, 2, 11), 9],
            [said("1", "001"), d(2021, 3, 12), 4], [said("００２", "002")._replace(state="read"), d(2021, 3, 12), 8],
            [refused(4), d(2021, 3, 13), 7],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip

TWO_CANDIDATES = Chart(
    "two-candidates",
    "The number 1 could be the patient 01 or the patient 001.",
    [
        people("01", "001", "12"),
        visits(
            ["EASI"], ["EASI"],
            [refused(1), d(2021, 1, 11), 20], ["01", d(2021, 1, 12), 30],
            ["001", d(2021, 2, 12), 15], [reads(12, "12"), d(2021, 3, 12), 9],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip

IDS_AS_DATES = Chart(
    "ids-as-dates",
    "Excel made dates of the IDs 1-2 and 3-4.",
    [
        Block(
            [["ID", "Age", "Sex", "First dose"]],
            ["patient", "patients.age_years", "patients.sex", "treatments.start"],
            [["1-1x", 30, "F", d(2021, 1, 4)], [refused(d(2021, 1, 2)), 41, "M", d(2021, 1, 5)],
             [refused(dt.datetime(2021, 3, 4)), 52, "F", d(2021, 1, 6)],
             [refused(True), 33, "F", d(2021, 1, 7)], [reads("5-6", "5-6"), 29, "M", d(2021, 1, 8)]],
            sheet="Patients", given={"treatments.drug": "baricitinib"},
        ),
        visits(
            ["EASI"], ["EASI"],
            ["1-1x", d(2021, 1, 4), 20], [refused(d(2021, 1, 2)), d(2021, 1, 5), 30],
            ["5-6", d(2021, 1, 8), 12],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip

CONFLICTS = Chart(
    "conflicts",
    "Two sheets tell of the same days: once the same, once not; one patient is listed twice.",
    [
        Block(
            [["ID", "Age", "Sex", "First dose"]],
            ["patient", "patients.age_years", "patients.sex", "treatments.start"],
            [["P1", either(30, 30), "F", either(d(2021, 1, 4), d(2021, 1, 4))],
             ["P2", 41, "M", d(2021, 1, 5)],
             [doubted("P1", "P1"), 31, "F", d(2021, 1, 14)]],
            sheet="Patients", given={"treatments.drug": "baricitinib"},
        ),
        visits(
            ["EASI", "LDH"], ["EASI", "LDH"],
            ["P1", d(2021, 1, 4), 20, either(300, 300)], ["P2", d(2021, 1, 5), 30, 280],
            ["P1", d(2021, 2, 4), 9.5, 250],
        ),
        Block(
            [["ID", "Date", "EASI", "LDH"]], ["patient", "date", "EASI", "LDH"],
            [["P1", d(2021, 1, 4), doubted(20, 20), either(310, 310)],
             ["P2", d(2021, 1, 5), None, doubted(280, 280)],
             ["P9", d(2021, 1, 6), 11, 200],
             ["P2", d(2021, 2, 5), 12, 210]],
            sheet="Copy",
        ),
    ],
    PEOPLE + VISITS + '\n[[sources]]\ntable = "assessments"\nsheet = "Copy"\n',
    noticed=[("Copy", ["D2"], "conflict|300"), ("Copy", ["A4"], "patient")],
)  # fmt: skip

IDENTITIES = Chart(
    "identities",
    "Names, birth dates, telephone and chart numbers stand beside the data and are not read.",
    [
        Block(
            [["ID", "氏名", "カルテ番号", "生年月日", "電話番号", "年齢", "性別", "開始日", "備考"]],
            ["patient", "ignored", "ignored", "ignored", "ignored", "patients.age_years",
             "patients.sex", "treatments.start", "foreign"],
            [["P1", "Patient A", "00-000-1", d(1990, 4, 1), "000-0000-0001", 30, reads("女", "F"),
              d(2021, 1, 4), "reply by letter"],
             ["P2", "Patient B", "00-000-2", reads("S55.1.1", None), "000-0000-0002", 41,
              reads("男", "M"), d(2021, 1, 5), None]],
            sheet="名簿", given={"treatments.drug": "baricitinib"},
        ),
    ],
    """
[[sources]]
table = "patients"
sheet = "名簿"
columns = { "氏名" = "ignore", "カルテ番号" = "ignore", "生年月日" = "ignore", "電話番号" = "ignore", "開始日" = "ignore" }

[[sources]]
table = "treatments"
sheet = "名簿"
constants = { drug = "baricitinib" }
columns = { "氏名" = "ignore", "カルテ番号" = "ignore", "生年月日" = "ignore", "電話番号" = "ignore", "年齢" = "ignore", "性別" = "ignore" }
""",
)  # fmt: skip

CHARTS = (LOST_ZEROS, TWO_CANDIDATES, IDS_AS_DATES, CONFLICTS, IDENTITIES)
