import re

import pytest
import sample

from dermcohort.report import Content, report
from dermcohort.results import Results
from dermcohort.study import DEFAULT_VISITS

REASON = "a reason given by the estimator"


def made(study=None, hidden=None, kept=None, sizes=None):
    study = study or sample.study()
    results = Results(sample.rows(study, sizes))
    if hidden:
        results = sample.without(results, hidden, REASON)
    if kept:
        results = Results(row for row in results if kept(row))
    return sample.content(study, results)


CASES = {
    "no rows at all": lambda: made(kept=lambda row: False),
    "no value anywhere": lambda: made(hidden=lambda row: True),
    "no test has a value": lambda: made(hidden=lambda row: row.statistic.startswith("p_")),
    "two visits": lambda: made(sample.study(visits=DEFAULT_VISITS[:2])),
    "an empty group": lambda: made(sizes={"all": 17, "naive": 17, "switch": 0}),
    "one patient": lambda: made(hidden=lambda row: row.statistic in ("sd", "se")),
    "a visit without values": lambda: made(
        hidden=lambda row: row.visit == "3 months" and row.statistic not in ("n", "count")
    ),
    "no events": lambda: made(kept=lambda row: row.analysis != "adverse events"),
    "no responders": lambda: made(kept=lambda row: row.analysis not in ("response", "responders")),
    "nobody stopped": lambda: made(kept=lambda row: row.analysis != "discontinuation"),
    "only the flow": lambda: made(kept=lambda row: row.analysis == "flow"),
    "no flow": lambda: made(kept=lambda row: row.analysis != "flow"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_never_fails_and_never_prints_nothing_as_a_number(case, tmp_path):
    report(CASES[case](), tmp_path, lambda step: None)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not re.findall(r"\b(?:nan|None|inf)\b", page)
    assert "<h1>" in page


def test_a_number_that_cannot_be_had_says_why(tmp_path):
    report(made(hidden=lambda row: row.parameter == "EASI"), tmp_path, lambda step: None)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f'title="{REASON}">—<sup>' in page
    assert re.search(rf"<sup>[a-z]+</sup> {REASON}", page)


def test_an_empty_report(tmp_path):
    report(Content(sample.study(), Results()), tmp_path, lambda step: None)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "No outcome has a value at any visit." in page
    assert not list((tmp_path / "figures").iterdir())


def test_words_of_the_user_are_escaped(tmp_path):
    study = sample.study(title="<script>alert(1)</script> & co")
    report(Content(study, Results()), tmp_path, lambda step: None)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
