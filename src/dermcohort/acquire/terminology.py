"""Codes of public terminologies and what they are here: LOINC, JLAC10, RxNorm, OMOP, ICD-10.

Small tables of what a study of atopic dermatitis needs, never a terminology. LOINC names are not
shipped; a code says what is measured, its unit stands in the record.
"""

from __future__ import annotations

#: LOINC -> parameter. Of one analyte the code per mass and the one per amount of substance.
LOINC = {
    "711-2": "EOS", "26449-9": "EOS",
    "2532-0": "LDH", "14804-9": "LDH",
    "19113-0": "IGE",
    "6690-2": "WBC", "751-8": "NEUT", "731-0": "LYMPH",
    "718-7": "HB", "777-3": "PLT",
    "2157-6": "CPK", "1920-8": "AST", "1742-6": "ALT",
    "2093-3": "TC", "14647-2": "TC", "2089-1": "LDL", "22748-8": "LDL",
    "1975-2": "TBIL", "14631-6": "TBIL", "2160-0": "CREAT", "14682-9": "CREAT",
    "89870-0": "POEM",
}  # fmt: skip

#: Analyte of JLAC10, the first five of its letters -> parameter.
JLAC10 = {
    "2A010": "WBC", "2A030": "HB", "2A050": "PLT", "3B010": "CPK", "3B035": "AST", "3B045": "ALT",
    "3B050": "LDH", "3J010": "TBIL", "3C015": "CREAT", "3F050": "TC", "3F077": "LDL",
    "5J228": "TARC",
}  # fmt: skip

#: Concept of OMOP -> LOINC. A vocabulary beside the data (table concept) says the others.
OMOP_LOINC = {
    3007220: "2157-6", 3013721: "1920-8", 3006923: "1742-6", 3022250: "14804-9",
    3005322: "19113-0", 3028615: "711-2", 3013115: "26449-9", 3000905: "6690-2",
    3013650: "751-8", 3004327: "731-0", 3000963: "718-7", 3024929: "777-3", 3006140: "14631-6",
    3020564: "14682-9", 3019900: "14647-2", 3001308: "22748-8", 3027114: "2093-3",
    3028437: "2089-1",
}  # fmt: skip

#: Unit concept of OMOP -> UCUM.
OMOP_UNITS = {
    8645: "U/L", 8923: "[IU]/L", 8763: "U/mL", 8985: "[IU]/mL", 8647: "/uL", 8784: "/uL",
    8848: "10*3/uL", 9444: "10*9/L", 8713: "g/dL", 8636: "g/L", 8840: "mg/dL", 8749: "umol/L",
    8753: "mmol/L", 8845: "pg/mL", 8842: "ng/mL", 8554: "%", 8588: "mm",
}  # fmt: skip

#: Operator concept of OMOP -> comparator; at most and at least count as below and above.
OMOP_OPERATORS = {4172703: "=", 4171756: "<", 4171754: "<", 4172704: ">", 4171755: ">"}

OMOP_SEX = {8507: "M", 8532: "F"}

#: Drug -> its ingredients in OMOP.
OMOP_INGREDIENTS = {
    "baricitinib": (1510627,), "upadacitinib": (1361580,), "tofacitinib": (42904205,),
    "dupilumab": (1593467,), "lebrikizumab": (1735356,), "nemolizumab": (1735144,),
    "omalizumab": (1110942,), "cyclosporine": (19010482,), "methotrexate": (1305058,),
    "azathioprine": (19014878,), "mycophenolate": (19012565,), "prednisolone": (1550557, 1551099),
    "methylprednisolone": (1506270,), "betamethasone": (920458,), "dexamethasone": (1518254,),
}  # fmt: skip

#: Drug -> its ingredients in RxNorm.
RXNORM = {
    "2047232": "baricitinib", "2196092": "upadacitinib", "1357536": "tofacitinib",
    "1876376": "dupilumab", "2693758": "lebrikizumab", "2691310": "nemolizumab",
    "302379": "omalizumab", "3008": "cyclosporine", "6851": "methotrexate", "1256": "azathioprine",
    "7145": "mycophenolate", "8638": "prednisolone", "8640": "prednisolone",
    "6902": "methylprednisolone", "1514": "betamethasone", "3264": "dexamethasone",
}  # fmt: skip

#: Condition concept of OMOP -> event.
OMOP_EVENTS = {
    443943: "herpes zoster", 4205455: "herpes zoster", 444429: "herpes simplex",
    4311484: "ocular herpes", 4133004: "thrombosis or embolism", 440417: "thrombosis or embolism",
    379019: "conjunctivitis",
}  # fmt: skip

#: Condition concept of OMOP -> column of the patients.
OMOP_COMORBIDITIES = {317009: "asthma", 257007: "rhinitis"}

DIAGNOSIS = "atopic dermatitis"

#: Beginning of a code of ICD-10 -> the diagnosis, or column of the patients.
ICD10 = {"L20": DIAGNOSIS, "J45": "asthma", "J30": "rhinitis", "H10.1": "conjunctivitis"}

#: SNOMED CT -> the same.
SNOMED = {"24079001": DIAGNOSIS, "195967001": "asthma", "61582004": "rhinitis"}


#: What stands for a unit where a score has none.
_NO_UNITS = ("1", "score", "point", "points")


def spelled_unit(ucum: str) -> str:
    """A unit of UCUM as charts spell it: no braces, no brackets, ^ before an exponent.

    Nothing is converted. A unit that is only an annotation, ``{score}``, is no unit.

    >>> spelled_unit("10*3/uL"), spelled_unit("[IU]/mL"), spelled_unit("{score}")
    ('10^3/uL', 'IU/mL', '')
    """
    spelled = ucum.strip()
    while "{" in spelled and "}" in spelled.partition("{")[2]:
        before, _, rest = spelled.partition("{")
        spelled = before + rest.partition("}")[2]
    for bracketed, plain in (("[IU]", "IU"), ("[iU]", "IU"), ("[U]", "U"), ("10*", "10^")):
        spelled = spelled.replace(bracketed, plain)
    return "" if spelled.casefold() in _NO_UNITS else spelled


def jlac10_parameter(code: str) -> str | None:
    """The parameter of a code of JLAC10, by its analyte; else None.

    >>> jlac10_parameter("5J228-0000-023-052")
    'TARC'
    """
    return JLAC10.get(code[:5].upper())
