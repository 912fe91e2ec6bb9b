import numpy as np
import pytest
from dense_model import trial

from dermcohort.errors import NoAnswer
from dermcohort.estimate.mmrm import maximum as file
from dermcohort.estimate.mmrm.covariance import COVARIANCES
from dermcohort.estimate.mmrm.likelihood import likelihood
from dermcohort.estimate.mmrm.moments import pattern_moments


@pytest.mark.parametrize("name", list(COVARIANCES))
@pytest.mark.parametrize("restricted", [True, False])
def test_no_step_leads_higher(name, restricted):
    moments = pattern_moments(*trial(seed=5, n=40)[:4], visits=3)
    structure = COVARIANCES[name](3)
    found = file.maximum(moments, structure, restricted=restricted)
    size = np.sqrt(np.diag(found.slopes.observed))
    assert np.abs(found.slopes.gradient / size).max() < 1e-9
    assert np.linalg.eigvalsh(found.slopes.observed).min() > 0
    random = np.random.default_rng(1)
    for _ in range(20):
        theta = found.at.theta + 0.1 * random.normal(size=len(size)) / size
        there = likelihood(moments, structure, theta, restricted=restricted)
        assert there is None or there.value > found.at.value


def test_the_start_makes_no_difference(monkeypatch):
    moments = pattern_moments(*trial(seed=5, n=40)[:4], visits=3)
    structure = COVARIANCES["unstructured"](3)
    one = file.maximum(moments, structure, restricted=True)

    def elsewhere(moments, structure, *, restricted):
        theta = structure.start(np.diag([3.0, 0.5, 2.0]))
        return likelihood(moments, structure, theta, restricted=restricted)

    monkeypatch.setattr(file, "_start", elsewhere)
    other = file.maximum(moments, structure, restricted=True)
    assert other.iterations != one.iterations
    assert other.at.theta == pytest.approx(one.at.theta, rel=1e-11)


def reason(moments, name):
    with pytest.raises(NoAnswer) as why:
        file.maximum(moments, COVARIANCES[name](moments.visits), restricted=True)
    return str(why.value)


def test_singular():
    _, y, subject, visit, _ = trial(n=3, missing=0.0)
    moments = pattern_moments(np.eye(3)[visit], y, subject, visit, visits=3)
    assert "becomes singular" in reason(moments, "unstructured")


def test_no_spread_at_one_visit():
    _, y, subject, visit, _ = trial(missing=0.0)
    moments = pattern_moments(
        np.eye(3)[visit], np.where(visit == 1, 5.0, y), subject, visit, visits=3
    )
    for name in ("unstructured", "heterogeneous AR(1)"):
        assert "becomes singular" in reason(moments, name)


def test_parameters_that_the_data_do_not_tell_apart():
    # Each patient is seen once, so that nothing is known of covariances.
    subject, visit = np.arange(20), np.tile([0, 1], 10)
    y = np.random.default_rng(0).normal(size=20)
    moments = pattern_moments(np.eye(2)[visit], y, subject, visit, visits=2)
    assert "cannot tell" in reason(moments, "AR(1)")


def test_steps_that_do_not_end(monkeypatch):
    monkeypatch.setattr(file, "MOST_ITERATIONS", 1)
    moments = pattern_moments(*trial()[:4], visits=3)
    assert reason(moments, "AR(1)") == "not converged after 1 iterations"


def test_steps_that_do_not_help(monkeypatch):
    monkeypatch.setattr(file, "MOST_HALVINGS", 0)
    moments = pattern_moments(*trial()[:4], visits=3)
    assert "no maximum where the steps end" in reason(moments, "AR(1)")


def test_a_saddle_is_no_maximum(monkeypatch):
    moments = pattern_moments(*trial()[:4], visits=3)
    true = file.derivatives

    def turned(*arguments, **options):
        found = true(*arguments, **options)
        return type(found)(found.gradient, found.expected, -found.observed, found.p)

    monkeypatch.setattr(file, "derivatives", turned)
    assert "saddle" in reason(moments, "compound symmetry")


def test_nothing_to_start_from(monkeypatch):
    moments = pattern_moments(*trial()[:4], visits=3)
    monkeypatch.setattr(file, "likelihood", lambda *a, **o: None)
    assert "no covariance to start from" in reason(moments, "AR(1)")
