"""Counts of bands: every band of a set, of those who have a value."""

from dermcohort.counts import Counts, LevelKey
from dermcohort.estimate.analyses.bands import bands
from dermcohort.estimate.analyses.plan import Plan, Rules
from dermcohort.results import Results

VISITS = ("baseline", "1 month")
PLAN = Plan((), VISITS, ("POEM",), (), (), (), (), (), (), Rules(),
            bands=(("POEM", "Charman 2013"), ("DLQI", "Hongbo 2005")))  # fmt: skip


def answer():
    place = LevelKey("observed", "band: POEM", "all", "baseline")
    levels = {place: {"moderate": 3, "mild": 1}}
    return Results(bands(PLAN, Counts({}, levels, {place: 4}, {})).rows)


def test_every_band_has_a_row_in_the_order_of_the_set():
    found = [r for r in answer() if r.statistic == "count"]
    assert [(r.level, r.value) for r in found] == [
        ("clear or almost clear", 0), ("mild", 1), ("moderate", 3), ("severe", 0),
        ("very severe", 0),
    ]  # fmt: skip
    assert {(r.n, r.method, r.population) for r in found} == {(4, "Charman 2013", "observed")}


def test_percent_of_those_with_a_value_and_nothing_where_nobody_has_one():
    results = answer()
    assert results.one(level="moderate", statistic="percent").value == 75
    assert {(r.group, r.visit, r.parameter) for r in results} == {
        ("all", "baseline", "band: POEM")
    }  # fmt: skip
