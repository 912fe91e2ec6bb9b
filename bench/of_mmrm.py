"""The mixed model for repeated measures, with unstructured covariance."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
from entry import Entry, Numbers, R

from dermcohort.mixed_model import mmrm

FORMULA = "change ~ visit * arm + baseline:visit"


@cache
def cohort(patients: int) -> pl.DataFrame:
    """Three visits, two arms, a fifth of the visits missing; one row a patient and visit."""
    rng = np.random.default_rng(4)
    baseline = np.round(rng.gamma(8, 4, patients), 1)
    arm = rng.integers(0, 2, patients)
    error = rng.normal(0, 4, (patients, 1)) + rng.normal(0, 4, (patients, 3))
    effect = np.array([-6, -9, -10]) - np.outer(arm, [1, 2, 3])
    change = np.round(effect - 0.2 * (baseline[:, None] - 30) + error, 1)
    patient, visit = np.nonzero(rng.random((patients, 3)) > 0.2)
    return pl.DataFrame({
        "patient": patient, "visit": np.array(["w04", "w08", "w12"])[visit],
        "arm": np.array(["a", "b"])[arm[patient]], "baseline": baseline[patient],
        "change": change[patient, visit],
    })  # fmt: skip


def ours(patients: int) -> Numbers:
    found = mmrm(cohort(patients), FORMULA, subject="patient", visit="visit")
    se = np.sqrt(np.diagonal(found.covariance_of_beta))
    return [*found.tests.estimate, *se, found.minus_2_log_likelihood]


R_GLS = """fit <- gls(change ~ visit * arm + baseline:visit, d, corSymm(form = ~ v | patient),
  varIdent(form = ~ 1 | visit))
c(coef(fit), sqrt(diag(vcov(fit))), -2 * as.numeric(logLik(fit)))"""
PREPARE = """d <- as.data.frame(lapply(x, unlist))
d$v <- as.integer(factor(d$visit))"""


def entry(patients: int) -> Entry:
    """A cohort of so many patients."""
    return Entry(
        f"MMRM, {patients:,} patients", lambda: ours(patients), {},
        (R(("nlme",), R_GLS, PREPARE, "R nlme::gls, no degrees of freedom"),),
        cohort(patients).to_dict(as_series=False),
        "3 visits, unstructured, REML; ours with Kenward-Roger",
    )  # fmt: skip


ENTRIES = tuple(map(entry, (200, 20_000)))
