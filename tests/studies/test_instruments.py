"""Whole studies whose charts hold items: psoriasis, and items beside their totals."""

import random
from fractions import Fraction

import polars as pl
import pytest

from dermcohort import pipeline
from dermcohort.errors import DataBreakRules

from .test_whole_runs import check_results

REGIONS = ("HN", "UL", "TR", "LL")
DAYS = ("2022-03-01", "2022-04-01", "2022-06-01")
PSORIASIS = """
title = "Psoriasis, SYNTHETIC"
drug = "methotrexate"
start_between = [2022-01-01, 2022-12-31]
synthetic = true

[[sources]]
file = "patients.csv"
table = "patients"

[[sources]]
file = "drug.csv"
table = "treatments"

[[sources]]
file = "visits.csv"
table = "assessments"

[outcomes]
scores = ["PASI", "DLQI"]

[responses]
report = ["PASI-75", "PASI-90", "DLQI4", "DLQI 0/1"]
groups = ["PASI-75"]
compare = ["PASI"]
"""
PEOPLE = ["ID,Age,Sex", *(f"P{i},{30 + i},{'FM'[i % 2]}" for i in range(1, 13))]
STARTS = ["ID,Drug,Start", *(f"P{i},methotrexate,2022-03-01" for i in range(1, 13))]


def psoriasis():
    """Lines of items, and the total of each patient and day, added up by hand."""
    rng = random.Random(5)
    signs = ("area", "erythema", "thickness", "scale")
    lines = ["ID,Date,DLQI," + ",".join(f"PASI {r} {s}" for r in REGIONS for s in signs)]
    totals = {}
    for patient in (f"P{i}" for i in range(1, 13)):
        for day, top in zip(DAYS, (4, 2, 1), strict=True):
            cells, tenths = [], 0
            for weight in (1, 2, 3, 4):
                area = rng.randint(0, top + 1)
                graded = [rng.randint(1, top) if area else 0 for _ in range(3)]
                tenths += weight * area * sum(graded)
                cells += [area, *graded]
            dlqi = rng.randint(0, 6 * top)
            totals[patient, day] = (Fraction(tenths, 10), dlqi)
            lines.append(",".join(map(str, (patient, day, dlqi, *cells))))
    return lines, totals


@pytest.fixture
def run(small_study, tmp_path):
    def done(study, **files):
        pipeline.run(small_study(study, **files), out=tmp_path / "report")
        return tmp_path / "report"

    return done


def test_psoriasis_runs_from_items_to_report(run):
    lines, totals = psoriasis()
    report = run(PSORIASIS, visits=lines, patients=PEOPLE, drug=STARTS)
    check_results(report)
    rows = pl.read_parquet(report / "results.parquet")
    for place, visit in enumerate(("1 month", "3 months"), 1):
        pairs = [(totals[p, DAYS[0]], totals[p, DAYS[place]]) for p in {name for name, _ in totals}]
        expected = {
            "PASI-75": [4 * f[0] <= b[0] for b, f in pairs if b[0] > 0],
            "PASI-90": [10 * f[0] <= b[0] for b, f in pairs if b[0] > 0],
            "DLQI4": [b[1] - f[1] >= 4 for b, f in pairs if b[1] >= 4],
            "DLQI 0/1": [f[1] <= 1 for _, f in pairs],
        }
        for name, met in expected.items():
            row = rows.filter(
                analysis="response", population="observed", parameter=name, group="all",
                visit=visit, statistic="count",
            ).row(0, named=True)  # fmt: skip
            assert (row["value"], row["n"]) == (sum(met), len(met)), (name, visit)
    mean = rows.filter(analysis="course", parameter="PASI", group="all", visit="baseline",
                       statistic="mean")["value"][0]  # fmt: skip
    assert mean == pytest.approx(
        float(sum(t[0] for (_, d), t in totals.items() if d == DAYS[0])) / 12
    )
    page = (report / "report.html").read_text(encoding="utf-8")
    for said in ("PASI-75", "Psoriasis Area and Severity Index", "DLQI, Hongbo 2005",
                 "DLQI 0/1 (at most 1 at follow-up)"):  # fmt: skip
        assert said in page


POEM = ",".join(f"POEM{number} {visit}" for visit in ("0M", "1M", "3M") for number in range(1, 8))


def with_items(change=0):
    """A wide sheet of POEM totals, with and without their items."""
    rng = random.Random(9)
    total, items = ["ID,POEM 0M,POEM 1M,POEM 3M"], [f"ID,{POEM},POEM 0M,POEM 1M,POEM 3M"]
    for i in range(1, 9):
        answers = [[rng.randint(0, top) for _ in range(7)] for top in (4, 3, 2)]
        sums = [sum(each) for each in answers]
        total.append(",".join(map(str, (f"P{i}", *sums))))
        flat = [answer for each in answers for answer in each]
        items.append(",".join(map(str, (f"P{i}", *flat, sums[0] + change, *sums[1:]))))
    return total, items


def test_items_give_the_numbers_of_their_totals(run):
    total, items = with_items()
    found = []
    for lines in (total, items):
        report = run(visits=lines, study=SMALL)
        found.append(pl.read_parquet(report / "results.parquet"))
    assert found[0].equals(found[1])


def test_items_and_totals_that_differ_stop_the_run(run):
    _, items = with_items(change=1)
    with pytest.raises(DataBreakRules, match="8 errors"):
        run(visits=items, study=SMALL)
    report = run(visits=items, study=SMALL + '\n[instruments]\ntotals = "items"\n')
    rows = pl.read_parquet(report / "results.parquet")
    assert rows.filter(analysis="bands", parameter="band: POEM").height > 0
    assert "total chosen" in (report / "findings.csv").read_text(encoding="utf-8-sig")


SMALL = """
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

[responses]
report = ["POEM4"]
groups = ["POEM4"]
compare = ["POEM"]
"""
