"""Charts with words that look like known ones and mean something else."""

# Rows of cells are read as rows, and kanji count twice.
# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from chart_cells import Block, Chart, doubted, reads, refused
from charts_of_layouts import PEOPLE, people
from charts_of_values import VISITS, day

d = dt.date

_TRAPS = (
    "EASI-75", "ΔEASI", "EASI変化率", "EASI改善率(%)", "前回EASI", "EASI目標", "mEASI", "IGA×BSA", "LDH基準値",
    "LDH上限", "LDHアイソザイム", "AST/ALT", "log IgE", "特異的IgE(ダニ)", "IgE RAST", "BSA (m2)", "体重",
    "DLQI Q1", "POEM 1", "痒み部位", "ALT flag", "EASI comment",
)  # fmt: skip
HEADING_TRAPS = Chart(
    "heading-traps",
    "Headings that hold the name of a score or a test and are not it: EASI-75, change, target, limit.",
    [
        people("T1", "T2"),
        Block(
            [["ID", "Date", "EASI", *_TRAPS, "LDH"]],
            ["patient", "date", "EASI", *["foreign"] * len(_TRAPS), "LDH"],
            [["T1", day(1), 20.5, *range(1, len(_TRAPS) + 1), 250],
             ["T2", day(2), 11, *range(2, len(_TRAPS) + 2), 240]],
            sheet="Visits",
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip


def _as_written(text: str) -> object:
    """A name that is on no list: kept as it is, and said."""
    return doubted(text, text)


WORD_TRAPS = Chart(
    "word-traps",
    "Drugs, events and answers that hold a known word and deny, ask or join it.",
    [
        Block(
            [["ID", "Age", "Sex", "Asthma", "Rhinitis", "First dose"]],
            ["patient", "patients.age_years", "patients.sex", "patients.asthma",
             "patients.rhinitis", "treatments.start"],
            [
                ["T1", refused("30-35"), refused("F/M"), refused("なし（父あり）"), refused("+/-"), d(2021, 1, 4)],
                ["T2", refused("30代"), refused("mf"), refused("(+)→(-)"), refused("yes/no"), d(2021, 1, 5)],
                ["T3", refused("約40-45"), refused("5"), refused("疑い"), refused("2"), d(2021, 1, 6)],
                ["T4", 51, reads("女性", "F"), reads("有", True), reads("無し", False), d(2021, 1, 7)],
            ],
            sheet="Patients", given={"treatments.drug": "baricitinib"},
        ),
        Block(
            [["ID", "Drug", "Start", "Stop"]],
            ["patient", "treatments.drug", "treatments.start", "treatments.stop"],
            [
                ["T1", _as_written("no dupilumab"), d(2020, 1, 1), d(2020, 2, 1)],
                ["T1", _as_written("dupilumab?"), d(2020, 3, 1), d(2020, 4, 1)],
                ["T2", _as_written("cyclosporine → dupilumab"), d(2020, 1, 1), d(2020, 2, 1)],
                ["T2", _as_written("デュピクセント中止"), d(2020, 3, 1), d(2020, 4, 1)],
                ["T3", _as_written("タクロリムス軟膏"), d(2020, 1, 1), d(2020, 2, 1)],
                ["T3", reads("Dupixent ", "dupilumab"), d(2020, 3, 1), d(2020, 4, 1)],
            ],
            sheet="Before",
        ),
        Block(
            [["ID", "Event", "Onset date"]], ["patient", "events.event", "events.date"],
            [
                ["T1", _as_written("no zoster"), d(2021, 3, 1)],
                ["T2", _as_written("帯状疱疹なし"), d(2021, 3, 1)],
                ["T3", _as_written("zoster vaccine"), d(2021, 3, 1)],
                ["T4", _as_written("帯状疱疹の既往"), d(2021, 3, 1)],
                ["T4", reads("帯状疱疹", "herpes zoster"), d(2021, 4, 1)],
            ],
            sheet="Events",
        ),
        Block(
            [["ID", "Date", "Parameter", "Value"]], ["patient", "date", "parameter", "value"],
            [
                ["T1", day(1), _as_written("LDH1"), 30],
                ["T1", day(2), _as_written("AST/ALT比"), 1.2],
                ["T1", day(3), _as_written("EASI-75"), 1],
                ["T1", day(4), _as_written("IgE RAST"), 3],
                ["T1", day(5), "LDH", 240],
            ],
            sheet="Lab",
        ),
    ],
    PEOPLE.replace('columns = { Age', 'columns = { Asthma = "ignore", Rhinitis = "ignore", Age')
    + '\n[[sources]]\ntable = "treatments"\nsheet = "Before"\n'
    + '\n[[sources]]\ntable = "events"\nsheet = "Events"\n'
    + '\n[[sources]]\ntable = "assessments"\nsheet = "Lab"\n',
)  # fmt: skip

CHARTS = (HEADING_TRAPS, WORD_TRAPS)
