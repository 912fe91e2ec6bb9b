from typing import get_args

from dermcohort.comparison.designs import DESIGNS
from dermcohort.estimate.methods import METHODS, Design


def test_every_method_says_what_it_is_and_where_from():
    for name, method in METHODS.items():
        assert method.name == name
        assert method.design in get_args(Design)
        assert method.summary
        # An author and a year, and the function cites the same.
        author, year = method.source.split()[0], method.source.split()[-1]
        assert author in method.function.__doc__, name
        assert year in method.function.__doc__, name


def test_every_design_has_a_method_and_a_way_to_ask_for_it():
    assert {method.design for method in METHODS.values()} == set(get_args(Design)) == set(DESIGNS)


def test_names_differ_whatever_their_case():
    assert len({name.lower() for name in METHODS}) == len(METHODS)
