"""Read data sets of CDISC's SDTM: DM, EX, CM, LB, QS, RS, VS, AE, DS and MH."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

from dermcohort.acquire.cdisc.doses import Reason, daily_dose_mg
from dermcohort.acquire.cdisc.events import events_sheet
from dermcohort.acquire.cdisc.exposure import exposure_sheet
from dermcohort.acquire.cdisc.measured import Measured, Used, measured_sheet, other_specimen
from dermcohort.acquire.cdisc.patients import baseline_bmi, history, patients_sheet
from dermcohort.acquire.cdisc.records import (
    Record,
    counted,
    datasets_of,
    dates,
    in_words,
    sheet_of_records,
    told,
    words,
)
from dermcohort.acquire.cdisc.terms import COMPLETED, LOCAL_ROUTES
from dermcohort.acquire.datasets.dataset import Dataset
from dermcohort.acquire.noticed import noticed
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source
from dermcohort.terms import drug_of

#: Domains of findings that may hold a parameter of the list.
_MEASURED = ("LB", "QS", "RS")
_USED = ("DM", "EX", "CM", "AE", "DS", "MH", *_MEASURED)


def read(source: Source, folder: Path) -> tuple[Sheet, ...]:
    """Read a folder of data sets, or one.

    Parameters
    ----------
    source : Source
        Its ``file`` is the folder, or one data set of it. ``codes`` says what parameters and drugs
        mean.
    folder : Path
        Of the study file.

    Returns
    -------
    tuple of Sheet
        Patients of DM (comorbidities of MH, a baseline BMI of VS), treatments of EX (reason of
        DS) and of CM, assessments of LB, QS and RS, events of AE. A domain may be split over
        several data sets. Places are records of the data set.

    Raises
    ------
    SourceUnreadable
        If the folder has no data set, has one twice, or one cannot be read.

    Notes
    -----
    The standardised result is used (``--STRESN``, ``--STRESU``), one in characters with ``<`` or
    ``>`` before it, the original one where there is no other. Dates that lack a part stay as they
    are and are an error of `check`; times of day are left out. Of concomitant medication only drugs
    of the list are used, and not by a local route.
    """
    datasets = datasets_of(source, folder)
    of: dict[str, list[Dataset]] = defaultdict(list)
    for dataset in datasets:
        of[domain_of(dataset)].append(dataset)
    more, found = history(of["MH"])
    bmi = baseline_bmi(of["VS"])
    reasons, notes = _reasons(of["DS"])
    sheets = [patients_sheet(each, source, more=[*more, *bmi], found=found) for each in of["DM"]]
    sheets += [exposure_sheet(each, source, reasons, "DSDECOD") for each in of["EX"]]
    sheets += [_medication(each, source) for each in of["CM"]]
    seen: Used = set()
    sheets += [_measured(d, source, name, seen) for name in _MEASURED for d in of[name]]
    sheets += [events_sheet(each, source) for each in of["AE"]]
    used = (*_USED, "VS") if bmi else _USED
    unused = [dataset for dataset in datasets if domain_of(dataset) not in used]
    if sheets:
        notes = [*told(source, datasets, unused), *notes]
        sheets[0] = replace(sheets[0], noticed=(*notes, *sheets[0].noticed))
    return tuple(sheets)


def domain_of(dataset: Dataset) -> str:
    """The domain that a data set says it is, else the name of its file."""
    said = next((words(value) for value in dataset.column("DOMAIN") if value is not None), "")
    return said or dataset.name


def _reasons(dispositions: list[Dataset]) -> tuple[dict[Value, Reason], list[Finding]]:
    """Why each patient stopped: what DS says of the treatment, else of the study."""
    of_treatment: dict[Value, list[Reason]] = defaultdict(list)
    of_study: dict[Value, list[Reason]] = defaultdict(list)
    found: list[Finding] = []
    for dataset in dispositions:
        found += dataset.noticed
        names = ("USUBJID", "DSDECOD", "DSCAT", "DSSCAT")
        rows = zip(*(dataset.column(name) for name in names), strict=True)
        for number, (patient, text, category, part) in enumerate(rows, start=1):
            if words(category) == "DISPOSITION EVENT" and words(text) not in ("", COMPLETED):
                kind = of_treatment if "TREATMENT" in words(part) else of_study
                kind[patient].append(Reason(text, f", with record {number} of {dataset.name}"))
    several = 0
    reasons = {}
    for patient, given in {**of_study, **of_treatment}.items():
        if len({words(each.text) for each in given}) > 1:
            several += 1
        else:
            reasons[patient] = given[0]
    if several:
        found.append(noticed("several reasons", dispositions[0].file, count=several))
    return reasons, found


def _medication(dataset: Dataset, source: Source) -> Sheet:
    """Concomitant and earlier medication with drugs of the list."""
    found: list[Finding] = []
    meanings = in_words(source, "treatments", "drug")
    starts, stops = (dates(dataset, name, found) for name in ("CMSTDTC", "CMENDTC"))
    names = ("USUBJID", "CMDECOD", "CMTRT", "CMDOSE", "CMDOSU", "CMDOSFRQ", "CMROUTE")
    rows = zip(starts, stops, *(dataset.column(name) for name in names), strict=True)
    records: list[Record] = []
    others = 0
    local: Counter[str] = Counter()
    for number, (first, last, patient, coded, given, dose, unit, often, route) in enumerate(
        rows, 1
    ):
        drug = _drug(coded, meanings) or _drug(given, meanings)
        if not drug:
            others += 1
        elif words(route) in LOCAL_ROUTES:
            local[words(route)] += 1
        else:
            daily = daily_dose_mg(dose, unit, often)
            records.append(Record(number, (patient, drug, daily, first, last)))
    if others:
        found.append(noticed("other medication", dataset.file, count=others))
    found += counted("local therapy", dataset, "CMROUTE", local)
    heading = "CMDECOD" if "CMDECOD" in dataset.columns else "CMTRT"
    columns = {
        "USUBJID": "patient", heading: "drug", "CMDOSE": "dose_mg_per_day", "CMSTDTC": "start",
        "CMENDTC": "stop",
    }  # fmt: skip
    return sheet_of_records(
        dataset, source, "treatments", columns, records,
        used=("CMTRT", "CMDOSU", "CMDOSFRQ", "CMROUTE"), found=found,
    )  # fmt: skip


def _drug(text: Value, meanings: dict[str, str]) -> Value:
    """A name that means a drug of the list, as it stands there; None for another."""
    known = drug_of(meanings.get(words(text), words(text))) if words(text) else None
    return text if known else None


def _measured(dataset: Dataset, source: Source, domain: str, seen: Used) -> Sheet:
    found: list[Finding] = []
    date = f"{domain}DTC"
    endings = ("TESTCD", "STRESN", "STRESC", "STRESU", "ORRES", "ORRESU", "TEST", "STAT", "SPEC",
               "CAT")  # fmt: skip
    days = dates(dataset, date, found)
    columns = [dataset.column(name) for name in ("USUBJID", *(domain + e for e in endings))]
    measured: list[Measured] = []
    not_done = 0
    elsewhere: Counter[str] = Counter()
    rows = zip(days, *columns, strict=True)
    for at, (
        day,
        patient,
        code,
        number,
        text,
        unit,
        raw,
        raw_unit,
        label,
        status,
        *where,
    ) in enumerate(rows, start=1):
        if words(status) == "NOT DONE":
            not_done += 1
        elif other := other_specimen(*where):
            elsewhere[other] += 1
        elif number is None and text is None:
            measured.append(Measured(at, patient, day, code, None, raw, raw_unit, label))
        else:
            measured.append(Measured(at, patient, day, code, number, text, unit, label))
    if not_done:
        found.append(noticed("not done", dataset.file, "", f"{domain}STAT", count=not_done))
    found += counted("other specimen", dataset, "", elsewhere)
    headings = ("USUBJID", date, f"{domain}TESTCD", f"{domain}STRESN", f"{domain}STRESU")
    used = [domain + ending for ending in endings] + ["DOMAIN"]
    return measured_sheet(dataset, source, headings, measured, seen, found=found, used=used)
