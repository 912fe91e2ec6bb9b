"""The resources of FHIR R4 files: bundles, bulk exports (ndjson), single resources, or folders.

JSON may hold anything anywhere, so nothing is taken for granted but what is looked at.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from dermcohort.acquire.files import find_file, refuse_unknown_kind
from dermcohort.acquire.noticed import noticed
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sources import Source

Content = dict[str, Any]
SUFFIXES = (".json", ".ndjson")
#: Types of resources -> what only another version of FHIR writes there -> that version.
_OTHER_VERSIONS: dict[str, dict[str, str]] = {
    "MedicationStatement": {"taken": "STU3", "medication": "R5", "adherence": "R5"},
    "MedicationRequest": {"context": "STU3", "medication": "R5"},
    "MedicationAdministration": {"notGiven": "STU3", "medication": "R5", "occurenceDateTime": "R5"},
    "Observation": {"context": "STU3", "triggeredBy": "R5"},
    "Condition": {"context": "STU3", "assertedDate": "STU3"},
    "AdverseEvent": {"adverseEventParticipant": "STU3", "occurrenceDateTime": "R5"},
}
#: Elements that are a word in STU3 and a concept in R4.
_WORDS_IN_STU3 = {
    "Condition": ("clinicalStatus", "verificationStatus"), "AdverseEvent": ("category",),
}  # fmt: skip


class Resource(NamedTuple):
    """One resource.

    Attributes
    ----------
    type, id : str
        The id, or what stands in its place: the end of the address, or the place in the file.
    content : dict
        As read.
    """

    type: str
    id: str
    content: Content

    @property
    def name(self) -> str:
        """As FHIR refers to it: ``Observation/abc``."""
        return f"{self.type}/{self.id}"


@dataclass(frozen=True, slots=True)
class Resources:
    """All resources of a source.

    Attributes
    ----------
    file : str
        As the study file names it.
    by_type : mapping of str to list of Resource
        In the order of the files.
    by_reference : mapping of str to Resource
        By address, by type and id, and by identifier.
    findings : tuple of Finding
    """

    file: str
    by_type: Mapping[str, Sequence[Resource]]
    by_reference: Mapping[str, Resource]
    findings: tuple[Finding, ...]

    def referred(self, reference: Any, within: Content) -> Resource | None:
        """The resource that an element of type Reference names; None if it is not there."""
        text = get(reference, "reference")
        if isinstance(text, str):
            if text.startswith("#"):
                inside = within.get("contained")
                for each in inside if isinstance(inside, list) else ():
                    if get(each, "id") == text[1:]:
                        return Resource(str(get(each, "resourceType")), text, each)
            return self.by_reference.get(text) or self.by_reference.get(type_and_id(text))
        return self.by_reference.get(_identifier(get(reference, "identifier")))


def get(element: Any, *path: str) -> Any:
    """What stands at a path of an element; the first where there are several, None for nothing.

    >>> get({"code": {"coding": [{"code": "2157-6"}]}}, "code", "coding", "code")
    '2157-6'
    """
    for step in path:
        while isinstance(element, list):
            element = element[0] if element else None
        element = element.get(step) if isinstance(element, dict) else None
    return element


def listed(element: Any) -> list[Any]:
    """An element that may repeat, as a list."""
    if element is None:
        return []
    return element if isinstance(element, list) else [element]


def type_and_id(reference: str) -> str:
    """Type and id of a reference, without server and version.

    >>> type_and_id("https://fhir.example.org/r4/Patient/7/_history/2")
    'Patient/7'
    """
    return "/".join(reference.partition("/_history/")[0].split("/")[-2:])


def _identifier(element: Any) -> str:
    system, value = get(element, "system"), get(element, "value")
    return f"{system}|{value}" if value is not None else ""


def resources_of(source: Source, folder: Path) -> Resources:
    """Read all resources of a file or folder.

    Raises
    ------
    SourceUnreadable
        If a file is not JSON, holds no FHIR, or is of another version than R4 (4.0, 4.3).
    """
    taken: dict[str, Resource] = {}
    by_reference: dict[str, Resource] = {}
    findings: list[Finding] = []
    counts: Counter[tuple[str, str]] = Counter()
    for name, content in _documents(source.file, folder):
        for number, (address, found) in enumerate(_entries(content, name, findings), start=1):
            if not isinstance(get(found, "resourceType"), str):
                counts["no resource", ""] += 1
                continue
            _refuse_other_versions(found, name)
            id = get(found, "id") or address.rpartition("/")[2].removeprefix("urn:uuid:")
            resource = Resource(found["resourceType"], str(id or f"{number} of {name}"), found)
            before = taken.get(resource.name)
            resource = _newer(before, resource, source.file, findings, counts)
            taken[resource.name] = resource
            for reference in (address, resource.name):
                by_reference[reference] = resource
    for resource in taken.values():
        for each in listed(resource.content.get("identifier")):
            by_reference.setdefault(_identifier(each), resource)
    by_reference.pop("", None)
    by_type: dict[str, list[Resource]] = {}
    for resource in taken.values():
        by_type.setdefault(resource.type, []).append(resource)
    findings += [
        noticed(rule, source.file, "", "", got, count=n) for (rule, got), n in counts.items()
    ]
    return Resources(source.file, by_type, by_reference, tuple(findings))


def _documents(file: str, folder: Path) -> Iterator[tuple[str, Any]]:
    """Each JSON document with the name of its file; a bulk export has one a line."""
    path = folder / file
    if path.is_dir():
        paths = sorted(each for each in path.iterdir() if each.suffix.lower() in SUFFIXES)
        if not paths:
            raise SourceUnreadable(
                f"the folder {file} has no .json or .ndjson; try: name the folder of the export"
            )
    else:
        paths = [find_file(file, folder)]
    for each in paths:
        refuse_unknown_kind(each, each.name)
        text = _text(each)
        if each.suffix.lower() == ".ndjson":
            for number, line in enumerate(text.split("\n"), start=1):
                if line.strip():
                    yield each.name, _parsed(line, each.name, number)
        else:
            yield each.name, _parsed(text, each.name, 0)


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as refused:
        raise SourceUnreadable(
            f"{path.name} is not text in UTF-8; try: export it as JSON in UTF-8"
        ) from refused
    if text.lstrip().startswith("<"):
        raise SourceUnreadable(f"{path.name} is XML; try: export it as JSON")
    return text


def _parsed(text: str, file: str, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as refused:
        where = f"line {line or refused.lineno}, column {refused.colno}"
        cut = refused.pos >= len(text.rstrip()) - 1 or refused.msg.startswith("Unterminated")
        what = "ends too early" if cut else f"is not JSON ({refused.msg})"
        raise SourceUnreadable(
            f"{file} {what}, {where}; try: export or download it again"
        ) from refused
    except (RecursionError, ValueError) as refused:
        raise SourceUnreadable(
            f"{file} is JSON that cannot be FHIR (nested too deep, or a number too long); "
            "try: export it again"
        ) from refused


def _entries(content: Any, file: str, findings: list[Finding]) -> Iterator[tuple[str, Any]]:
    """Address and resource of each entry of a bundle; a resource by itself is the only one."""
    for each in listed(content):
        if not isinstance(get(each, "resourceType"), str):
            raise SourceUnreadable(
                f"{file} holds no FHIR resource (no resourceType); "
                "try: a Bundle, a bulk export (.ndjson), or a folder of them"
            )
        if each["resourceType"] != "Bundle":
            yield "", each
            continue
        if any(get(link, "relation") == "next" for link in listed(each.get("link"))):
            findings.append(noticed("more pages", file, "", "", "a link to a next page"))
        for entry in listed(each.get("entry")):
            inside = get(entry, "resource")
            if get(entry, "request", "method") == "DELETE":
                yield "", None
            elif get(inside, "resourceType") == "Bundle":
                yield from _entries(inside, file, findings)
            else:
                yield str(get(entry, "fullUrl") or ""), inside


def _refuse_other_versions(content: Content, file: str) -> None:
    type = content["resourceType"]
    version = get(content, "fhirVersion")
    if type == "CapabilityStatement" and isinstance(version, str) and version[:3] not in (
        "4.0", "4.3",
    ):  # fmt: skip
        raise _other_version(file, "the CapabilityStatement", f"version {version}")
    for element, version in _OTHER_VERSIONS.get(type, {}).items():
        if element in content:
            raise _other_version(file, f"{type}.{element}", version)
    for element in _WORDS_IN_STU3.get(type, ()):
        if isinstance(content.get(element), str):
            raise _other_version(file, f"{type}.{element} as a word", "STU3")


def _other_version(file: str, what: str, version: str) -> SourceUnreadable:
    return SourceUnreadable(
        f"{file} has {what}, which is of FHIR {version}; only R4 (4.0.1, 4.3.0) is read; "
        "try: ask the server for R4, with Accept: application/fhir+json; fhirVersion=4.0"
    )


def _newer(
    before: Resource | None,
    after: Resource,
    file: str,
    findings: list[Finding],
    counts: Counter[tuple[str, str]],
) -> Resource:
    """Of two resources of one name the one that was updated last."""
    if before is None:
        return after
    if before.content == after.content:
        counts["resource twice", after.type] += 1
        return before
    updated = [get(each.content, "meta", "lastUpdated") for each in (before, after)]
    known = all(isinstance(each, str) for each in updated) and updated[0] != updated[1]
    rule = "older version" if known else "resources differ"
    findings.append(noticed(rule, file, after.type, after.name, " and ".join(map(str, updated))))
    return after if known and updated[1] > updated[0] else before
