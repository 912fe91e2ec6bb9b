"""What ADSL and DM say of patients, and what MH and VS add."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dermcohort.acquire.cdisc.records import Record, sheet_of_records, words
from dermcohort.acquire.cdisc.terms import SEX
from dermcohort.acquire.datasets.dataset import Dataset
from dermcohort.acquire.noticed import noticed
from dermcohort.findings import Finding
from dermcohort.sheets import Sheet, Value
from dermcohort.sources import Source
from dermcohort.tables import column_of

COMORBIDITIES = ("asthma", "rhinitis", "conjunctivitis")
DIAGNOSIS = "atopic dermatitis"


class More(NamedTuple):
    """A column that other data sets fill: its heading, its name, and its value by patient."""

    heading: str
    column: str
    values: Mapping[Value, Value]
    otherwise: Value = None


def patients_sheet(
    dataset: Dataset, source: Source, *, more: Sequence[More] = (), found: Sequence[Finding] = ()
) -> Sheet:
    """The sheet of ADSL or DM."""
    columns = {"USUBJID": "patient"}
    values: list[Sequence[Value]] = [dataset.column("USUBJID")]
    for heading, column in (("AGE", "age_years"), ("SEX", "sex"), ("BMIBL", "bmi")):
        if heading in dataset.columns:
            columns[heading] = column
            values.append(_ages(dataset) if heading == "AGE" else dataset.columns[heading])
    for each in more:
        columns[each.heading] = each.column
        values.append(
            [each.values.get(patient, each.otherwise) for patient in dataset.column("USUBJID")]
        )
    records = [Record(n, row) for n, row in enumerate(zip(*values, strict=True), start=1)]
    return sheet_of_records(
        dataset, source, "patients", columns, records, codes={"sex": SEX}, used=("AGEU",),
        found=found,
    )  # fmt: skip


def _ages(dataset: Dataset) -> list[Value]:
    """Ages; in another unit than years with the unit, for `check` to convert."""
    return [
        f"{value:g} {unit.strip()}"
        if isinstance(value, (int, float)) and isinstance(unit, str) and words(unit) != "YEARS"
        else value
        for value, unit in zip(dataset.column("AGE"), dataset.column("AGEU"), strict=True)
    ]


def history(histories: Sequence[Dataset]) -> tuple[list[More], list[Finding]]:
    """Diagnosis and comorbidities of MH; a patient without a record counts as without them.

    Terms are those of the headings of a chart in any order of their words, so that
    "RHINITIS ALLERGIC" is allergic rhinitis.
    """
    has: dict[str, dict[Value, Value]] = defaultdict(dict)
    found: list[Finding] = []
    for dataset in histories:
        found += dataset.noticed
        term = "MHDECOD" if "MHDECOD" in dataset.columns else "MHTERM"
        others = 0
        for patient, text, verbatim, occurred, status in zip(
            *(dataset.column(v) for v in ("USUBJID", term, "MHTERM", "MHOCCUR", "MHSTAT")),
            strict=True,
        ):
            name = _condition(text) or _condition(verbatim)
            if not name or words(occurred) in ("N", "U") or words(status) == "NOT DONE":
                others += 1
            else:
                has[name][patient] = DIAGNOSIS if name == "diagnosis" else True
        if others:
            found.append(noticed("other history", dataset.file, count=others))
    if not histories:
        return [], []
    found.append(noticed("history without record", histories[0].file))
    more = [More("diagnosis", "diagnosis", has["diagnosis"])]
    return more + [More(name, name, has[name], otherwise=False) for name in COMORBIDITIES], found


def _condition(text: Value) -> str:
    """The column of the patients that a term means; "" for none."""
    spoken = sorted(words(text).casefold().replace(",", " ").split())
    if spoken == sorted(DIAGNOSIS.split()):
        return "diagnosis"
    for order in (spoken, spoken[::-1]):
        known = column_of("patients", " ".join(order))
        if known and known.name in COMORBIDITIES:
            return known.name
    return ""


def baseline_bmi(signs: Iterable[Dataset]) -> list[More]:
    """The BMI of VS that is flagged as baseline; nothing is computed from height and weight."""
    values: dict[Value, Value] = {}
    for dataset in signs:
        for patient, test, flag, lobxfl, value in zip(
            *(dataset.column(v) for v in ("USUBJID", "VSTESTCD", "VSBLFL", "VSLOBXFL", "VSSTRESN")),
            strict=True,
        ):
            if words(test) == "BMI" and "Y" in (words(flag), words(lobxfl)):
                values[patient] = value
    return [More("BMI", "bmi", values)] if values else []
