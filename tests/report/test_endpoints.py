import re

import pytest
import sample

from dermcohort.endpoints import Endpoint, Endpoints
from dermcohort.report.lookup import Lookup
from dermcohort.report.tables import endpoints
from dermcohort.report.words.methods import methods
from dermcohort.results import Result, Results

DECLARED = (Endpoint(parameter="EASI"), Endpoint(parameter="EOS", visit="1 month", group="naive"),
            Endpoint(parameter="LDH", test="as published"))  # fmt: skip


def rows(adjust):
    at = ("all", "3 months"), ("naive", "1 month"), ("all", "3 months")
    p_values, reason = (0.04, 0.2, None), "LDH has no values at 3 months"
    for endpoint, (group, visit), p in zip(DECLARED, at, p_values, strict=True):
        key = {"group": group, "visit": visit, "comparator": "baseline"}
        of_p = {"n": 12, "method": "paired t"} if p is not None else {"warning": reason}
        yield Result("endpoints", "complete pairs", endpoint.parameter, statistic="p_value",
                     value=p, **key, **of_p)  # fmt: skip
        blocked = "not tested: EOS comes before it" if p is None else ""
        if adjust != "none":
            adjusted = {"n": of_p.get("n"), "method": adjust, "warning": blocked}
            yield Result("endpoints", "complete pairs", endpoint.parameter, statistic="p_adjusted",
                         value=p, **key, **adjusted)  # fmt: skip


def content(adjust="fixed sequence"):
    declared = Endpoints(adjust=adjust, list=DECLARED)
    return sample.content(sample.study(endpoints=declared), Results(rows(adjust)))


def texts(table):
    return [[cell.text for cell in row] for row in table.sections[0].rows]


def test_one_row_an_endpoint_in_the_declared_order():
    made = content()
    table = endpoints(made, Lookup(made.results))
    assert texts(table) == [
        ["EASI at 3 months", "All patients", "12", "paired t", "0.040", "0.040", "yes"],
        ["Eosinophils at 1 month", "Naive", "12", "paired t", "0.200", "0.200", "no"],
        ["LDH at 3 months", "All patients", "—", "—", "—", "—", "not tested"],
    ]
    assert "not tested: EOS comes before it" in table.reasons
    for row in table.sections[0].rows:
        for cell in row:
            assert cell.scope or cell.rows or not re.search(r"\d", cell.text)


def test_without_adjustment_there_is_no_column_for_it():
    made = content("none")
    table = endpoints(made, Lookup(made.results))
    assert [len(row) for row in texts(table)] == [len(table.columns)] * 3 == [6] * 3
    assert texts(table)[2][-1] == "—"


def test_none_declared_is_an_empty_table():
    made = sample.content()
    assert endpoints(made, Lookup(made.results)).empty


@pytest.mark.parametrize(
    ("adjust", "said"),
    [("fixed sequence", "in a fixed sequence"), ("Holm", "by Holm’s method"),
     ("none", "not adjusted for each other")],
)  # fmt: skip
def test_the_methods_section_names_them_and_their_adjustment(adjust, said):
    made = content(adjust)
    text = " ".join(methods(made, Lookup(made.results)))
    assert ("EASI at 3 months, eosinophils at 1 month in naive patients and LDH at 3 months "
            "(visits as independent groups)") in text  # fmt: skip
    assert said in text
    assert ("over other outcomes" in text) == (adjust != "none")
