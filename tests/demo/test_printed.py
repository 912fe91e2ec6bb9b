"""The demo against the paper, through the whole program: number by number."""

import pytest

from dermcohort import pipeline
from dermcohort.demo import make_demo
from dermcohort.demo.printed import appendix, ours, printed_numbers

NUMBERS = printed_numbers()


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.mark.parametrize("number", [n for n in NUMBERS if n.holds], ids=str)
def test_a_printed_number_that_can_hold_holds(number, results):
    value = ours(number, results)
    assert value is not None
    assert number.equals(value), (number.value, value)


@pytest.mark.parametrize("number", [n for n in NUMBERS if not n.holds], ids=str)
def test_a_printed_number_that_cannot_hold_is_another_here(number, results):
    value = ours(number, results)
    assert value is not None
    assert not number.equals(value)
    assert number.why


def test_nearly_all_hold():
    assert len(NUMBERS) == 120
    assert sum(n.holds for n in NUMBERS) == 108


def test_the_page_of_printed_figures_has_a_line_for_each(results):
    page = appendix(results)
    assert len(page.rows) == len(NUMBERS)
    assert all(all(row[:4]) for row in page.rows)


def test_the_stars_of_figure_1_are_the_paper_s(results):
    """Everything at 1 and 3 months, but BSA at 1 month, in all and naive; nothing in switch."""
    scores = ("IGA", "EASI", "EASI_HN", "BSA", "DLQI", "POEM", "ITCH_VAS")
    rows = results.where(analysis="as published", statistic="p_adjusted")
    stars = {(r.parameter, r.group, r.visit) for r in rows if r.value < 0.05}
    expected = {
        (parameter, group, visit)
        for parameter in scores
        for group in ("all", "naive")
        for visit in ("1 month", "3 months")
        if (parameter, visit) != ("BSA", "1 month")
    }
    others = {star for star in stars if star[0] not in scores and star[1] == "all"}
    assert {star for star in stars if star[0] in scores} == expected
    assert others == {("CPK", "all", "3 months")}
    two_visits = results.where(analysis="as published", parameter="IGE", statistic="p_value")
    assert {r.method for r in two_visits if r.comparator} == {"Mann-Whitney"}
    assert all(r.value >= 0.05 for r in two_visits if r.comparator)


def test_the_demo_is_a_study_like_any_other(results, tmp_path):
    """The study file that the demo writes gives the same numbers when it is run by itself."""
    make_demo(tmp_path)
    assert pipeline.run(tmp_path / "study.toml").rows == results.rows
