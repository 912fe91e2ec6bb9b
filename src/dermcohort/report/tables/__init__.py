"""Results in, frozen tables out: one file a table."""

from dermcohort.report.tables.bands import bands
from dermcohort.report.tables.baseline import baseline
from dermcohort.report.tables.course import course
from dermcohort.report.tables.criteria import criteria
from dermcohort.report.tables.decisions import decisions
from dermcohort.report.tables.defaults import defaults
from dermcohort.report.tables.discontinuation import at_withdrawal, discontinuation
from dermcohort.report.tables.endpoints import endpoints
from dermcohort.report.tables.events import events
from dermcohort.report.tables.exposure import exposure
from dermcohort.report.tables.flow import flow
from dermcohort.report.tables.grades import grades
from dermcohort.report.tables.missing_data import missing_data
from dermcohort.report.tables.noticed import noticed
from dermcohort.report.tables.responders import responders
from dermcohort.report.tables.response import response
from dermcohort.report.tables.tests import tests

__all__ = [
    "at_withdrawal", "bands", "baseline", "course", "criteria", "decisions", "defaults",
    "discontinuation", "endpoints", "events", "exposure", "flow", "grades", "missing_data",
    "noticed", "responders", "response", "tests",
]  # fmt: skip
