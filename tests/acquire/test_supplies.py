"""Supplies joined, against the days that they cover."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dermcohort.acquire.supplies import Supply, joined

DAY_0 = dt.date(2021, 1, 1)


def day(number):
    return DAY_0 + dt.timedelta(days=number)


@given(
    spans=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 40)), max_size=12),
    gap=st.integers(0, 40),
)
def test_days_in_runs(spans, gap):
    supplies = [Supply(day(first), day(first + more), n) for n, (first, more) in enumerate(spans)]
    covered = sorted({first + n for first, more in spans for n in range(more + 1)})
    runs = []
    for each in covered:
        # The days between are those that nobody covers.
        if runs and each - runs[-1][1] - 1 <= gap:
            runs[-1][1] = each
        else:
            runs.append([each, each])
    found = joined(supplies, gap)
    assert [(each.start, each.stop) for each in found] == [(day(a), day(b)) for a, b in runs]
    assert all(supplies[each.record].start == each.start for each in found)


@given(st.permutations([(0, 10), (20, None), (90, 95), (200, None)]))
def test_without_a_last_day_until_the_next(spans):
    supplies = [Supply(day(a), None if b is None else day(b), a) for a, b in spans]
    found = [(each.record, each.stop) for each in joined(supplies, 5)]
    assert found == [(0, day(10)), (20, day(95)), (200, None)]
