"""The data dictionary: the four tables of a cohort, and what each parameter may be.

Written once. Checking, the study file's vocabulary, the documentation and the report's labels
all read from here. Drugs and adverse events have their own lists in ``terms.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from dermcohort import japanese
from dermcohort.japanese import folded

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
        Headings that mean this column, whatever their case, width and spaces.
    by_check : bool
        Whether `check` fills it: no heading means it, and no form asks for it.
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
    by_check: bool = False


SEX = (
    ("f", "F"), ("female", "F"), ("w", "F"), ("woman", "F"),
    ("m", "M"), ("male", "M"), ("man", "M"), *japanese.SEX,
)  # fmt: skip
ACTIONS = (
    ("none", "none"),
    ("no", "none"),
    ("not changed", "none"),
    ("dose not changed", "none"),
    ("continued", "none"),
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
    *japanese.ACTIONS,
)

PATIENT = Column(
    "patient", "text", "Patient", required=True,
    synonyms=("id", "patient id", "no.", "no", "patient no.", "subject", "subject id",
              "patient no", "patient number", "pt", "pt.", "pt id", "pt no", "pt no.", "subject no",
              "subject no.", "case", "case no", "case no.", "case id", "study id", "study no",
              "study no.", "record id",
              *japanese.PATIENT),
)  # fmt: skip


def _tables(tables: dict[str, tuple[Column, ...]]) -> dict[str, tuple[Column, ...]]:
    """With the Japanese headings behind the others."""
    words = japanese.COLUMNS
    return {
        table: tuple(
            replace(c, synonyms=(*c.synonyms, *words.get((table, c.name), ()))) for c in columns
        )
        for table, columns in tables.items()
    }


TABLES: dict[str, tuple[Column, ...]] = _tables({
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
        Column("topical_months", "number", "Topical therapy before", "months", 0, 1200,
               synonyms=("topical therapy (months)", "months of topical therapy")),
        Column("topical_not_possible", "yes_no", "Topical therapy not possible",
               synonyms=("topical therapy impossible", "topical not possible")),
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
        # Grades are made of what the laboratory reported, not of what it was converted to.
        Column("reported_value", "number", "Value as reported", by_check=True),
        Column("reported_unit", "text", "Unit as reported", by_check=True),
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
})  # fmt: skip

YES_NO = {
    "yes": True, "y": True, "true": True, "1": True, "+": True, "present": True,
    "no": False, "n": False, "false": False, "0": False, "-": False, "absent": False,
    **japanese.YES_NO,
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
        Headings that mean it, whatever their case, width and spaces; the code itself need not be
        repeated. Its other units are in ``units.py``.
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


def _parameters(*parameters: Parameter) -> dict[str, Parameter]:
    """By code, with the Japanese names behind the others."""
    words = japanese.PARAMETERS
    return {p.code: replace(p, synonyms=(*p.synonyms, *words.get(p.code, ()))) for p in parameters}


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
    Parameter("ITCH_NRS", "Itch NRS", "Numerical rating scale of itch", "", "score", 0, 10, 1,
              "lower", 1, ("itch nrs", "pruritus nrs", "pp-nrs", "peak pruritus nrs", "nrs itch",
                           "nrs of itch")),
    # No grid: the extent in it is any percentage.
    Parameter("SCORAD", "SCORAD", "SCORing Atopic Dermatitis", "", "score", 0, 103, None, "lower"),
    Parameter("OSCORAD", "oSCORAD", "Objective SCORAD", "", "score", 0, 83, None, "lower", 1,
              ("objective scorad", "o-scorad")),
    Parameter("PO_SCORAD", "PO-SCORAD", "Patient-Oriented SCORAD", "", "score", 0, 103, None,
              "lower", 1, ("po-scorad", "po scorad", "poscorad", "patient-oriented scorad")),
    # Not "mEASI": that name stands for several changes of EASI.
    Parameter("MEASI_ITCH", "mEASI with itch", "Modified EASI with itch", "", "score", 0, 90, 0.05,
              "lower", 1, ("measi-itch",)),
    Parameter("CDLQI", "CDLQI", "Children's Dermatology Life Quality Index", "", "score", 0, 30, 1,
              "lower"),
    Parameter("ADCT", "ADCT", "Atopic Dermatitis Control Tool", "", "score", 0, 24, 1, "lower"),
    Parameter("RECAP", "RECAP", "Recap of atopic eczema", "", "score", 0, 28, 1, "lower"),
    Parameter("PASI", "PASI", "Psoriasis Area and Severity Index", "", "score", 0, 72, 0.1,
              "lower"),
    Parameter("EOS", "Eosinophils", "Eosinophil count", "/uL", "biomarker", 0, 100_000, None, "", 1,
              ("eosino", "eo", "eosinophil")),
    Parameter("LDH", "LDH", "Serum lactate dehydrogenase", "U/L", "biomarker", 10, 20_000, None, "",
              1, ("ld", "ld (ifcc)", "ldh/ld", "lactate dehydrogenase")),
    Parameter("TARC", "TARC", "Serum thymus and activation-regulated chemokine", "pg/mL",
              "biomarker", 0, 500_000, None, "", 1, ("ccl17", "tarc/ccl17", "serum tarc")),
    Parameter("IGE", "IgE", "Serum immunoglobulin E", "IU/mL", "biomarker", 0, 2_000_000, None, "",
              1, ("total ige", "serum ige", "ige-rist", "ige rist", "ige (rist)", "rist")),
    Parameter("WBC", "WBC", "White blood cells", "/uL", "safety", 100, 500_000, None, "", 0,
              ("leukocytes", "white blood cell count")),
    Parameter("NEUT", "Neutrophils", "Neutrophil count", "/uL", "safety", 0, 400_000, None, "", 0,
              ("neutro",)),
    Parameter("LYMPH", "Lymphocytes", "Lymphocyte count", "/uL", "safety", 0, 400_000, None, "", 0,
              ("lympho",)),
    Parameter("HB", "Haemoglobin", "Haemoglobin", "g/dL", "safety", 2, 25, None, "", 1,
              ("hgb", "hemoglobin")),
    Parameter("PLT", "Platelets", "Platelet count", "10^4/uL", "safety", 0.1, 300, None, "", 1, ()),
    Parameter("CPK", "CPK", "Serum creatine phosphokinase", "U/L", "safety", 1, 200_000, None, "",
              1, ("ck", "creatine kinase", "creatine phosphokinase", "ck (cpk)", "cpk (ck)",
                  "ck/cpk", "cpk/ck")),
    Parameter("TC", "Total cholesterol", "Total cholesterol", "mg/dL", "safety", 20, 1500, None, "",
              1, ("t-chol", "t-cho", "tcho")),
    Parameter("LDL", "LDL cholesterol", "Low-density lipoprotein cholesterol", "mg/dL", "safety", 1,
              1200, None, "", 1, ("ldl-c", "ldl-cho", "ldl-chol")),
    Parameter("AST", "AST", "Aspartate aminotransferase", "U/L", "safety", 1, 30_000, None, "", 1,
              ("got", "ast (got)", "got (ast)", "ast/got", "got/ast")),
    Parameter("ALT", "ALT", "Alanine aminotransferase", "U/L", "safety", 1, 30_000, None, "", 1,
              ("gpt", "alt (gpt)", "gpt (alt)", "alt/gpt", "gpt/alt")),
    Parameter("TBIL", "Bilirubin", "Total bilirubin", "mg/dL", "safety", 0, 80, None, "", 2,
              ("t-bil", "t.bil")),
    Parameter("CREAT", "Creatinine", "Serum creatinine", "mg/dL", "safety", 0.05, 40, None, "", 2,
              ("cr", "cre", "s-cr", "crea")),
    # The limits of these lie beyond what has been reported of patients who lived.
    Parameter("GGT", "GGT", "Gamma-glutamyl transferase", "U/L", "safety", 1, 30_000, None, "", 1,
              ("ggtp", "g-gtp", "gamma-gtp", "gamma-gt", "gamma gt", "gamma gtp")),
    Parameter("ALP", "ALP", "Alkaline phosphatase", "U/L", "safety", 1, 30_000, None, "", 1, ()),
    Parameter("HDL", "HDL cholesterol", "High-density lipoprotein cholesterol", "mg/dL", "safety",
              1, 300, None, "", 1, ("hdl-c", "hdl-cho", "hdl-chol")),
    Parameter("TG", "Triglycerides", "Triglycerides", "mg/dL", "safety", 5, 30_000, None, "", 1,
              ("triglyceride",)),
    Parameter("BUN", "BUN", "Blood urea nitrogen", "mg/dL", "safety", 0.5, 400, None, "", 1,
              ("urea nitrogen", "un")),
    Parameter("ALB", "Albumin", "Serum albumin", "g/dL", "safety", 0.2, 8, None, "", 1, ()),
    Parameter("TP", "Total protein", "Serum total protein", "g/dL", "safety", 1, 20, None, "", 1,
              ("t-pro",)),
    Parameter("CRP", "CRP", "C-reactive protein", "mg/dL", "safety", 0, 100, None, "", 2, ()),
    Parameter("HCT", "Haematocrit", "Haematocrit", "%", "safety", 5, 80, None, "", 1,
              ("ht", "hematocrit")),
    Parameter("RBC", "Red blood cells", "Red blood cell count", "10^4/uL", "safety", 30, 1200, None,
              "", 0, ("erythrocytes",)),
    Parameter("EGFR", "eGFR", "Estimated glomerular filtration rate", "mL/min/1.73m2", "safety", 0,
              400, None, "", 1, ("egfr creat", "egfrcreat", "egfr (cr)")),
    Parameter("KL6", "KL-6", "Krebs von den Lungen-6", "U/mL", "safety", 10, 100_000, None, "", 0,
              ()),
    Parameter("EOS_PCT", "Eosinophils (%)", "Share of eosinophils", "%", "safety", 0, 100, None, "",
              1, ("eos%", "eos %", "eosinophil %", "eosinophils %", "eosino%", "eosino %", "eo%",
                  "eosinophil percent", "eosinophil percentage")),
    Parameter("NEUT_PCT", "Neutrophils (%)", "Share of neutrophils", "%", "safety", 0, 100, None,
              "", 1, ("neut%", "neutrophil %", "neutrophils %", "neutro%", "neutrophil percent")),
    Parameter("LYMPH_PCT", "Lymphocytes (%)", "Share of lymphocytes", "%", "safety", 0, 100, None,
              "", 1, ("lymph%", "lymphocyte %", "lymphocytes %", "lympho%", "lymphocyte percent")),
)  # fmt: skip


def parameter_of(name: str) -> Parameter | None:
    """The parameter that a heading names, by code, label or synonym; else None.

    Case, width and spaces make no difference.

    >>> parameter_of("h&n easi").code
    'EASI_HN'
    """
    return _BY_NAME.get(folded(name))


def column_of(table: str, name: str) -> Column | None:
    """The column of a table that a heading names, by name, label or synonym; else None.

    >>> column_of("patients", "Age").name
    'age_years'
    """
    return _COLUMN_BY_NAME.get((table, folded(name)))


def names_of(parameter: Parameter) -> tuple[str, ...]:
    """Everything that means a parameter.

    >>> names_of(PARAMETERS["HB"])[:3]
    ('HB', 'Haemoglobin', 'hgb')
    """
    names = (parameter.code, parameter.label, parameter.long_label, *parameter.synonyms)
    return tuple(dict.fromkeys(names))


_BY_NAME = {
    folded(name): parameter for parameter in PARAMETERS.values() for name in names_of(parameter)
}
_COLUMN_BY_NAME = {
    (table, folded(name)): column
    for table, columns in TABLES.items()
    for column in columns
    if not column.by_check
    for name in (column.name, column.label, *column.synonyms)
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
