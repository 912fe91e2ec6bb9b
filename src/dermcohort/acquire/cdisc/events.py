"""Records of adverse events, of ADAE or AE, into a sheet of events."""

from __future__ import annotations

from collections.abc import Sequence

from dermcohort.acquire.cdisc.records import Record, dates, sheet_of_records
from dermcohort.acquire.cdisc.terms import ACTION
from dermcohort.acquire.datasets.dataset import Dataset
from dermcohort.acquire.noticed import noticed
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source


def events_sheet(dataset: Dataset, source: Source) -> Sheet:
    """The sheet of ADAE or AE: the coded term, where there is none the reported one."""
    found: list[Finding] = []
    coded = dataset.column("AEDECOD")
    terms: Sequence[Value] = [
        code if code is not None else term
        for code, term in zip(coded, dataset.column("AETERM"), strict=True)
    ]
    heading = "AEDECOD" if "AEDECOD" in dataset.columns else "AETERM"
    columns = {"USUBJID": "patient", heading: "event"}
    values: list[Sequence[Value]] = [dataset.column("USUBJID"), terms]
    start = next((v for v in ("ASTDT", "ASTDTM", "AESTDTC") if v in dataset.columns), "")
    if start:
        columns[start] = "date"
        values.append(dates(dataset, start, found))
    found += imputed(dataset, "ASTDTF")
    others = {"AEACN": "action", "AESER": "serious", "AEOUT": "outcome"}
    for variable, column in others.items():
        if any(value is not None for value in dataset.column(variable)):
            columns[variable] = column
            values.append(dataset.columns[variable])
    records = [Record(n, row) for n, row in enumerate(zip(*values, strict=True), start=1)]
    return sheet_of_records(
        dataset, source, "events", columns, records, codes={"action": ACTION},
        used=("AETERM", *others, "ASTDTF"), found=found,
    )  # fmt: skip


def imputed(dataset: Dataset, flag: str) -> list[Finding]:
    """Dates of which the data set says that a part was filled in."""
    count = sum(value is not None for value in dataset.column(flag))
    return [noticed("imputed dates", dataset.file, "", flag, count=count)] if count else []
