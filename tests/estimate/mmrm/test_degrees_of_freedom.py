from dataclasses import replace

import numpy as np
import pytest
from dense_model import DenseModel, trial

from dermcohort.errors import NoAnswer
from dermcohort.estimate.mmrm.contrasts import contrast_tests, f_test
from dermcohort.estimate.mmrm.covariance import COVARIANCES
from dermcohort.estimate.mmrm.degrees_of_freedom import (
    contrast_rows,
    degrees_of_freedom,
    estimable,
)
from dermcohort.estimate.mmrm.fit import fit_model
from dermcohort.estimate.mmrm.moments import pattern_moments

ROWS = np.array([[1.0, -1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1, 0], [0, 0, 0, 1, 1, 1, 0.5]])


def models(name, groups=False):
    x, y, subject, visit, arm = trial(seed=3, n=16, groups=groups)
    group = arm if groups else None
    model = fit_model(
        pattern_moments(x, y, subject, visit, visits=3, group=group), covariance=(name,)
    )
    return model, DenseModel(x, y, subject, visit, COVARIANCES[name](3), group=group)


@pytest.mark.parametrize("information", ["observed", "expected"])
@pytest.mark.parametrize(
    ("name", "groups"),
    [*((name, False) for name in COVARIANCES), ("AR(1)", True), ("compound symmetry", True)],
)
def test_against_whole_matrices(name, groups, information):
    model, dense = models(name, groups)
    theta = model.theta
    w = 2 * np.linalg.inv(
        dense.observed(theta, 2e-4) if information == "observed" else dense.expected(theta)
    )
    sat = degrees_of_freedom(model, name="Satterthwaite", information=information)
    tests = contrast_tests(model, sat, ROWS)
    df = [dense.satterthwaite(theta, w, row) for row in ROWS]
    assert tests.df == pytest.approx(np.array(df), rel=1e-4)
    assert tests.se == pytest.approx(np.sqrt([r @ dense.phi(theta) @ r for r in ROWS]), rel=1e-8)
    for kr in ("Kenward-Roger", "Kenward-Roger (linear)"):
        found = contrast_tests(
            model, degrees_of_freedom(model, name=kr, information=information), ROWS
        )
        adjusted = dense.kenward_roger(theta, w, second=kr == "Kenward-Roger")
        se = np.sqrt([row @ adjusted @ row for row in ROWS])
        assert found.se == pytest.approx(se, rel=1e-5)
        assert found.df == pytest.approx(tests.df, rel=1e-12)


def test_the_second_derivatives_matter_only_where_sigma_is_not_linear():
    for name, differ in (("unstructured", False), ("Toeplitz", False), ("AR(1)", True)):
        model, _ = models(name)
        one, two = (
            contrast_tests(model, degrees_of_freedom(model, name=kr), ROWS).se
            for kr in ("Kenward-Roger", "Kenward-Roger (linear)")
        )
        assert (np.abs(one / two - 1).max() > 1e-6) == differ


def complete(n, k, seed=1):
    random = np.random.default_rng(seed)
    wide = random.normal(size=(n, k)) * (1 + np.arange(k)) + random.normal(size=(n, 1))
    visit = np.tile(np.arange(k), n)
    moments = pattern_moments(
        np.eye(k)[visit], wide.ravel(), np.repeat(np.arange(n), k), visit, visits=k
    )
    return wide, fit_model(moments, covariance=("unstructured",))


@pytest.mark.parametrize("name", ["Kenward-Roger (linear)", "Kenward-Roger", "Satterthwaite"])
@pytest.mark.parametrize("information", ["observed", "expected"])
def test_complete_data_give_the_paired_t(name, information):
    wide, model = complete(11, 3)
    df = degrees_of_freedom(model, name=name, information=information)
    tests = contrast_tests(model, df, np.array([[-1.0, 0, 1], [1, -1, 0]]))
    for i, change in enumerate((wide[:, 2] - wide[:, 0], wide[:, 0] - wide[:, 1])):
        assert tests.estimate[i] == pytest.approx(change.mean(), rel=1e-12)
        assert tests.se[i] == pytest.approx(change.std(ddof=1) / np.sqrt(11), rel=1e-12)
        assert tests.df[i] == pytest.approx(10, rel=1e-11)


def test_complete_data_give_hotelling():
    n, k = 12, 4
    wide, model = complete(n, k)
    c = np.eye(k)[1:] - np.eye(k)[0]
    changes = wide @ c.T
    t2 = n * changes.mean(axis=0) @ np.linalg.solve(np.cov(changes.T), changes.mean(axis=0))
    test = f_test(model, degrees_of_freedom(model), c)
    # Kenward and Roger's F is Hotelling's, exactly.
    assert test.df2 == pytest.approx(n - k + 1, rel=1e-10)
    assert test.f == pytest.approx(t2 * (n - k + 1) / ((n - 1) * (k - 1)), rel=1e-10)


def test_residual():
    model, _ = models("AR(1)")
    tests = contrast_tests(model, degrees_of_freedom(model, name="residual"), ROWS)
    assert tests.df.tolist() == [model.observations - 7] * 3
    found = f_test(model, degrees_of_freedom(model, name="residual"), ROWS)
    assert (found.df, found.df2) == (3, model.observations - 7)


def test_fai_and_cornelius():
    model, _ = models("unstructured")
    df = degrees_of_freedom(model, name="Satterthwaite")
    rows = contrast_rows(model, ROWS)
    _, vectors = np.linalg.eigh(rows @ df.phi @ rows.T)
    parts = contrast_tests(model, df, vectors.T @ ROWS)
    e = (parts.df / (parts.df - 2)).sum()
    test = f_test(model, df, ROWS)
    assert test.f == pytest.approx((parts.t**2).mean(), rel=1e-12)
    assert test.df2 == pytest.approx(2 * e / (e - 3), rel=1e-12)


def test_fai_and_cornelius_at_the_edges():
    wide, _ = complete(10, 3)
    visit = np.tile(np.arange(3), 10)
    moments = pattern_moments(
        np.eye(3)[visit], wide.ravel(), np.repeat(np.arange(10), 3), visit, visits=3
    )
    model = fit_model(moments, covariance=("compound symmetry",))
    df = degrees_of_freedom(model, name="Satterthwaite")
    c = np.array([[1.0, -1, 0], [1, 0, -1]])
    # All parts have the degrees of freedom of the within-patient error.
    assert f_test(model, df, c).df2 == pytest.approx(18, rel=1e-10)
    # Some have so few that F has no mean.
    model, _ = models("unstructured")
    df = degrees_of_freedom(model, name="Satterthwaite")
    assert f_test(model, replace(df, w=20 * df.w), ROWS).df2 == 2


def test_aliased_columns():
    x, y, subject, visit, _ = trial()
    x = np.column_stack([x, x[:, 0] + 2 * x[:, 1]])
    model = fit_model(pattern_moments(x, y, subject, visit, visits=3))
    assert model.aliased.tolist() == [False] * 7 + [True]
    contrasts = np.array(
        [[0, 0, 0, 0, 0, 0, 1.0, 0], [0, 0, 0, 0, 0, 0, 0, 1], [1, 2, *[0] * 5, 5]]
    )
    assert estimable(model, contrasts).tolist() == [True, False, True]
    with pytest.raises(NoAnswer, match="the data do not determine"):
        contrast_rows(model, contrasts)


@pytest.mark.parametrize(
    ("options", "words"),
    [({"name": "Wald"}, "allowed: Kenward"), ({"information": "robust"}, "observed")],
)
def test_wrong_names(options, words):
    model, _ = models("AR(1)")
    with pytest.raises(ValueError, match=words):
        degrees_of_freedom(model, **options)


def test_kenward_roger_needs_reml():
    model = fit_model(pattern_moments(*trial()[:4], visits=3), method="ML")
    with pytest.raises(ValueError, match="needs method"):
        degrees_of_freedom(model)
    assert degrees_of_freedom(model, name="Satterthwaite").name == "Satterthwaite"
