"""Paragraphs for a paper, from the study file and Results: no number typed by hand."""

from dermcohort.report.words.methods import methods
from dermcohort.report.words.results import results

__all__ = ["methods", "results"]
