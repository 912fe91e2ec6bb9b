from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest
from chart_grids import make_grid, surveyed
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.errors import StudyFileError
from dermcohort.mapping import study_text
from dermcohort.sources import Source
from dermcohort.study import parse_study

DAY = "2021-01-10"
ROWS = (
    ["患者番号", "性別", "開始日", "EASI 0M", "謎"],
    ["P1", 1, DAY, 20, "x"],
    ["P2", 2, DAY, 12, ""],
)


def read(survey):
    return tomllib.loads(study_text(survey))


def test_what_is_sure_and_what_is_asked(grid, survey):
    text = study_text(survey(grid(*ROWS)))
    lines = text.splitlines()
    patient = next(line for line in lines if '"患者番号"' in line)
    assert patient.startswith('"患者番号" = "patient"')
    assert "# 0.95 heading; 2 IDs, none twice" in patient
    at = next(i for i, line in enumerate(lines) if line.startswith('"性別"'))
    assert lines[at - 1] == "# QUESTION: 2 of 2 cells do not fit; is it sex?"
    assert '"ignore"' in lines[at]
    assert 'if so: "sex"' in lines[at]
    assert f"{text.count('# QUESTION: ')} questions are marked QUESTION" in text


def test_every_column_is_listed_once_and_nothing_else_is_recognised(grid, survey):
    sources = read(survey(grid(*ROWS)))["sources"]
    listed = [heading for s in sources for heading, target in s["columns"].items()
              if target != "patient"]  # fmt: skip
    assert sorted(listed) == sorted(h for h in ROWS[0] if h != "患者番号")
    assert all(source["recognise"] is False for source in sources)


def test_the_file_is_accepted_when_nothing_is_left_to_fill_in(grid, survey):
    study = parse_study(read(survey(grid(*ROWS))))
    assert (study.drug, str(study.start_between[0])) == ("baricitinib", DAY)
    assert study.sources[0].file == ""


@pytest.mark.parametrize("key", ["drug", "start_between"])
def test_what_is_left_to_fill_in_is_refused_with_its_name(grid, survey, key):
    rows = ROWS if key == "drug" else [[h for h in r if h not in ("開始日", DAY)] for r in ROWS]
    found = survey(grid(*rows), drug="" if key == "drug" else "baricitinib")
    with pytest.raises(StudyFileError, match=rf"{key}.*FILL IN"):
        parse_study(read(found))


def test_a_blocked_source_stands_in_comments(grid, survey):
    found = survey(grid(["Code", "Age", "Sex", "BMI"], ["a", 30, "F", 20], ["b", 31, "M", 21]))
    text = study_text(found)
    assert "# [[sources]]" in text
    assert "sources" not in tomllib.loads(text)
    # Without the signs in front it is a source.
    inside = [line.removeprefix("# ") for line in text[text.index("# [[sources]]") :].splitlines()]
    assert len(tomllib.loads("\n".join(inside))["sources"]) == 1


def test_comments_of_one_source_stand_in_one_column_also_beside_japanese(grid, survey):
    text = study_text(survey(grid(["ID", "年齢", "Sex"], ["P1", 30, "F"])))
    lines = [line for line in text.splitlines() if line.startswith('"')]
    places = {
        sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line[: line.index("  # ")])
        for line in lines
    }
    assert (len(lines), len(places)) == (3, 1)


def test_several_files_are_named_in_their_sources(grid, survey):
    sheets = [grid(["ID", "Age"], ["P1", 30], sheet="", file="a.csv"),
              grid(["ID", "Start"], ["P1", DAY], sheet="", file="b.csv")]  # fmt: skip
    content = read(survey(*sheets))
    assert "charts" not in content
    assert [source["file"] for source in content["sources"]] == ["a.csv", "b.csv"]


def test_the_example_of_the_page_is_a_source():
    page = (Path(__file__).parents[2] / "docs" / "init.md").read_text(encoding="utf-8")
    example = page.split("```toml")[1].split("```")[0]
    (source,) = tomllib.loads(example)["sources"]
    assert Source.model_validate(source).columns["EASI 投与前"] == "EASI @ baseline"


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=12).filter(lambda text: text.split()), st.text(max_size=8))
def test_any_heading_and_name_of_a_sheet_make_toml_that_reads_back(heading, name):
    sheet = make_grid(["ID", "Age", heading], ["P1", 30, "x"], sheet=name)
    content = read(surveyed(sheet))
    listed = {h for source in content.get("sources", []) for h in source["columns"]}
    assert not listed or " ".join(heading.split()) in listed
