import numpy as np
import pytest

from dermcohort.errors import NoAnswer
from dermcohort.estimate.survival.cox import cox
from dermcohort.estimate.survival.monotone import refuse_monotone, refuse_monotone_covariate
from dermcohort.estimate.survival.partial_likelihood import risk_sets


def sets_of(design, events=None, times=None):
    design = np.array(design, float)
    n = len(design)
    times, events = (np.arange(n) if times is None else times), events or [1] * n
    return risk_sets(np.array(times), np.array(events), design, np.ones(n, int))


def test_a_covariate_that_tells_who_is_next():
    with pytest.raises(NoAnswer, match=r"covariate 2 .* the largest"):
        refuse_monotone_covariate(sets_of([[1, 9], [3, 7], [2, 7], [0, 1]]))
    with pytest.raises(NoAnswer, match=r"covariate 1 .* the smallest"):
        refuse_monotone_covariate(sets_of([[0, 9], [0, 7], [1, 8], [0, 3]], [1, 0, 0, 1]))
    # Of two with the event at one time one has a smaller value.
    refuse_monotone_covariate(sets_of([[9], [7], [1]], [1, 1, 0], [1, 1, 2]))


@pytest.mark.parametrize("seed", range(5))
def test_covariates_that_tell_it_together(seed):
    x = np.random.default_rng(seed).integers(-20, 20, (15, 3))
    x = x[np.argsort(-x @ [1, 2, -1], kind="stable")]
    x = x[np.r_[True, np.diff(x @ [1, 2, -1]) < 0]]
    with pytest.raises(NoAnswer, match="together have"):
        refuse_monotone(sets_of(x))
    with pytest.raises(NoAnswer):
        cox(np.arange(len(x)), np.ones(len(x), int), x, np.ones(len(x), int))


def test_an_exchange_of_two_patients_makes_estimates_finite():
    x = np.array([[3, 1], [1, 4], [4, 0], [2, 1], [1, 1], [0, 0]])
    rows = np.arange(6), np.ones(6, int)
    refuse_monotone(sets_of(x))
    assert np.isfinite(cox(*rows, x, np.ones(6, int)).estimate).all()


def test_only_covariates_that_are_needed_are_named():
    x = [[2, 1, 3], [0, 2, 3], [1, 0, 2], [1, -1, 2], [-1, 0, 5]]
    with pytest.raises(NoAnswer, match="covariates 1 and 2 together"):
        refuse_monotone(sets_of(x, [1, 1, 0, 1, 0]))
