"""Whole runs: what must hold of every table of numbers, and of every folder of a run."""

import csv
import json
import math
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from dermcohort import output, pipeline
from dermcohort.demo import make_demo
from dermcohort.estimate.analyses import ANALYSES
from dermcohort.results import KEY, STATISTICS

LEDGER_KEY = ("population", "parameter", "group", "visit")


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder)
    return folder


def rows_of(report: Path) -> list[dict]:
    return pl.read_parquet(report / "results.parquet").to_dicts()


def ledger_of(report: Path) -> list[dict]:
    with (report / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def check_results(report: Path) -> None:
    """What holds of every run: one row a key, no NaN, reasons, and every n in the ledger."""
    rows = rows_of(report)
    keys = Counter(tuple(row[column] for column in KEY) for row in rows)
    assert [key for key, times in keys.items() if times > 1] == []
    for row in rows:
        assert row["statistic"] in STATISTICS
        assert row["analysis"] in ANALYSES
        assert row["value"] is None or math.isfinite(row["value"])
        assert row["value"] is not None or row["warning"], row
    members = Counter()
    for line in ledger_of(report):
        place = tuple(line[column] for column in LEDGER_KEY)
        members[place] += line["status"] == "in"
        assert line["status"] == "in" or line["reason"], line
    for row in rows:
        place = tuple(row[column] for column in LEDGER_KEY)
        if row["n"] is not None and row["analysis"] != "flow":
            assert row["n"] == members[place], row


def test_every_number_of_the_demo_is_in_order(demo):
    check_results(demo / "report")


def test_no_patient_is_twice_in_the_ledger(demo):
    places = Counter(
        tuple(line[column] for column in (*LEDGER_KEY, "patient"))
        for line in ledger_of(demo / "report")
    )
    assert set(places.values()) == {1}


def test_counts_never_exceed_their_denominator(demo):
    for row in rows_of(demo / "report"):
        if row["statistic"] == "count" and row["value"] is not None:
            assert 0 <= row["value"] <= row["n"], row
        if row["statistic"] in ("percent", "conf_low", "conf_high") and row["analysis"] in (
            "response",
            "adverse events",
        ):
            assert row["value"] is None or 0 <= row["value"] <= 100


def test_two_runs_give_the_same_bytes(demo, tmp_path):
    shutil.copytree(demo, tmp_path / "again")
    make_demo(tmp_path / "again")
    first, second = demo / "report", tmp_path / "again" / "report"
    names = sorted(p.relative_to(first).as_posix() for p in first.rglob("*") if p.is_file())
    assert names == sorted(
        p.relative_to(second).as_posix() for p in second.rglob("*") if p.is_file()
    )
    for name in names:
        if name != output.MANIFEST:
            assert (first / name).read_bytes() == (second / name).read_bytes(), name
    different = [
        (a, b)
        for a, b in zip(
            (first / output.MANIFEST).read_text().splitlines(),
            (second / output.MANIFEST).read_text().splitlines(),
            strict=True,
        )
        if a != b
    ]
    assert all('"clock"' in a for a, _ in different)


def test_the_manifest_names_every_file_and_its_hash(demo):
    report = demo / "report"
    manifest = json.loads((report / output.MANIFEST).read_text("utf-8"))
    files = {p.relative_to(report).as_posix() for p in report.rglob("*") if p.is_file()}
    assert set(manifest["outputs"]) == files - {output.MANIFEST}
    for name, digest in manifest["outputs"].items():
        assert output.digest(report / name) == digest
    assert set(manifest["inputs"]) == {"study.toml", "charts.xlsx"}
    for name, digest in manifest["inputs"].items():
        assert output.digest(demo / name) == digest


def test_results_csv_and_parquet_hold_the_same(demo):
    with (demo / "report" / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    rows = rows_of(demo / "report")
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        assert line["parameter"] == row["parameter"]
        assert (float(line["value"]) if line["value"] else None) == row["value"]


def test_decisions_are_on_file(demo):
    decisions = json.loads((demo / "report" / "decisions.json").read_text("utf-8"))
    easi = [d for d in decisions if (d["parameter"], d["group"]) == ("EASI", "all")]
    assert {"parametric or ranks"} <= {d["question"] for d in easi}
    assert all("Shapiro-Wilk p" in k for d in easi[:1] for k in d["numbers"])


@pytest.mark.parametrize("wait", [0.6, 1.2, 1.6, 2.0])
def test_a_run_killed_at_any_moment_leaves_the_report_whole(demo, tmp_path, wait):
    shutil.copytree(demo, tmp_path / "demo")
    before = {
        p.name: p.read_bytes() for p in (tmp_path / "demo" / "report").iterdir() if p.is_file()
    }
    program = f"from dermcohort import run; run({str(tmp_path / 'demo' / 'study.toml')!r}, " \
              f"out={str(tmp_path / 'demo' / 'report')!r})"  # fmt: skip
    child = subprocess.Popen([sys.executable, "-c", program])
    time.sleep(wait)
    child.send_signal(signal.SIGKILL)
    child.wait()
    report = tmp_path / "demo" / "report"
    manifest = json.loads((report / output.MANIFEST).read_text("utf-8"))
    for name, digest in manifest["outputs"].items():
        assert output.digest(report / name) == digest
    assert set(before) == {p.name for p in report.iterdir() if p.is_file()}


def test_a_small_study_runs(small_study, tmp_path):
    pipeline.run(small_study(), out=tmp_path / "report")
    check_results(tmp_path / "report")


def test_a_response_that_nobody_can_have_is_a_row_with_the_reason(small_study):
    results = pipeline.run(small_study(**edges()["baseline of 0"]))
    row = results.one(
        analysis="response", population="NRI", parameter="EASI-50", group="all", visit="1 month",
        statistic="percent",
    )  # fmt: skip
    assert (row.n, row.value, row.warning) == (0, None, "nobody can be counted here")
    assert not len(results.where(analysis="response", parameter="IGA 0/1"))


def edges():
    """Studies at the edge of what can be estimated: each with the changed lines of its files."""
    visits = "ID,Date 0M,EASI 0M,Date 1M,EASI 1M,Date 3M,EASI 3M"
    each = range(1, 9)
    return {
        "a visit without values": {"visits": [
            "ID,Date 0M,EASI 0M,Date 1M,EASI 1M",
            *(f"P{i},2021-03-0{i},{9 + i},2021-04-0{i},{i}" for i in each)]},
        "one patient": {
            "patients": ["ID,Age,Sex", "P1,30,F"],
            "drug": ["ID,Drug,Start", "P1,baricitinib,2021-03-01"],
            "visits": [visits, "P1,2021-03-01,20,2021-04-01,10,2021-06-01,5"],
            "events": ["ID,Event,Date", "P1,acne,2021-04-01"]},
        "all values equal": {"visits": [
            visits, *(f"P{i},2021-03-0{i},9,2021-04-0{i},9,2021-06-0{i},9" for i in each)]},
        "baseline of 0": {"visits": [
            visits, *(f"P{i},2021-03-0{i},0,2021-04-0{i},{i},2021-06-0{i},0" for i in each)]},
        "nobody at baseline": {"visits": [
            "ID,Date 1M,EASI 1M", *(f"P{i},2021-04-0{i},{i}" for i in each)]},
        "no events": {"events": ["ID,Event,Date"]},
        "everybody stopped at once": {"drug": [
            "ID,Drug,Start,Stop", *(f"P{i},baricitinib,2021-03-0{i},2021-03-0{i}" for i in each)]},
        "nobody measured": {"visits": [visits, "P1,2021-03-01,,,,,"]},
    }  # fmt: skip


@pytest.mark.parametrize("name", list(edges()))
def test_at_the_edges_there_are_rows_with_a_reason(name, small_study, tmp_path):
    pipeline.run(small_study(**edges()[name]), out=tmp_path / "report")
    check_results(tmp_path / "report")
    html = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert ">nan<" not in html
    assert ">None<" not in html
