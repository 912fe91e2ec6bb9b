"""The study file: what it needs, what it defaults to, and what its errors say."""

import json
from pathlib import Path

import pytest

from dermcohort.errors import StudyFileError
from dermcohort.study import parse_study, read_study, schema

SMALLEST = {
    "title": "A study",
    "drug": "baricitinib",
    "start_between": ["2021-01-01", "2023-02-28"],
    "sources": [{"table": "patients"}],
}


def changed(**keys):
    return SMALLEST | keys


def test_smallest_study_has_the_paper_s_visits_and_outcomes():
    study = parse_study(SMALLEST)
    assert study.visit_names == ("baseline", "1 month", "3 months")
    assert study.outcomes.of_role("biomarker") == ("EOS", "LDH", "TARC", "IGE")
    assert study.response_visit == "3 months"
    assert "prednisolone" not in study.groups.systemic


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (changed(drg="x"), ["drg: no such key", "did you mean 'drug'"]),
        (changed(drug="baricitnib"), ["drug: got", "did you mean 'baricitinib'", "dupilumab"]),
        ({k: v for k, v in SMALLEST.items() if k != "drug"}, ["drug: missing", "the study drug"]),
        (changed(start_between=["2023-01-01", "2021-01-01"]), ["start_between", "is after"]),
        (changed(sources=[{"table": "visits"}]), ["sources.0.table", "'assessments'"]),
        (changed(sources=[{"table": "patients", "shet": "A"}]), ["sources.0.shet", "'sheet'"]),
        (changed(outcomes={"scores": ["EASY"]}), ["outcomes.scores", "did you mean 'EASI'"]),
        (changed(eligibility={"age_years": {"min": 20, "max": 10}}), ["is above max"]),
        (changed(eligibility={"age_years": {"mn": 20}}), ["eligibility.age_years.mn", "'min'"]),
        (changed(methods={"alpha": 5}), ["methods.alpha: got 5", "less than 1"]),
        (changed(responses={"at_visit": "2 months"}), ["allowed: '1 month', '3 months'"]),
        (
            changed(responses={"report": ["EASI-80"]}),
            ["responses.report.0", "did you mean 'EASI-", "DLQI 0/1", "PASI-90"],
        ),
        (
            changed(instruments={"bands": {"EASI": "Leshem 2019"}}),
            ["instruments.bands", "'Leshem 2015', 'Chopra 2017', 'KADA'"],
        ),
        (changed(instruments={"bands": {"LDH": "x"}}), ["LDH has no bands; with bands: EASI"]),
        (changed(instruments={"bands": {"EASY": "x"}}), ["'EASY' is no parameter"]),
        (changed(instruments={"totals": "both"}), ["instruments.totals", "'items' or 'recorded'"]),
        (
            changed(
                instruments={"bands": {"SCORAD": "ETFAD"}},
                outcomes={"scores": ["EASI"], "biomarkers": [], "safety": []},
            ),
            ["instruments.bands.SCORAD is no outcome; allowed: EASI"],
        ),
        (
            changed(visits=[
                {"name": "a", "target_day": 0, "window": [-9, 0]},
                {"name": "b", "target_day": 9, "window": [0, 20]},
            ]),
            ["visits", "starts on day 0"],
        ),
        (changed(visits=[{"name": "a", "target_day": 0, "window": [1, 2]}]), ["lies outside"]),
    ],
)  # fmt: skip
def test_each_mistake_says_where_and_what_is_allowed(content, said):
    with pytest.raises(StudyFileError) as refused:
        parse_study(content, "study.toml")
    for words in said:
        assert words in str(refused.value)


def test_all_mistakes_are_listed_and_none_twice():
    with pytest.raises(StudyFileError) as refused:
        parse_study(changed(drg="x", seed=-1, sources=[{"table": "patients", "shet": "A"}]))
    lines = str(refused.value).splitlines()
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title = ", "is not TOML"),
        (b"", "title: missing"),
        ("title = '\u00e9'".encode("latin-1"), "not text in UTF-8"),
    ],
)
def test_a_file_that_is_no_study(tmp_path: Path, content: bytes, said: str):
    path = tmp_path / "study.toml"
    path.write_bytes(content)
    with pytest.raises(StudyFileError, match=said):
        read_study(path)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(StudyFileError, match="cannot be read"):
        read_study(tmp_path / "study.toml")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path):
    path = tmp_path / "study.toml"
    text = (
        'title = "T"\ndrug = "olumiant"\nstart_between = [2021-01-01, 2023-02-28]\n'
        '[[sources]]\ntable = "patients"\n'
    )
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_study(path).drug == "baricitinib"


def test_the_published_schema_is_that_of_the_code():
    published = Path(__file__).parents[1] / "docs" / "study.schema.json"
    assert json.loads(published.read_text("utf-8")) == json.loads(json.dumps(schema()))


def test_responses_and_bands_by_any_spelling_are_named_as_the_instruments_do():
    made = parse_study(
        changed(
            responses={"report": ["easi-75", "EASI\u22647", "dlqi 0/1", "EASI-75"]},
            instruments={"bands": {"easi": "chopra", "POEM": "Charman 2013"}},
        )
    )
    assert made.responses.report == ("EASI-75", "EASI <= 7", "DLQI 0/1")
    assert made.responses.parameters == ("EASI", "DLQI")
    assert made.instruments.bands == {"EASI": "Chopra 2017", "POEM": "Charman 2013"}


def test_bands_of_what_is_followed_unless_told_otherwise():
    whole = parse_study(changed())
    assert {p: b.name for p, b in whole.bands.items()} == whole.instruments.bands
    only = parse_study(changed(outcomes={"scores": ["IGA", "POEM"]}))
    assert list(only.bands) == ["POEM"]
    assert parse_study(changed(instruments={"bands": {}})).bands == {}
