"""The data dictionary: the four tables of a cohort, and what each parameter may be.

Written once. Checking, the study file's vocabulary, the documentation and the report's labels
all read from here. Drugs and adverse events have their own lists in ``terms.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import narwhals as nw

Kind = Literal["text", "number", "date", "yes_no", "code"]
Role = Literal["score", "biomarker", "safety"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one of the four tables.

    Attributes
    ----------
    name : str
        As in the tables.
    kind : "text", "number", "date", "yes_no" or "code"
        What a cell is read as.
    label : str
        For people.
    unit : str
        "" where there is none.
    low, high : float or None
        Limits, inclusive, of a number.
    codes : dict
        For a code: what may stand in the cell (lower case) to what it means.
    required : bool
        Whether a row without it is an error.
    synonyms : tuple of str
        Headings that mean this column, lower case.
    """

    name: str
    kind: Kind
    label: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    codes: tuple[tuple[str, str], ...] = ()
    required: bool = False
    synonyms: tuple[str, ...] = ()


SEX = (("f", "F"), ("female", "F"), ("w", "F"), ("m", "M"), ("male", "M"))
ACTIONS = (
    ("none", "none"),
    ("no", "none"),
    ("not changed", "none"),
    ("drug withdrawn", "drug withdrawn"),
    ("withdrawn", "drug withdrawn"),
    ("stopped", "drug withdrawn"),
    ("discontinued", "drug withdrawn"),
    ("dose reduced", "dose reduced"),
    ("reduced", "dose reduced"),
    ("dose increased", "dose increased"),
    ("drug interrupted", "drug interrupted"),
    ("interrupted", "drug interrupted"),
    ("unknown", "unknown"),
)

PATIENT = Column("patient", "text", "Patient", required=True, synonyms=("id", "patient id", "no."))

TABLES: dict[str, tuple[Column, ...]] = {
    "patients": (
        PATIENT,
        Column("age_years", "number", "Age", "years", 0, 120, synonyms=("age", "age (years)")),
        Column("sex", "code", "Sex", codes=SEX, synonyms=("gender",)),
        Column("bmi", "number", "BMI", "kg/m2", 8, 100, synonyms=("body mass index",)),
        Column("ad_duration_years", "number", "Duration of AD", "years", 0, 120,
               synonyms=("ad duration", "duration", "duration of ad", "disease duration")),
        Column("asthma", "yes_no", "Asthma, present or past"),
        Column("rhinitis", "yes_no", "Rhinitis, present or past", synonyms=("allergic rhinitis",)),
        Column("conjunctivitis", "yes_no", "Conjunctivitis, present or past",
               synonyms=("allergic conjunctivitis",)),
        Column("diagnosis", "text", "Diagnosis"),
    ),
    "treatments": (
        PATIENT,
        Column("drug", "text", "Drug", required=True, synonyms=("medication", "therapy")),
        Column("dose_mg_per_day", "number", "Dose", "mg/day", 0, 100_000,
               synonyms=("dose", "dose (mg/day)", "mg/day")),
        Column("start", "date", "First dose", required=True,
               synonyms=("start date", "started", "first dose")),
        Column("stop", "date", "Last dose", synonyms=("stop date", "stopped", "last dose", "end")),
        Column("reason", "text", "Reason for stopping or switching",
               synonyms=("reason for stopping", "reason for switching", "stop reason")),
        Column("next_drug", "text", "Next therapy", synonyms=("next therapy", "switched to")),
    ),
    "assessments": (
        PATIENT,
        Column("date", "date", "Date", required=True, synonyms=("visit date",)),
        Column("parameter", "text", "Parameter", required=True, synonyms=("test", "item")),
        Column("value", "number", "Value", synonyms=("result",)),
        Column("comparator", "code", "Comparator", codes=(("<", "<"), (">", ">"), ("=", "="))),
        Column("unit", "text", "Unit", synonyms=("units",)),
    ),
    "events": (
        PATIENT,
        Column("event", "text", "Event", required=True, synonyms=("adverse event", "ae", "term")),
        Column("date", "date", "Date", synonyms=("onset", "onset date")),
        Column("action", "code", "Action taken with the drug", codes=ACTIONS,
               synonyms=("action taken",)),
        Column("serious", "yes_no", "Serious"),
        Column("outcome", "text", "Outcome"),
    ),
}  # fmt: skip

YES_NO = {
    "yes": True, "y": True, "true": True, "1": True, "+": True, "present": True,
    "no": False, "n": False, "false": False, "0": False, "-": False, "absent": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """What is measured again and again: a score, a biomarker or a safety laboratory value.

    Attributes
    ----------
    code : str
        Name in the tables and in Results.
    label, long_label : str
        On a figure's axis; in a sentence or a footnote.
    unit : str
        In which values are kept; "" for a score without unit, "%" or "mm" otherwise.
    role : "score", "biomarker" or "safety"
        Which figure and which family of tests it belongs to by default.
    low, high : float
        Values outside are errors: no living patient and no instrument has them.
    step : float or None
        The instrument's grid: a value off it is a warning (EASI 0.05, IGA 1). None for none.
    better : "lower", "higher" or ""
        Direction of improvement, where there is one.
    decimals : int
        Decimals in which its mean is printed.
    synonyms : tuple of str
        Headings that mean it, lower case; the code itself need not be repeated.
    units : tuple of str
        Other spellings of the same unit. Never another unit.
    """

    code: str
    label: str
    long_label: str
    unit: str
    role: Role
    low: float
    high: float
    step: float | None = None
    better: str = ""
    decimals: int = 1
    synonyms: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


def _parameters(*parameters: Parameter) -> dict[str, Parameter]:
    return {parameter.code: parameter for parameter in parameters}


PER_UL = ("/ul", "/µl", "/μl", "cells/ul", "/mm3")
U_L = ("u/l", "iu/l")
MG_DL = ("mg/dl",)

PARAMETERS: dict[str, Parameter] = _parameters(
    Parameter("IGA", "IGA", "Investigator's Global Assessment", "", "score", 0, 5, 1, "lower", 2,
              ("viga", "viga-ad", "investigator's global assessment")),
    Parameter("EASI", "EASI", "Eczema Area and Severity Index", "", "score", 0, 72, 0.05, "lower"),
    Parameter("EASI_HN", "H&N EASI", "Head and neck EASI", "", "score", 0, 14.4, 0.05, "lower", 2,
              ("h&n easi", "hn easi", "head and neck easi", "head-and-neck easi", "easi h&n")),
    Parameter("BSA", "BSA", "Affected body surface area", "%", "score", 0, 100, None, "lower", 1,
              ("affected bsa", "body surface area")),
    Parameter("DLQI", "DLQI", "Dermatology Life Quality Index", "", "score", 0, 30, 1, "lower"),
    Parameter("POEM", "POEM", "Patient-Oriented Eczema Measure", "", "score", 0, 28, 1, "lower"),
    Parameter("ITCH_VAS", "Itch VAS", "Visual analogue scale of itch", "mm", "score", 0, 100, None,
              "lower", 1, ("itch vas", "pruritus vas", "vas", "vas of pruritus", "vas itch")),
    Parameter("EOS", "Eosinophils", "Eosinophil count", "/uL", "biomarker", 0, 100_000, None, "", 1,
              ("eosinophils", "eosinophil count", "eosino"), PER_UL),
    Parameter("LDH", "LDH", "Serum lactate dehydrogenase", "U/L", "biomarker", 10, 20_000, None, "",
              1, ("ld",), U_L),
    Parameter("TARC", "TARC", "Serum thymus and activation-regulated chemokine", "pg/mL",
              "biomarker", 0, 500_000, None, "", 1, ("ccl17",), ("pg/ml", "ng/l")),
    Parameter("IGE", "IgE", "Serum immunoglobulin E", "IU/mL", "biomarker", 0, 2_000_000, None, "",
              1, ("ige", "total ige"), ("iu/ml", "ku/l", "u/ml")),
    Parameter("WBC", "WBC", "White blood cells", "/uL", "safety", 100, 500_000, None, "", 0,
              ("leukocytes", "white blood cells"), PER_UL),
    Parameter("NEUT", "Neutrophils", "Neutrophil count", "/uL", "safety", 0, 400_000, None, "", 0,
              ("neutrophils", "neutrophil count", "neutro"), PER_UL),
    Parameter("LYMPH", "Lymphocytes", "Lymphocyte count", "/uL", "safety", 0, 400_000, None, "", 0,
              ("lymphocytes", "lymphocyte count", "lympho"), PER_UL),
    Parameter("HB", "Haemoglobin", "Haemoglobin", "g/dL", "safety", 2, 25, None, "", 1,
              ("hb", "hgb", "hemoglobin", "haemoglobin"), ("g/dl",)),
    Parameter("PLT", "Platelets", "Platelet count", "10^4/uL", "safety", 0.1, 300, None, "", 1,
              ("platelets", "platelet count"), ("10^4/ul", "10^4/µl", "10^4/μl", "man/ul")),
    Parameter("CPK", "CPK", "Serum creatine phosphokinase", "U/L", "safety", 1, 200_000, None, "",
              1, ("ck", "creatine kinase", "creatine phosphokinase"), U_L),
    Parameter("TC", "Total cholesterol", "Total cholesterol", "mg/dL", "safety", 20, 1500, None, "",
              1, ("total cholesterol", "t-chol", "t-cho"), MG_DL),
    Parameter("LDL", "LDL cholesterol", "Low-density lipoprotein cholesterol", "mg/dL", "safety", 1,
              1200, None, "", 1, ("ldl-c", "ldl cholesterol"), MG_DL),
    Parameter("AST", "AST", "Aspartate aminotransferase", "U/L", "safety", 1, 30_000, None, "", 1,
              ("got",), U_L),
    Parameter("ALT", "ALT", "Alanine aminotransferase", "U/L", "safety", 1, 30_000, None, "", 1,
              ("gpt",), U_L),
    Parameter("TBIL", "Bilirubin", "Total bilirubin", "mg/dL", "safety", 0, 80, None, "", 2,
              ("t-bil", "bilirubin", "total bilirubin"), MG_DL),
    Parameter("CREAT", "Creatinine", "Serum creatinine", "mg/dL", "safety", 0.05, 40, None, "", 2,
              ("cr", "cre", "creatinine"), MG_DL),
)  # fmt: skip


def parameter_of(name: str) -> Parameter | None:
    """The parameter that a heading names, by code or synonym, whatever its case; else None.

    >>> parameter_of("h&n easi").code
    'EASI_HN'
    """
    return _BY_NAME.get(" ".join(name.lower().split()))


def column_of(table: str, name: str) -> Column | None:
    """The column of a table that a heading names, by name, label or synonym; else None.

    >>> column_of("patients", "Age").name
    'age_years'
    """
    return _COLUMN_BY_NAME.get((table, " ".join(name.lower().split())))


_BY_NAME = {
    name: parameter
    for parameter in PARAMETERS.values()
    for name in (parameter.code.lower(), *parameter.synonyms)
}
_COLUMN_BY_NAME = {
    (table, name): column
    for table, columns in TABLES.items()
    for column in columns
    for name in (column.name, column.label.lower(), *column.synonyms)
}


@dataclass(frozen=True, slots=True)
class Cohort:
    """The four tidy tables, checked and typed, on any engine.

    Attributes
    ----------
    patients, treatments, assessments, events : Narwhals lazy frame
        The columns of `TABLES`, and in all but ``patients`` a column ``source`` with the place
        (file, sheet, cell) that each row came from. Dates are dates, numbers floats in the unit
        of the dictionary, yes/no booleans, the rest text; null is missing. ``drug``, ``event``
        and ``parameter`` hold the names of `terms.DRUGS`, `terms.EVENTS`, `PARAMETERS` where
        they are known there.
    """

    patients: nw.LazyFrame[Any]
    treatments: nw.LazyFrame[Any]
    assessments: nw.LazyFrame[Any]
    events: nw.LazyFrame[Any]
