"""What holds for every comparison of two groups: with the groups exchanged, the mirrored answer."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import NotEstimable
from dermcohort.estimate.groups.brunner_munzel import brunner_munzel
from dermcohort.estimate.groups.hedges_g import hedges_g
from dermcohort.estimate.groups.hodges_lehmann import hodges_lehmann
from dermcohort.estimate.groups.mann_whitney import mann_whitney
from dermcohort.estimate.groups.permutation_t import permutation_t
from dermcohort.estimate.groups.student_t import student_t
from dermcohort.estimate.groups.superiority import (
    cliff_delta,
    probability_of_superiority,
    rank_biserial,
)
from dermcohort.estimate.groups.welch_t import welch_t

# Fields that change their sign, and those of a probability of 0.5 without tendency.
SIGNED = {"difference", "estimate", "t", "z", "cohen_d"}
ON_THE_SCALE_OF_P = (brunner_munzel, probability_of_superiority)
FUNCTIONS = [student_t, welch_t, mann_whitney, hodges_lehmann, brunner_munzel, permutation_t,
             hedges_g, probability_of_superiority, cliff_delta, rank_biserial]  # fmt: skip


def drawn(values, counts):
    """Of groups too large to count, from one seed."""
    return permutation_t(values, counts, seed=1, draws=50)


def outcome(function, values, counts):
    try:
        result = function(values, counts)
    except NotEstimable as why:
        return {"why": str(why)}
    return {f.name: getattr(result, f.name) for f in fields(result)}


def mirrored(function, found, n):
    """What the answer has to be with the groups exchanged."""
    if "why" in found:
        return found
    signed = {name: -found[name] for name in SIGNED & found.keys()}
    if "conf_low" in found and found["conf_low"] is not None:
        signed |= {"conf_low": -found["conf_high"], "conf_high": -found["conf_low"]}
    if function in ON_THE_SCALE_OF_P:
        signed |= {k: 1 + signed[k] for k in ("estimate", "conf_low", "conf_high")}
    if function is mann_whitney:
        signed["u"] = n[0] * n[1] - found["u"]
    return found | signed


@pytest.mark.parametrize("function", [*FUNCTIONS, drawn])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_exchange(function, data):
    tenths = data.draw(st.lists(st.integers(0, 720), min_size=1, max_size=8, unique=True))
    most = 10**6 if function is drawn else 5
    counts = data.draw(arrays(np.int64, (len(tenths), 2), elements=st.integers(0, most)))
    values = np.array(tenths) / 10
    one, other = (outcome(function, values, c) for c in (counts, counts[:, ::-1]))
    expected = mirrored(function, one, counts.sum(axis=0).tolist())
    if function in ON_THE_SCALE_OF_P and "why" not in one:
        # 1 - p is rounded once more; t, df and the p value are the same to the last bit.
        for name in ("estimate", "conf_low", "conf_high"):
            assert other.pop(name) == pytest.approx(expected.pop(name), rel=0, abs=2.3e-16)
    assert other == expected
