"""Whole runs over charts full of marked secrets: none of them is in any output."""

import datetime as dt
import json
import zipfile
import zlib

import pytest
import xlsxwriter

from dermcohort import pipeline
from dermcohort.cli import main
from dermcohort.errors import DermcohortError

#: Each stands in a place that must never be copied.
SECRETS = {
    "author": "Zaphkiel", "company": "Qumranet", "comment": "Xylograph", "name": "甲賀 忍三郎",
    "chart number": "KX-77-9081", "telephone": "03-5999-7777", "defined name": "Wombatrix",
    "hidden sheet": "Yggdrasil", "notes": "Vexillum", "header": "Jabberwock",
}  # fmt: skip
PATIENTS = [f"ZQ{number:04d}" for number in range(8)]
STUDY = """
title = "Secrets"
synthetic = true
drug = "baricitinib"
start_between = [2021-01-01, 2023-02-28]
charts = "charts.xlsx"
[[sources]]
sheet = "Patients"
table = "patients"
[[sources]]
sheet = "Drug"
table = "treatments"
[[sources]]
sheet = "Visits"
table = "assessments"
[missing]
panel = false
"""


def charts(path):
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"author": SECRETS["author"], "company": SECRETS["company"],
                         "comments": SECRETS["notes"]})  # fmt: skip
    patients, drug, visits = (book.add_worksheet(n) for n in ("Patients", "Drug", "Visits"))
    hidden = book.add_worksheet("Old")
    hidden.hide()
    hidden.write(0, 0, SECRETS["hidden sheet"])
    book.define_name(SECRETS["defined name"], "=Patients!$A$1")
    patients.set_header(f"&C{SECRETS['header']}")
    patients.write_row(0, 0, ["ID", "氏名", "カルテ番号", "電話番号", "Age", "Sex"])
    drug.write_row(0, 0, ["ID", "Drug", "First dose", "Reason"])
    visits.write_row(0, 0, ["ID", "Date", "EASI", "IGA"])
    for i, patient in enumerate(PATIENTS, start=1):
        patients.write_row(i, 0, [patient, SECRETS["name"], SECRETS["chart number"],
                                  SECRETS["telephone"], 20 + i, "MF"[i % 2]])  # fmt: skip
        start = dt.date(2021, 3, i)
        drug.write_row(i, 0, [patient, "baricitinib"])
        drug.write_datetime(i, 2, dt.datetime.combine(start, dt.time()))
        for visit, day in enumerate((0, 30, 90)):
            row = 3 * i - 2 + visit
            visits.write(row, 0, patient)
            on = start + dt.timedelta(days=day)
            visits.write_datetime(row, 1, dt.datetime.combine(on, dt.time()))
            visits.write_row(row, 2, [20.0 + i - 4 * visit, 3 - visit])
    patients.write_comment(1, 0, SECRETS["comment"])
    book.close()


def everything(folder):
    """All bytes of a folder, with members of packages and streams of PDFs unpacked."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        yield path.name, content
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                for name in package.namelist():
                    yield f"{path.name}/{name}", package.read(name)
        for start in content.split(b"stream\n")[1:] if path.suffix == ".pdf" else ():
            try:
                yield path.name, zlib.decompressobj().decompress(start.lstrip())
            except zlib.error:
                continue


def written(text):
    return [text.encode(), text.encode("utf-16-le"), json.dumps(text)[1:-1].encode()]


@pytest.fixture(scope="module", params=["keep", "hash"])
def run(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("secrets")
    charts(folder / "charts.xlsx")
    policy = f'[privacy]\npatient_ids = "{request.param}"\nkey_file = "keys/secret.key"\n'
    (folder / "study.toml").write_text(STUDY + policy, encoding="utf-8")
    pipeline.run(folder / "study.toml", out=folder / "report")
    return request.param, folder


def test_no_secret_is_in_any_output(run):
    policy, folder = run
    hidden = [*SECRETS.values(), *(PATIENTS if policy == "hash" else ())]
    if policy == "hash":
        hidden.append((folder / "keys" / "secret.key").read_text().strip())
    seen = 0
    for name, content in everything(folder / "report"):
        seen += 1
        for secret in hidden:
            assert not any(form in content for form in written(secret)), (name, secret)
    assert seen > 30


def test_ids_are_there_where_they_are_kept(run):
    policy, folder = run
    ledger = (folder / "report" / "ledger.csv").read_text(encoding="utf-8")
    assert (PATIENTS[0] in ledger) == (policy == "keep")
    assert ("P-" in ledger) == (policy == "hash")


def test_numbers_do_not_depend_on_pseudonyms(run, tmp_path):
    _, folder = run
    charts(tmp_path / "charts.xlsx")
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    pipeline.run(tmp_path / "study.toml", out=tmp_path / "report")
    ours, plain = (f / "report" / "results.csv" for f in (folder, tmp_path))
    assert ours.read_bytes() == plain.read_bytes()


def test_messages_hold_no_secret(tmp_path, monkeypatch, capsys):
    charts(tmp_path / "charts.xlsx")
    wrong = STUDY.replace('sheet = "Visits"', 'sheet = "Visitz"')
    policy = '[privacy]\npatient_ids = "hash"\nkey_file = "report/secret.key"\n'
    for text in (wrong, STUDY + policy):
        (tmp_path / "study.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr("sys.argv", ["dermcohort", "run", str(tmp_path / "study.toml")])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code in (10, 11)
        shown = "".join(capsys.readouterr())
        assert not any(secret in shown for secret in [*SECRETS.values(), *PATIENTS])


@pytest.mark.parametrize("rule", ["patient twice", "similar patients", "unknown patient"])
def test_findings_of_ids_lose_the_ids(tmp_path, rule):
    from dermcohort.check import Checked
    from dermcohort.findings import Finding
    from dermcohort.privacy import Key, pseudonymised

    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    charts(tmp_path / "charts.xlsx")
    _, found = pipeline.checked(tmp_path / "study.toml")
    told = Finding("error", rule, "charts.xlsx", "Patients", "A2", "ZQ0001", "not ZQ0002",
                   "mend it", "ZQ0003 stands in A3")  # fmt: skip
    silent = pseudonymised(Checked(found.cohort, (told,)), Key(b"k" * 32)).findings[0]
    assert "ZQ00" not in silent.sentence
    assert silent.cell == "A2"


def test_a_key_in_the_report_s_folder_is_refused(tmp_path):
    charts(tmp_path / "charts.xlsx")
    policy = '[privacy]\npatient_ids = "hash"\nkey_file = "report/secret.key"\n'
    (tmp_path / "study.toml").write_text(STUDY + policy, encoding="utf-8")
    with pytest.raises(DermcohortError, match="inside the report's folder"):
        pipeline.run(tmp_path / "study.toml", out=tmp_path / "report")
