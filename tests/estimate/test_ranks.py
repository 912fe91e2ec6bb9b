import numpy as np
import pytest

from dermcohort.estimate.ranks import doubled_midranks, rank_variance, tie_term

TIED = np.array([3, 1, 4, 1])


def test_doubled_midranks():
    listed = np.repeat(np.arange(4), TIED)
    expected = [2 * np.mean(1 + np.flatnonzero(listed == i)) for i in range(4)]
    assert doubled_midranks(TIED).tolist() == expected


def test_rank_variance_is_that_of_the_listed_ranks():
    listed = np.repeat(doubled_midranks(TIED) / 2, TIED)
    assert rank_variance(TIED) == pytest.approx(listed.var(ddof=1), rel=1e-15)


def test_tens_of_millions_of_ties_do_not_overflow():
    assert tie_term(np.array([30_000_000])) == 30_000_000**3 - 30_000_000
    # All but one patient tied: ranks are one value and another, n / 2 apart.
    n = 30_000_000
    assert rank_variance(np.array([n - 1, 1])) == pytest.approx(n / 4, rel=1e-12)
