"""What is noticed in data sets of SAS, SPSS and Stata and in those of CDISC."""

from __future__ import annotations

from dermcohort.acquire.words import Words

DATASETS = {
    "special missing": Words(
        "note",
        "a value or nothing; special values for missing, which are read as nothing: {count}",
        "nothing, if why a value is missing makes no difference",
    ),
    "value labels": Words(
        "note",
        "words; this variable has labels for its codes, which are read in their place",
        "nothing, if so",
    ),
    "labelled numbers": Words(
        "warning",
        "numbers; some values of this variable have labels, which are not used; records: {count}",
        "if a label says that the value is missing: missing = [...] in this [[sources]] entry",
    ),
    "assumed encoding": Words(
        "warning",
        "an encoding of its text; the file does not say one, and was read as Windows-1252",
        'look whether names read well; else encoding = "cp932" in this [[sources]] entry',
    ),
}

CDISC = {
    "other data sets": Words(
        "note", "data sets of a chart study; the others are not used", "nothing"
    ),
    "other variables": Words(
        "note",
        "variables of a chart study; the others of this data set are not used",
        'nothing, or say what one is: columns = {{ BMIBL = "bmi" }} in this [[sources]] entry',
    ),
    "no such variable": Words(
        "warning",
        "variables of the data sets on the left side of `columns`",
        "correct `columns` in this [[sources]] entry of the study file, or take the line out",
    ),
    "other parameters": Words(
        "note",
        "parameters of the list; records of others that are not used: {count}",
        'nothing, or say what one is: codes = {{ parameter = {{ "its code" = "EASI" }} }} in this '
        "[[sources]] entry",
    ),
    "other specimen": Words(
        "note",
        "blood, serum or plasma; records of other specimens that are not used: {count}",
        "nothing",
    ),
    "derived records": Words(
        "note",
        "what was observed; records derived from others (DTYPE) that are not used: {count}",
        "nothing; missing values are dealt with as [missing] in the study file says",
    ),
    "repeated records": Words(
        "note",
        "each value once; records that repeat the patient, parameter, date and value of another "
        "one: {count}",
        "nothing, if so",
    ),
    "not for analysis": Words(
        "note",
        "one value a day; of several the one flagged for analysis (ANL01FL) is used; others: "
        "{count}",
        "nothing, if so",
    ),
    "value beyond limit": Words(
        "warning",
        "the same number in the numeric and in the character result; where the latter has < or > "
        "it is used, records that differ: {count}",
        "nothing, if the number was filled in for a value beyond the limit of detection",
    ),
    "not done": Words("note", "a result; records of what was not done: {count}", "nothing"),
    "placebo": Words(
        "note",
        "a drug and a dose; records of placebo or of a dose of 0 that are not used: {count}",
        "nothing",
    ),
    "records joined": Words(
        "note",
        "treatments; records of one dose that lie at most {days} days apart are one treatment, "
        "records: {count}",
        "nothing, or change gap_days in this [[sources]] entry",
    ),
    "no daily dose": Words(
        "note",
        "a dose in mg and how often a day; without both the dose is left empty, records: {count}",
        "nothing, if doses are not compared",
    ),
    "other medication": Words(
        "note",
        "drugs of the list; records of other ones that are not used: {count}",
        'nothing, or say what one is: codes = {{ drug = {{ "ITS NAME" = "..." }} }} in this '
        "[[sources]] entry",
    ),
    "local therapy": Words(
        "note",
        "systemic therapy; records of a local route that are not used: {count}",
        "nothing",
    ),
    "numbers as dates": Words(
        "warning",
        "dates; numbers without a format of dates were read as days from 1960-01-01 on, as SAS "
        "counts: {count}",
        "look whether the dates are right; write the data set again with its formats",
    ),
    "imputed dates": Words(
        "warning",
        "dates as recorded; of these the data set says that a part was filled in: {count}",
        "nothing, if they may be used",
    ),
    "several reasons": Words(
        "warning",
        "one reason of stopping a patient; of patients with several none is used: {count}",
        "nothing, if reasons are not reported",
    ),
    "reason without treatment": Words(
        "note", "a treatment to which a reason belongs; reasons without one: {count}", "nothing"
    ),
    "other history": Words(
        "note",
        "atopic dermatitis, asthma, rhinitis or conjunctivitis in the medical history; records of "
        "something else, or of what did not occur: {count}",
        "nothing",
    ),
    "history without record": Words(
        "note",
        "a record of each comorbidity; patients without one count as without it",
        "nothing, if all were asked",
    ),
}
