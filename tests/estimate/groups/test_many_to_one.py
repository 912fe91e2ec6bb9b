import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from dermcohort.estimate.groups.joint_t import single_tails
from dermcohort.estimate.groups.many_to_one import many_to_one_margin, many_to_one_tails

WIDTH = st.floats(0.01, 50)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0, 40), min_size=1, max_size=5),
    st.lists(WIDTH, min_size=1, max_size=5),
    st.one_of(st.just(math.inf), st.floats(1, 300)),
)
def test_all_t_at_once_or_each_by_itself(t, widths, df):
    t = np.array(t)
    p = many_to_one_tails(t, tuple(widths), df)
    alone = [many_to_one_tails(t[[i]], tuple(reversed(widths)), df)[0] for i in range(len(t))]
    assert p.tolist() == alone
    single = single_tails(t, df)
    assert (single <= p).all()
    assert (p <= np.minimum(1, len(widths) * single)).all()


@pytest.mark.parametrize("widths", [(0.3, 0.3), (1.0, 2.0, 2.0), (5.0,) * 7])
def test_against_a_sum_over_many_points(widths):
    # Without an estimated variance the definition is one integral: here by its plain sum.
    u = np.linspace(-12, 12, 200_001)
    density = np.exp(-u * u / 2)
    for t in (0.5, 2.0, 3.5):
        inside = np.ones_like(u)
        for width in widths:
            b = 1 / math.hypot(1, width)
            spread = math.sqrt(1 - b * b)
            inside *= ndtr((t - b * u) / spread) - ndtr((-t - b * u) / spread)
        expected = 1 - (density * inside).sum() / density.sum()
        assert many_to_one_tails(np.array([t]), widths, math.inf)[0] == pytest.approx(
            expected, abs=1e-13
        )


@pytest.mark.parametrize("df", [1, 4.5, 60, math.inf])
@pytest.mark.parametrize("level", [0.2, 0.95, 0.9999])
def test_margin_inverts_tails(level, df):
    margin = many_to_one_margin(level, (1.0, 0.4, 3.0), df)
    tail = many_to_one_tails(np.array([margin]), (1.0, 0.4, 3.0), df)[0]
    assert tail == pytest.approx(1 - level, rel=1e-11)
