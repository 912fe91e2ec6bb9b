"""Curves, time on the drug and event rates as rows of Results."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from dermcohort.counts import Counts, Key, LevelKey, TimeCounts
from dermcohort.estimate.analyses.curves import incidence, mean_until, survival
from dermcohort.estimate.analyses.plan import Rules
from dermcohort.estimate.analyses.safety import event_rates
from dermcohort.estimate.analyses.time_on_drug import time_on_drug
from dermcohort.results import Result, Results

KEY = Result("time on drug", "included", "time on drug", group="all", n=5)
DAYS = np.array([10.0, 20.0, 30.0])
#: Censored, effect, rash.
ENDED = np.array([[0, 1, 0], [1, 0, 1], [1, 1, 0]])
PLAN = SimpleNamespace(rules=Rules())


def test_a_curve_is_given_where_it_moves():
    rows = Results(survival(KEY, DAYS, ENDED, Rules()).rows)
    # 5 at risk, 1 stops; 4 at risk, 1 stops; 2 at risk, 1 stops.
    percents = [r.value for r in rows.where(statistic="percent")]
    assert percents == pytest.approx([80, 60, 30])
    assert [r.time for r in rows.where(statistic="at_risk")] == [10, 20, 30]
    assert [r.value for r in rows.where(statistic="at_risk")] == [5, 4, 2]
    assert rows.value(statistic="median") == 30
    assert rows.one(statistic="conf_high", time=None).warning


def test_the_reasons_and_those_who_stay_add_up_to_all():
    stay = Results(survival(KEY, DAYS, ENDED, Rules()).rows)
    rows = Results(incidence(KEY, DAYS, ENDED, ("effect", "rash"), Rules()).rows)
    assert rows.value(level="effect", time=10.0, statistic="percent") == pytest.approx(20)
    last = [rows.where(level=x, statistic="percent").rows[-1].value for x in ("effect", "rash")]
    assert sum(last) + stay.where(statistic="percent").rows[-1].value == pytest.approx(100)


def test_the_restricted_mean_says_until_when():
    row = Results(mean_until(KEY, DAYS, ENDED, Rules()).rows).one(statistic="mean")
    assert row.time == 30
    assert row.value == pytest.approx(10 + 8 + 6)


def test_nobody_is_a_reason():
    nobody = np.zeros((3, 3), dtype=np.int64)
    for answer in (survival(KEY, DAYS, nobody, Rules()),
                   incidence(KEY, DAYS, nobody, ("effect", "rash"), Rules()),
                   mean_until(KEY, DAYS, nobody, Rules())):  # fmt: skip
        (row,) = answer.rows
        assert row.value is None
        assert row.warning


def test_time_on_drug_in_each_group():
    times = {
        Key("included", "time on drug", group): TimeCounts(
            ("effect", "rash"), DAYS.astype(np.int64), ENDED
        )
        for group in ("all", "naive", "switch")
    }
    rows = Results(time_on_drug(PLAN, Counts({}, {}, {}, times)).rows)
    assert rows.distinct("group") == ("all", "naive", "switch")
    test = rows.one(method="log-rank", statistic="p_value")
    assert (test.group, test.comparator) == ("switch", "naive")
    assert test.value == pytest.approx(1)
    assert {r.group for r in rows.where(method="Aalen-Johansen")} == {"all"}
    assert not Results(time_on_drug(PLAN, Counts({}, {}, {}, {})).rows)


def test_rates_count_until_the_event_and_name_what_they_leave_out():
    place = LevelKey("included", "acne", "all", "")
    times = {Key("included", "acne", "all"): TimeCounts(
        ("event",), np.array([100, 265]), np.array([[0, 2], [1, 0]]))}  # fmt: skip
    counts = Counts({}, {place: {"yes": 3}}, {place: 3}, times)
    rows = Results(event_rates(PLAN, counts, ("acne", "rash")).rows)
    assert rows.value(statistic="years") == pytest.approx(465 / 365.25)
    assert rows.value(statistic="estimate") == pytest.approx(200 / (465 / 365.25))
    assert rows.one(statistic="count").warning.startswith("1 patient has it without a date")
    assert math.isclose(rows.value(statistic="count"), 2)
