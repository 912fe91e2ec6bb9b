"""The change from baseline at each later visit, from vectors of visits with counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dermcohort.counts import MISSING, VisitCounts
from dermcohort.errors import TooFewObservations
from dermcohort.estimate.mmrm.contrasts import contrast_tests
from dermcohort.estimate.mmrm.degrees_of_freedom import (
    DegreesOfFreedom,
    degrees_of_freedom,
    estimable,
)
from dermcohort.estimate.mmrm.fit import Estimation, FittedModel, fit_model
from dermcohort.estimate.mmrm.moments import pattern_moments

Baseline = Literal["covariate", "visit"]


@dataclass(frozen=True, slots=True)
class VisitContrasts:
    """One row for each group, or pair of groups, and later visit.

    Attributes
    ----------
    estimate, se, df, t, p_value, conf_low, conf_high : float array, shape (c,)
        As in `ContrastTests`.
    group : int array, shape (c,)
    comparator : int array, shape (c,)
        The group that is taken off; -1 in a change within a group.
    visit : int array, shape (c,)
        Column of the vectors, 1 or more.
    n : int array, shape (c,)
        Patients of the model with a value of ``group`` at ``visit``.
    """

    estimate: np.ndarray
    se: np.ndarray
    df: np.ndarray
    t: np.ndarray
    p_value: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    group: np.ndarray
    comparator: np.ndarray
    visit: np.ndarray
    n: np.ndarray


@dataclass(frozen=True, slots=True)
class ChangeFromBaseline:
    """Changes, their differences between groups, and the model that they come from.

    Attributes
    ----------
    changes : VisitContrasts
        Least-squares mean of the change, of each group at each later visit that has values.
    differences : VisitContrasts
        Each other group minus the control; of length 0 for a single group.
    baseline : float
        Mean of the baseline over the values of the model. Where it is a covariate the changes
        are those at this mean, of all groups alike.
    patients : int
        In the model.
    left_out : int
        Patients without a baseline, or without a later value, where baseline is a covariate.
    model : FittedModel
        With the structure that was fitted and the trail of those that failed.
    note : str
        Which structure gave the answer where the one asked for did not.
    """

    changes: VisitContrasts
    differences: VisitContrasts
    baseline: float
    patients: int
    left_out: int
    model: FittedModel
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Values with visit (from 1), group, baseline, patient and count; each of shape (n,)."""

    y: np.ndarray
    visit: np.ndarray
    group: np.ndarray
    baseline: np.ndarray
    subject: np.ndarray
    count: np.ndarray


@dataclass(frozen=True, slots=True)
class _Where:
    """What the rows of a table are made from."""

    model: FittedModel
    tests: DegreesOfFreedom
    rows: _Rows
    visits: np.ndarray
    order: list[int]
    level: float


def mmrm_of_counts(
    groups: Sequence[VisitCounts],
    *,
    baseline: Baseline = "covariate",
    covariance: str | Sequence[str] = "unstructured",
    method: Estimation = "REML",
    df: str = "Kenward-Roger (linear)",
    control: int = 0,
    level: float = 0.95,
) -> ChangeFromBaseline:
    """Model the visits of one or more groups of patients, those who miss some included.

    Parameters
    ----------
    groups : sequence of VisitCounts
        One a group, all with the same visits; the first visit is the baseline.
    baseline : "covariate" or "visit"
        "covariate": change ~ visit + baseline x visit, with several groups + group x visit, over
        the later visits of patients who have a baseline. "visit": value ~ visit, with several
        groups of their own, over all visits; changes are contrasts, and a patient without a
        baseline takes part.
    covariance, method, df
        As in `fit_model` and `degrees_of_freedom`.
    control : int
        The group with which the others are compared.
    level : float
        Of the intervals.

    Raises
    ------
    TooFewObservations
        If fewer than 2 visits of the model have values, or there are too few values.
    NoSpread, NoAnswer
        As in `fit_model`.
    ValueError
        If a setting is none of those allowed, or the groups have different visits.
    IndexError
        If there is no such control.

    Notes
    -----
    Changes are formed of whole ticks, so that they are exact. Of two visits without missing values
    the change is that of the paired t test, with its degrees of freedom, to a relative 1e-12.
    The model is that of `fit_model`, which agrees with nlme gls, pbkrtest, lmerTest, emmeans and
    SAS (tests/reference/mmrm_gls, mmrm_df, mmrm_means, mmrm_sas); the formula in
    ``dermcohort.mmrm`` gives the same numbers (tests).

    References
    ----------
    Mallinckrodt CH, Clark WS, David SR. Accounting for dropout bias using mixed-effects models.
    J Biopharm Stat 2001;11:9-21.

    Examples
    --------
    >>> ticks = np.array([[30, 20, 12], [28, 25, MISSING], [35, 21, 14], [22, 18, 16],
    ...                   [31, 20, 20], [27, 15, 11], [24, 17, 14]])
    >>> one = VisitCounts(("0M", "3M", "6M"), ticks, np.ones(7, int), ticks_per_unit=1)
    >>> result = mmrm_of_counts([one], baseline="visit")
    >>> result.changes.estimate.round(3).tolist(), result.changes.n.tolist()
    ([-8.714, -12.653], [7, 6])
    """
    if baseline not in ("covariate", "visit"):
        raise ValueError(f'baseline is {baseline!r}; it is "covariate" or "visit"')
    if len({g.visits for g in groups}) != 1:
        raise ValueError("there must be a group, and all groups must have the same visits")
    # The control first: the others are coded as differences from it.
    order = [range(len(groups))[control], *np.delete(np.arange(len(groups)), control).tolist()]
    as_visit = baseline == "visit"
    rows = _rows([groups[g] for g in order], as_visit=as_visit)
    visits = np.unique(rows.visit)
    if len(visits) < 2 or (as_visit and visits[0] != 0):
        raise TooFewObservations("fewer than 2 visits have values, which a model over visits needs")
    at = np.searchsorted(visits, rows.visit)
    x = _by_visit(_covariates(rows, len(groups), as_visit=as_visit), at, len(visits))
    moments = pattern_moments(x, rows.y, rows.subject, at, visits=len(visits), count=rows.count)
    model = fit_model(moments, covariance=covariance, method=method)
    tests = degrees_of_freedom(model, name=df)
    where = _Where(model, tests, rows, visits, order, level)
    means = _mean_rows(rows, visits, len(groups), as_visit=as_visit)
    total = sum(g.n_any() for g in groups)
    return ChangeFromBaseline(
        _table(means, where, compared=False),
        _table(means[1:] - means[0], where, compared=True),
        _mean_baseline(rows, as_visit=as_visit),
        model.patients,
        total - model.patients,
        model,
        _note(model, means),
    )


def _rows(groups: Sequence[VisitCounts], *, as_visit: bool) -> _Rows:
    """The values of the model, a vector of visits being one patient with a count."""
    parts, patients = [], 0
    for number, one in enumerate(groups):
        ticks, count = one.ticks, one.patients
        if not as_visit:
            has = ticks[:, 0] != MISSING
            ticks, count = ticks[has], count[has]
        present = ticks != MISSING
        present[:, 0] &= as_visit
        who, visit = np.nonzero(present)
        start = ticks[who, 0]
        unit = float(one.ticks_per_unit)
        value = ticks[who, visit] - (0 if as_visit else start)
        same = np.full(len(who), number)
        parts.append((value / unit, visit, same, start / unit, who + patients, count[who]))
        patients += len(ticks)
    return _Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _covariates(rows: _Rows, groups: int, *, as_visit: bool) -> np.ndarray:
    """1, baseline where it is a covariate, and which of the groups after the first; (n, c)."""
    ones = np.ones((len(rows.y), 1))
    baseline = np.zeros((len(rows.y), 0)) if as_visit else rows.baseline[:, np.newaxis]
    others = rows.group[:, np.newaxis] == np.arange(1, groups)
    return np.hstack([ones, baseline, others])


def _by_visit(covariates: np.ndarray, at: np.ndarray, visits: int) -> np.ndarray:
    """Coefficients of their own at each visit: (n, c) to (n, visits * c)."""
    x = np.zeros((len(covariates), visits, covariates.shape[1]))
    x[np.arange(len(covariates)), at] = covariates
    return x.reshape(len(covariates), -1)


def _mean_rows(rows: _Rows, visits: np.ndarray, groups: int, *, as_visit: bool) -> np.ndarray:
    """Contrasts for the mean change of each group at each later visit, (groups, later, p)."""
    middle = [] if as_visit else [_mean_baseline(rows, as_visit=False)]
    others = np.eye(groups)[:, 1:]
    covariates = np.hstack([np.tile([1.0, *middle], (groups, 1)), others])
    found = np.array(
        [_by_visit(covariates, np.full(groups, at), len(visits)) for at in range(len(visits))]
    )
    later = found[1:] - found[0] if as_visit else found
    return later.swapaxes(0, 1)


def _mean_baseline(rows: _Rows, *, as_visit: bool) -> float:
    values, kept = (rows.y, rows.visit == 0) if as_visit else (rows.baseline, rows.visit > 0)
    count = rows.count[kept]
    # Rounded once, so that the order of the rows makes no difference.
    return math.fsum((values[kept] * count).tolist()) / int(count.sum())


def _note(model: FittedModel, means: np.ndarray) -> str:
    """What a reader must keep in mind."""
    said = []
    if len(model.trail) > 1:
        failed = "; ".join(f"{step.covariance}: {step.failure}" for step in model.trail[:-1])
        said.append(f"{model.covariance} covariance, since {failed}")
    absent = int((~estimable(model, means.reshape(-1, means.shape[-1]))).sum())
    if absent:
        said.append(f"{absent} changes of groups without values at a visit left out")
    return "; ".join(said)


def _table(contrasts: np.ndarray, where: _Where, *, compared: bool) -> VisitContrasts:
    """Tests of contrasts of shape (groups, later, p), those that the data determine."""
    later = where.visits[where.visits > 0]
    flat = contrasts.reshape(-1, contrasts.shape[-1])
    kept = estimable(where.model, flat)
    group, visit = (
        a.ravel()[kept]
        for a in np.meshgrid(np.arange(len(contrasts)) + compared, later, indexing="ij")
    )
    n = np.array(
        [
            where.rows.count[(where.rows.group == g) & (where.rows.visit == v)].sum()
            for g, v in zip(group, visit, strict=True)
        ],
        dtype=np.int64,
    )
    found = contrast_tests(where.model, where.tests, flat[kept], level=where.level)
    names = np.array(where.order)
    comparator = np.full(len(group), where.order[0] if compared else -1)
    return VisitContrasts(
        found.estimate, found.se, found.df, found.t, found.p_value, found.conf_low,
        found.conf_high, names[group], comparator, visit, n,
    )  # fmt: skip
