from dataclasses import replace

import numpy as np
import pytest
from dense_model import trial

from dermcohort.errors import NoAnswer
from dermcohort.estimate.mmrm.contrasts import contrast_tests, f_test
from dermcohort.estimate.mmrm.degrees_of_freedom import degrees_of_freedom
from dermcohort.estimate.mmrm.fit import fit_model
from dermcohort.estimate.mmrm.moments import pattern_moments

MODEL = fit_model(pattern_moments(*trial()[:4], visits=3))
DF = degrees_of_freedom(MODEL)
ARMS = np.eye(7)[3:6]


def test_rows_of_a_table():
    tests = contrast_tests(MODEL, DF, ARMS, level=0.9)
    assert tests.estimate.tolist() == MODEL.beta[3:6].tolist()
    assert tests.t == pytest.approx(tests.estimate / tests.se)
    assert (tests.conf_low + tests.conf_high) / 2 == pytest.approx(tests.estimate)
    wide = contrast_tests(MODEL, DF, ARMS)
    assert (wide.conf_low < tests.conf_low).all()
    inside = (wide.conf_low < 0) & (wide.conf_high > 0)
    assert (inside == (wide.p_value > 0.05)).all()


def test_f_of_one_is_the_square_of_t():
    one, f = contrast_tests(MODEL, DF, ARMS[:1]), f_test(MODEL, DF, ARMS[:1])
    assert f.f == pytest.approx(one.t[0] ** 2, rel=1e-12)
    assert (f.df, f.df2) == (1, pytest.approx(one.df[0], rel=1e-12))
    assert f.p_value == pytest.approx(one.p_value[0], rel=1e-10)


def test_f_needs_only_the_space_of_the_contrasts():
    f = f_test(MODEL, DF, ARMS)
    mixed = np.array([[1.0, 1, 0], [0, 2, 1], [1, 3, 1], [0, 0, -3]]) @ ARMS
    again = f_test(MODEL, DF, mixed)
    assert (again.f, again.df, again.df2) == pytest.approx((f.f, 3, f.df2), rel=1e-10)


def test_refused():
    with pytest.raises(ValueError, match="6 of 7"):
        contrast_tests(MODEL, DF, np.ones((1, 6)))
    with pytest.raises(ValueError, match="only zeros"):
        contrast_tests(MODEL, DF, np.zeros((1, 7)))
    with pytest.raises(ValueError, match="other than 0"):
        f_test(MODEL, DF, np.zeros((1, 7)))
    with pytest.raises(ValueError, match="level"):
        contrast_tests(MODEL, DF, ARMS, level=95)


def spoilt(**changes):
    return replace(DF, **changes)


def test_adjustments_that_leave_no_variance():
    negative = spoilt(adjusted=-DF.phi)
    with pytest.raises(NoAnswer, match="no variance above 0"):
        contrast_tests(MODEL, negative, ARMS)
    with pytest.raises(NoAnswer, match="no covariance"):
        f_test(MODEL, negative, ARMS)


def test_no_degrees_of_freedom():
    with pytest.raises(NoAnswer, match="too few"):
        f_test(MODEL, spoilt(w=-DF.w), ARMS[:1])
