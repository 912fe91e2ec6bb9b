"""The paper's tests, by SciPy: visits as independent groups. None of dermcohort's own code."""

from __future__ import annotations

import numpy as np
from scipy import stats

from demo_cohort.roles import GROUPS, NOT_SIGNIFICANT, SIGNIFICANT


def dunn(groups: list[np.ndarray]) -> np.ndarray:
    """Dunn against the first group, with ties, two-sided, Bonferroni over the comparisons."""
    pooled = np.concatenate(groups)
    n = np.array([len(group) for group in groups])
    ranks = np.split(stats.rankdata(pooled), np.cumsum(n)[:-1])
    mean_rank = np.array([rank.mean() for rank in ranks])
    tied = np.unique(pooled, return_counts=True)[1]
    total = n.sum()
    variance = total * (total + 1) / 12 - (tied**3 - tied).sum() / (12 * (total - 1))
    z = (mean_rank[1:] - mean_rank[0]) / np.sqrt(variance * (1 / n[1:] + 1 / n[0]))
    return np.minimum(1, (len(n) - 1) * 2 * stats.norm.sf(np.abs(z)))


def student(groups: list[np.ndarray]) -> np.ndarray:
    """Pooled t against the first group, not adjusted: Dunnett's p is 1 to 2 times as large."""
    n = np.array([len(group) for group in groups])
    freedom = n.sum() - len(n)
    variance = sum(((group - group.mean()) ** 2).sum() for group in groups) / freedom
    mean = np.array([group.mean() for group in groups])
    t = (mean[1:] - mean[0]) / np.sqrt(variance * (1 / n[1:] + 1 / n[0]))
    return 2 * stats.t.sf(np.abs(t), freedom)


def chain(groups: list[np.ndarray]) -> tuple[float, np.ndarray, np.ndarray] | None:
    """Omnibus p, and the least and greatest p that the comparisons with baseline may have.

    None if the choice between the two ways hangs on a Shapiro-Wilk p near 0.05.
    """
    shapiro = min(stats.shapiro(group).pvalue for group in groups)
    if SIGNIFICANT < shapiro < NOT_SIGNIFICANT:
        return None
    if shapiro >= 0.05:
        raw = student(groups)
        return stats.f_oneway(*groups).pvalue, raw, 2 * raw
    adjusted = dunn(groups)
    return stats.kruskal(*groups).pvalue, adjusted, adjusted


def observed(visits: list[np.ndarray], group: np.ndarray) -> list[np.ndarray]:
    return [values[group & ~np.isnan(values)] for values in visits]


def starred(visits: list[np.ndarray], stars: tuple[bool, bool]) -> bool:
    """Whether a parameter shows Figure 1: stars in all and naive, a fall without in switch."""
    for name in ("switch", "naive", "all"):
        groups = observed(visits, GROUPS[name])
        found = chain(groups)
        if found is None:
            return False
        omnibus, least, greatest = found
        if name == "switch":
            falls = (
                groups[1].mean() < 0.97 * groups[0].mean()
                and groups[2].mean() < 0.95 * groups[0].mean()
            )
            if omnibus < NOT_SIGNIFICANT or not falls:
                return False
        elif omnibus > SIGNIFICANT or not all(
            high <= SIGNIFICANT if star else low >= NOT_SIGNIFICANT
            for star, low, high in zip(stars, least, greatest, strict=True)
        ):
            return False
    return True


def unchanged(visits: list[np.ndarray], names: tuple[str, ...]) -> bool:
    """Whether no group's omnibus test (Mann-Whitney if there are two visits) is significant."""
    for name in names:
        groups = observed(visits, GROUPS[name])
        if len(groups) == 2:
            p = stats.mannwhitneyu(*groups, method="asymptotic").pvalue
        else:
            found = chain(groups)
            p = 0.0 if found is None else found[0]
        if p < NOT_SIGNIFICANT:
            return False
    return True


def exact_mann_whitney(few: np.ndarray, many: np.ndarray) -> tuple[float, float]:
    """Exact two-sided p over all ways to draw the ranks, ties kept as midranks.

    First as far from the mean as seen, to either side (as the R package coin), then twice the
    smaller tail. With ties the two may differ; both are made to print as the paper's.
    """
    doubled = np.rint(2 * stats.rankdata(np.concatenate([few, many]))).astype(int)
    ways = np.zeros((len(few) + 1, doubled.sum() + 1))
    ways[0, 0] = 1
    for rank in doubled:
        ways[1:, rank:] += ways[:-1, :-rank].copy()
    law = ways[-1] / ways[-1].sum()
    sums, seen = np.arange(len(law)), doubled[: len(few)].sum()
    mean = len(few) * doubled.mean()
    either = law[np.abs(sums - mean) >= abs(seen - mean) - 1e-9].sum()
    return either, 2 * min(law[sums <= seen].sum(), law[sums >= seen].sum())
