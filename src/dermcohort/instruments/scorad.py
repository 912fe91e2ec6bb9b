"""SCORAD, objective SCORAD and PO-SCORAD: extent, six signs, itch and loss of sleep."""

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
from dermcohort.instruments.formulas import Part, WeightedSum

EXTENT = measured("extent", "extent, percent of the body", 100, "%",
                  ("a", "extentpercent", "範囲", "範囲percent", "面積率"))  # fmt: skip
SIGNS = (
    graded("erythema", "erythema", 3, ("redness", "紅斑")),
    graded("oedema", "oedema or papulation", 3,
           ("edema", "papulation", "swelling", "浮腫丘疹", "浮腫", "丘疹")),
    graded("oozing", "oozing or crusts", 3,
           ("crusts", "crusting", "oozingcrusts", "oozingcrusting", "浸出痂皮", "痂皮")),
    graded("excoriation", "excoriation", 3, ("excoriations", "scratchmarks", "掻破痕", "搔破痕")),
    graded("lichenification", "lichenification", 3, ("thickening", "苔癬化")),
    graded("dryness", "dryness", 3, ("xerosis", "乾燥")),
)  # fmt: skip
SYMPTOMS = (
    measured("itch", "itch, scale of 0 to 10", 10, words=("pruritus", "itchvas", "かゆみ", "痒み")),
    measured("sleep", "loss of sleep, scale of 0 to 10", 10,
             words=("sleeploss", "sleeplessness", "insomnia", "sleepvas", "睡眠障害", "不眠",
                    "睡眠")),
)  # fmt: skip
#: Its three terms, A/5 + 7B/2 + C.
_OBJECTIVE = (
    ("extent", Fraction(1, 5)),
    *((item.key, Fraction(7, 2)) for item in SIGNS),
)
_WHOLE = (*_OBJECTIVE, *((item.key, Fraction(1)) for item in SYMPTOMS))
_OBJECTIVE_KEYS = tuple(key for key, _ in _OBJECTIVE)
_SYMPTOM_KEYS = tuple(item.key for item in SYMPTOMS)

_TENTH = Fraction(1, 10)
_CHOPRA = "Chopra 2017, Br J Dermatol 177:1316"
_FOUR = levels(("clear", "0"), ("mild", "10"), ("moderate", "29"), ("severe", "49"))
_LICENCE = "No restriction was found; that awaits a check."


def _parts(parameter: str) -> tuple[Part, ...]:
    return (
        Part("objective_score", "objective part", _OBJECTIVE_KEYS, parameter),
        Part("subjective_score", "itch and loss of sleep", _SYMPTOM_KEYS),
    )


SCORAD = Instrument(
    name="SCORAD",
    label="SCORing Atopic Dermatitis",
    version="A/5 + 7B/2 + C",
    parameter="SCORAD",
    rater="clinician and patient",
    recall="signs at the visit, itch and sleep over the last 3 days",
    items=(EXTENT, *SIGNS, *SYMPTOMS),
    formula=WeightedSum(_WHOLE, _parts("OSCORAD")),
    low=Fraction(0),
    high=Fraction(103),
    bands=(
        Bands("ETFAD", "European Task Force on Atopic Dermatitis",
              levels(("mild", "0"), ("moderate", "25"), ("severe", "50"), above=("severe",))),
        Bands("Chopra 2017", _CHOPRA, _FOUR, _TENTH),
    ),
    differences=(
        Difference("8.7 points", "atopic dermatitis", "Schram 2012"),
        Difference("35 %", "atopic dermatitis, n = 826", "Silverberg 2021, Br J Dermatol 184:888"),
    ),
    responses=tuple(
        Response(f"SCORAD-{percent}", "by analogy with EASI", percent=percent)
        for percent in (50, 75)
    ),
    licence=_LICENCE,
    sources=("European Task Force on Atopic Dermatitis 1993, Dermatology 186:23",),
    unverified=("that dryness is judged on skin without eczema",),
    notes=(
        "The part objective_score is the objective SCORAD.",
        "Itch and sleep are on scales of 0 to 10; a scale in mm must be divided by 10 first.",
    ),
)  # fmt: skip

OSCORAD = Instrument(
    name="oSCORAD",
    label="Objective SCORAD: SCORAD without itch and loss of sleep",
    version="A/5 + 7B/2, without 10 points for disfiguring eczema",
    parameter="OSCORAD",
    rater="clinician",
    recall="at the visit",
    items=(EXTENT, *SIGNS),
    formula=WeightedSum(_OBJECTIVE),
    low=Fraction(0),
    high=Fraction(83),
    bands=(
        Bands("15 and 40", "usual limits",
              levels(("mild", "0"), ("moderate", "15"), ("severe", "40"), above=("severe",))),
        Bands("Chopra 2017", _CHOPRA,
              levels(("clear", "0"), ("mild", "8"), ("moderate", "24"), ("severe", "38")), _TENTH),
    ),
    differences=(
        Difference("8.2 points", "atopic dermatitis", "Schram 2012"),
        Difference("35 %", "atopic dermatitis, n = 826", "Silverberg 2021, Br J Dermatol 184:888"),
    ),
    known_as=("objective scorad", "o-scorad"),
    licence=_LICENCE,
    sources=("European Task Force on Atopic Dermatitis 1993, Dermatology 186:23",),
)  # fmt: skip

PO_SCORAD = Instrument(
    name="PO-SCORAD",
    label="Patient-Oriented SCORAD",
    version="A/5 + 7B/2 + C, all by the patient or a parent",
    parameter="PO_SCORAD",
    rater="patient or proxy",
    recall="signs on the day, itch and sleep over the last 3 days",
    items=(EXTENT, *SIGNS, *SYMPTOMS),
    formula=WeightedSum(_WHOLE, _parts("")),
    low=Fraction(0),
    high=Fraction(103),
    bands=(
        Bands("as SCORAD", "Table III of PMC7395647", _FOUR, _TENTH),
    ),
    known_as=("patient-oriented scorad", "poscorad"),
    licence="No terms were found; that awaits a check.",
    sources=("Stalder 2011, Allergy, DOI 10.1111/j.1398-9995.2011.02577.x",),
    unverified=("that the formula is SCORAD's", "the recall"),
)  # fmt: skip
