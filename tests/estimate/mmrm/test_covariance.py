import numpy as np
import pytest
from dense_model import around, second_differences

from dermcohort.estimate.mmrm.covariance import COVARIANCES

S = np.array([[4.0, 1.2, 0.9], [1.2, 9.0, 2.0], [0.9, 2.0, 1.0]])
NAMES = list(COVARIANCES)


@pytest.mark.parametrize(
    ("name", "theta", "sigma"),
    [
        ("unstructured", [4, 1, 5, 2, 3, 6], [[4, 1, 2], [1, 5, 3], [2, 3, 6]]),
        ("Toeplitz", [4, 2, 1], [[4, 2, 1], [2, 4, 2], [1, 2, 4]]),
        ("compound symmetry", [1, 3], [[4, 1, 1], [1, 4, 1], [1, 1, 4]]),
        ("AR(1)", [4, 0.5], [[4, 2, 1], [2, 4, 2], [1, 2, 4]]),
        ("heterogeneous AR(1)", [4, 9, 16, 0.5], [[4, 3, 2], [3, 9, 6], [2, 6, 16]]),
        ("heterogeneous compound symmetry", [4, 9, 16, 0.5], [[4, 3, 4], [3, 9, 6], [4, 6, 16]]),
        ("heterogeneous Toeplitz", [4, 9, 16, 0.5, 0.25], [[4, 3, 2], [3, 9, 6], [2, 6, 16]]),
    ],
)
def test_by_hand(name, theta, sigma):
    structure = COVARIANCES[name](3)
    assert structure.sigma(np.array(theta, float)).tolist() == np.array(sigma, float).tolist()
    assert len(structure.parameters) == len(theta)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rho", [0.4, 0.0])
def test_derivatives_are_those_of_sigma(name, rho):
    structure = COVARIANCES[name](4)
    theta = structure.start(np.diag([1.0, 2.0, 3.0, 1.5]) + rho)
    first = [(structure.sigma(b) - structure.sigma(a)) / 2e-5 for a, b in around(theta, 1e-5)]
    assert structure.first(theta) == pytest.approx(np.array(first), abs=1e-8)
    second = structure.second(theta)
    second = np.zeros((len(theta), len(theta), 4, 4)) if second is None else second
    assert second == pytest.approx(second_differences(structure.sigma, theta, 1e-3), abs=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_start_is_exact_for_its_own_kind(name):
    structure = COVARIANCES[name](3)
    theta = structure.start(S)
    assert structure.start(structure.sigma(theta)) == pytest.approx(theta, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_unit(name):
    structure = COVARIANCES[name](3)
    theta = structure.start(S)
    scaled = structure.sigma(structure.scaled(theta, 100.0))
    assert scaled == pytest.approx(100 * structure.sigma(theta), rel=1e-13)


def test_names_are_those_of_sas():
    assert COVARIANCES["unstructured"](2).parameters == ("UN(1,1)", "UN(2,1)", "UN(2,2)")
    assert COVARIANCES["heterogeneous AR(1)"](2).parameters == ("Var(1)", "Var(2)", "ARH(1)")
    assert COVARIANCES["AR(1)"](2).parameters == ("Residual", "AR(1)")


def test_correlation_to_the_power_of_0_is_1():
    assert COVARIANCES["AR(1)"](3).sigma(np.array([2.0, 0.0])).tolist() == (2 * np.eye(3)).tolist()
