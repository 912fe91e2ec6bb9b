"""Data sets of exposure, EX and ADEX, into a sheet of treatments."""

from __future__ import annotations

from collections.abc import Mapping

from dermcohort.acquire.cdisc.doses import (
    Dose,
    Reason,
    daily_dose_mg,
    given,
    records_of,
    treatments,
    with_reasons,
)
from dermcohort.acquire.cdisc.records import dates, sheet_of_records, words
from dermcohort.acquire.datasets.dataset import Dataset
from dermcohort.acquire.noticed import noticed
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source

_STARTS = ("ASTDT", "ASTDTM", "EXSTDTC")
_STOPS = ("AENDT", "AENDTM", "EXENDTC")
_DRUGS = ("EXTRT", "TRTA", "TRT01A")


def exposure_sheet(
    dataset: Dataset, source: Source, reasons: Mapping[Value, Reason], reason_variable: str
) -> Sheet:
    """The treatments of a data set of exposure.

    Parameters
    ----------
    reasons : mapping of patient to Reason
        Of stopping, from another data set; each goes to the patient's last treatment.
    reason_variable : str
        The heading over them.
    """
    found: list[Finding] = []
    drug, start, stop = (_first(dataset, names) for names in (_DRUGS, _STARTS, _STOPS))
    amount = "EXDOSE" if "EXDOSE" in dataset.columns else "AVAL"
    doses = _doses(dataset, amount, drug, dates(dataset, start, found), dates(dataset, stop, found))
    amounts = dict(enumerate(dataset.column(amount), start=1))
    kept, notes = given(doses, amounts, dataset.file)
    found += notes
    joined, notes = treatments(kept, source.gap_days, dataset.file)
    found += notes
    reasoned, without = with_reasons(joined, reasons)
    if without:
        found.append(noticed("reason without treatment", dataset.file, count=without))
    columns = {
        "USUBJID": "patient", drug: "drug", amount: "dose_mg_per_day", start: "start", stop: "stop",
        reason_variable: "reason",
    }  # fmt: skip
    return sheet_of_records(
        dataset, source, "treatments", columns, records_of(reasoned),
        used=("EXDOSU", "EXDOSFRQ", "PARAMCD"), found=found,
    )  # fmt: skip


def _first(dataset: Dataset, names: tuple[str, ...]) -> str:
    """The first of the variables that there is; the last name, which is then missing, if none."""
    return next((name for name in names if name in dataset.columns), names[-1])


def _doses(
    dataset: Dataset, amount: str, drug: str, starts: list[Value], stops: list[Value]
) -> list[Dose]:
    names = ("USUBJID", drug, amount, "EXDOSU", "EXDOSFRQ", "PARAMCD")
    rows = zip(starts, stops, *(dataset.column(name) for name in names), strict=True)
    by_parameter = "PARAMCD" in dataset.columns
    return [
        Dose(number, patient, name, daily_dose_mg(dose, unit, often), first, last)
        for number, (first, last, patient, name, dose, unit, often, code) in enumerate(rows, 1)
        # Analysis data sets repeat a period for its duration and the like.
        if not by_parameter or words(code) == "DOSE"
    ]
