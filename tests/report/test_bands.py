"""The table of bands, the definitions of responses, and what the methods say of both."""

import pytest
import sample

from dermcohort.report.lookup import Lookup
from dermcohort.report.tables import bands, response
from dermcohort.report.tables.bands import limits
from dermcohort.report.tables.response import defined
from dermcohort.report.words import methods
from dermcohort.results import Result, Results
from dermcohort.study import Study

NAMES = ("clear or almost clear", "mild", "moderate", "severe", "very severe")


def counted(visit, *numbers, group="all"):
    n = sum(numbers)
    for level, x in zip(NAMES, numbers, strict=True):
        key = ("bands", "observed", "band: POEM", level, group, visit)
        for statistic, value in (("count", x), ("percent", 100 * x / n)):
            yield Result(*key, statistic=statistic, value=value, n=n, method="Charman 2013")


@pytest.fixture(scope="module")
def lookup():
    rows = [*counted("baseline", 0, 1, 3, 0, 0), *counted("3 months", 2, 0, 0, 0, 0),
            *counted("baseline", 0, 1, 0, 0, 0, group="naive")]  # fmt: skip
    return Lookup(Results(rows))


def test_a_row_a_band_a_column_a_visit_and_group(lookup):
    table = bands(sample.content(), lookup)
    (section,) = table.sections
    assert section.heading == "POEM, Charman 2013"
    texts = [[cell.text for cell in row] for row in section.rows]
    assert [row[0] for row in texts] == ["Patients", *(n[:1].upper() + n[1:] for n in NAMES)]
    assert texts[0][1:] == ["4", "0", "2", "1", "0", "0", "0", "0", "0"]
    assert texts[3][1:5] == ["3 (75.0%)", "", "0 (0.0%)", "0 (0.0%)"]
    assert all(cell.rows for cell in section.rows[1][1:2])
    assert "moderate from 8" in table.notes[1]


def test_without_bands_there_is_no_table_and_no_sentence():
    content, nothing = sample.content(), Lookup(Results())
    assert bands(content, nothing).empty
    assert "Bands of" not in " ".join(methods(content, nothing))


def test_the_methods_name_the_sets(lookup):
    assert "Bands of scores are those of POEM by Charman 2013." in " ".join(
        methods(sample.content(), lookup)
    )


def test_limits_say_rounding_and_where_an_end_is_left_out():
    chosen = Study.model_validate(
        sample.content().study.model_dump()
        | {"instruments": {"bands": {"EASI": "Leshem", "ITCH_VAS": "Reich"}}}
    ).bands
    assert "very severe from 50.1" in limits(chosen["EASI"])
    assert "rounded to 0.1 first" in limits(chosen["EASI"])
    assert "none from 0, mild above 0, moderate from 40" in limits(chosen["ITCH_VAS"])


def test_the_table_says_what_each_response_asks_for():
    content = sample.content()
    notes = " ".join(response(content, Lookup(content.results)).notes)
    assert "(falls of at least that percentage of the baseline)" in notes
    assert "A percentage needs a baseline above 0" in notes


def test_definitions_are_said_once_each():
    assert defined(["NRS4", "EASI-75", "EASI <= 7", "EASI-90"]) == [
        "NRS4 (fall of at least 4 points from the baseline)",
        "EASI-75 and EASI-90 (falls of at least that percentage of the baseline)",
        "EASI <= 7 (at most 7 at follow-up)",
    ]
    assert defined(["PASI-90"]) == ["PASI-90 (fall of at least 90% of the baseline)"]
