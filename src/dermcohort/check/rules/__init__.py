"""Rules that look across rows and tables: one function a rule, one file a table.

Each takes everything that was read and gives the findings; none changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dermcohort.check.rules import assessments, dates, patients, treatments, units
from dermcohort.check.typed import Typed
from dermcohort.findings import Finding

RULES_ACROSS: tuple[Callable[[Typed], Iterator[Finding]], ...] = (
    patients.patient_twice,
    patients.similar_patients,
    patients.unknown_patient,
    patients.no_study_drug,
    patients.range_of_columns,
    patients.duration_above_age,
    treatments.stop_before_start,
    treatments.overlap,
    assessments.range_of_values,
    assessments.fraction,
    units.unit_in_doubt,
    assessments.repeated,
    assessments.head_and_neck_above_whole,
    assessments.child_dlqi,
    dates.after_cutoff,
    dates.before_birth,
    dates.event_before_first_dose,
)
