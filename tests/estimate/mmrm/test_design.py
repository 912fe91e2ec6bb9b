import numpy as np
import pytest
from dense_model import trial

from dermcohort.errors import NoSpread, TooFewObservations
from dermcohort.estimate.mmrm.design import orthonormal_design
from dermcohort.estimate.mmrm.patients import distinct_patients


def design_of(x, y, subject, visit):
    rows = np.column_stack([x, y]) + 0.0
    found = distinct_patients(rows, subject, visit, visits=int(visit.max()) + 1)
    return orthonormal_design(x, y, found)


def test_least_squares():
    x, y, subject, visit, _ = trial()
    design = design_of(x, y, subject, visit)
    beta, rest, *_ = np.linalg.lstsq(x, y, rcond=None)
    assert design.beta == pytest.approx(beta, rel=1e-11)
    left = sum(float(c[:, -1] @ c[:, -1]) for c in design.columns) * design.scale**2
    assert left == pytest.approx(rest[0], rel=1e-12)
    assert design.triangle.T @ design.triangle == pytest.approx(x.T @ x, rel=1e-11, abs=1e-9)


def test_values_far_from_0_cost_no_digits():
    x, y, subject, visit, _ = trial()
    x = np.column_stack([np.ones(len(y)), x[:, 1:]])
    near = design_of(x, np.round(y, 3), subject, visit)
    far = x.copy()
    far[:, -1] += 1e6
    # 2 ** 30 is exact beside thousandths.
    moved = design_of(far, np.round(y * 1024) / 1024 + 2.0**30, subject, visit)
    again = design_of(x, np.round(y * 1024) / 1024, subject, visit)
    assert moved.scale == again.scale == near.scale
    assert moved.beta[-1] == pytest.approx(again.beta[-1], rel=1e-8)
    left = [sum(float(c[:, -1] @ c[:, -1]) for c in d.columns) for d in (moved, again)]
    assert left[0] == pytest.approx(left[1], rel=1e-11)


def test_aliased_columns_are_the_later_ones():
    x, y, subject, visit, _ = trial()
    x = np.column_stack([x[:, :3], x[:, 0] + x[:, 1], x[:, 3:], np.zeros(len(y))])
    design = design_of(x, y, subject, visit)
    assert design.kept.tolist() == [0, 1, 2, 4, 5, 6, 7]
    assert x[:, design.kept] @ design.aliases == pytest.approx(x, abs=1e-10)


def test_nothing_left():
    x, y, subject, visit, _ = trial()
    with pytest.raises(NoSpread, match="fits every value"):
        design_of(x, x @ np.arange(1.0, 8.0), subject, visit)
    with pytest.raises(NoSpread, match="fits every value"):
        design_of(np.ones((len(y), 1)), np.full(len(y), 5.0), subject, visit)


def test_too_few():
    x, y, subject, visit, _ = trial()
    with pytest.raises(TooFewObservations, match="7 observations are too few for"):
        design_of(x[:7], y[:7], subject[:7], visit[:7])
