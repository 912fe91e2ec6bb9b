import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermcohort.estimate.groups.joint_t import single_tails
from dermcohort.estimate.groups.studentized_range import (
    studentized_range_margin,
    studentized_range_tails,
)

DF = st.one_of(st.just(math.inf), st.floats(1, 300))


def test_range_of_two_is_a_difference():
    q = np.array([0.0, 1.0, 4.0, 30.0])
    assert studentized_range_tails(q, 2, 9.5).tolist() == pytest.approx(
        single_tails(q / math.sqrt(2), 9.5).tolist(), rel=1e-15
    )


def test_range_of_three_normal_deviates():
    # Its distribution is known in one dimension: P(range <= w) is 3 times the mean over a normal z
    # of (Phi(z + w) - Phi(z))^2, here as a plain sum.
    z = np.linspace(-12, 12, 100_001)
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi) * (z[1] - z[0])
    for w in (0.3, 2.0, 3.314493, 5.0):
        below = np.array([math.erf(x / math.sqrt(2)) for x in (z + w)])
        at = np.array([math.erf(x / math.sqrt(2)) for x in z])
        expected = 1 - 3 * (density * ((below - at) / 2) ** 2).sum()
        found = studentized_range_tails(np.array([w]), 3, math.inf)[0]
        assert found == pytest.approx(expected, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 60), min_size=1, max_size=4), st.integers(2, 40), DF)
def test_between_one_pair_and_bonferroni_for_all(q, groups, df):
    q = np.sort(q)
    p, single = studentized_range_tails(q, groups, df), single_tails(q / math.sqrt(2), df)
    assert (single <= p).all()
    assert (p <= np.minimum(1, math.comb(groups, 2) * single)).all()
    assert (np.diff(p) <= 1e-13).all()
    assert p.tolist() == [studentized_range_tails(q[[i]], groups, df)[0] for i in range(len(q))]
    assert (p <= studentized_range_tails(q, groups + 1, df) + 1e-13).all()


@pytest.mark.parametrize("df", [1, 2.5, 20, 1e6, math.inf])
@pytest.mark.parametrize(("level", "groups"), [(0.95, 3), (0.5, 12), (0.9999, 5)])
def test_margin_inverts_tails(level, groups, df):
    q = studentized_range_margin(level, groups, df)
    tail = studentized_range_tails(np.array([q]), groups, df)[0]
    assert tail == pytest.approx(1 - level, rel=1e-10)


@pytest.mark.parametrize(
    ("groups", "df", "q"), [(3, 10, 3.877), (4, 20, 3.958), (10, 60, 4.646), (5, math.inf, 3.858)]
)
def test_margins_of_printed_tables(groups, df, q):
    assert studentized_range_margin(0.95, groups, df) == pytest.approx(q, abs=5e-4)


def test_level_out_of_range():
    with pytest.raises(ValueError, match="lies between 0 and 1"):
        studentized_range_margin(1.0, 3, 10)
