"""CDLQI: ten questions on the past week of a child with a skin disease."""

from __future__ import annotations

from fractions import Fraction

from dermcohort.instruments.descriptor import Bands, Instrument, graded, levels
from dermcohort.instruments.formulas import Part, plain_sum

_LABELS = (
    "symptoms", "feelings", "friendships", "clothes", "play and hobbies", "swimming and sports",
    "school or holidays", "teasing", "sleep", "treatment",
)  # fmt: skip
_ITEMS = tuple(graded(f"q{number}", label, 3) for number, label in enumerate(_LABELS, 1))
_SUBSCALES = (
    Part("symptoms_score", "symptoms and feelings", ("q1", "q2")),
    Part("leisure_score", "leisure", ("q4", "q5", "q6")),
    Part("school_score", "school or holidays", ("q7",)),
    Part("relations_score", "personal relationships", ("q3", "q8")),
    Part("sleep_score", "sleep", ("q9",)),
    Part("treatment_score", "treatment", ("q10",)),
)

CDLQI = Instrument(
    name="CDLQI",
    label="Children's Dermatology Life Quality Index",
    version="10 items",
    parameter="CDLQI",
    rater="patient or proxy",
    recall="past week",
    items=_ITEMS,
    formula=plain_sum((item.key for item in _ITEMS), _SUBSCALES),
    low=Fraction(0),
    high=Fraction(30),
    blanks_scored_0=1,
    two_ticks="higher",
    numbered=True,
    bands=(
        Bands("Waters 2010", "Waters 2010, as Cardiff University gives it",
              levels(("none", "0"), ("small", "2"), ("moderate", "7"), ("very large", "13"),
                     ("extremely large", "19")), verified=False),
    ),
    ages=(4, 16),
    licence="Copyright M S Lewis-Jones, A Y Finlay 1993; as DLQI (Cardiff University).",
    sources=("Lewis-Jones 1995, Br J Dermatol 132:942",),
    unverified=("what blanks and two ticks do (taken from DLQI)",),
    notes=(
        "Question 7: school that was prevented scores 3.",
        "A mark between two boxes: enter the lower.",
    ),
)  # fmt: skip
