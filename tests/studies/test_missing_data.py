"""The rules for missing values in a whole study: who is in, and one seed for what is drawn."""

import re

import polars as pl

from dermcohort import pipeline

from .conftest import STUDY
from .test_whole_runs import check_results

VISITS = ["ID,Date 0M,EASI 0M,Date 1M,EASI 1M,Date 3M,EASI 3M"]
#: At 3 months P1 and P2 have no value, at 1 month P3 has none, P4 has a baseline only, P5 none.
MISSING = {1: (1, 1, 0), 2: (1, 1, 0), 3: (1, 0, 1), 4: (1, 0, 0), 5: (0, 1, 1)}
VALUES = {i: (20 + i % 7, 12 + (i * i) % 5, 6 + (3 * i) % 8) for i in range(1, 15)}
DAYS = ("2021-03-{:02}", "2021-04-{:02}", "2021-06-{:02}")
for i, values in VALUES.items():
    line = [f"P{i}"]
    for day, value, seen in zip(DAYS, values, MISSING.get(i, (1, 1, 1)), strict=True):
        line += [day.format(i) if seen else "", str(value) if seen else ""]
    VISITS.append(",".join(line))
FILES = {
    "patients": ["ID,Age,Sex", *(f"P{i},30,F" for i in VALUES)],
    "drug": ["ID,Drug,Start", *(f"P{i},baricitinib,2021-03-{i:02}" for i in VALUES)],
    "visits": VISITS,
    "events": ["ID,Event,Date"],
}


def rows(report, **key):
    frame = pl.read_parquet(report / "results.parquet").filter(analysis="missing data", **key)
    return {(r["method"], r["statistic"]): r for r in frame.to_dicts()}


def test_who_is_in_under_each_rule(small_study, tmp_path):
    pipeline.run(small_study(**FILES), out=tmp_path / "report")
    check_results(tmp_path / "report")
    found = rows(tmp_path / "report", parameter="EASI", visit="3 months")
    n = {method: row["n"] for (method, name), row in found.items() if name == "estimate"}
    assert n == {
        "observed": 10, "LOCF": 13, "BOCF": 13, "multiple imputation": 13, "MMRM": 12,
    }  # fmt: skip
    assert all(row["value"] is not None for row in found.values())
    imputed = found["multiple imputation", "estimate"]["warning"]
    assert imputed.startswith("4 of 13 patients completed, 100 imputations, data augmentation")
    assert "seed 1;" in imputed
    found = rows(tmp_path / "report", parameter="EASI-50", visit="3 months")
    assert {method: row["n"] for (method, _), row in found.items()} == {
        "observed": 10, "LOCF": 13, "NRI": 13, "multiple imputation": 13,
    }  # fmt: skip
    html = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert '<h2 id="missing">Missing data</h2>' in html
    assert len(re.findall('<figure id="figure-4-missing-data"', html)) == 1


def test_another_seed_moves_only_what_is_drawn(small_study):
    one, other = (
        pipeline.run(small_study(study=f"seed = {seed}\n{STUDY}", **FILES)) for seed in (1, 2)
    )
    moved = {
        (row.analysis, row.method) for row, again in zip(one, other, strict=True) if row != again
    }
    assert moved == {("missing data", "multiple imputation")}


def test_the_panel_can_be_left_out(small_study, tmp_path):
    study = STUDY + "\n[missing]\npanel = false\n"
    results = pipeline.run(small_study(study=study, **FILES), out=tmp_path / "report")
    check_results(tmp_path / "report")
    assert not len(results.where(analysis="missing data"))
    ledger = (tmp_path / "report" / "ledger.csv").read_text("utf-8-sig")
    assert "evaluable at baseline" not in ledger
    assert not list((tmp_path / "report" / "figures").glob("*missing*"))
