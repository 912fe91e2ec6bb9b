"""Charts whose dates are written as people write them."""

# Rows of cells are read as rows, and kanji count twice.
# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from chart_cells import Block, Chart, doubted, either, looks, reads, refused, said
from charts_of_layouts import PEOPLE, people
from charts_of_values import VISITS, visits

d = dt.date
E = ["EASI"]

ISO_STYLES = Chart(
    "iso-styles",
    "The year first, in all the ways that people write it.",
    [
        people("P1"),
        visits(
            E, E,
            ["P1", reads("2021-01-11", d(2021, 1, 11)), 20],
            ["P1", reads("2021/1/12", d(2021, 1, 12)), 19],
            ["P1", reads("2021.1.13", d(2021, 1, 13)), 18],
            ["P1", reads("2021年1月14日", d(2021, 1, 14)), 17],
            ["P1", reads("２０２１年１月１５日", d(2021, 1, 15)), 16],
            ["P1", reads("20210116", d(2021, 1, 16)), 15],
            ["P1", reads("2021/1/17(日)", d(2021, 1, 17)), 14],
            ["P1", doubted("2021/1/18(金)", d(2021, 1, 18)), 13],
            ["P1", said("2021-01-19 09:30", d(2021, 1, 19)), 12],
            ["P1", said("2021-01-20T09:30:00", d(2021, 1, 20)), 11],
            ["P1", said(dt.datetime(2021, 1, 21, 9, 30), d(2021, 1, 21)), 10],
            ["P1", reads("22-Jan-2021", d(2021, 1, 22)), 9],
            ["P1", reads("January 23, 2021", d(2021, 1, 23)), 8],
            ["P1", either("24 Jan 21", d(2021, 1, 24)), 7],
            ["P1", either("21/1/25", d(2021, 1, 25)), 6],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip

ERAS = Chart(
    "eras",
    "Japanese eras in every style, and days on which the era had ended or not begun.",
    [
        people("P1", "P2"),
        visits(
            E, E,
            ["P1", reads("R3.4.1", d(2021, 4, 1)), 20],
            ["P1", reads("令和3年4月2日", d(2021, 4, 2)), 19],
            ["P1", reads("令和３年４月３日", d(2021, 4, 3)), 18],
            ["P1", reads("Ｒ３．４．４", d(2021, 4, 4)), 17],
            ["P1", reads("R3/4/5", d(2021, 4, 5)), 16],
            ["P1", reads("r3-4-6", d(2021, 4, 6)), 15],
            ["P1", reads("㋿3年4月7日", d(2021, 4, 7)), 14],
            ["P1", reads("令3.4.8", d(2021, 4, 8)), 13],
            ["P1", reads("R03.04.09", d(2021, 4, 9)), 12],
            ["P1", reads("令和 3年 4月 10日", d(2021, 4, 10)), 11],
            ["P2", reads("令和元年5月1日", d(2019, 5, 1)), 10],
            ["P2", reads("H31.4.30", d(2019, 4, 30)), 9],
            ["P2", reads("平成31年4月29日", d(2019, 4, 29)), 8],
            ["P2", doubted("H31.5.2", d(2019, 5, 2)), 7],
            ["P2", doubted("平成33年5月3日", d(2021, 5, 3)), 6],
            ["P2", refused("R3.2.29"), 5],
            ["P2", refused("R3.4"), 4],
            ["P2", refused("令和3年"), 3],
            ["P2", refused("R.4.1"), 2],
            ["P2", refused("R0.4.1"), 1],
            ["P2", doubted("令和元年4月30日", d(2019, 4, 30)), 1],
        ),
        Block(
            [["ID", "病歴", "開始日", "終了日", "薬剤"]],
            ["patient", "ignored", "treatments.start", "treatments.stop", "treatments.drug"],
            [["P1", "S63/1/8", reads("S63/1/8", d(1988, 1, 8)), reads("昭和64年1月7日", d(1989, 1, 7)),
              reads("ネオーラル", "cyclosporine")],
             ["P2", None, reads("平成元年1月8日", d(1989, 1, 8)), doubted("S64.1.8", d(1989, 1, 8)),
              reads("プレドニン", "prednisolone")]],
            sheet="前治療",
        ),
    ],
    PEOPLE + VISITS + '\n[[sources]]\ntable = "treatments"\nsheet = "前治療"\ncolumns = { "病歴" = "ignore" }\n',
)  # fmt: skip

PEOPLE_CSV = """
[[sources]]
table = "patients"
file = "{0}-patients.csv"
columns = {{ Start = "ignore" }}

[[sources]]
table = "treatments"
file = "{0}-patients.csv"
constants = {{ drug = "baricitinib" }}
columns = {{ Start = "start", Age = "ignore", Sex = "ignore" }}
"""


def people_csv(name: str) -> Block:
    return Block(
        [["ID", "Age", "Sex", "Start"]],
        ["patient", "patients.age_years", "patients.sex", "treatments.start"],
        [["P1", reads("30", 30), "M", reads("2021-01-04", d(2021, 1, 4))],
         ["P2", reads("40", 40), "F", reads("2021-01-05", d(2021, 1, 5))]],
        file=f"{name}-patients.csv", given={"treatments.drug": "baricitinib"},
    )  # fmt: skip


def _text(*rows: tuple[object, object, str]) -> Block:
    """A csv of EASI, with the dates as they are."""
    return Block(
        [["ID", "Date", "EASI"]], ["patient", "date", "EASI"],
        [[patient, date, reads(easi, float(easi))] for patient, date, easi in rows],
    )  # fmt: skip


DAY_FIRST = Chart(
    "day-first",
    "d/m/y, declared; two cells cannot be read so.",
    [
        people_csv("day-first"),
        _text(
            ("P1", reads("04/05/2021", d(2021, 5, 4)), "20.5"),
            ("P1", reads("25/05/2021", d(2021, 5, 25)), "12.2"),
            ("P1", reads("1.6.2021", d(2021, 6, 1)), "8"),
            ("P2", reads("31-12-2021", d(2021, 12, 31)), "6"),
            ("P2", refused("05/25/2021"), "5"),
            ("P2", refused("31/02/2021"), "4"),
            ("P2", reads("2021-07-08", d(2021, 7, 8)), "3"),
            ("P2", either("04/08/21", d(2021, 8, 4)), "2"),
        ),
    ],
    PEOPLE_CSV.format("day-first") + '\n[[sources]]\ntable = "assessments"\ndate_order = "dmy"\n',
    suffix=".csv",
)  # fmt: skip

MONTH_FIRST = Chart(
    "month-first",
    "m/d/y, declared; one person wrote the day first.",
    [
        people_csv("month-first"),
        _text(
            ("P1", reads("04/05/2021", d(2021, 4, 5)), "20.5"),
            ("P1", reads("5/25/2021", d(2021, 5, 25)), "12.2"),
            ("P1", refused("25/05/2021"), "8"),
            ("P2", reads("12/31/2021", d(2021, 12, 31)), "6"),
            ("P2", reads("Jun 7, 2021", d(2021, 6, 7)), "3"),
        ),
    ],
    PEOPLE_CSV.format("month-first") + '\n[[sources]]\ntable = "assessments"\ndate_order = "mdy"\n',
    suffix=".csv",
)  # fmt: skip

AMBIGUOUS_DAYS = Chart(
    "ambiguous-days",
    "Day and month first, mixed, and nothing declared: none may be guessed.",
    [
        people_csv("ambiguous-days"),
        _text(
            ("P1", refused("04/05/2021"), "20.5"),
            ("P1", either("25/05/2021", d(2021, 5, 25)), "12.2"),
            ("P1", either("05/26/2021", d(2021, 5, 26)), "8"),
            ("P2", refused("01/02/03"), "6"),
            ("P2", either("05.05.2021", d(2021, 5, 5)), "5"),
        ),
    ],
    PEOPLE_CSV.format("ambiguous-days") + '\n[[sources]]\ntable = "assessments"\n',
    suffix=".csv",
)  # fmt: skip

SERIALS = Chart(
    "serials",
    "Excel's day numbers, as text and as numbers, declared for one sheet and not for the other.",
    [
        people("P1", "P2"),
        visits(
            E, E,
            ["P1", reads(44287, d(2021, 4, 1)), 20], ["P1", reads("44317", d(2021, 5, 1)), 11],
            ["P1", said(44348.5, d(2021, 6, 1)), 8], ["P2", reads("2021-04-02", d(2021, 4, 2)), 30],
            ["P2", refused(7), 4], ["P2", refused(20210401.5), 3],
        ),
        Block([["ID", "Date", "IGA"]], ["patient", "date", "IGA"],
              [["P1", doubted(44287, d(2021, 4, 1)), 3], ["P1", doubted("44317", d(2021, 5, 1)), 2], ["P2", d(2021, 4, 2), 4]],
              sheet="Undeclared"),
    ],
    PEOPLE + VISITS + 'date_serials = "1900"\n\n[[sources]]\ntable = "assessments"\nsheet = "Undeclared"\n',
)  # fmt: skip

EPOCH_1904 = Chart(
    "epoch-1904",
    "A workbook of the date system of old Macs: real dates, and day numbers as text.",
    [
        people("P1", "P2"),
        visits(
            E, E,
            ["P1", looks(d(2021, 4, 1), num_format="yyyy/m/d"), 20],
            ["P1", reads("42855", d(2021, 5, 1)), 11],
            ["P2", reads(42886, d(2021, 6, 1)), 7],
        ),
    ],
    PEOPLE + VISITS + 'date_serials = "1904"\n',
    options={"date_1904": True},
)  # fmt: skip

PARTIAL_DAYS = Chart(
    "partial-days",
    "Dates without a day, impossible days, words, and numbers that are no dates.",
    [
        people("P1", "P2"),
        visits(
            E, E,
            *(["P1", refused(text), 20 - number] for number, text in enumerate((
                "2021年4月", "2021-04", "2021", "2021-02-29", "2021-13-01", "2021/0/1", "4月1日",
                "Apr 2021", "early May", "?", "2021-4-", "1899-12-31", "2021-01-04 / 2021-01-05",
            ))),
            ["P2", refused(2021), 6], ["P2", refused(dt.datetime(1900, 1, 1, 0, 0)), 5],
            ["P2", refused(True), 4], ["P2", d(2021, 3, 1), 3],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip

CHARTS = (
    ISO_STYLES, ERAS, DAY_FIRST, MONTH_FIRST, AMBIGUOUS_DAYS, SERIALS, EPOCH_1904, PARTIAL_DAYS,
)  # fmt: skip
