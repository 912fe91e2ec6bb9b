"""The global assessments of the investigator: vIGA-AD and two older ones, never pooled."""

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

_GRADES = ("clear", "almost clear", "mild", "moderate", "severe", "very severe")

RESPONSES = (
    Response("IGA 0/1", "usual in trials", fall=Fraction(2), at_most=Fraction(1)),
    Response("IGA 0/1 without the fall", "usual beside it", at_most=Fraction(1)),
)


def _grades(highest: int) -> tuple[Bands, ...]:
    named = [(label, str(number)) for number, label in enumerate(_GRADES[: highest + 1])]
    return (Bands("grades", "the names of the grades", levels(*named)),)


def _older(highest: int) -> Instrument:
    return Instrument(
        name=f"IGA-0-{highest}",
        label=f"Investigator's Global Assessment, older version of 0 to {highest}",
        version=f"{highest + 1} grades, not validated",
        parameter="IGA",
        rater="clinician",
        recall="at the visit",
        items=(graded("iga", "global assessment", highest, (f"iga0{highest}", "iga", "全般評価")),),
        formula=plain_sum(("iga",)),
        low=Fraction(0),
        high=Fraction(highest),
        bands=_grades(highest),
        responses=RESPONSES,
        licence="Several versions are in use; see the publication of the one that was used.",
        sources=("NCBI bookshelf NBK10464, table 3",),
        notes=(f"Not to be pooled with {'IGA-0-5' if highest == 4 else 'IGA-0-4'} or vIGA-AD.",),
    )


VIGA_AD = Instrument(
    name="vIGA-AD",
    label="Validated Investigator Global Assessment for Atopic Dermatitis",
    version="5 grades",
    parameter="IGA",
    rater="clinician",
    recall="at the visit",
    items=(graded("viga_ad", "global assessment", 4, ("viga", "vigaad", "iga", "全般評価")),),
    formula=plain_sum(("viga_ad",)),
    low=Fraction(0),
    high=Fraction(4),
    bands=_grades(4),
    differences=(
        Difference("1 point", "patients of the BREEZE-AD trials", "Simpson 2022"),
    ),
    responses=RESPONSES,
    known_as=("viga", "vigaad"),
    licence="CC BY-ND 4.0 with credit to Eli Lilly: descriptions may not be changed.",
    sources=("Simpson 2020, J Am Acad Dermatol",),
    notes=(
        "A look at the lesions as a whole, not at their area.",
        "Not to be pooled with the older versions, least of all that of 0 to 5.",
    ),
)  # fmt: skip
IGA_0_4 = _older(4)
IGA_0_5 = _older(5)
