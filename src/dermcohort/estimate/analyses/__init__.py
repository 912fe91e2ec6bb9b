"""The questions that a study answers: each takes counts and gives rows of Results."""

from __future__ import annotations

from collections.abc import Sequence

from dermcohort.counts import Counts
from dermcohort.estimate.analyses.bands import bands
from dermcohort.estimate.analyses.baseline import baseline
from dermcohort.estimate.analyses.course import change, course
from dermcohort.estimate.analyses.criteria import criteria
from dermcohort.estimate.analyses.endpoints import endpoints
from dermcohort.estimate.analyses.exposure import exposure, flow
from dermcohort.estimate.analyses.grades import laboratory_grades
from dermcohort.estimate.analyses.missing_data import missing_data
from dermcohort.estimate.analyses.persistence import discontinuation
from dermcohort.estimate.analyses.plan import Answer, Endpoint, Panel, Plan, Rules
from dermcohort.estimate.analyses.response import responders, response
from dermcohort.estimate.analyses.safety import adverse_events, event_rates
from dermcohort.estimate.analyses.time_on_drug import time_on_drug
from dermcohort.estimate.analyses.visits import agreement, as_published, paired

#: Each name that the column ``analysis`` may have, and the question that it stands for.
ANALYSES: dict[str, str] = {
    "flow": "who was considered, excluded, included, and seen at each visit",
    "exposure": "dose, systemic therapy before, reasons for switching, days on drug",
    "criteria": "who met the criteria of use when systemic therapy began, clause by clause",
    "baseline": "Table 1",
    "course": "descriptives of each outcome at each visit",
    "change": "change from the baseline",
    "percent change": "change from the baseline in percent of it",
    "as published": "visits tested as independent groups, as in the source paper",
    "other branch": "what the test that the choice tree did not choose gives",
    "same patients": "visits tested as values of the same patients",
    "agreement": "whether the two lead to the same conclusion",
    "endpoints": "the endpoints that the study declares, adjusted for each other",
    "response": "who reached EASI-50 and the like, under each rule for missing values",
    "bands": "how many patients are in each band of a score, at each visit",
    "missing data": "the same estimates under every rule for missing values",
    "responders": "baseline values of responders against non-responders",
    "discontinuation": "who stopped, when, why, what came next",
    "time on drug": "how many stay on the drug until when, and what ends it",
    "adverse events": "patients with each adverse event",
    "event rates": "first events in 100 patient-years",
    "laboratory grades": "the worst grade of each patient after the first dose, and Hy's law",
    "comparison": "one comparison from any table (dermcohort compare)",
}


def estimate(plan: Plan, counts: Counts, events: Sequence[str]) -> Answer:
    """All analyses of a study, in the order of `ANALYSES`.

    Parameters
    ----------
    events : sequence of str
        The adverse events to report, in order.
    """
    answer = flow(plan, counts) + exposure(plan, counts) + criteria(plan, counts)
    answer += baseline(plan, counts)
    answer += course(plan, counts) + change(plan, counts)
    published, repeated = as_published(plan, counts), paired(plan, counts)
    answer += published + repeated + agreement(plan, published, repeated)
    answer += endpoints(plan, published, repeated)
    answer += response(plan, counts) + bands(plan, counts)
    answer += missing_data(plan, counts) + responders(plan, counts)
    answer += discontinuation(plan, counts) + time_on_drug(plan, counts)
    names = tuple(events)
    answer += adverse_events(plan, counts, names) + event_rates(plan, counts, names)
    return answer + laboratory_grades(plan, counts)


__all__ = ["ANALYSES", "Answer", "Endpoint", "Panel", "Plan", "Rules", "estimate"]
