"""The endpoints of a study file: what they default to, and what their errors say."""

import pytest

from dermcohort.errors import StudyFileError
from dermcohort.study import parse_study


def study(*declared, **keys):
    content = {
        "title": "A study",
        "drug": "baricitinib",
        "start_between": ["2021-01-01", "2023-02-28"],
        "sources": [{"table": "patients"}],
        "endpoints": {"list": list(declared)} | keys,
    }
    return parse_study(content, "study.toml")


def test_the_smallest_endpoint_is_the_last_visit_of_all_the_same_patients():
    made = study({"parameter": "easi"})
    (endpoint,) = made.endpoints.in_order(made.visit_names[1:])
    assert (endpoint.parameter, endpoint.visit) == ("EASI", "3 months")
    assert (endpoint.group, endpoint.test) == ("all", "same patients")
    assert made.endpoints.adjust == "fixed sequence"


def test_none_is_declared_by_default():
    assert study().endpoints.in_order(("1 month",)) == ()


def test_one_parameter_may_be_there_with_several_visits_groups_and_tests():
    made = study({"parameter": "EASI"}, {"parameter": "EASI", "visit": "1 month"},
                 {"parameter": "EASI", "group": "naive"},
                 {"parameter": "EASI", "test": "as published"})  # fmt: skip
    assert len(made.endpoints.list) == 4


@pytest.mark.parametrize(
    ("declared", "keys", "said"),
    [
        ([{"parameter": "EASY"}], {}, ["list.0.parameter is 'EASY'", "allowed: 'IGA', 'EASI'"]),
        ([{"parameter": "EASI-50"}], {}, ["list.0.parameter is 'EASI-50'", "allowed: 'IGA'"]),
        ([{"parameter": "EASI", "visit": "2 months"}], {},
         ["list.0.visit is '2 months'", "allowed: '1 month', '3 months'"]),
        ([{"parameter": "EASI", "visit": "baseline"}], {}, ["allowed: '1 month', '3 months'"]),
        ([{"parameter": "EASI"}, {"parameter": "EASI", "visit": "3 months"}], {},
         ["list.1 is the same as number 0"]),
        ([{"parameter": "EASI", "test": "MMRM"}], {}, ["list.0.test", "'same patients'"]),
        ([{"parameter": "EASI", "group": "boys"}], {}, ["list.0.group", "'naive'"]),
        ([{"parameter": "EASI", "vist": "x"}], {}, ["list.0.vist: no such key", "'visit'"]),
        ([{"visit": "1 month"}], {}, ["list.0.parameter: missing", "one of the outcomes"]),
        ([], {"adjust": "Sidak"}, ["endpoints.adjust", "'Holm'"]),
    ],
)  # fmt: skip
def test_each_mistake_says_where_and_what_is_allowed(declared, keys, said):
    with pytest.raises(StudyFileError) as refused:
        study(*declared, **keys)
    for words in said:
        assert words in str(refused.value)
