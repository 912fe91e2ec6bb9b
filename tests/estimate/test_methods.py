from typing import get_args

from dermcohort.estimate.methods import METHODS, Design

NAMES = [
    "Shapiro-Wilk", "one-way ANOVA", "Dunnett", "Kruskal-Wallis", "Dunn", "Student t", "Welch t",
    "Mann-Whitney", "paired t", "Wilcoxon signed-rank", "Friedman", "RM-ANOVA", "chi-square",
    "Fisher", "Wilson", "Clopper-Pearson", "Holm",
]  # fmt: skip


def test_names_are_those_of_the_results():
    assert list(METHODS) == NAMES


def test_every_method_says_what_it_is_and_where_from():
    for name, method in METHODS.items():
        assert method.name == name
        assert method.design in get_args(Design)
        assert method.summary
        # An author and a year, and the function cites the same.
        author, year = method.source.split()[0], method.source.split()[-1]
        assert author in method.function.__doc__
        assert year in method.function.__doc__


def test_every_design_has_a_method():
    assert {method.design for method in METHODS.values()} == set(get_args(Design))
