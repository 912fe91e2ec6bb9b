import numpy as np
import pytest

from dermcohort.counts import MISSING
from dermcohort.estimate.imputation.copy_reference import _rule, copy_reference
from dermcohort.estimate.imputation.imputed_change import Parameters, completed

MILLION = 1_000_000


def course(n, seed, fall):
    rng = np.random.default_rng(seed)
    values = np.array(fall) + rng.normal(0, 5, (n, 1)) + rng.normal(0, 4, (n, len(fall)))
    return np.rint(10 * values).astype(np.int64) * 100_000, np.ones(n, np.int64)


def test_who_left_is_predicted_as_a_patient_of_the_reference():
    control, counts = course(25, 1, (24, 22))
    treated, ones = course(20, 2, (26, 12))
    treated[14:, 1] = MISSING
    sums, scale, _ = completed(
        [(control, counts), (treated, ones)], Parameters(1, 20_000, 1), MILLION, _rule, 0
    )
    c, t = control / MILLION, treated / MILLION
    slope, constant = np.polyfit(c[:, 0], c[:, 1], 1)
    expected = (t[:14, 1].sum() + (constant + slope * t[14:, 0]).sum()) / 20
    found = sums[1].mean[:, 1] * scale.unit + scale.origin[1] / MILLION
    assert abs(found.mean() - expected) < 4 * found.std() / 20_000**0.5


def test_a_reference_is_needed():
    with pytest.raises(ValueError, match="fewer than two"):
        copy_reference([course(9, 1, (9, 5))], seed=1)
