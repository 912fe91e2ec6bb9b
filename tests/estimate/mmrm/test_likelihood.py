from dataclasses import replace

import numpy as np
import pytest
from dense_model import DenseModel, trial

from dermcohort.estimate.mmrm.covariance import COVARIANCES
from dermcohort.estimate.mmrm.likelihood import derivatives, likelihood
from dermcohort.estimate.mmrm.moments import pattern_moments

S = np.eye(3) + 0.4 + np.diag([0.0, 0.3, 0.1])


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize(
    ("name", "groups"),
    [*((name, False) for name in COVARIANCES), ("AR(1)", True), ("unstructured", True)],
)
def test_against_whole_matrices(name, groups, restricted):
    x, y, subject, visit, arm = trial(n=12)
    group = arm if groups else None
    moments = pattern_moments(x, y, subject, visit, visits=3, group=group)
    structure = COVARIANCES[name](3)
    theta = structure.start(S)
    if groups:
        theta = np.concatenate([theta, structure.start(S * 1.3)])
    dense = DenseModel(
        x, y / moments.scale, subject, visit, structure, restricted=restricted, group=group
    )
    found = likelihood(moments, structure, theta, restricted=restricted)
    slopes = derivatives(moments, structure, found, restricted=restricted)
    logs = np.log(np.abs(np.diag(moments.triangle))).sum()
    n = len(y) - (x.shape[1] if restricted else 0)
    constant = n * np.log(2 * np.pi) + (2 * logs if restricted else 0)
    assert found.value + constant == pytest.approx(dense.minus_2l(theta), rel=1e-12)
    back = np.linalg.inv(moments.triangle)
    beta = moments.beta / moments.scale + back @ found.gamma
    assert beta == pytest.approx(dense.beta(theta), rel=1e-9)
    assert back @ found.phi @ back.T == pytest.approx(dense.phi(theta), rel=1e-9, abs=1e-12)
    assert slopes.gradient == pytest.approx(dense.gradient(theta), rel=1e-6, abs=1e-6)
    largest = np.abs(slopes.observed).max()
    assert slopes.expected == pytest.approx(dense.expected(theta), abs=1e-8 * largest)
    assert slopes.observed == pytest.approx(dense.observed(theta), abs=2e-6 * largest)


@pytest.mark.parametrize(
    ("name", "theta"),
    [
        ("compound symmetry", [-1.0, 1.0]),
        ("AR(1)", [1.0, 1.5]),
        ("heterogeneous AR(1)", [1.0, -1.0, 1.0, 0.2]),
    ],
)
def test_no_likelihood_where_sigma_is_no_covariance(name, theta):
    x, y, subject, visit, _ = trial()
    moments = pattern_moments(x, y, subject, visit, visits=3)
    structure = COVARIANCES[name](3)
    assert likelihood(moments, structure, np.array(theta), restricted=True) is None


def test_no_likelihood_where_coefficients_are_beyond_precision():
    moments = pattern_moments(*trial()[:4], visits=3)
    flat = replace(moments, weights=0 * moments.weights)
    structure = COVARIANCES["compound symmetry"](3)
    assert likelihood(flat, structure, np.array([0.1, 1.0]), restricted=True) is None
