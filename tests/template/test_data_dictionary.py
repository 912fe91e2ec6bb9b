"""The data dictionary keeps REDCap's documented rules, by a validator written from them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from itertools import pairwise

import pytest

from dermcohort.study import parse_study
from dermcohort.tables import PARAMETERS
from dermcohort.template.data_dictionary import data_dictionary

# As REDCap's template of a data dictionary has them, columns A to R.
COLUMNS = [
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note",
    "Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max",
    "Identifier?", "Branching Logic (Show field only if...)", "Required Field?",
    "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
]  # fmt: skip
TYPES = {"text", "notes", "radio", "dropdown", "calc", "checkbox", "yesno", "truefalse", "file",
         "slider", "descriptive", "sql"}  # fmt: skip
VALIDATIONS = {
    "",
    "date_ymd",
    "date_mdy",
    "date_dmy",
    "integer",
    "number",
    "email",
    "phone",
    "time",
}
RESERVED = re.compile(r"redcap_.*|.*_complete|.*_timestamp|record|field_name|value")


def rows_of(study, language="en"):
    text = data_dictionary(study, language)
    found = list(csv.DictReader(io.StringIO(text)))
    assert next(csv.reader(io.StringIO(text))) == COLUMNS
    return found


@pytest.fixture
def study():
    return parse_study(
        {
            "title": "Test", "drug": "baricitinib", "start_between": ["2021-01-01", "2022-12-31"],
            "data_cutoff": "2023-06-30", "sources": [{"table": "patients"}],
            "outcomes": {"scores": [c for c, p in PARAMETERS.items() if p.role == "score"],
                         "safety": [c for c, p in PARAMETERS.items() if p.role == "safety"]},
        }
    )  # fmt: skip


def problems(rows) -> list[str]:
    """Everything that an upload would refuse."""
    found = []
    names = [row[COLUMNS[0]] for row in rows]
    found += [f"{name}: twice" for name in set(names) if names.count(name) > 1]
    for row in rows:
        name, form = row[COLUMNS[0]], row[COLUMNS[1]]
        if not re.fullmatch(r"[a-z](?:_?[a-z0-9]+)*", name) or len(name) > 26:
            found.append(f"{name}: name")
        if RESERVED.fullmatch(name):
            found.append(f"{name}: reserved")
        if not re.fullmatch(r"[a-z](?:_?[a-z0-9]+)*", form) or len(form) > 50:
            found.append(f"{name}: form {form}")
        if row["Field Type"] not in TYPES or not row["Field Label"].strip():
            found.append(f"{name}: type or label")
        found += _choices(row) + _limits(row) + _logic(row, names)
        found += [
            f"{name}: {c}" for c in ("Identifier?", "Required Field?") if row[c] not in ("", "y")
        ]
    forms = [row["Form Name"] for row in rows]
    # The fields of a form stand together.
    changes = [a for a, b in pairwise(forms) if a != b]
    found += ["forms are mixed"] if len(changes) != len(set(forms)) - 1 else []
    return found


def _choices(row) -> list[str]:
    name, text = row[COLUMNS[0]], row[COLUMNS[5]]
    if row["Field Type"] not in ("radio", "dropdown", "checkbox"):
        return [f"{name}: choices"] if text else []
    parts = [part.split(",", 1) for part in text.split("|")]
    codes = [part[0].strip() for part in parts]
    wrong = [c for c in codes if not re.fullmatch(r"[A-Za-z0-9_]+", c)]
    empty = [p for p in parts if len(p) < 2 or not p[1].strip()]
    twice = len(set(codes)) < len(codes)
    return [f"{name}: codes {wrong} {empty}"] if wrong or empty or twice else []


def _limits(row) -> list[str]:
    kind, low, high = (row[c] for c in COLUMNS[7:10])
    if kind not in VALIDATIONS or (kind and row["Field Type"] != "text"):
        return [f"{row[COLUMNS[0]]}: validation"]
    try:
        for each in filter(None, (low, high)):
            dt.date.fromisoformat(each) if kind == "date_ymd" else float(each)
            assert kind
            assert kind != "integer" or re.fullmatch("-?[0-9]+", each)
    except (ValueError, AssertionError):
        return [f"{row[COLUMNS[0]]}: limits {low} {high}"]
    return []


def _logic(row, names) -> list[str]:
    text = row[COLUMNS[11]]
    used = re.findall(r"\[([^\]]*)\]", text)
    good = not text or re.fullmatch(r"\[\w+\] (=|<>) '\w*'", text)
    return [] if good and set(used) <= set(names) else [f"{row[COLUMNS[0]]}: logic {text}"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_redcap_would_take_it(study, language):
    assert problems(rows_of(study, language)) == []


def test_the_validator_sees_mistakes(study):
    rows = rows_of(study)
    broken = [dict(row) for row in rows]
    broken[1][COLUMNS[0]] = "Age (years)"
    broken[2][COLUMNS[5]] = "F Female | M, Male"
    broken[3][COLUMNS[9]] = "many"
    broken[-1][COLUMNS[11]] = "[nothing] = '1'"
    assert len(problems(broken)) == 4


def test_the_record_id_comes_first_and_is_an_identifier(study):
    first = rows_of(study)[0]
    assert (first[COLUMNS[0]], first["Field Type"], first["Identifier?"]) == (
        "patient",
        "text",
        "y",
    )
    assert [row for row in rows_of(study) if row["Identifier?"]] == [first]


def test_names_and_codes_are_the_same_in_both_languages(study):
    def fixed(language):
        for row in rows_of(study, language):
            codes = [choice.partition(",")[0] for choice in row[COLUMNS[5]].split("|")]
            yield row[COLUMNS[0]], row[COLUMNS[1]], codes

    assert list(fixed("en")) == list(fixed("ja"))


def test_limits_are_those_of_the_instruments(study):
    by_name = {row[COLUMNS[0]]: row for row in rows_of(study)}
    assert [by_name["iga"][c] for c in COLUMNS[7:10]] == ["integer", "0", "5"]
    assert [by_name["easi"][c] for c in COLUMNS[7:10]] == ["number", "0", "72"]
    assert by_name["visit_date"]["Required Field?"] == "y"
    assert by_name["visit_date"][COLUMNS[9]] == "2023-06-30"
    assert by_name["drug_other"][COLUMNS[11]] == "[drug] = 'other'"
