"""Declared endpoints: each p is taken over, none is computed anew, and the order is kept."""

from dataclasses import replace

import numpy as np
import pytest

from dermcohort.estimate.analyses.endpoints import ADJUST, endpoints
from dermcohort.estimate.analyses.plan import Answer, Endpoint, Plan, Rules
from dermcohort.results import Result

PLAN = Plan((), ("baseline", "1 month", "3 months"), ("EASI", "DLQI", "TARC"), (), (), (), (), (),
            (), Rules())  # fmt: skip


def contrast(parameter, p, visit="3 months", statistic="p_value", **changes):
    warning = "" if p is not None else "no patient changed"
    row = Result("same patients", "complete pairs", parameter, group="all", visit=visit,
                 comparator="baseline", statistic=statistic, value=p, n=12, method="paired t",
                 warning=warning)  # fmt: skip
    return replace(row, **changes)


def published(parameter, p, statistic="p_adjusted", **changes):
    changes = {"method": "Dunnett", "population": "observed"} | changes
    return contrast(parameter, p, statistic=statistic, analysis="as published", **changes)


def asked(rows, *declared, adjust="fixed sequence", published=()):
    order = tuple(e if isinstance(e, Endpoint) else Endpoint(e, "all", "3 months", "same patients")
                  for e in declared)  # fmt: skip
    plan = replace(PLAN, endpoints=order, adjust=adjust)
    return endpoints(plan, Answer(tuple(published)), Answer(tuple(rows))).rows


def values(rows, statistic="p_adjusted"):
    return [row.value for row in rows if row.statistic == statistic]


def test_nothing_declared_gives_nothing():
    assert asked([contrast("EASI", 0.01)]) == ()


def test_each_p_keeps_the_key_the_n_and_the_method_of_its_test():
    source = contrast("EASI", 0.01, warning="2 without change left out")
    p_row, adjusted = asked([source, contrast("EASI", 0.02, statistic="p_adjusted")], "EASI")
    assert p_row == replace(source, analysis="endpoints")
    assert adjusted == replace(
        source, analysis="endpoints", statistic="p_adjusted", method="fixed sequence"
    )


def test_a_failing_endpoint_blocks_those_after_it():
    rows = [contrast("EASI", 0.01), contrast("DLQI", 0.2), contrast("TARC", 0.001)]
    made = asked(rows, "EASI", "DLQI", "TARC")
    assert values(made, "p_value") == [0.01, 0.2, 0.001]
    assert values(made) == [0.01, 0.2, 0.2]
    reasons = [row.warning for row in made if row.statistic == "p_adjusted"]
    blocked = "not tested: DLQI at 3 months comes before it and is not significant"
    assert reasons == ["", "", blocked]


def test_p_of_exactly_alpha_is_not_significant():
    made = asked([contrast("EASI", 0.05), contrast("DLQI", 0.001)], "EASI", "DLQI")
    assert made[-1].warning.startswith("not tested")


def test_an_endpoint_without_p_blocks_those_after_it():
    switch = Endpoint("EASI", "switch", "3 months", "same patients")
    made = asked([contrast("EASI", None, group="switch"), contrast("DLQI", 0.001)], switch, "DLQI")
    assert values(made) == [None, None]
    assert [row.warning for row in made if row.statistic == "p_adjusted"] == [
        "no patient changed",
        "not tested: EASI at 3 months in switch comes before it and has no p",
    ]


@pytest.mark.parametrize("adjust", ADJUST)
def test_the_adjustment_is_that_of_the_method(adjust):
    p_values = [0.03, 0.001, 0.02]
    rows = [contrast(name, p) for name, p in zip(PLAN.outcomes, p_values, strict=True)]
    made = asked(rows, *PLAN.outcomes, adjust=adjust)
    assert values(made) == ADJUST[adjust](np.array(p_values)).tolist()
    assert {row.method for row in made} == {"paired t", adjust}


@pytest.mark.parametrize("adjust", ["Holm", "Hochberg", "Benjamini-Hochberg"])
def test_an_endpoint_without_p_counts_as_one_that_failed(adjust):
    rows = [contrast("EASI", 0.01), contrast("DLQI", None), contrast("TARC", 0.02)]
    first, missing, last = values(asked(rows, *PLAN.outcomes, adjust=adjust))
    expected = ADJUST[adjust](np.array([0.01, 1.0, 0.02])).tolist()
    assert ([first, last], missing) == ([expected[0], expected[2]], None)


def test_without_adjustment_there_is_only_p():
    made = asked([contrast("EASI", 0.01)], "EASI", adjust="none")
    assert [(row.statistic, row.value) for row in made] == [("p_value", 0.01)]


def of_published(parameter="EASI"):
    return Endpoint(parameter, "all", "3 months", "as published")


def test_as_published_is_taken_as_that_test_adjusts_it():
    dunn = [published("EASI", 0.02, "p_value", method="Dunn"),
            published("EASI", 0.04, method="Dunn")]  # fmt: skip
    row = asked([contrast("EASI", 0.001)], of_published(), published=dunn)[0]
    assert (row.value, row.method, row.population) == (0.04, "Dunn", "observed")
    assert row.warning == "adjusted over the visits by Dunn"
    two = [published("EASI", 0.03, "p_value", method="Welch t")]
    row = asked([], of_published(), published=two)[0]
    assert (row.value, row.method, row.warning) == (0.03, "Welch t", "")


def omnibus(p, warning="", **changes):
    return published("EASI", p, "p_value", visit="", comparator="", method="Kruskal-Wallis",
                     warning=warning, **changes)  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([omnibus(0.2)], "no contrasts, since Kruskal-Wallis is not significant"),
        ([omnibus(None, "baseline has no values")], "baseline has no values"),
        ([omnibus(0.01)], "EASI has no values at 3 months"),
        ([], "EASI has no values at 3 months"),
        ([published("EASI", None, warning="all tied")], "all tied"),
    ],
)
def test_why_there_is_no_published_contrast(rows, reason):
    made = asked([], of_published(), published=rows)
    assert [(row.value, row.warning) for row in made] == [(None, reason)] * 2
    assert {(row.population, row.visit, row.comparator) for row in made} == {
        ("observed", "3 months", "baseline")
    }


def test_why_there_is_no_contrast_of_the_same_patients():
    # A Friedman test that is not significant does not keep a contrast from being made.
    rows = [contrast("EASI", 0.7, visit="", comparator="", method="Friedman")]
    row = asked(rows, "EASI")[0]
    assert (row.population, row.n) == ("complete pairs", None)
    assert row.warning == "EASI has no values at 3 months"
