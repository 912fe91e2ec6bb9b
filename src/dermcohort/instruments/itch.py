"""Itch on a line of 100 mm, and on a scale of 0 to 10: two instruments, never converted."""

from __future__ import annotations

from fractions import Fraction

from dermcohort.instruments.descriptor import (
    Bands,
    Difference,
    Instrument,
    Response,
    graded,
    levels,
    measured,
)
from dermcohort.instruments.formulas import plain_sum

_APART = (
    "The scale of 0 to 10 reads higher than the line in the same people (5.7 against 5.3; Reich "
    "2012), so neither is made from the other.",
    "Say over which time: 24 hours (worst or average), 3 days or a week.",
)

ITCH_VAS = Instrument(
    name="itch-VAS",
    label="Visual analogue scale of itch",
    version="0 to 100 mm",
    parameter="ITCH_VAS",
    rater="patient",
    recall="as recorded",
    items=(measured("itch_vas_mm", "itch on a line of 100 mm", 100, "mm",
                    ("vas", "itchvas", "pruritusvas", "vasitch", "vasmm", "かゆみvas",
                     "痒みvas")),),
    formula=plain_sum(("itch_vas_mm",)),
    low=Fraction(0),
    high=Fraction(100),
    bands=(
        Bands("Reich 2012", "Reich 2012, DOI 10.2340/00015555-1265",
              levels(("none", "0"), ("mild", "0"), ("moderate", "40"), ("severe", "70"),
                     ("very severe", "90"), above=("mild",))),
    ),
    differences=(
        Difference("20 to 30 mm", "chronic itch", "review of itch scales", verified=False),
    ),
    responses=(
        Response("VAS40", "by analogy with NRS4", fall=Fraction(40), exploratory=True),
    ),
    known_as=("vas", "itch vas", "pruritus vas"),
    licence="Free.",
    sources=("Reich 2012, DOI 10.2340/00015555-1265",),
    notes=_APART,
)  # fmt: skip

ITCH_NRS = Instrument(
    name="itch-NRS",
    label="Numerical rating scale of itch",
    version="0 to 10, whole numbers",
    parameter="ITCH_NRS",
    rater="patient",
    recall="as recorded",
    items=(graded("itch_nrs", "itch, 0 to 10", 10,
                  ("nrs", "itchnrs", "pruritusnrs", "nrsitch", "ppnrs", "peakpruritusnrs",
                   "かゆみnrs", "痒みnrs")),),
    formula=plain_sum(("itch_nrs",)),
    low=Fraction(0),
    high=Fraction(10),
    bands=(
        Bands("Vakharia 2018", "Vakharia 2018, Br J Dermatol 178:925",
              levels(("mild", "0"), ("moderate", "4"), ("severe", "7"))),
    ),
    differences=(
        Difference("3 points", "atopic dermatitis", "CADTH 2018, NBK539234"),
        Difference("2 to 4 points", "peak pruritus NRS, moderate to severe atopic dermatitis",
                   "Yosipovitch 2019, DOI 10.1111/bjd.17744", verified=False),
    ),
    responses=(
        Response("NRS4", "usual in trials", fall=Fraction(4)),
    ),
    known_as=("nrs", "itch nrs", "pp-nrs", "peak pruritus nrs"),
    licence="The scale is free; the Peak Pruritus NRS is copyright Regeneron and Sanofi.",
    sources=("Vakharia 2018, Br J Dermatol 178:925",),
    unverified=("the licence of the Peak Pruritus NRS",
                "that NRS4 asks for a baseline of at least 4"),
    notes=_APART,
)  # fmt: skip
