"""Records from a server: what is asked, what comes, what goes wrong; the token is never told."""

from __future__ import annotations

import socket

import pytest
from redcap_export import Entry, Fields, json_rows, metadata
from redcap_stand_in import TOKEN, Project, serving

from dermcohort.acquire import acquire
from dermcohort.acquire.redcap import server as redcap_server
from dermcohort.acquire.redcap.server import address_of
from dermcohort.check import Checked, check
from dermcohort.errors import SourceUnreadable
from dermcohort.study import parse_study

FIELDS: Fields = {
    "record_id": ("baseline", "text", "ID", {}),
    "sex": ("baseline", "radio", "Sex", {"1": "Female", "2": "Male"}),
    "drug": ("treatments", "dropdown", "Drug", {"1": "baricitinib"}),
    "drug_start": ("treatments", "text", "First dose", {}),
    "visit_date": ("visits", "text", "Date", {}),
    "easi": ("visits", "text", "EASI", {}),
}
ENTRIES = [
    Entry("P-1", "baseline", {"sex": "1"}),
    Entry("P-1", "treatments", {"drug": "1", "drug_start": "2021-03-01"}, repeat=1),
    Entry("P-1", "visits", {"visit_date": "2021-03-01", "easi": "84"}, repeat=1),
    Entry("P-1", "visits", {"visit_date": "2021-04-01", "easi": "UNK"}, repeat=2),
]


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    monkeypatch.setenv("REDCAP_TOKEN", TOKEN)
    # No proxy of this machine is asked for this machine.
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def project(**options) -> Project:
    return Project(metadata(FIELDS), json_rows(FIELDS, ENTRIES), **options)


def checked(database: str, folder) -> Checked:
    study = parse_study(
        {
            "title": "Test", "drug": "baricitinib", "start_between": ["2021-01-01", "2022-12-31"],
            "sources": [{"kind": "redcap", "database": database}],
        }
    )  # fmt: skip
    return check(study, acquire(study, folder))


def test_records_come_from_the_server_with_their_codes(tmp_path):
    held = project(missing="UNK, Unknown | -99, Not asked")
    with serving(held) as database:
        found = checked(database, tmp_path)
    cohort = found.cohort
    assert list(cohort.patients.collect().select("patient", "sex").iter_rows()) == [("P-1", "F")]
    assert cohort.treatments.collect()["drug"].to_list() == ["baricitinib"]
    wrong = {each.rule: each for each in found.findings}
    assert wrong["range"].cell == "easi of row 4 of the export"
    assert wrong["range"].file == f"REDCap at 127.0.0.1:{held.port}"
    assert "declared missing" in wrong
    assert [asked["content"] for asked in held.asked] == ["metadata", "record", "project"]
    # Nothing is ever written there.
    assert not any({"data", "action"} & set(asked) for asked in held.asked)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("no right", r"refused \(403: You do not have permission to export.*try: .*Data Export"),
        ("down", r"refused \(503: REDCap is offline\); try: run it again later"),
        ("page", r"answers, but not as REDCap's API does; try"),
        ("list", r"answers, but not as REDCap's API does; try"),
        ("redirect", r"sends us to another address; try"),
        ("slow", r"did not answer in time; try"),
    ],
)
def test_what_goes_wrong_is_said(tmp_path, monkeypatch, mode, words):
    if mode == "slow":
        monkeypatch.setattr(redcap_server, "PATIENCE_S", (1.0, 0.1))
    held = project(mode=mode)
    with serving(held) as database, pytest.raises(SourceUnreadable, match=words) as refused:
        checked(database, tmp_path)
    assert TOKEN not in "".join(map(str, (refused.value, refused.value.__cause__)))
    assert mode != "redirect" or len(held.asked) == 1


def test_a_wrong_token_is_refused_and_not_shown(tmp_path, monkeypatch):
    wrong = "F" * 32
    monkeypatch.setenv("REDCAP_TOKEN", wrong)
    words = r"refused \(403: You do not have permissions to use the API\); try: see whether the tok"
    with serving(project()) as database, pytest.raises(SourceUnreadable, match=words) as refused:
        checked(database, tmp_path)
    assert wrong not in str(refused.value)


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("", r"REDCAP_TOKEN is not set; try: export REDCAP_TOKEN"),
        ("ABC", r"REDCAP_TOKEN holds 3 letters, and the API token of a project has 32"),
        ("!" * 32, r"letters and digits only"),
    ],
)
def test_a_token_that_cannot_be_one_is_not_sent(tmp_path, monkeypatch, token, words):
    monkeypatch.setenv("REDCAP_TOKEN", token)
    held = project()
    with serving(held) as database, pytest.raises(SourceUnreadable, match=words) as refused:
        checked(database, tmp_path)
    assert held.asked == []
    assert not token or token not in str(refused.value)


def test_another_variable_may_hold_the_token(tmp_path, monkeypatch):
    monkeypatch.delenv("REDCAP_TOKEN")
    monkeypatch.setenv("AD_TOKEN", TOKEN)
    with serving(project()) as database:
        found = checked(database.replace("REDCAP_TOKEN", "AD_TOKEN"), tmp_path)
    assert len(found.cohort.patients.collect()) == 1


def test_a_server_that_is_not_there_is_said(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(SourceUnreadable, match=r"cannot be reached; try: correct the host"):
        checked(f"redcap+http://127.0.0.1:{port}/api/", tmp_path)


def test_a_project_without_records_is_said(tmp_path):
    with (
        serving(Project(metadata(FIELDS), [])) as database,
        pytest.raises(SourceUnreadable, match=r"has no record that this token may export; try"),
    ):
        checked(database, tmp_path)


SECRET = "A" * 32


@pytest.mark.parametrize(
    ("database", "words"),
    [
        (f"redcap+https://{SECRET}@redcap.example.org/api/", r"holds the token itself.*try: data"),
        ("redcap+http://redcap.example.org/api/", r"would get the token unencrypted; try: redcap"),
        ("redcap+http://127.0.0.1.example.org/api/", r"unencrypted"),
        ("redcap+https://redcap.example.org/redcap/", r"ends with /api/, got '/redcap/'; try"),
        (f"https://redcap.example.org/api/?token={SECRET}", r"is no address; try: database = "),
        ("redcap+https:///api/", r"is no address"),
    ],
)
def test_an_address_must_be_one(database, words):
    with pytest.raises(SourceUnreadable, match=words) as refused:
        address_of(database)
    assert SECRET not in str(refused.value)


def test_addresses():
    assert address_of("redcap+https://redcap.example.org").url == "https://redcap.example.org/api/"
    found = address_of("redcap+https://${T}@redcap.example.org:8443/redcap/api")
    assert found.url == "https://redcap.example.org:8443/redcap/api/"
    assert (found.variable, found.place) == ("T", "REDCap at redcap.example.org:8443")
    assert address_of("redcap+http://[::1]:80/api/").url == "http://[::1]:80/api/"
