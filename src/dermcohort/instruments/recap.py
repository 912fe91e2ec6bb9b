"""RECAP: seven questions on how well eczema was controlled in the past week."""

from __future__ import annotations

from fractions import Fraction

from dermcohort.instruments.descriptor import Bands, Instrument, graded, levels
from dermcohort.instruments.formulas import plain_sum

_ITEMS = tuple(graded(f"q{number}", f"question {number}", 4) for number in range(1, 8))

RECAP = Instrument(
    name="RECAP",
    label="Recap of atopic eczema",
    version="7 items",
    parameter="RECAP",
    rater="patient or proxy",
    recall="past week",
    items=_ITEMS,
    formula=plain_sum(item.key for item in _ITEMS),
    low=Fraction(0),
    high=Fraction(28),
    blanks_scored_0=1,
    two_ticks="higher",
    numbered=True,
    bands=(
        Bands("RECAP bands", "University of Nottingham, from complete control to none",
              levels(("0 to 1", "0"), ("2 to 5", "2"), ("6 to 11", "6"), ("12 to 19", "12"),
                     ("20 to 28", "20"))),
    ),
    licence="Copyright University of Nottingham; see there before use.",
    sources=("Howells 2020, DOI 10.1111/bjd.18780",),
    unverified=("the names of the bands", "that two ticks count as in POEM"),
    notes=(
        "The answers of the questions differ in their wording; all score 0 to 4.",
    ),
)  # fmt: skip
