"""mEASI with itch: EASI, and the patient's itch weighted by the area of each region."""

from __future__ import annotations

from fractions import Fraction

from dermcohort.instruments.descriptor import Bands, Instrument, graded, levels
from dermcohort.instruments.easi import AGES, GRADES, PARTS, SIGNS
from dermcohort.instruments.formulas import Part, Regions
from dermcohort.instruments.regions import KEYS, of_regions

MEASI_ITCH = Instrument(
    name="mEASI_itch",
    label="Modified Eczema Area and Severity Index with itch",
    version="itch 0 to 3, in each region with its area",
    parameter="MEASI_ITCH",
    rater="clinician and patient",
    recall="at the visit",
    items=(
        *of_regions(SIGNS, GRADES),
        graded("itch", "itch, by the patient", 3, ("pruritus", "patientitch", "かゆみ", "痒み")),
    ),
    formula=Regions(
        KEYS, tuple(key for key, _, _ in SIGNS), AGES,
        (*PARTS, Part("easi_score", "EASI", KEYS, "EASI")),
        "itch", Part("itch_score", "itch part", KEYS),
    ),
    low=Fraction(0),
    high=Fraction(90),
    bands=(
        Bands("Chopra 2017", "Chopra 2017, Br J Dermatol 177:1316",
              levels(("clear", "0"), ("mild", "1"), ("moderate", "9"), ("severe", "30")),
              Fraction(1, 10)),
    ),
    known_as=("measi with itch", "measi-itch"),
    licence="As EASI.",
    sources=("Chopra 2017, Br J Dermatol 177:1316",),
    unverified=("the formula, against the paper that described it",),
    notes=(
        'Other papers call other changes of EASI "modified EASI". Only this one is meant here, '
        "and only under this name.",
    ),
)  # fmt: skip
