from __future__ import annotations

import datetime as dt
from itertools import pairwise

from dermcohort.check.eras import ERAS, in_eras, lies_in, year_of

D = dt.date


def test_the_eras_follow_each_other_without_a_gap():
    for later, earlier in pairwise(ERAS):
        assert later.first - earlier.last <= dt.timedelta(1)


def test_first_years():
    assert [year_of(era, "元") for era in ("令和", "平成", "昭和", "大正", "明治")] == [
        2019, 1989, 1926, 1912, 1868
    ]  # fmt: skip
    assert [year_of(era, "1") for era in ("㋿", "㍻", "㍼", "㍽", "㍾")] == [
        2019, 1989, 1926, 1912, 1868
    ]  # fmt: skip


def test_the_days_around_each_change():
    for day, before, after in (
        (D(2019, 5, 1), "h", "r"), (D(1989, 1, 8), "s", "h"),
    ):  # fmt: skip
        assert lies_in(after, day)
        assert not lies_in(before, day)
        assert lies_in(before, day - dt.timedelta(1))
        assert not lies_in(after, day - dt.timedelta(1))
    # Of these two days both years are in use.
    for day, before, after in ((D(1926, 12, 25), "t", "s"), (D(1912, 7, 30), "m", "t")):
        assert lies_in(before, day)
        assert lies_in(after, day)


def test_a_day_with_the_year_of_its_era():
    assert in_eras(D(2021, 4, 1)) == "2021-04-01 (Reiwa 3)"
    assert in_eras(D(1988, 1, 8)) == "1988-01-08 (Showa 63)"
    assert in_eras(D(1800, 1, 8)) == "1800-01-08"
