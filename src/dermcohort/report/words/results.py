"""The results section, sentence by sentence; a sentence without its numbers is left out."""

from __future__ import annotations

from dermcohort.report.content import Content
from dermcohort.report.lookup import Lookup
from dermcohort.report.words.course import course, no_change
from dermcohort.report.words.missing_data import sensitivity
from dermcohort.report.words.patients import patients
from dermcohort.report.words.response import respond
from dermcohort.report.words.safety import safety, stopping


def results(content: Content, lookup: Lookup) -> tuple[str, ...]:
    """Paragraphs: patients, effectiveness, responders, missing data, discontinuation, safety."""
    paragraphs = (
        patients(content, lookup),
        course(content, lookup, "score"),
        respond(content, lookup),
        sensitivity(content, lookup),
        no_change(content, lookup, "biomarker"),
        stopping(content, lookup),
        [*no_change(content, lookup, "safety"), *safety(lookup)],
    )
    return tuple(" ".join(sentences) for sentences in paragraphs if sentences)
