"""The analysis of completed data: paired t and analysis of covariance."""

import numpy as np
import pytest

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.imputation.imputed_change import (
    Completed,
    Parameters,
    analysed,
    combined_at,
    completed,
)
from dermcohort.estimate.same_patients.paired_t import paired_t

MILLION = 1_000_000


def course(n, seed, fall=(24, 16, 12)):
    rng = np.random.default_rng(seed)
    values = np.array(fall) + rng.normal(0, 5, (n, 1)) + rng.normal(0, 4, (n, len(fall)))
    return np.rint(10 * values).astype(np.int64) * 100_000, np.ones(n, np.int64)


def of(groups):
    sums, scale, note = completed(groups, Parameters(1, 2, 1), MILLION)
    return analysed(sums, scale, imputations=2, level=0.95, note=note)


def test_nothing_missing_one_group_is_the_paired_t():
    ticks, counts = course(17, 1)
    found = of([(ticks, counts)])
    assert found.note == "nothing is missing"
    assert (found.visit.tolist(), found.group.tolist(), found.n) == ([1, 2], [0, 0], 17)
    for place, visit in enumerate((1, 2)):
        plain = paired_t(ticks[:, [0, visit]], counts)
        assert found.estimate[place] == pytest.approx(plain.difference, rel=1e-13)
        assert found.se[place] == pytest.approx(plain.se, rel=1e-12)
        # Barnard and Rubin take a little off the degrees of freedom even so.
        assert found.df[place] == pytest.approx(17 / 19 * 16)


def test_nothing_missing_several_groups_is_the_analysis_of_covariance():
    groups = [course(9, 1), course(12, 2, (26, 13, 8)), course(7, 3, (22, 20, 19))]
    found = of(groups)
    assert list(zip(found.visit, found.group, found.comparator, strict=True)) == [
        (1, 1, 0), (1, 2, 0), (2, 1, 0), (2, 2, 0),
    ]  # fmt: skip
    y = np.concatenate([ticks for ticks, _ in groups]) / MILLION
    group = np.repeat([0, 1, 2], [9, 12, 7])
    x = np.column_stack([np.ones(28), group == 1, group == 2, y[:, 0]]).astype(float)
    for visit in (1, 2):
        beta, (rss,), *_ = np.linalg.lstsq(x, y[:, visit], rcond=None)
        se = np.sqrt(rss / 24 * np.diag(np.linalg.inv(x.T @ x)))
        at = found.visit == visit
        np.testing.assert_allclose(found.estimate[at], beta[1:3], rtol=1e-11)
        np.testing.assert_allclose(found.se[at], se[1:3], rtol=1e-11)


def test_a_shift_moves_what_lies_after_the_last_value():
    x = np.array([[1, 0.5, 2, 1], [1, -1, 0, 3], [1, 2, 1, -1.0]])
    ended = np.zeros((1, 3, 4))
    # The last two patients' values at visit 3 are imputed after their last one.
    ended[0, 2] = x[1:].sum(axis=0)
    sums = Completed(3, (x.T @ x)[None], ended)
    moved = x.copy()
    moved[1:, 3] += 1.5
    found = sums.shifted(1.5)
    np.testing.assert_allclose(found.mean[0], moved[:, 1:].mean(axis=0))
    expected = 2 * np.cov(moved[:, 1:].T)
    for a, b in ((0, 0), (0, 2), (2, 0), (2, 2), (1, 1)):
        assert found.scatter[0, a, b] == pytest.approx(expected[a, b])
    assert sums.mean[0, 2] == 1


def test_what_has_no_answer():
    one = course(1, 1)
    with pytest.raises(TooFewObservations, match="fewer than 2"):
        of([one])
    with pytest.raises(TooFewObservations, match="covariance"):
        of([one, course(2, 2)])
    flat = course(6, 1)[0]
    flat[:, 0] = 9 * MILLION
    with pytest.raises(NoSpread, match="the same value at visit 1"):
        of([(flat, np.ones(6, int)), (flat, np.ones(6, int))])
    flat[:, 1] = 5 * MILLION
    sums, scale, _ = completed([(flat, np.ones(6, int))], Parameters(1, 2, 1), MILLION)
    with pytest.raises(NoSpread, match="standard error is 0"):
        combined_at(sums, scale, 1, 0, 0.95)


@pytest.mark.parametrize("option", [(1, 1, 10), (1, 2, 0)])
def test_options(option):
    with pytest.raises(ValueError, match="at least"):
        Parameters(*option)
