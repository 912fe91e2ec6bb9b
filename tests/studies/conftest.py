"""Whole studies: a small one in csv files that tests change, and the demo."""

from pathlib import Path

import pytest

STUDY = """
title = "A small study"
drug = "baricitinib"
start_between = [2021-01-01, 2021-12-31]

[[sources]]
file = "patients.csv"
table = "patients"

[[sources]]
file = "drug.csv"
table = "treatments"

[[sources]]
file = "visits.csv"
table = "assessments"

[[sources]]
file = "events.csv"
table = "events"
"""

PATIENTS = ["ID,Age,Sex", *(f"P{i},{20 + i},{'FM'[i % 2]}" for i in range(1, 9))]
DRUG = [
    "ID,Drug,Dose,Start,Stop,Reason",
    *(f"P{i},baricitinib,4,2021-03-0{i},," for i in range(1, 9)),
    "P1,dupilumab,,2020-06-01,2020-12-01,rash",
]
VISITS = [
    "ID,Date 0M,EASI 0M,IGA 0M,Date 1M,EASI 1M,IGA 1M,Date 3M,EASI 3M,IGA 3M",
    *(
        f"P{i},2021-03-0{i},{10 + i},3,2021-04-0{i},{6 + i}.5,2,2021-06-0{i},{i},1"
        for i in range(1, 9)
    ),
]
EVENTS = ["ID,Event,Date,Action", "P2,acne,2021-04-01,none"]


@pytest.fixture
def small_study(tmp_path: Path):
    """Write a small study, with some of its files changed; gives the path of the study file."""

    def write(study: str = STUDY, **changed: list[str]) -> Path:
        files = {"patients": PATIENTS, "drug": DRUG, "visits": VISITS, "events": EVENTS} | changed
        for name, lines in files.items():
            (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        path = tmp_path / "study.toml"
        path.write_text(study, encoding="utf-8")
        return path

    return write
