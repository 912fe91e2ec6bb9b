"""The command, on files: what it writes is what check and run take."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys

import pytest
import xlsxwriter

from dermcohort import init, pipeline
from dermcohort.cli import main
from dermcohort.demo import STUDY
from dermcohort.demo.workbook import write_workbook
from dermcohort.errors import UsageError


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_workbook(folder / "charts.xlsx")
    init(folder / "charts.xlsx", out=folder / STUDY)
    return folder


@pytest.fixture
def command(monkeypatch, capsys):
    """Run ``dermcohort init`` with arguments; gives exit code, output and messages."""

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


def test_the_demo_gives_the_same_tables_and_results(demo, tmp_path):
    own = tmp_path / STUDY
    write_workbook(tmp_path / "charts.xlsx")
    from importlib.resources import files

    text = files("dermcohort.demo").joinpath(STUDY).read_text("utf-8")
    own.write_text(text, encoding="utf-8")
    _, expected = pipeline.checked(own)
    _, found = pipeline.checked(demo / STUDY)
    for table in ("patients", "treatments", "assessments", "events"):
        frames = [getattr(each.cohort, table).collect() for each in (found, expected)]
        assert frames[0].rows() == frames[1].rows(), table
    told = [[(f.rule, f.sheet, f.cell) for f in each.findings] for each in (found, expected)]
    assert told[0] == told[1]
    # The numbers too, with what no chart says: window, cutoff, seed, and the criteria to report.
    written = (demo / STUDY).read_text("utf-8")
    keys = ("start_between", "data_cutoff", "seed")
    said = [line for line in text.splitlines() if line.startswith(keys)]
    head, rest = written.split("\n[[visits]]", 1)
    own_start = [line for line in head.splitlines() if line.startswith("start_between")]
    assert own_start[0].startswith("start_between = [2021-01-27, 2023-02-01]")
    head = "\n".join([head.replace(own_start[0], ""), *said])
    criteria = '\n[eligibility]\ncriteria = "Japan"\n'
    (demo / "same.toml").write_text(f"{head}\n[[visits]]{rest}{criteria}", encoding="utf-8")
    assert pipeline.run(demo / "same.toml").to_dicts() == pipeline.run(own).to_dicts()


def test_nothing_is_recognised_after_init(demo, monkeypatch):
    def reached(table, heading, visits):
        raise AssertionError(heading)

    monkeypatch.setattr("dermcohort.check.headings.heading_meaning", reached)
    _, found = pipeline.checked(demo / STUDY)
    assert not [f for f in found.findings if f.severity == "error"]


def test_an_ugly_sheet_in_japanese(tmp_path):
    days = [dt.date(2021, 4, 1), dt.date(2021, 5, 6)]
    with xlsxwriter.Workbook(tmp_path / "患者一覧.xlsx") as book:
        sheet = book.add_worksheet("一覧")
        form = book.add_format({"num_format": "yyyy/m/d"})
        sheet.merge_range("A1:J1", "オルミエント導入患者（SYNTHETIC）")
        for column, heading in enumerate(["患者番号", "氏名", "性別", "開始日"]):
            sheet.merge_range(2, column, 3, column, heading)
        sheet.merge_range("E3:G3", "EASI")
        sheet.merge_range("H3:I3", "痒みVAS")
        sheet.write_row("E4", ["投与前", "１ヶ月後", "３ヶ月後", "投与前", "１ヶ月後"])
        sheet.write_row("H5", ["mm", "mm"])
        for row, (name, sex) in enumerate([("D01", "男"), ("D02", "女")]):
            sheet.write_row(row + 5, 0, [name, f"患者 {row}", sex])
            sheet.write_datetime(row + 5, 3, dt.datetime.combine(days[row], dt.time()), form)
            sheet.write_row(row + 5, 4, [20.4 + row, "１０．２", "未", 70, 8])
        sheet.write_row("A8", ["平均", "", "", "", 20.9])
        sheet.write("A10", "※ 未は未測定")
    found = init(tmp_path / "患者一覧.xlsx", out=tmp_path / "study.toml")
    assert (found.drug, found.asked, found.synthetic) == ("baricitinib", 0, True)
    _, checked = pipeline.checked(tmp_path / "study.toml")
    assert [f.sentence for f in checked.findings if f.severity == "error"] == []
    rows = checked.cohort.assessments.collect()
    columns = ("patient", "date", "parameter", "value")
    assert set(rows.select(*columns).rows()) == {
        (name, day + dt.timedelta(days=after), parameter, value)
        for row, (name, day) in enumerate(zip(("D01", "D02"), days, strict=True))
        for after, parameter, value in (
            (0, "EASI", 20.4 + row), (30, "EASI", 10.2),
            (0, "ITCH_VAS", 70.0), (30, "ITCH_VAS", 8.0),
        )
    }  # fmt: skip
    assert checked.cohort.patients.collect()["sex"].to_list() == ["M", "F"]


def test_the_command_shows_a_table_and_the_next_step(demo, command, tmp_path):
    out = tmp_path / "new.toml"
    code, said, _ = command("init", demo / "charts.xlsx", "-o", out)
    assert code == 0
    assert "EASI @ 3 months" in said
    assert f"Next: dermcohort check {out}" in said
    assert pipeline.checked(out.rename(demo / "new.toml"))


def test_questions_are_shown(command, tmp_path):
    (tmp_path / "a.csv").write_text("ID,Age,EASY 0M\nP1,30,20\nP2,40,10\n")
    code, said, _ = command("init", tmp_path / "a.csv", "-o", tmp_path / "s.toml")
    assert code == 0
    assert "is it EASI @ baseline?" in said
    assert "QUESTION: which drug is the study about?" in said
    code, _, said = command("check", tmp_path / "s.toml")
    assert code == 10
    assert "FILL IN: the study drug" in said


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_guesses_as_rows(demo, command, tmp_path, form):
    _, said, _ = command("init", demo / "charts.xlsx", "-o", tmp_path / "s.toml", "--format", form)
    rows = json.loads(said) if form == "json" else list(csv.DictReader(io.StringIO(said)))
    first = rows[0]
    assert (first["heading"], first["meaning"], first["cells"]) == ("ID", "patient", "A2:A31")
    assert float(first["confidence"]) == 0.95


def test_a_study_file_is_never_replaced_unasked(demo, command, tmp_path):
    out = tmp_path / "study.toml"
    out.write_text("mine")
    code, _, said = command("init", demo / "charts.xlsx", "-o", out)
    assert (code, out.read_text()) == (2, "mine")
    assert "--force" in said
    assert command("init", demo / "charts.xlsx", "-o", out, "--force")[0] == 0
    assert "What dermcohort init" in out.read_text("utf-8")


@pytest.mark.parametrize("out", ["folder", "nowhere/study.toml"])
def test_where_nothing_can_be_written(demo, tmp_path, out):
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="try: -o"):
        init(demo / "charts.xlsx", out=tmp_path / out)


def test_a_workbook_that_cannot_be_read(command, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 cut off")
    code, _, said = command("init", tmp_path / "a.xlsx", "-o", tmp_path / "s.toml")
    assert code == 11
    assert "a.xlsx" in said
    assert not (tmp_path / "s.toml").exists()
