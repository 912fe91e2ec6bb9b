"""What the elements of FHIR resources mean here: codes, subjects, days, values."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dermcohort.acquire.fhir.resources import Resource, Resources, get, listed, type_and_id
from dermcohort.acquire.noticed import noticed
from dermcohort.acquire.terminology import ICD10, LOINC, RXNORM, SNOMED, jlac10_parameter
from dermcohort.findings import Finding
from dermcohort.sheets import Value
from dermcohort.sources import Source
from dermcohort.tables import parameter_of
from dermcohort.terms import drug_of

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*)?")
_LOINC, _RXNORM = "http://loinc.org", "http://www.nlm.nih.gov/research/umls/rxnorm"
_SNOMED = "http://snomed.info/sct"
#: The number that names JLAC10 in Japan, and what some write in its place.
_JLAC10 = ("1.2.392.200119.4.504", "jlac10")


def day(text: Any) -> Value:
    """The day of a date or time, in the zone in which it is written; other text as it is.

    >>> day("2021-03-05T23:30:00+09:00"), day("2021-03")
    (datetime.date(2021, 3, 5), '2021-03')
    """
    if isinstance(text, str) and (found := _DAY.fullmatch(text.strip())):
        try:
            return dt.date.fromisoformat(found[1])
        except ValueError:
            return text
    return scalar(text)


def scalar(element: Any) -> Value:
    """A value of JSON that fits into a cell; what does not, as the text that it is."""
    if isinstance(element, str):
        return element if element.strip() else None
    if element is None or isinstance(element, (bool, int, float)):
        return element
    return json.dumps(element, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """Resources, and a count of what is not used of them.

    Attributes
    ----------
    resources : Resources
    source : Source
        Its ``codes`` go before the tables here.
    counted : Counter
        Rule, type of resource and what stands there to how many.
    """

    resources: Resources
    source: Source
    counted: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def count(self, rule: str, type: str, got: str, number: int = 1) -> None:
        """Count what is told at the end, once for each thing that stands there."""
        if number:
            self.counted[rule, type, got] += number

    def findings(self) -> Iterator[Finding]:
        """What was counted, the most frequent first."""
        for (rule, type, got), count in sorted(
            self.counted.items(), key=lambda each: (each[0][:2], -each[1], each[0])
        ):
            shown, _, read = got.partition("\t")
            details = {"count": count, "what": read, "drug": read}
            yield noticed(rule, self.resources.file, type, "", shown, **details)

    def refused(self, resource: Resource, statuses: Sequence[str]) -> bool:
        """Whether its status says that it did not happen; then it is counted."""
        status = resource.content.get("status")
        if status in statuses:
            self.count("status", resource.type, str(status))
        return status in statuses

    def patient(self, resource: Resource) -> str | None:
        """Id of the patient; None if it is about something else, which is counted.

        A patient who is not among the resources is named as the reference does.
        """
        reference = resource.content.get("subject") or resource.content.get("patient")
        found = self.resources.referred(reference, resource.content)
        text = scalar(get(reference, "reference"))
        if found is not None:
            if found.type == "Patient":
                return found.id
        elif text is None:
            # Nobody is named: for `check` to say.
            return scalar_text(get(reference, "identifier", "value"))
        elif "/" not in str(text) or type_and_id(str(text)).startswith("Patient/"):
            return str(text).rpartition("/")[2].removeprefix("urn:uuid:")
        self.count("not of a patient", resource.type, found.type if found else str(text))
        return None

    def parameter(self, concept: Any, type: str) -> str | None:
        """The parameter that a concept stands for; None and counted if none."""
        return self._meaning(concept, type, "parameter", _parameter)

    def drug(self, concept: Any, type: str) -> str | None:
        """The drug that a concept stands for; None and counted if none.

        By its ingredient in RxNorm, ATC, its name, or one word of its text that is the name of
        one drug alone; that is said.
        """
        found = self._meaning(concept, type, "drug", _drug, told=False)
        if found is not None:
            return found
        words = {
            drug.name
            for text in _texts(concept)
            for word in re.findall(r"[^\W\d_]+", text)
            if (drug := drug_of(word))
        }
        if len(words) == 1:
            (name,) = words
            self.count("drug by its name", type, f"{_shown(concept)}\t{name}")
            return name
        self.count("other code", type, f"{_shown(concept)}\tdrug")
        return None

    def condition(self, concept: Any, type: str) -> str | None:
        """The diagnosis or comorbidity that a concept stands for; None and counted if none."""
        return self._meaning(concept, type, "diagnosis", _condition)

    def _meaning(
        self,
        concept: Any,
        type: str,
        what: str,
        known: Callable[[str, str], str | None],
        *,
        told: bool = True,
    ) -> str | None:
        own: Mapping[str, str] = self.source.codes.get(what, {})
        codings = _codings(concept)
        for word in (*(code for _, code in codings), *_texts(concept)):
            if word in own:
                return own[word]
        for system, code in (*codings, *(("", text) for text in _texts(concept))):
            if found := known(system, code):
                return found
        if told:
            self.count("other code", type, f"{_shown(concept)}\t{what}")
        return None


def scalar_text(element: Any) -> str:
    """An element as text, "" for nothing."""
    value = scalar(element)
    return "" if value is None else str(value)


def _codings(concept: Any) -> list[tuple[str, str]]:
    return [
        (scalar_text(get(each, "system")), scalar_text(get(each, "code")))
        for each in listed(get(concept, "coding"))
        if get(each, "code") is not None
    ]


def _texts(concept: Any) -> list[str]:
    """The text of a concept and the names of its codes."""
    displays = [get(each, "display") for each in listed(get(concept, "coding"))]
    return [text for text in (get(concept, "text"), *displays) if isinstance(text, str) and text]


def text_of(concept: Any) -> Value:
    """What a person reads of a concept: its text, else the name of a code, else the code."""
    texts, codings = _texts(concept), _codings(concept)
    return texts[0] if texts else codings[0][1] if codings else None


def _shown(concept: Any) -> str:
    parts = [code for _, code in _codings(concept)[:1]] + _texts(concept)[:1]
    # A tab tells the parts of a count apart.
    return " ".join(" ".join(parts).split()) or "no code"


def _parameter(system: str, code: str) -> str | None:
    if system == _LOINC:
        return LOINC.get(code)
    if any(each in system.casefold() for each in _JLAC10):
        return jlac10_parameter(code)
    known = None if system else parameter_of(code)
    return known.code if known else None


def _drug(system: str, code: str) -> str | None:
    if system == _RXNORM:
        return RXNORM.get(code)
    if not system or "atc" in system.casefold():
        known = drug_of(code)
        return known.name if known else None
    return None


def _condition(system: str, code: str) -> str | None:
    if system == _SNOMED:
        return SNOMED.get(code)
    if "icd-10" in system.casefold() or "icd10" in system.casefold():
        return next((what for begin, what in ICD10.items() if code.startswith(begin)), None)
    plain = " ".join(code.casefold().split())
    return plain if not system and plain in SNOMED.values() else None
