"""The command: what it writes, what it says, what it refuses."""

from __future__ import annotations

import tomllib

import pytest
from typer.testing import CliRunner

from dermcohort.cli import app
from dermcohort.errors import StudyFileError, UsageError
from dermcohort.study import parse_study
from dermcohort.tables import PARAMETERS
from dermcohort.template import write_template
from dermcohort.template.example import VALUES, value_of


def test_the_command_writes_both_files_and_says_what_reads_them(study_file, tmp_path):
    args = ["template", str(study_file), "--redcap", str(tmp_path / "dd.csv")]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0
    assert (tmp_path / "charts-template.xlsx").is_file()
    assert (tmp_path / "dd.csv").is_file()
    entries = tomllib.loads(done.stdout[done.stdout.index("[[sources]]") :].split("REDCap data")[0])
    assert [each["table"] for each in entries["sources"]] == [
        "patients", "treatments", "assessments", "assessments", "events",
    ]  # fmt: skip
    assert 'dictionary = "dd.csv"' in done.stdout


def test_entries_make_a_whole_study_file(study_file):
    done = write_template(study_file, language="ja")
    content = tomllib.loads(study_file.read_text("utf-8") + done.entries)
    study = parse_study(content)
    assert {each.file for each in study.sources} == {"charts-template.xlsx"}


def test_a_study_file_with_sources_is_as_good(study_file):
    text = study_file.read_text("utf-8") + '[[sources]]\nsheet = "Old"\ntable = "patients"\n'
    study_file.write_text(text, encoding="utf-8")
    assert write_template(study_file).workbook.is_file()


def test_what_is_there_is_never_replaced(study_file, tmp_path):
    done = write_template(study_file)
    before = done.workbook.read_bytes()
    with pytest.raises(UsageError, match=r"charts-template\.xlsx is there already.*try: another"):
        write_template(study_file, language="ja")
    assert done.workbook.read_bytes() == before
    (tmp_path / "dd.csv").write_text("mine")
    with pytest.raises(UsageError, match=r"dd\.csv is there already"):
        write_template(study_file, out=tmp_path / "b.xlsx", redcap=tmp_path / "dd.csv")
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"language": "de"}, r"'de' is no language here; allowed: en, ja"),
        ({"out": "a.csv"}, r"a\.csv does not end with \.xlsx; try: a\.xlsx"),
        ({"redcap": "dd.xlsx"}, r"dd\.xlsx does not end with \.csv; try: dd\.csv"),
        ({"out": "/nowhere/at/all.xlsx"}, r"cannot be written .*; try: -o"),
    ],
)
def test_what_cannot_be_is_said(study_file, options, words, monkeypatch):
    monkeypatch.chdir(study_file.parent)
    with pytest.raises(UsageError, match=words):
        write_template(study_file, **options)


def test_a_study_file_must_be_one(tmp_path):
    with pytest.raises(StudyFileError, match=r"cannot be read"):
        write_template(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text('title = "x"\ndrug = "aspirin"\n')
    with pytest.raises(StudyFileError, match=r"drug: got .*aspirin"):
        write_template(tmp_path / "bad.toml")


def test_every_parameter_has_an_example_that_it_may_have():
    assert set(VALUES) == set(PARAMETERS)
    for code, known in PARAMETERS.items():
        for later in (False, True):
            value = value_of(code, later=later)
            assert known.low <= value <= known.high, code
            if known.step:
                assert abs(value / known.step - round(value / known.step)) < 1e-9, code
