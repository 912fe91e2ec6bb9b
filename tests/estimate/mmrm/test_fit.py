import numpy as np
import pytest
from dense_model import DenseModel, trial
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dermcohort.errors import NoAnswer, NotEstimable, TooFewObservations
from dermcohort.estimate.mmrm.covariance import COVARIANCES
from dermcohort.estimate.mmrm.fit import LADDER, fit_model
from dermcohort.estimate.mmrm.moments import pattern_moments


def complete(n=9, k=4, seed=2):
    random = np.random.default_rng(seed)
    return random.normal(size=(n, k)) + random.normal(size=(n, 1)) + np.arange(k)


def fitted(wide, **options):
    n, k = wide.shape
    subject, visit = np.repeat(np.arange(n), k), np.tile(np.arange(k), n)
    x = np.column_stack([np.ones(n * k), *(visit == j for j in range(1, k))])
    return fit_model(pattern_moments(x, wide.ravel(), subject, visit, visits=k), **options)


def test_complete_data_give_the_sample_covariance():
    wide = complete()
    model = fitted(wide)
    assert model.sigma[0] == pytest.approx(np.cov(wide.T), rel=1e-12)
    mean = wide.mean(axis=0)
    assert model.beta == pytest.approx(np.r_[mean[0], mean[1:] - mean[0]], rel=1e-12)
    assert fitted(wide, method="ML").sigma[0] == pytest.approx(np.cov(wide.T, ddof=0), rel=1e-12)


@pytest.mark.parametrize("method", ["REML", "ML"])
@pytest.mark.parametrize("name", LADDER)
def test_likelihood_coefficients_and_criteria(name, method):
    x, y, subject, visit, _ = trial()
    model = fit_model(
        pattern_moments(x, y, subject, visit, visits=3), covariance=(name,), method=method
    )
    dense = DenseModel(x, y, subject, visit, COVARIANCES[name](3), restricted=method == "REML")
    assert model.minus_2_log_likelihood == pytest.approx(dense.minus_2l(model.theta), rel=1e-12)
    assert model.beta == pytest.approx(dense.beta(model.theta), rel=1e-9)
    assert model.covariance_of_beta == pytest.approx(dense.phi(model.theta), rel=1e-8, abs=1e-10)
    assert model.sigma[0] == pytest.approx(dense.structure.sigma(model.theta), rel=1e-12)
    size = len(model.theta) + (7 if method == "ML" else 0)
    assert model.aic == pytest.approx(model.minus_2_log_likelihood + 2 * size)
    assert model.bic == pytest.approx(model.minus_2_log_likelihood + size * np.log(model.patients))


def test_a_covariance_for_each_group():
    x, y, subject, visit, arm = trial(n=60, groups=True)
    model = fit_model(
        pattern_moments(x, y, subject, visit, visits=3, group=arm), covariance=("unstructured",)
    )
    # With coefficients that the groups do not share each is fitted as if alone.
    both = np.hstack([x * (arm == 0)[:, np.newaxis], x * (arm == 1)[:, np.newaxis]])
    joint = fit_model(pattern_moments(both, y, subject, visit, visits=3, group=arm))
    for g in (0, 1):
        mine = arm == g
        alone = fit_model(pattern_moments(x[mine], y[mine], subject[mine], visit[mine], visits=3))
        assert joint.sigma[g] == pytest.approx(alone.sigma[0], rel=1e-9)
    assert model.sigma[1].trace() > model.sigma[0].trace()
    assert len(model.parameters) == len(model.theta) == 12


def test_patterns_most_frequent_first():
    wide = complete(12, 3)
    subject, visit = np.repeat(np.arange(12), 3), np.tile(np.arange(3), 12)
    kept = np.ones(36, bool)
    kept[[1, 4, 8]] = False
    moments = pattern_moments(
        np.eye(3)[visit[kept]], wide.ravel()[kept], subject[kept], visit[kept], visits=3
    )
    model = fit_model(moments)
    assert model.patterns == (((0, 1, 2), 9), ((0, 2), 2), ((0, 1), 1))
    assert (model.patients, model.observations) == (12, 33)


def test_the_ladder_and_its_reasons():
    # 4 patients, 4 visits: an unstructured covariance is singular.
    model = fitted(complete(4, 4, seed=4))
    failures = {step.covariance: step.failure for step in model.trail}
    assert "becomes singular" in failures["unstructured"]
    assert model.covariance == model.trail[-1].covariance == list(failures)[-1]
    assert list(failures) == list(LADDER[: len(failures)])
    assert failures[model.covariance] == ""
    with pytest.raises(NoAnswer, match="unstructured: the estimated covariance"):
        fitted(complete(4, 4, seed=4), covariance=("unstructured",))


def test_a_name_starts_the_ladder_and_several_are_all():
    wide = complete()
    assert fitted(wide, covariance="Toeplitz").trail[0].covariance == "Toeplitz"
    found = fitted(complete(4, 4, seed=4), covariance=("unstructured", "AR(1)"))
    assert [step.covariance for step in found.trail] == ["unstructured", "AR(1)"]


def test_visits_never_seen_together():
    subject, visit = np.repeat(np.arange(20), 2), np.tile([0, 1, 0, 2], 10)
    y = np.random.default_rng(1).normal(size=40)
    moments = pattern_moments(np.eye(3)[visit], y, subject, visit, visits=3)
    trail = fit_model(moments).trail
    assert trail[0].failure == "no patient has both visit 2 and visit 3"
    subject, visit = np.repeat(np.arange(20), 2), np.tile([0, 1, 1, 2], 10)
    moments = pattern_moments(np.eye(3)[visit], y, subject, visit, visits=3)
    trail = fit_model(moments).trail
    assert trail[1].failure == "no patient has two visits that are 2 apart"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"covariance": "banded"}, "allowed: unstructured, heterogeneous Toeplitz"),
        ({"covariance": ("AR(1)", "banded")}, "allowed"),
        ({"method": "EM"}, "REML"),
    ],
)
def test_wrong_names(options, words):
    with pytest.raises(ValueError, match=words):
        fitted(complete(), **options)


def test_visits_without_values():
    y, ones = np.arange(6.0) ** 2, np.ones((6, 1))
    one = pattern_moments(ones, y, np.arange(6), np.zeros(6, int), visits=1)
    with pytest.raises(TooFewObservations, match="only one visit"):
        fit_model(one)
    absent = pattern_moments(ones, y, np.arange(6) // 2, np.arange(6) % 2, visits=3)
    with pytest.raises(TooFewObservations, match="no patient has a value at visit 3"):
        fit_model(absent)
    groups = np.array([0, 0, 0, 1, 1, 1])
    at = np.array([0, 1, 0, 0, 0, 0])
    split = pattern_moments(ones, y, np.array([0, 0, 1, 2, 3, 4]), at, visits=2, group=groups)
    with pytest.raises(TooFewObservations, match="visit 2 in covariance group 2"):
        fit_model(split)


def everything(model):
    arrays = (model.beta, model.covariance_of_beta, model.theta, model.sigma)
    rest = (model.minus_2_log_likelihood, model.trail, model.patterns)
    return [[array.tolist() for array in arrays], rest]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_rows_names_and_counts_to_the_last_bit(data):
    seed = data.draw(st.integers(0, 1000))
    x, y, subject, visit, _ = trial(seed, n=10)
    y = np.round(y)
    count = np.random.default_rng(seed).integers(1, 4, 10)[subject]

    def model(*rows, **options):
        try:
            return everything(fit_model(pattern_moments(*rows, visits=3, **options)))
        except NotEstimable as why:
            return str(why)

    one = model(x, y, subject, visit, count=count)
    order = np.array(data.draw(st.permutations(range(len(y)))))
    renamed = np.array(data.draw(st.permutations(range(10))))[subject]
    assert model(x[order], y[order], renamed[order], visit[order], count=count[order]) == one
    each = np.repeat(np.arange(len(y)), count)
    twin = np.concatenate([np.arange(c) for c in count])
    assert model(x[each], y[each], subject[each] * 3 + twin, visit[each]) == one


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), unit=st.sampled_from([0.1, 1000.0, 25.4]))
def test_unit(seed, unit):
    x, y, subject, visit, _ = trial(seed)
    other = x.copy()
    other[:, -1] *= 7.0
    try:
        one = fit_model(pattern_moments(x, y, subject, visit, visits=3))
    except NotEstimable:
        assume(False)
    two = fit_model(pattern_moments(other, y * unit, subject, visit, visits=3))
    per_column = np.r_[np.ones(6), 1 / 7.0] * unit
    assert two.trail == one.trail
    assert two.beta == pytest.approx(one.beta * per_column, rel=1e-8, abs=1e-9 * unit)
    assert two.sigma == pytest.approx(one.sigma * unit**2, rel=1e-8)
    shift = 2 * (one.observations - 7) * np.log(unit) + 2 * np.log(7.0)
    assert two.minus_2_log_likelihood == pytest.approx(
        one.minus_2_log_likelihood + shift, rel=1e-10
    )
