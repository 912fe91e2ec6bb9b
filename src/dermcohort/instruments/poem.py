"""POEM: on how many days of the past week each of seven symptoms was there."""

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

_SIMPSON = "Simpson 2019, DOI 10.1007/s13555-019-00333-2"
_GAUNT = "Gaunt 2016, DOI 10.1111/all.12942"
_HOWELLS = "Howells 2018, DOI 10.1111/bjd.16611"

_ITEMS = (
    graded("itch", "itch", 4, ("itching", "pruritus", "かゆみ", "痒み")),
    graded("sleep", "disturbed sleep", 4, ("睡眠", "睡眠障害")),
    graded("bleeding", "bleeding", 4, ("出血",)),
    graded("weeping", "weeping or oozing", 4, ("oozing", "weepingoozing", "浸出液", "滲出液")),
    graded("cracking", "cracking", 4, ("cracked", "cracks", "亀裂", "ひび割れ")),
    graded("flaking", "flaking", 4, ("flakes", "鱗屑", "落屑")),
    graded("dryness", "dryness or roughness", 4, ("dry", "drynessroughness", "乾燥")),
)

POEM = Instrument(
    name="POEM",
    label="Patient-Oriented Eczema Measure",
    version="7 items",
    parameter="POEM",
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
        Bands("Charman 2013", "Charman 2013, DOI 10.1111/bjd.12590",
              levels(("clear or almost clear", "0"), ("mild", "3"), ("moderate", "8"),
                     ("severe", "17"), ("very severe", "25"))),
        Bands("Vakharia 2018", "Vakharia 2018, Br J Dermatol 178:925",
              levels(("mild", "0"), ("moderate", "8"), ("severe", "17"))),
    ),
    differences=(
        Difference("4 points", "adults, within a person", _SIMPSON),
        Difference("3.4 points", "atopic dermatitis", "Schram 2012"),
        Difference("3 points", "young children (2.5 to 4.3 by method)", _GAUNT),
        Difference("6 points", "6 to 11 years", "LIBERTY AD PEDS, abstract"),
        Difference("5.6 to 8.2 points", "12 to 17 years, by anchor", _SIMPSON),
        Difference("2.1 to 2.9 points", "small but detectable", _HOWELLS),
        Difference("3 to 3.9 points", "probably important", _HOWELLS, verified=False),
        Difference("4 points and more", "very likely important", _HOWELLS, verified=False),
    ),
    responses=(
        Response("POEM4", _SIMPSON, fall=Fraction(4)),
    ),
    licence="Copyright University of Nottingham. Non-commercial use is free and is to be "
    "reported there; commercial use has a fee.",
    sources=(
        "Charman 2004, Arch Dermatol 140:1513",
        "University of Nottingham, instructions for use",
    ),
    notes=(
        "The form asks to leave blank what one is not sure of: a blank tells something.",
    ),
)  # fmt: skip
