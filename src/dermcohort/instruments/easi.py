"""EASI: the clinician's score of area and signs in four regions, with weights for two ages."""

from __future__ import annotations

from fractions import Fraction

from dermcohort.instruments.descriptor import Bands, Difference, Instrument, Response, levels
from dermcohort.instruments.formulas import AgeWeights, Part, Regions
from dermcohort.instruments.regions import KEYS, REGIONS, of_regions

#: A sign that is there is at least 1, so that of the half points only 1.5 and 2.5 exist.
GRADES = tuple(Fraction(text) for text in ("0", "1", "1.5", "2", "2.5", "3"))

SIGNS = (
    ("erythema", "erythema", ("e", "ery", "redness", "紅斑")),
    ("oedema", "oedema or papulation",
     ("p", "edema", "papulation", "oedemapapulation", "edemapapulation", "induration", "thickness",
      "浮腫丘疹", "浮腫", "丘疹")),
    ("excoriation", "excoriation", ("x", "ex", "exc", "excoriations", "掻破痕", "搔破痕")),
    ("lichenification", "lichenification", ("l", "lich", "苔癬化")),
)  # fmt: skip

#: Tenths of the regions, in their order.
AGES = (
    AgeWeights("0 to 7 years", 0, tuple(Fraction(w, 10) for w in (2, 2, 3, 3))),
    AgeWeights("8 years and above", 8, tuple(Fraction(w, 10) for w in (1, 2, 3, 4))),
)

PARTS = tuple(
    Part(f"{key}_score", f"score of {label}", (key,), "EASI_HN" if key == "hn" else "")
    for key, label, _ in REGIONS
)

_TENTH = Fraction(1, 10)
LESHEM = Bands(
    "Leshem 2015", "Leshem 2015, Br J Dermatol",
    levels(("clear", "0"), ("almost clear", "0.1"), ("mild", "1.1"), ("moderate", "7.1"),
           ("severe", "21.1"), ("very severe", "50.1")),
    _TENTH,
)  # fmt: skip
CHOPRA = Bands(
    "Chopra 2017", "Chopra 2017, Br J Dermatol 177:1316",
    levels(("clear", "0"), ("mild", "0.1"), ("moderate", "6"), ("severe", "23")), _TENTH,
)  # fmt: skip
KADA = Bands(
    "KADA", "Korean Atopic Dermatitis Association, PMC7992600",
    levels(("below moderate", "0"), ("moderate", "16"), ("severe", "23")),
)  # fmt: skip

EASI = Instrument(
    name="EASI",
    label="Eczema Area and Severity Index",
    version="half points 1.5 and 2.5 only (Hanifin 2022)",
    parameter="EASI",
    rater="clinician",
    recall="at the visit",
    items=of_regions(SIGNS, GRADES),
    formula=Regions(KEYS, tuple(key for key, _, _ in SIGNS), AGES, PARTS),
    low=Fraction(0),
    high=Fraction(72),
    bands=(LESHEM, CHOPRA, KADA),
    differences=(
        Difference("6.6 points", "atopic dermatitis", "Schram 2012"),
        Difference("50 %", "atopic dermatitis, n = 826", "Silverberg 2021, Br J Dermatol 184:888"),
        Difference("14.0 to 14.9 points", "a change of one grade of a global assessment",
                   "Silverberg 2021, Br J Dermatol 184:888"),
    ),
    responses=(
        *(Response(f"EASI-{p}", "usual in trials", percent=p) for p in (50, 75, 90, 100)),
        Response("EASI <= 7", "Boesjes 2022", at_most=Fraction(7)),
        Response("EASI <= 5", "NCT05990725", at_most=Fraction(5)),
        Response("EASI <= 3", "NCT05990725", at_most=Fraction(3)),
    ),
    licence="No fee or registration was found. The article that explains it is CC BY-NC-ND.",
    sources=("Hanifin 2022, Dermatitis, DOI 10.1097/DER.0000000000000895",),
    notes=(
        "The part hn_score is the head and neck EASI.",
        "A blank sign or area of a region leaves the total out: no published rule fills it. Signs "
        "of a region with area 0 may be blank.",
        "Weights are those of the age that is given. Within one course of treatment, take the age "
        "at baseline.",
    ),
)  # fmt: skip
