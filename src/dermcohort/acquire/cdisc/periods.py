"""Treatments as ADSL has them, where there is no data set of exposure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from dermcohort.acquire.cdisc.doses import Dose, Reason, given, with_reasons
from dermcohort.acquire.cdisc.records import Record, dates, sheet_of_records
from dermcohort.acquire.datasets.dataset import Dataset
from dermcohort.acquire.noticed import noticed
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source

_ACTUAL = re.compile(r"TRT([0-9]{2})A")


def period_sheets(
    dataset: Dataset, source: Source, reasons: Mapping[Value, Reason], reason_variable: str
) -> Iterator[Sheet]:
    """A sheet for each period of treatment, which has variables of its own.

    Parameters
    ----------
    reasons : mapping of patient to Reason
        Of stopping; each goes to the patient's last period.
    reason_variable : str
        The variable of ADSL that holds them.
    """
    found: list[Finding] = []
    names = dict(_periods(dataset))
    doses = {}
    for period, variables in names.items():
        doses[period], notes = given(_doses(dataset, variables, found), {}, dataset.file)
        found += notes
    every, without = with_reasons([each for some in doses.values() for each in some], reasons)
    if without:
        found.append(
            noticed("reason without treatment", dataset.file, "", reason_variable, count=without)
        )
    reasoned = iter(every)
    for period, (drug, start, stop) in names.items():
        columns = {"USUBJID": "patient", drug: "drug", start: "start", stop: "stop"}
        columns[reason_variable] = "reason"
        records = [
            # The reason stands in the same record.
            Record(d.record, (d.patient, d.drug, d.start, d.stop, d.reason))
            for d in islice(reasoned, len(doses[period]))
        ]
        yield sheet_of_records(
            dataset, source, "treatments", columns, records, found=found,
            name=f"period {period}",
        )  # fmt: skip
        found = []


def _periods(dataset: Dataset) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Number of each period, and its variables: drug, first and last day."""
    actual = [v for v in dataset.columns if _ACTUAL.fullmatch(v)]
    for drug in sorted(actual):
        number = drug[3:5]
        start, stop = f"TR{number}SDT", f"TR{number}EDT"
        if start not in dataset.columns and len(actual) == 1:
            start = "TRTSDT" if "TRTSDT" in dataset.columns else "TRTSDTM"
            stop = "TRTEDT" if "TRTEDT" in dataset.columns else "TRTEDTM"
        if start in dataset.columns:
            yield number, (drug, start, stop)


def _doses(dataset: Dataset, variables: tuple[str, str, str], found: list[Finding]) -> list[Dose]:
    """The treatment of each patient who had any in a period."""
    drug, start, stop = variables
    days = dates(dataset, start, found), dates(dataset, stop, found)
    rows = zip(dataset.column("USUBJID"), dataset.column(drug), *days, strict=True)
    return [
        Dose(number, patient, name, None, first, last)
        for number, (patient, name, first, last) in enumerate(rows, start=1)
        # Whoever failed screening has an arm of that name, and no dates.
        if first is not None or last is not None
    ]
