"""Supplies of one drug joined into treatments: several prescriptions are one period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple


class Supply(NamedTuple):
    """One prescription, dispensing or administration.

    Attributes
    ----------
    start : date
    stop : date or None
        Last day that it lasts; None if nobody says so.
    record : int
        Of those that are joined, the one that the treatment is named after is the first.
    """

    start: dt.date
    stop: dt.date | None
    record: int


def joined(supplies: Iterable[Supply], gap_days: int) -> list[Supply]:
    """Treatments of one patient with one drug, in order of time.

    A supply that starts at most ``gap_days`` after the last day of those before it continues
    them: one that starts on the next day leaves no gap. A supply without a last day lasts
    until the next one starts, and if there is none the treatment has no last day.

    Examples
    --------
    >>> day = dt.date(2021, 1, 1)
    >>> month = [Supply(day + dt.timedelta(30 * n), day + dt.timedelta(30 * n + 27), n)
    ...          for n in (0, 1, 4)]
    >>> [(str(each.start), str(each.stop)) for each in joined(month, 30)]
    [('2021-01-01', '2021-02-27'), ('2021-05-01', '2021-05-28')]
    """
    treatments: list[Supply] = []
    # Of several that start on one day the longest comes last, one without an end after all.
    for each in sorted(supplies, key=lambda s: (s.start, s.stop or dt.date.max, s.record)):
        last = treatments[-1] if treatments else None
        if last is None or not _continues(each, last, gap_days):
            treatments.append(each)
        elif last.stop is None or each.stop is None:
            treatments[-1] = last._replace(stop=each.stop)
        else:
            treatments[-1] = last._replace(stop=max(last.stop, each.stop))
    return treatments


def _continues(each: Supply, last: Supply, gap_days: int) -> bool:
    # The day after the last is no gap: the days between are one fewer than the difference.
    return last.stop is None or (each.start - last.stop).days - 1 <= gap_days
