"""Who is a new user of a drug: observed and free of it before, with the diagnosis."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dermcohort.acquire.supplies import Supply

#: Conditions in the order in which they are asked; a person is left out for the first that no
#: treatment meets.
CONDITIONS = ("observed before the first dose", "wash-out", "diagnosis up to the first dose")


class Period(NamedTuple):
    """Both days belong to it."""

    first: dt.date
    last: dt.date


class NewUsers(NamedTuple):
    """First dose of each new user, and why the others are none.

    Attributes
    ----------
    first_dose : dict of str to date
        Person to first day of the treatment that makes a new user.
    left_out : Counter
        Condition to persons.
    """

    first_dose: dict[str, dt.date]
    left_out: Counter[str]


def new_users(
    treatments: Mapping[str, Sequence[Supply]],
    observed: Mapping[str, Sequence[Period]],
    diagnosed: Mapping[str, Sequence[dt.date]],
    washout_days: int,
) -> NewUsers:
    """The first treatment of each person that meets all conditions.

    A treatment counts if one period of observation reaches from ``washout_days`` before its
    first day to that day, if no treatment lasts into these days, and if a diagnosis was made on
    its first day or before.

    Parameters
    ----------
    treatments : mapping
        Of the drug, in order of time, as `eras.joined` gives them.
    observed, diagnosed : mapping
        Periods without overlap, and dates of the diagnosis; a person may be missing.
    washout_days : int
        Days before the first dose.
    """
    first_dose: dict[str, dt.date] = {}
    left_out: Counter[str] = Counter()
    for person, periods in treatments.items():
        left = list(range(len(periods)))
        for condition in CONDITIONS:
            left = [
                n
                for n in left
                if _meets(condition, n, periods, observed.get(person, ()),
                          diagnosed.get(person, ()), washout_days)
            ]  # fmt: skip
            if not left:
                left_out[condition] += 1
                break
        else:
            first_dose[person] = periods[left[0]].start
    return NewUsers(first_dose, left_out)


def _meets(
    condition: str,
    number: int,
    treatments: Sequence[Supply],
    observed: Sequence[Period],
    diagnosed: Sequence[dt.date],
    washout_days: int,
) -> bool:
    start = treatments[number].start
    since = start - dt.timedelta(days=washout_days)
    if condition == CONDITIONS[0]:
        return any(each.first <= since and start <= each.last for each in observed)
    if condition == CONDITIONS[1]:
        return not any(e.stop is None or e.stop >= since for e in treatments[:number])
    return any(date <= start for date in diagnosed)
