"""Read data sets of CDISC's ADaM: ADSL, ADEX, ADAE and those of values by parameter (BDS)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from dermcohort.acquire.cdisc.doses import Reason
from dermcohort.acquire.cdisc.events import events_sheet, imputed
from dermcohort.acquire.cdisc.exposure import exposure_sheet
from dermcohort.acquire.cdisc.measured import (
    Measured,
    Used,
    measured_sheet,
    other_specimen,
)
from dermcohort.acquire.cdisc.patients import patients_sheet
from dermcohort.acquire.cdisc.periods import period_sheets
from dermcohort.acquire.cdisc.records import counted, datasets_of, dates, told, words
from dermcohort.acquire.cdisc.terms import COMPLETED
from dermcohort.acquire.datasets.dataset import Dataset
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source

#: Why a treatment was stopped, rather than the study.
_REASONS = ("DCTREAS", "DCSREAS", "DCREASCD")


def read(source: Source, folder: Path) -> tuple[Sheet, ...]:
    """Read a folder of data sets, or one.

    Parameters
    ----------
    source : Source
        Its ``file`` is the folder, or one data set of it. ``codes`` says what parameters and drugs
        mean, ``columns`` what further variables hold.
    folder : Path
        Of the study file.

    Returns
    -------
    tuple of Sheet
        One a data set: patients of ADSL, treatments of ADEX, without it of ADSL, assessments of
        each data set with PARAMCD and AVAL, events of ADAE. Places are records of the data set.

    Raises
    ------
    SourceUnreadable
        If the folder has no data set, has one twice, or one cannot be read.

    Notes
    -----
    Derived records (DTYPE) are left out, and so are records that repeat another's patient,
    parameter, date and value, in the same data set or another. Of several values of a day the one
    flagged by ANL01FL is used; without such a flag they go on and are an error of `check`. A result
    in AVALC with ``<`` or ``>`` goes before AVAL. The unit is AVALU, else what stands in
    parentheses behind PARAM. Times of day are left out.
    """
    datasets = datasets_of(source, folder)
    kinds = [(dataset, kind_of(dataset)) for dataset in datasets]
    persons = [dataset for dataset, kind in kinds if kind == "patients"]
    exposed = [dataset for dataset, kind in kinds if kind == "exposure"]
    sheets = [patients_sheet(dataset, source) for dataset in persons]
    for dataset in exposed:
        sheets.append(exposure_sheet(dataset, source, *_reasons(persons)))
    for dataset in persons if not exposed else ():
        sheets += period_sheets(dataset, source, *_reasons([dataset]))
    seen: Used = set()
    sheets += [_values(dataset, source, seen) for dataset, kind in kinds if kind == "values"]
    sheets += [events_sheet(dataset, source) for dataset, kind in kinds if kind == "events"]
    notes = told(source, datasets, [dataset for dataset, kind in kinds if not kind])
    if sheets:
        sheets[0] = replace(sheets[0], noticed=(*notes, *sheets[0].noticed))
    return tuple(sheets)


def kind_of(dataset: Dataset) -> str:
    """What a data set is, by its name and variables; "" for what a chart study does not need."""
    variables = dataset.columns.keys()
    if dataset.name.startswith("ADSL"):
        return "patients"
    if dataset.name in ("EX", "ADEX") and (
        "PARAMCD" not in variables or "DOSE" in map(words, dataset.column("PARAMCD"))
    ):
        return "exposure"
    if variables & {"AETERM", "AEDECOD"}:
        return "events"
    # With a variable of censoring a value is a time to an event.
    values = {"PARAMCD", "AVAL"} <= variables and "CNSR" not in variables
    return "values" if values and variables & {"ADT", "ADTM"} else ""


def _reasons(persons: list[Dataset]) -> tuple[dict[Value, Reason], str]:
    """Why each patient stopped, and the variable that says it."""
    for dataset in persons:
        for variable in _REASONS:
            if variable in dataset.columns:
                pairs = zip(dataset.column("USUBJID"), dataset.columns[variable], strict=True)
                return {
                    patient: Reason(text, f", with record {number} of {dataset.name}")
                    for number, (patient, text) in enumerate(pairs, start=1)
                    if text is not None and words(text) != COMPLETED
                }, variable
    return {}, _REASONS[0]


def _values(dataset: Dataset, source: Source, seen: Used) -> Sheet:
    found: list[Finding] = []
    date = "ADT" if "ADT" in dataset.columns else "ADTM"
    days = dates(dataset, date, found)
    unit = "AVALU" if "AVALU" in dataset.columns else "PARAM"
    derived: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    measured = list[Measured]()
    names = ("USUBJID", "PARAMCD", "AVAL", "AVALC", "AVALU", "PARAM", "ANL01FL", "DTYPE", "LBSPEC",
             "PARCAT1")  # fmt: skip
    rows = zip(days, *(dataset.column(name) for name in names), strict=True)
    for number, (day, patient, code, value, text, given, label, flag, type, *where) in enumerate(
        rows, start=1
    ):
        if type is not None:
            derived[str(type)] += 1
        elif other := other_specimen(*where):
            elsewhere[other] += 1
        else:
            measured.append(
                Measured(number, patient, day, code, value, text, given, label, words(flag) == "Y")
            )
    found += counted("derived records", dataset, "DTYPE", derived)
    found += counted("other specimen", dataset, "", elsewhere)
    found += imputed(dataset, "ADTF")
    headings = ("USUBJID", date, "PARAMCD", "AVAL", unit)
    used = ("AVALC", "PARAM", "ANL01FL", "DTYPE", "ADTF", "LBSPEC", "PARCAT1")
    return measured_sheet(dataset, source, headings, measured, seen, found=found, used=used)
