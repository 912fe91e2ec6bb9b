"""PASI: the score of area and signs in psoriasis, the same sum over regions as EASI."""

from __future__ import annotations

from fractions import Fraction

from dermcohort.instruments.descriptor import Instrument, Response, grid
from dermcohort.instruments.formulas import AgeWeights, Part, Regions
from dermcohort.instruments.regions import KEYS, REGIONS, of_regions

_SIGNS = (
    ("erythema", "erythema", ("e", "redness", "紅斑")),
    ("thickness", "thickness", ("i", "induration", "infiltration", "浸潤", "肥厚")),
    ("scale", "scale", ("s", "scaling", "desquamation", "鱗屑")),
)

PASI = Instrument(
    name="PASI",
    label="Psoriasis Area and Severity Index",
    version="signs 0 to 4 in whole points",
    parameter="PASI",
    rater="clinician",
    recall="at the visit",
    items=of_regions(_SIGNS, grid(0, 4)),
    formula=Regions(
        KEYS,
        tuple(key for key, _, _ in _SIGNS),
        (AgeWeights("adults", 0, tuple(Fraction(w, 10) for w in (1, 2, 3, 4))),),
        tuple(Part(f"{key}_score", f"score of {label}", (key,)) for key, label, _ in REGIONS),
    ),
    low=Fraction(0),
    high=Fraction(72),
    responses=tuple(
        Response(f"PASI-{percent}", "usual in trials", percent=percent)
        for percent in (50, 75, 90, 100)
    ),
    ages=(18, None),
    licence="Free.",
    sources=("Fredriksson 1978, Dermatologica 157:238",),
    notes=("Not validated in children.",),
)
