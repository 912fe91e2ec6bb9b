import itertools
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dermcohort.errors import AllTied, TooFewObservations
from dermcohort.estimate.groups import jonckheere_terpstra as file
from dermcohort.estimate.groups.jonckheere_terpstra import is_exact, jonckheere_terpstra
from dermcohort.estimate.groups.mann_whitney import mann_whitney


def from_groups(groups):
    values = np.unique(np.concatenate(groups))
    return values, np.array([[group.count(v) for group in groups] for v in values])


def doubled_j(labels):
    """Of group labels in the order of (value, label) pairs."""
    return sum(
        2 if x < y else 1 if x == y else 0
        for (x, i), (y, j) in itertools.permutations(labels, 2)
        if i < j
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(arrays(int, st.tuples(st.integers(2, 4), st.integers(2, 3)), elements=st.integers(0, 2)))
def test_against_all_orders_in_fractions(counts):
    sizes = counts.sum(axis=0).tolist()
    assume(min(sizes) > 0 and sum(sizes) <= 8 and (counts.sum(axis=1) > 0).sum() > 1)
    values = [row for row, c in enumerate(counts.sum(axis=1)) for _ in range(c)]
    labels = [column for column, n in enumerate(sizes) for _ in range(n)]
    # Each distinct order of the labels is as likely as any other.
    outcomes = Counter(
        doubled_j(list(zip(values, order, strict=True)))
        for order in set(itertools.permutations(labels))
    )
    mean = Fraction(sum(j * ways for j, ways in outcomes.items()), outcomes.total())
    variance = sum(ways * (j - mean) ** 2 for j, ways in outcomes.items()) / outcomes.total()
    result = jonckheere_terpstra(np.arange(len(counts)), counts)
    distance = abs(2 * Fraction(result.j) - mean)
    far = sum(ways for j, ways in outcomes.items() if abs(j - mean) >= distance)
    assert result.p_value == pytest.approx(float(Fraction(far, outcomes.total())), rel=1e-13)
    assert result.z**2 == pytest.approx(float(distance**2 / variance), rel=1e-13, abs=1e-300)
    assert result.exact


@settings(max_examples=30, deadline=None)
@given(arrays(int, st.tuples(st.integers(2, 6), st.just(2)), elements=st.integers(0, 4)))
def test_two_groups_are_mann_whitney(counts):
    assume(counts.sum(axis=0).min() > 0 and (counts.sum(axis=1) > 0).sum() > 1)
    values = np.arange(len(counts))
    trend, pair = jonckheere_terpstra(values, counts), mann_whitney(values, counts)
    assert trend.j == pair.u
    assert trend.z == pytest.approx(pair.z, rel=1e-14)
    assert trend.p_value == pytest.approx(pair.p_value, rel=1e-12)


def test_without_ties_both_ways_agree():
    sizes = (4, 3, 5, 2)
    quick, general = file._untied(sizes), file._tied(sizes, [1] * sum(sizes))
    assert quick / quick.sum() == pytest.approx(general / general.sum(), rel=1e-12)


def test_pieces_that_workers_assembled():
    # Hollander and Wolfe, Nonparametric statistical methods: J is 79.
    groups = [[40, 35, 38, 43, 44, 41], [38, 40, 47, 44, 40, 42], [48, 40, 45, 43, 46, 44]]
    assert jonckheere_terpstra(*from_groups(groups)).j == 79


def test_reversed_groups_fall():
    counts = np.array([[3, 1, 0], [2, 2, 1], [1, 2, 2], [0, 1, 3]])
    up = jonckheere_terpstra(np.arange(4), counts)
    down = jonckheere_terpstra(np.arange(4), counts[:, ::-1])
    assert down.z == -up.z
    assert down.p_value == pytest.approx(up.p_value, rel=1e-13)
    assert up.j + down.j == 3 * 36


def test_one_patient_each_of_two_groups():
    result = jonckheere_terpstra(np.array([1.0, 2.0]), np.array([[1, 0], [0, 1]]))
    assert (result.j, result.z, result.p_value) == (1, 1, 1)


def test_millions_are_normal():
    counts = np.array([[9_000_000, 8_000_000, 7_000_000], [1_000_000, 2_000_000, 3_000_000]])
    result = jonckheere_terpstra(np.array([0.0, 1.0]), counts)
    # Two values: J counts the responders, weighted by the order of their group.
    assert result.j == sum(
        1e12 * (later * (10 - earlier) + (later * earlier + (10 - later) * (10 - earlier)) / 2)
        for earlier, later in ((1, 2), (1, 3), (2, 3))
    )
    assert not result.exact
    assert result.note == "normal approximation"
    assert result.p_value < 1e-300


def test_where_exact_ends():
    assert is_exact((30, 30, 30), [2] * 45)
    assert not is_exact((200, 200), [1] * 398 + [2])
    assert not is_exact((400, 400, 1), [1] * 801)
    # Their powers would leave double precision.
    assert not is_exact((1,) * 200, [100, 100])


@pytest.mark.parametrize(
    ("counts", "error"),
    [([[1], [1]], TooFewObservations), ([[1, 0], [1, 0]], TooFewObservations), ([[1, 2]], AllTied)],
)
def test_not_estimable(counts, error):
    with pytest.raises(error):
        jonckheere_terpstra(np.arange(len(counts)), np.array(counts))
