"""Gray's test: does the cumulative incidence of one reason differ between groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.distinct import group_sizes
from dermcohort.estimate.survival.at_risk import risk_table
from dermcohort.estimate.survival.group_scores import chi_square_of
from dermcohort.estimate.survival.product_limit import UNIT, incidence, product_limit
from dermcohort.estimate.tails import chi_square_tail


@dataclass(frozen=True, slots=True)
class Gray:
    """All groups together, one reason.

    Attributes
    ----------
    chi2 : float
    df : int
        Groups less one; fewer where a group is never at risk together with another.
    p_value : float
        Two-sided for two groups: the incidences differ.
    n : int64 array, shape (k,)
        Patients of each group.
    observed : int64 array, shape (k,)
        Events for this reason.
    """

    chi2: float
    df: int
    p_value: float
    n: np.ndarray
    observed: np.ndarray


def gray(times: np.ndarray, counts: np.ndarray, *, reason: int = 1) -> Gray:
    """Compare the cumulative incidence of one reason between independent groups.

    Parameters
    ----------
    times : float array, shape (m,)
        Time to the event or to the last observation, at least 0. Only their order matters.
    counts : int array, shape (m, k, r + 1)
        How many patients of each of k groups have that time, ``[..., 0]`` censored and
        ``[..., 1]`` to ``[..., r]`` with the event for reason 1 to r.
    reason : int
        From 1 to r: the reason in question. The others compete with it.

    Raises
    ------
    TooFewObservations
        If there are fewer than two groups, or one is empty.
    NoAnswer
        If nobody had the event for this reason; or if the incidence of all groups together,
        as the variance needs it, passes 1 while patients are at risk.
    NoSpread
        If the scores have no variance: as when all have the event at one time.
    ValueError
        If a time is negative, or there is no such reason.

    Notes
    -----
    With weight 1 (rho = 0). The variance of tied events is that of R cmprsk. Agrees with R
    cmprsk 2.2-11 cuminc to a relative 1e-11 (tests/reference/survival).

    References
    ----------
    Gray RJ. A class of K-sample tests for comparing the cumulative incidence of a competing
    risk. Ann Stat 1988;16:1141-1154.

    Examples
    --------
    >>> weeks = np.array([4, 12, 24])
    >>> counts = np.array([[[0, 5, 1], [0, 1, 1]], [[1, 3, 0], [1, 1, 2]], [[4, 0, 0], [9, 0, 0]]])
    >>> round(gray(weeks, counts).chi2, 4), round(gray(weeks, counts, reason=2).chi2, 4)
    (6.1787, 0.9131)
    """
    table = risk_table(times, counts)
    group_sizes(table.n[np.newaxis])
    reasons = table.events.shape[2]
    if not 1 <= reason <= reasons:
        raise ValueError(f"reason is {reason}; it is from 1 to {reasons}")
    own = table.events[:, :, reason - 1]
    if not own.any():
        raise NoAnswer("nobody had the event for this reason")
    # In an order of the groups that does not depend on their labels, so that digits do not.
    kinds = np.concatenate([table.at_risk, own])
    order = sorted(range(len(table.n)), key=lambda group: kinds[:, group].tolist())
    happened = table.events.any(axis=(1, 2))
    scores, variance, together = _scores(
        table.at_risk[happened][:, order],
        own[happened][:, order],
        table.events[happened].sum(axis=2)[:, order],
    )
    chi2, df = chi_square_of(scores, variance, together)
    return Gray(chi2, df, chi_square_tail(chi2, df), table.n, own.sum(axis=0))


def _scores(
    y: np.ndarray, d1: np.ndarray, d: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of the groups, their covariance, and which are compared.

    ``y`` are at risk, ``d1`` have the event for the reason in question, ``d`` for any, at each
    time (first axis) in each group r (last axis). The names are those of Gray (1988); arrays of
    three axes have the group whose score it is between them.
    """
    s, f1 = _columns(product_limit, y, d), _columns(incidence, y, d, d1)
    s_before, f1_before = _before(s, 1.0), _before(f1, 0.0)
    # h = Y / S, and R = Y (1 - F1) / S: those who could yet have the event for this reason.
    h = y / np.where(y > 0, s_before, 1.0)
    risk = h * (1 - f1_before)
    all_d1, all_h = d1.sum(axis=1), h.sum(axis=1)
    z = (d1 - all_d1[:, None] * risk / risk.sum(axis=1)[:, None]).sum(axis=0)
    # F0, the incidence of all groups together, and the steps of its cumulative hazard.
    f0 = np.cumsum(all_d1 / all_h)
    f0_before = _before(f0, 0.0)
    if (f0_before[all_d1 > 0] >= 1).any():
        raise NoAnswer("the incidence of all groups together passes 1 while patients are at risk")
    hazard = all_d1 / (all_h * np.where(all_d1 > 0, 1 - f0_before, 1.0))
    # a_kr, and c_kr from each time to the end.
    a = h[:, :, None] * (np.eye(y.shape[1]) - (h / all_h[:, None])[:, None, :])
    c = np.cumsum(a * hazard[:, None, None], axis=0)
    to_come = c[-1] - c
    left = (1 - f0)[:, None] / np.where(s > 0, s, 1.0)
    # Events for this reason, expected from all groups; then those for other reasons, observed.
    step = s_before * all_d1[:, None] / (all_h[:, None] * np.maximum(y, 1))
    tied = _tied(all_d1[:, None], np.where(y > 0, all_h[:, None] * s_before, np.inf))
    first = a + np.where(s > 0, 1 - left, 1.0)[:, None, :] * to_come
    v = np.einsum("tr,tir,tjr->ij", np.where(y > 0, step * tied, 0.0), first, first)
    d2 = d - d1
    step = np.where(s > 0, d2 * (s_before / np.maximum(y, 1)) ** 2 * _tied(d2, y), 0.0)
    second = left[:, None, :] * to_come
    v += np.einsum("tr,tir,tjr->ij", step, second, second)
    counted = (y > 0) & (all_d1 > 0)[:, None]
    return z, v, (counted[:, :, None] & counted[:, None, :]).any(axis=0)


def _columns(estimate: Callable[..., list[int]], *tables: np.ndarray) -> np.ndarray:
    """An estimate in units of each group, as floats."""
    groups = zip(*(table.T for table in tables), strict=True)
    return np.array([[share / UNIT for share in estimate(*group)] for group in groups]).T


def _before(curves: np.ndarray, start: float) -> np.ndarray:
    """The curve just before each time."""
    return np.concatenate([np.full_like(curves[:1], start), curves[:-1]])


def _tied(events: np.ndarray, at_risk: np.ndarray) -> np.ndarray:
    """What ties leave of the variance: (n - d) / (n - 1), 1 for a single event."""
    several = events > 1
    return np.where(several, 1 - (events - 1) / np.where(several, at_risk - 1, 1.0), 1.0)
