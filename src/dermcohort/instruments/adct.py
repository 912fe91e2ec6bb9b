"""ADCT: six questions on how well atopic dermatitis was controlled in the past week."""

from __future__ import annotations

from fractions import Fraction

from dermcohort.instruments.descriptor import (
    Bands,
    Difference,
    Instrument,
    Response,
    graded,
    levels,
)
from dermcohort.instruments.formulas import plain_sum

_PARISER = "Pariser 2020, DOI 10.1080/03007995.2019.1699516"
_ITEMS = (
    graded("severity", "overall severity", 4, ("overallseverity", "overall")),
    graded("itch", "days with intense itch", 4, ("intenseitch", "itchfrequency")),
    graded("bother", "bother", 4),
    graded("sleep", "trouble with sleep", 4, ("sleepproblem",)),
    graded("activities", "daily activities", 4, ("dailyactivities",)),
    graded("mood", "mood or emotions", 4, ("emotions", "moodemotions")),
)

ADCT = Instrument(
    name="ADCT",
    label="Atopic Dermatitis Control Tool",
    version="6 items",
    parameter="ADCT",
    rater="patient",
    recall="past week",
    items=_ITEMS,
    formula=plain_sum(item.key for item in _ITEMS),
    low=Fraction(0),
    high=Fraction(24),
    numbered=True,
    bands=(Bands("control", _PARISER, levels(("controlled", "0"), ("not controlled", "7"))),),
    differences=(Difference("5 points", "adults with atopic dermatitis", _PARISER),),
    responses=(
        Response("ADCT control", _PARISER, at_most=Fraction(6)),
        Response("ADCT5", _PARISER, fall=Fraction(5)),
    ),
    licence="Copyright Sanofi and Regeneron: the wording needs their permission.",
    sources=("Simpson 2019, BMC Dermatol", _PARISER),
    notes=(
        "A blank leaves the total out: no published rule fills it.",
        "Some call a single very high answer not controlled; that is not done here.",
    ),
)
