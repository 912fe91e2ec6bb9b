"""Limits of the reference interval, which grades are multiples of.

A study's own (its laboratory's) go before. Without them the common reference intervals of the
Japanese Committee for Clinical Laboratory Standards are taken (edition 2022), in the units of the
dictionary. They are for adults only, and there is none for differential counts.

Source: jccls.org, kijyunhani20221031.pdf.
"""

from __future__ import annotations

from typing import NamedTuple

from dermcohort.study import Study

ADULT_YEARS = 18


class Limits(NamedTuple):
    """Lower and upper limit, in the unit of the dictionary; None where there is none."""

    low: float | None
    high: float | None


def _both(low: float, high: float) -> dict[str, Limits]:
    return dict.fromkeys("FM", Limits(low, high))


#: Parameter -> sex -> limits.
JCCLS: dict[str, dict[str, Limits]] = {
    "WBC": _both(3300, 8600),
    "HB": {"M": Limits(13.7, 16.8), "F": Limits(11.6, 14.8)},
    "PLT": _both(15.8, 34.8),
    "AST": _both(13, 30),
    "ALT": {"M": Limits(10, 42), "F": Limits(7, 23)},
    "GGT": {"M": Limits(13, 64), "F": Limits(9, 32)},
    "ALP": _both(38, 113),
    "LDH": _both(124, 222),
    "CPK": {"M": Limits(59, 248), "F": Limits(41, 153)},
    "TBIL": _both(0.4, 1.5),
    "CREAT": {"M": Limits(0.65, 1.07), "F": Limits(0.46, 0.79)},
    "TC": _both(142, 248),
}


class Applied(NamedTuple):
    """Limits of one parameter, of patients of one sex, from an age on."""

    parameter: str
    sex: str
    from_years: int
    limits: Limits


def applied(study: Study) -> tuple[Applied, ...]:
    """The limits that a study uses: its own at any age, else the fallback for adults.

    A limit that a study gives for all patients stands here once for each sex and once for "", the
    patients whose sex is not recorded.
    """
    own = study.safety.limits
    made = [
        Applied(parameter, sex, 0, Limits(given.min, given.max))
        for parameter, by_sex in own.items()
        for who, given in by_sex.items()
        for sex in (("F", "M", "") if who == "all" else (who,))
    ]
    return (
        *made,
        *(
            Applied(parameter, sex, ADULT_YEARS, limits)
            for parameter, by_sex in JCCLS.items()
            if parameter not in own
            for sex, limits in by_sex.items()
        ),
    )
