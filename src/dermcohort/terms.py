"""Drugs and adverse events: the names that charts use and what they mean here.

Only categories of our own and plain synonyms: MedDRA strings are not shipped. ATC codes are the
WHO's, the old and the new where they changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dermcohort import japanese
from dermcohort.japanese import folded


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug for atopic dermatitis.

    Attributes
    ----------
    name : str
        International name, lower case: what Results print.
    kind : str
        "JAK inhibitor", "biologic", "immunosuppressant", "oral corticosteroid".
    systemic : bool
        Whether treatment with it in the look-back makes a patient a switch patient by default.
        Oral corticosteroids do not: the source study does not say whether they counted.
    synonyms : tuple of str
        Other spellings and brand names, whatever their case and width.
    atc : tuple of str
        Codes of the WHO.
    """

    name: str
    kind: str
    systemic: bool
    synonyms: tuple[str, ...] = ()
    atc: tuple[str, ...] = ()


JAK, BIOLOGIC, SUPPRESSANT, STEROID = (
    "JAK inhibitor", "biologic", "immunosuppressant", "oral corticosteroid",
)  # fmt: skip

DRUGS: dict[str, Drug] = {
    drug.name: replace(drug, synonyms=(*drug.synonyms, *japanese.DRUGS.get(drug.name, ())))
    for drug in (
        Drug("baricitinib", JAK, True, ("olumiant", "bari"), ("L04AF02", "L04AA37")),
        Drug("upadacitinib", JAK, True, ("rinvoq", "upa"), ("L04AF03", "L04AA44")),
        Drug("abrocitinib", JAK, True, ("cibinqo", "abro"), ("D11AH08",)),
        Drug("tofacitinib", JAK, True, ("xeljanz",), ("L04AF01", "L04AA29")),
        Drug("dupilumab", BIOLOGIC, True, ("dupixent", "dupi"), ("D11AH05",)),
        Drug("tralokinumab", BIOLOGIC, True, ("adtralza", "adbry"), ("D11AH07",)),
        Drug("lebrikizumab", BIOLOGIC, True, ("ebglyss",), ("D11AH10",)),
        Drug("nemolizumab", BIOLOGIC, True, ("mitchga",), ("D11AH12",)),
        Drug("omalizumab", BIOLOGIC, True, ("xolair",), ("R03DX05",)),
        Drug("cyclosporine", SUPPRESSANT, True,
             ("ciclosporin", "cyclosporin", "ciclosporine", "csa", "neoral"),
             ("L04AD01", "L04AA01")),
        Drug("methotrexate", SUPPRESSANT, True, ("mtx",), ("L04AX03", "L01BA01")),
        Drug("azathioprine", SUPPRESSANT, True, ("aza", "imuran"), ("L04AX01",)),
        Drug("mycophenolate", SUPPRESSANT, True, ("mycophenolic acid", "mmf"), ("L04AA06",)),
        Drug("prednisolone", STEROID, False, ("psl", "prednisone"), ("H02AB06", "H02AB07")),
        Drug("methylprednisolone", STEROID, False, (), ("H02AB04",)),
        Drug("betamethasone", STEROID, False, ("celestamine",), ("H02AB01",)),
        Drug("dexamethasone", STEROID, False, (), ("H02AB02",)),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """A kind of adverse event.

    Attributes
    ----------
    name : str
        What Results print.
    special_interest : bool
        Reported with its upper limit also when nobody had it.
    synonyms : tuple of str
        What charts call it, whatever the case and width.
    """

    name: str
    special_interest: bool
    synonyms: tuple[str, ...] = ()


EVENTS: dict[str, AdverseEvent] = {
    event.name: replace(event, synonyms=(*event.synonyms, *japanese.EVENTS.get(event.name, ())))
    for event in (
        AdverseEvent("acne or folliculitis", False,
                     ("acne", "folliculitis", "acne / folliculitis", "acne/folliculitis",
                      "acne and/or folliculitis", "acne, folliculitis")),
        AdverseEvent("elevated CPK", False,
                     ("cpk elevation", "elevated cpk", "cpk increased", "ck elevation",
                      "elevated serum cpk", "elevated ck")),
        AdverseEvent("elevated liver enzymes", False,
                     ("liver enzymes increased", "hepatic enzymes increased", "elevated ast/alt",
                      "liver dysfunction")),
        AdverseEvent("elevated bilirubin", False,
                     ("elevated total bilirubin", "bilirubin increased", "hyperbilirubinaemia")),
        AdverseEvent("herpes zoster", True, ("zoster", "shingles")),
        AdverseEvent("ocular herpes", True, ("herpes keratitis", "herpes of the eye")),
        AdverseEvent("herpes simplex", True, ("oral herpes", "herpes labialis")),
        AdverseEvent("eczema herpeticum", True, ("kaposi varicelliform eruption",)),
        AdverseEvent("serious infection", True, ("sepsis", "pneumonia", "cellulitis")),
        AdverseEvent("tuberculosis or opportunistic infection", True, ("tuberculosis", "tb")),
        AdverseEvent("malignancy", True, ("cancer", "malignant neoplasm")),
        AdverseEvent("thrombosis or embolism", True,
                     ("vte", "deep vein thrombosis", "dvt", "pulmonary embolism",
                      "thrombosis", "thrombosis/embolism")),
        AdverseEvent("cardiovascular event", True,
                     ("mace", "myocardial infarction", "stroke", "cardiovascular death")),
        AdverseEvent("gastrointestinal perforation", True, ("intestinal perforation",)),
        AdverseEvent("conjunctivitis", False, ("allergic conjunctivitis",)),
        AdverseEvent("death", True, ("died",)),
    )
}  # fmt: skip


def drug_of(name: str) -> Drug | None:
    """The drug that a chart names, by name, synonym or ATC code; else None.

    >>> drug_of("Ciclosporin").name
    'cyclosporine'
    """
    return _DRUG_BY_NAME.get(folded(name))


def event_of(name: str) -> AdverseEvent | None:
    """The kind of adverse event that a chart names, by name or synonym; else None.

    >>> event_of("Acne").name
    'acne or folliculitis'
    """
    return _EVENT_BY_NAME.get(folded(name))


_DRUG_BY_NAME = {
    folded(name): drug for drug in DRUGS.values() for name in (drug.name, *drug.synonyms, *drug.atc)
}
_EVENT_BY_NAME = {
    folded(name): event for event in EVENTS.values() for name in (event.name, *event.synonyms)
}
