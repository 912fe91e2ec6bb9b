import numpy as np
import pytest

from dermcohort.errors import NoSpread
from dermcohort.estimate.survival.cox import maximum
from dermcohort.estimate.survival.partial_likelihood import likelihood, risk_sets
from dermcohort.estimate.survival.schoenfeld import schoenfeld_test

RNG = np.random.default_rng(8)
TIMES = RNG.integers(0, 12, 60).astype(float)
EVENTS = RNG.integers(0, 2, 60)
DESIGN = np.column_stack([RNG.integers(0, 2, 60), RNG.integers(20, 80, 60), RNG.normal(size=60)])
COUNTS = RNG.integers(1, 4, 60)


def kaplan_meier_before(times):
    """One less the share without the event just before each time, all patients listed."""
    listed = [(t, e) for t, e, n in zip(TIMES, EVENTS, COUNTS, strict=True) for _ in range(n)]
    shares, share = [], 1.0
    for time in times:
        shares.append(1 - share)
        n, d = sum(t >= time for t, _ in listed), sum(e for t, e in listed if t == time)
        share *= 1 - d / n
    return np.array(shares)


@pytest.mark.parametrize(
    ("transform", "scale"), [("identity", np.array), ("km", kaplan_meier_before)]
)
def test_is_the_score_test_of_covariates_that_change_with_time(transform, scale):
    # Score and information of a model that has each covariate twice, once times g(t), risk set
    # by risk set at the estimate.
    found = schoenfeld_test(TIMES, EVENTS, DESIGN, COUNTS, transform=transform)
    sets = risk_sets(TIMES, EVENTS, DESIGN, COUNTS)
    at = likelihood(sets, maximum(sets).beta)
    g = scale(sets.time)
    g = g - (g * sets.deaths).sum() / sets.events
    twice = np.stack([np.ones_like(g), g])
    information = np.einsum("ijt,at,bt->aibj", at.information, twice, twice).reshape(6, 6)
    u = np.einsum("it,at->ai", at.score, twice).ravel()
    assert u[:3] == pytest.approx(np.zeros(3), abs=1e-9)
    u[:3] = 0
    assert found.together.chi2 == pytest.approx(u @ np.linalg.solve(information, u), rel=1e-9)
    for j in range(3):
        part = [0, 1, 2, 3 + j]
        chi2 = u[part] @ np.linalg.solve(information[np.ix_(part, part)], u[part])
        assert found.chi2[j] == pytest.approx(chi2, rel=1e-9)


def test_terms_of_several_covariates():
    apart = schoenfeld_test(TIMES, EVENTS, DESIGN, COUNTS)
    joined = schoenfeld_test(TIMES, EVENTS, DESIGN, COUNTS, terms=[1, 0, 1])
    assert (joined.df.tolist(), joined.together) == ([1, 2], apart.together)
    assert joined.chi2[0] == apart.chi2[1]
    assert joined.chi2[1] >= max(apart.chi2[0], apart.chi2[2])
    whole = schoenfeld_test(TIMES, EVENTS, DESIGN, COUNTS, terms=[0, 0, 0])
    assert whole.chi2[0] == whole.together.chi2


def test_proportional_hazards_that_change():
    # A drug that only helps for the first half of the time.
    times = np.repeat(np.arange(1, 9), 2)
    counts = np.array([1, 9, 1, 9, 1, 9, 1, 9, 9, 1, 9, 1, 9, 1, 9, 1])
    drug = np.tile([1.0, 0], 8)[:, np.newaxis]
    assert schoenfeld_test(times, np.ones(16, int), drug, counts).p_value[0] < 0.001


def test_time_may_be_in_any_unit():
    one = schoenfeld_test(TIMES, EVENTS, DESIGN, COUNTS, transform="identity")
    other = schoenfeld_test(7 * TIMES, EVENTS, DESIGN, COUNTS, transform="identity")
    assert other.chi2 == pytest.approx(one.chi2, rel=1e-10)
    # On the scale of Kaplan-Meier only the order matters.
    km = schoenfeld_test(TIMES**3, EVENTS, DESIGN, COUNTS)
    assert km.chi2.tolist() == schoenfeld_test(TIMES, EVENTS, DESIGN, COUNTS).chi2.tolist()


def test_not_estimable():
    rows = TIMES, EVENTS, DESIGN, COUNTS
    with pytest.raises(ValueError, match="identity"):
        schoenfeld_test(*rows, transform="rank")
    for terms in ([0, 1], [0, 1, 3], [1, 2, 2]):
        with pytest.raises(ValueError, match="terms"):
            schoenfeld_test(*rows, terms=terms)
    one_time = np.where(EVENTS == 1, 3.0, 5.0)
    with pytest.raises(NoSpread, match="all events were at one time"):
        schoenfeld_test(one_time, EVENTS, DESIGN, COUNTS)
    few = np.array([0, 0, 1, 2]), np.array([1, 1, 0, 1]), np.array([[1.0], [5], [3], [2]])
    with pytest.raises(NoSpread, match="too few"):
        schoenfeld_test(*few, np.ones(4, int))
