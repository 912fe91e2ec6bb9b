"""The six sheets, as a department keeps them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np

from demo_cohort.easi import easi_visits
from demo_cohort.laboratory import BIOMARKERS, SAFETY, lab_visits
from demo_cohort.people import (
    baricitinib_rows,
    calendar,
    demographics,
    event_rows,
    identity,
    prior_rows,
)
from demo_cohort.roles import CHARTS, FEMALE, SIZE, STOPS_1M
from demo_cohort.scores import SCORES, iga_visits, score_visits


def cell(value: object, decimals: int) -> str:
    return "" if value is None or np.isnan(value) else f"{value:.{decimals}f}"


DECIMALS = {"EASI": 1, "H&N EASI": 2} | {name: row[0] for name, row in SAFETY.items()}
VISIT_ORDER = ("IGA", "EASI", "H&N EASI", "BSA", "DLQI", "POEM", "Itch VAS")
LAB_ORDER = (
    *BIOMARKERS, "WBC", "Neutrophils", "Lymphocytes", "Hb", "Platelets",
    "CPK", "TC", "LDL", "AST", "ALT", "T-Bil", "Creatinine",
)  # fmt: skip


def wide(
    parameters: dict[str, dict[int, np.ndarray]],
    order: tuple[str, ...],
    dates: dict[int, list[date]],
) -> list[list[object]]:
    """One row a patient, one block of columns a visit, as departments keep them."""
    columns: list[list[object]] = [["ID", *map(identity, range(SIZE))]]
    for month in (0, 1, 3):
        attended = ["" if month == 3 and STOPS_1M[n] else dates[month][n] for n in range(SIZE)]
        columns.append([f"Date {month}M", *attended])
        for name in order:
            if month in parameters[name]:
                values = (cell(value, DECIMALS.get(name, 0)) for value in parameters[name][month])
                columns.append([f"{name} {month}M", *values])
    return [list(row) for row in zip(*columns, strict=True)]


def patient_rows() -> list[list[object]]:
    columns = demographics()
    rows: list[list[object]] = [
        ["ID", "Age", "Sex", "BMI", "AD duration", "Asthma", "Rhinitis", "Conjunctivitis"]
    ]
    for n in range(SIZE):
        history = ("yes" if columns[name][n] else "no" for name in rows[0][5:])
        sex, bmi = "F" if FEMALE[n] else "M", cell(columns["BMI"][n], 1)
        rows.append([identity(n), columns["Age"][n], sex, bmi, columns["AD duration"][n], *history])
    return rows


def sheets() -> dict[str, list[list[object]]]:
    starts, dates = calendar()
    easi = easi_visits()
    scores = {"IGA": iga_visits(easi), "EASI": easi} | {
        name: score_visits(name, easi) for name in SCORES
    }
    labs = lab_visits(easi)
    by_month = {name: dict(zip((0, 1, 3), visits, strict=True)) for name, visits in scores.items()}
    return {
        "patients": patient_rows(),
        "baricitinib": [
            ["ID", "Dose", "Start", "Stop", "Reason for stopping", "Next therapy"],
            *baricitinib_rows(starts, dates),
        ],
        "prior_therapy": [
            ["ID", "Drug", "Start", "Stop", "Reason for switching"],
            *prior_rows(starts),
        ],
        "visits": wide(by_month, VISIT_ORDER, dates),
        "labs": wide(labs, LAB_ORDER, dates),
        "events": [["ID", "Event", "Date", "Action"], *event_rows(starts, dates, labs["CPK"])],
    }


def main(folder: Path = CHARTS) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in sheets().items():
        with (folder / f"{name}.csv").open("w", encoding="ascii", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
