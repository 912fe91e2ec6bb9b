"""The commands, with what a person gets wrong: message with place and remedy, exit code."""

import csv
import io
import json
import sys
import time
import zipfile
from pathlib import Path

import pytest

from dermcohort.cli import main, progress

from .conftest import DRUG, PATIENTS, STUDY, VISITS


@pytest.fixture
def command(monkeypatch, capsys):
    """Run a command; gives exit code, output and messages."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dermcohort", *map(str, arguments)])
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return int(code or 0), said.out, said.err

    return run


def replaced(lines: list[str], old: str, new: str) -> list[str]:
    assert any(old in line for line in lines)
    return [line.replace(old, new) for line in lines]


WRONG = {
    "a misspelled key": (
        {"study": STUDY.replace("drug =", "durg =")}, 10, ["durg: no such key", "'drug'"]),
    "a missing file": (
        {"study": STUDY.replace("visits.csv", "visit.csv")}, 11, ["visit.csv", "visits.csv"]),
    "an empty file": ({"visits": []}, 11, ["visits.csv"]),
    "a sheet of text": (
        {"visits": ["Dear colleague,", "the charts are in the other folder."]}, 11, ["visits.csv"]),
    "a patient twice": (
        {"patients": [*PATIENTS, "P1,44,F"]}, 12, ["patients.csv", "A2", "P1"]),
    "an EASI of 84": (
        {"visits": replaced(VISITS, "P2,2021-03-02,12,", "P2,2021-03-02,84,")}, 12,
        ["84", "visits.csv", "cell C3", "0", "72"]),
    "a stop before its start": (
        {"drug": replaced(DRUG, "4,2021-03-03,,", "4,2021-03-03,2021-02-01,")},
        12, ["drug.csv", "E4"]),
    "an unknown patient": (
        {"visits": [*VISITS, "P99,2021-03-01,10,3,2021-04-01,5,2,2021-06-01,3,1"]}, 12,
        ["visits.csv", "A10", "P99"]),
    "nobody eligible": (
        {"study": STUDY.replace("2021-01-01, 2021-12-31", "1999-01-01, 1999-12-31")}, 13,
        ["no patient is eligible", "start_between"]),
}  # fmt: skip


@pytest.mark.parametrize("name", list(WRONG))
def test_what_a_person_gets_wrong_is_said(name, small_study, command, tmp_path):
    changed, code, words = WRONG[name]
    ended, out, err = command("run", small_study(**changed))
    assert ended == code, err
    for word in words:
        assert word in err
    assert out == ""
    assert not (tmp_path / "report").exists()


def test_a_missing_sheet_names_those_that_are_there(command, tmp_path):
    command("demo", tmp_path / "demo")
    study = tmp_path / "demo" / "study.toml"
    study.write_text(study.read_text("utf-8").replace('"Visits"', '"Vists"'), "utf-8")
    code, _, err = command("run", study)
    assert code == 11
    for word in ("Vists", "Visits", "Labs", "charts.xlsx"):
        assert word in err


def test_synthetic_data_say_so_everywhere(command, tmp_path):
    _, out, _ = command("demo", tmp_path / "demo")
    assert "SYNTHETIC" in out
    assert "SYNTHETIC" in (tmp_path / "demo" / "study.toml").read_text("utf-8")
    report = tmp_path / "demo" / "report"
    assert "SYNTHETIC" in (report / "report.html").read_text("utf-8")
    for figure in (report / "figures").glob("*.svg"):
        assert "SYNTHETIC" in figure.read_text("utf-8")
    with zipfile.ZipFile(tmp_path / "demo" / "charts.xlsx") as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        assert all(b"SYNTHETIC" in book.read(n) for n in sheets if not n.endswith("sheet1.xml"))
        assert b"SYNTHETIC" in book.read("xl/sharedStrings.xml")


def test_a_line_of_progress_on_a_terminal(monkeypatch, small_study):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress() as step:
        step("reading the charts")
        time.sleep(0.3)
    assert "reading the charts" in terminal.getvalue()


def test_no_study_file(command, tmp_path):
    code, _, err = command("run", tmp_path / "none.toml")
    assert code == 10
    assert "cannot be read" in err


def test_check_lists_findings_and_ends_with_12(small_study, command):
    path = small_study(visits=replaced(VISITS, "P2,2021-03-02,12,", "P2,2021-03-02,84,"))
    code, out, _ = command("check", path)
    assert code == 12
    assert "visits.csv, cell C3" in out
    code, out, _ = command("check", path, "--format", "json")
    assert code == 12
    (finding,) = [f for f in json.loads(out) if f["severity"] == "error"]
    assert (finding["cell"], finding["got"]) == ("C3", "84")
    _, out, _ = command("check", path, "--format", "csv")
    assert next(csv.DictReader(io.StringIO(out)))["cell"] == "C3"


def test_check_of_good_charts(small_study, command):
    code, out, _ = command("check", small_study())
    assert code == 0
    assert "error" not in out


def test_run_prints_rows_in_the_format_asked_for(small_study, command, tmp_path):
    path = small_study()
    code, out, err = command("run", path, "-o", tmp_path / "out", "--format", "json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert rows[0]["analysis"] == "flow"
    _, out, _ = command("run", path, "-o", tmp_path / "out", "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(out)))) == len(rows)
    code, _, err = command("run", path, "--format", "xml")
    assert code == 2
    assert "text, json, csv" in err


def test_nothing_is_said_on_stderr_when_it_is_no_terminal(small_study, command):
    code, out, err = command("run", small_study())
    assert (code, err) == (0, "")
    assert "report.html" in out


def test_a_folder_with_other_files_is_not_replaced(small_study, command, tmp_path):
    thesis = tmp_path / "work" / "thesis.docx"
    thesis.parent.mkdir()
    thesis.write_text("years of work")
    code, _, err = command("run", small_study(), "-o", tmp_path / "work")
    assert code == 2
    assert "not a report" in err
    assert thesis.read_text() == "years of work"


def test_the_demo_does_not_replace_a_study(command, tmp_path):
    (tmp_path / "study.toml").write_text("mine")
    code, _, err = command("demo", tmp_path)
    assert code == 2
    assert "is not the demo's" in err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--value", "easi", "--by", "arm"], 0, "Mann-Whitney"),
        (["--value", "easi", "--by", "arm", "--method", "welch t"], 0, "Welch t"),
        (["--value", "easi", "--by", "visit", "--subject", "id"], 0, "paired t"),
        (["--value", "visit", "--by", "arm"], 0, "3/6 (50.0%; 11.8 to 88.2, Clopper-Pearson)"),
        (
            ["--value", "easi", "--by", "arm", "--event", "id", "--method", "kaplan-meier"],
            0,
            "Kaplan-Meier  a",
        ),
        (
            ["--value", "easi", "--by", "visit", "--subject", "id", "--method", "mmrm"],
            0,
            "MMRM  v1 - v0",
        ),
        (
            ["--value", "easi", "--by", "arm", "--method", "dunn", "--seed", "1"],
            2,
            "Dunn takes no --seed; it takes: --value, --by, --control",
        ),
        (
            ["--value", "easi", "--by", "arm", "--method", "cox"],
            2,
            "Cox needs --event; try: --event COL",
        ),
        (["--value", "ease", "--by", "arm"], 2, "columns: id, easi, arm, visit"),
        (["--value", "easi", "--by", "arm", "--control", "c"], 2, "levels of arm: a, b"),
        (["--value", "easi", "--by", "arm", "--method", "anova"], 2, "Allowed: auto"),
        (["--value", "easi"], 2, "--by"),
    ],
)
def test_compare(arguments, code, words, command, tmp_path: Path):
    data = tmp_path / "data.csv"
    values = [1.5, 9, 2, 8, 3.5, 7, 4, 6.5, 55, 31, 2, 18]
    lines = [f"{i // 2},{v},{'ab'[i % 4 // 2]},v{i % 2}" for i, v in enumerate(values)]
    data.write_text("\n".join(["id,easi,arm,visit", *lines]) + "\n", "utf-8")
    ended, out, err = command("compare", data, *arguments)
    assert ended == code, err
    assert words in out + err


def test_compare_in_json_gives_rows_of_results(command, tmp_path: Path):
    data = tmp_path / "data.csv"
    data.write_text("y,g\n1,a\n2,a\n3,b\n5,b\n9,b\n", "utf-8")
    _, out, _ = command("compare", data, "--value", "y", "--by", "g", "--format", "json")
    rows = json.loads(out)
    assert {row["analysis"] for row in rows} == {"comparison", "other branch"}
    means = {row["group"]: row["value"] for row in rows if row["statistic"] == "mean"}
    assert means == {"a": 1.5, "b": 17 / 3}


def test_version_help_and_schema(command):
    assert command("--version")[1].startswith("dermcohort 0.")
    assert "demo" in command("--help")[1]
    assert json.loads(command("schema")[1])["title"] == "Study"
    assert command("nothing")[0] == 2
