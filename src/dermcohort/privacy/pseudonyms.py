"""Pseudonyms in place of patients' IDs: the same patient has the same one in every table."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace
from typing import Any

import narwhals as nw

from dermcohort import engine
from dermcohort.check import Checked
from dermcohort.errors import StudyFileError
from dermcohort.findings import Finding
from dermcohort.privacy.key import Key
from dermcohort.tables import Cohort

#: Rules whose words hold IDs of patients.
RULES_WITH_IDS = frozenset((
    "patient twice", "similar patients", "unknown patient", "no study drug", "lost zeros",
    "patient id", "no values",
))  # fmt: skip
_LETTERS = 10
_TABLES = ("patients", "treatments", "assessments", "events")


def pseudonym(patient: str, key: Key) -> str:
    """Ten letters and digits that only the key leads to.

    The first 50 bits of HMAC-SHA-256 in base 32.

    Among a thousand patients two share one with a probability of 4e-10, among a million of 4e-4;
    `pseudonymised` refuses that.

    >>> pseudonym("001", Key(bytes(32)))
    'P-POSBEDGO3X'
    """
    digest = hmac.new(key, patient.encode("utf-8"), hashlib.sha256).digest()
    return "P-" + base64.b32encode(digest).decode("ascii")[:_LETTERS]


def pseudonymised(checked: Checked, key: Key) -> Checked:
    """The checked tables and findings with pseudonyms in place of patients' IDs.

    A finding whose words would hold an ID keeps its place and loses the words.

    Raises
    ------
    StudyFileError
        If two patients would get the same pseudonym.
    """
    tables = [getattr(checked.cohort, name) for name in _TABLES]
    unique = engine.collect_all([table.select("patient").unique() for table in tables])
    patients = sorted({p for found in unique for p in found["patient"].to_list() if p is not None})
    names = [pseudonym(patient, key) for patient in patients]
    if len(set(names)) < len(names):
        raise StudyFileError(
            "two patients have got the same pseudonym by chance; try: another privacy.key_file"
        )
    known = dict(zip(patients, names, strict=True))
    cohort = Cohort(*(_renamed(table, known) for table in tables))
    return Checked(cohort, tuple(_silent(each, known) for each in checked.findings))


def _renamed(table: nw.LazyFrame[Any], known: dict[str, str]) -> nw.LazyFrame[Any]:
    columns = {"patient": list(known), "_pseudonym": list(known.values())}
    names = engine.frame(columns, dict.fromkeys(columns, "text"))
    order = table.collect_schema().names()
    renamed = table.join(names, on="patient", how="left").with_columns(patient=nw.col("_pseudonym"))
    return renamed.select(*order)


def _silent(finding: Finding, known: dict[str, str]) -> Finding:
    if finding.got in known:
        finding = replace(finding, got=known[finding.got])
    if finding.rule not in RULES_WITH_IDS:
        return finding
    got = finding.got if finding.got in known.values() else ""
    hidden = "what the rule of this name asks for; its words would hold an ID, see the cell"
    return replace(finding, got=got, expected=hidden, detail="")
