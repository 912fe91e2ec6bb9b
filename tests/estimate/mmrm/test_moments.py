import numpy as np
import pytest
from dense_model import trial

from dermcohort.estimate.mmrm.moments import pattern_moments


def test_sums_are_those_of_the_patients():
    x, y, subject, visit, arm = trial(n=12)
    moments = pattern_moments(x, y, subject, visit, visits=3, group=arm)
    d = moments.products.shape[2] - 1
    # Back from orthonormal columns and what least squares left, to x and y.
    back = np.zeros((3, d + 1, x.shape[1] + 1))
    weights = moments.weights.reshape(3, d, -1)
    back[:, :d, :-1] = weights @ moments.triangle
    back[:, :d, -1] = weights @ moments.triangle @ moments.beta
    back[:, d, -1] = moments.scale
    xy = np.column_stack([x, y])
    for g, present in enumerate(moments.present):
        whose = [
            i
            for i in range(12)
            if set(visit[subject == i]) == set(np.flatnonzero(present))
            and arm[subject == i][0] == moments.group[g]
        ]
        assert moments.patients[g] == len(whose) > 0
        for s in np.flatnonzero(present):
            for t in np.flatnonzero(present):
                at = [
                    (xy[(subject == i) & (visit == s)][0], xy[(subject == i) & (visit == t)][0])
                    for i in whose
                ]
                expected = sum(np.outer(a, b) for a, b in at)
                found = back[s].T @ moments.products[g, s, :, t, :] @ back[t]
                assert found == pytest.approx(expected, rel=1e-9, abs=1e-8)
    assert moments.observations == len(y)


def test_visits_that_a_pattern_lacks_are_0():
    x, y, subject, visit, _ = trial()
    moments = pattern_moments(x, y, subject, visit, visits=3)
    assert not moments.products[~moments.present].any()
    assert moments.pairs()[0].diagonal().tolist() == np.bincount(visit).tolist()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda x, y: (x[1:], y), "as many rows"),
        (lambda x, y: (x, np.where(y == y[0], np.nan, y)), "not finite"),
        (lambda x, y: (np.where(x == x[0, 0], np.inf, x), y), "not finite"),
    ],
)
def test_refused(change, words):
    x, y, subject, visit, _ = trial()
    with pytest.raises(ValueError, match=words):
        pattern_moments(*change(x, y), subject, visit, visits=3)
