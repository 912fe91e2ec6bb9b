"""Each method against the numbers that R, NIST, enumeration and 20-digit integrals gave.

The scripts beside this file made them; the tests need only the files.
"""

import cases
import pytest

from dermcohort.estimate.methods import METHODS

CASES = [(name, case) for name in cases.names() for case in cases.read(name)["cases"]]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}-{c['name']}" for n, c in CASES])
def test_ours_is_theirs(name, case):
    compared = list(cases.quantities(name, case))
    assert compared
    assert not [quantity for quantity in compared if not quantity.passes]


def test_a_number_that_is_absent_does_not_pass_for_one():
    made = ["two_groups", "easi", "Mann-Whitney", "p_exact", "R", 0.5, None, 1.0, 1.0]
    assert not cases.Quantity(*made).passes
    assert cases.Quantity(*made[:5], None, None, 0.0, 0.0).passes


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_held_against_a_reference(method):
    assert [name for name, case in CASES if method in case["expected"]]


@pytest.mark.parametrize("name", sorted(path.stem for path in cases.HERE.glob("*.json")))
def test_every_reference_has_its_script_and_tolerance(name):
    assert cases.ours_path(name).exists()
    assert cases.script(name).exists()
    reference = cases.read(name)
    assert reference["made_by"]
    assert all("tolerance" in reference or "tolerance" in case for case in reference["cases"])


def test_names_of_cases_differ():
    named = [(name, case["name"]) for name, case in CASES]
    assert len(set(named)) == len(named)
