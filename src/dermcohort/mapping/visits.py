"""The visits of a study, from the words in headings and names of sheets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from dermcohort.check.headings import heading_meaning
from dermcohort.check.visit_words import BASELINE, Moment, moment_of, splits
from dermcohort.study import DEFAULT_VISITS, Visit

_WEEK = 7
NO_VISITS = "the charts name none; these are usual"
#: Windows that are customary where the visits are among these months.
_CUSTOMARY = {
    BASELINE: (-30, 0), Moment(1, "month"): (15, 56), Moment(3, "month"): (57, 126),
    Moment(6, "month"): (127, 240),
}  # fmt: skip
_EARLIEST = -30
_PARENTHESES = re.compile(r"[(\[（［]([^)\]）］]*)[)\]）］]")


def moments_in(heading: str) -> Iterator[Moment]:
    """The moments that a heading may name beside a parameter or the date, or alone."""
    alone = moment_of(heading)
    if alone:
        yield alone
        return
    found = dict.fromkeys(moment for _, moment in splits(heading))
    for inside in _PARENTHESES.findall(heading):
        if moment := moment_of(inside):
            found[moment] = None
    for moment in found:
        if heading_meaning("assessments", heading, (_visit(moment, (moment.day, moment.day)),)):
            yield moment


def provisional(texts: Iterable[str]) -> tuple[Visit, ...]:
    """Visits of all moments in some texts, with no windows to speak of: to try headings with."""
    found = {moment for text in dict.fromkeys(texts) for moment in moments_in(text)} | {BASELINE}
    return tuple(_visit(moment, (moment.day, moment.day)) for moment in _in_order(found))


def visits_of(moments: Iterable[Moment]) -> tuple[tuple[Visit, ...], str]:
    """The visits, in order of time, with windows; and where they come from.

    The windows are those customary for baseline, 1, 3 and 6 months if there are no other visits.
    Else each reaches to the middle between its target day and the next, the first after the
    baseline from half its target day on, the last as far after its target as before it.
    """
    found = _in_order(_apart(moments))
    if len(found) == 1:
        return DEFAULT_VISITS, NO_VISITS
    if set(found) <= set(_CUSTOMARY):
        windows = [_CUSTOMARY[moment] for moment in found]
        return tuple(map(_visit, found, windows)), "from the headings; customary windows"
    days = [moment.day for moment in found]
    edges = [0, *(-(-(a + b) // 2) for a, b in pairwise(days))]
    last = days[-1] + (days[-1] - edges[-1])
    uppers = [0, *(edge - 1 for edge in edges[2:]), last]
    lowers = [_EARLIEST, *edges[1:]]
    windows = list(zip(lowers, uppers, strict=True))
    reason = "from the headings; windows reach to the middle between two visits"
    return tuple(map(_visit, found, windows)), reason


def _apart(moments: Iterable[Moment]) -> list[Moment]:
    """Without those that are too near to another to be a visit of their own: 12 weeks, 3 months."""
    kept = [BASELINE]
    for moment, _ in Counter(moments).most_common():
        if not near_to(moment, kept):
            kept.append(moment)
    return kept


def near_to(moment: Moment, others: Iterable[Moment]) -> Moment | None:
    """One of the others that is at most 2 days, or a tenth of the time, away; or None."""
    return next(
        (
            other
            for other in others
            if abs(moment.day - other.day) <= max(2, max(moment.day, other.day) / 10)
        ),
        None,
    )


def _in_order(moments: Iterable[Moment]) -> list[Moment]:
    # Of a day and a month on the same day the day comes first.
    return sorted(set(moments), key=lambda moment: (moment.day, moment.unit))


def _visit(moment: Moment, window: tuple[int, int]) -> Visit:
    return Visit(name=name_of(moment), label=_label(moment), target_day=moment.day, window=window)


def name_of(moment: Moment) -> str:
    """As a report prints it.

    >>> name_of(Moment(84)), name_of(Moment(1, "month")), name_of(Moment(10))
    ('12 weeks', '1 month', 'day 10')
    """
    if moment == BASELINE:
        return "baseline"
    if moment.unit == "month":
        return _many(moment.number, "month")
    weeks, rest = divmod(moment.number, _WEEK)
    return f"day {moment.number}" if rest else _many(weeks, "week")


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _label(moment: Moment) -> str:
    if moment.unit == "month" or moment == BASELINE:
        return f"{moment.number}M"
    weeks, rest = divmod(moment.number, _WEEK)
    return f"D{moment.number}" if rest else f"{weeks}W"
