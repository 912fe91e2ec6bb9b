"""The table of numbers: building, finding, exporting."""

import math

import pytest

from dermcohort.results import COLUMNS, KEY, Result, Results

ROWS = (
    Result("course", "observed", "EASI", group="all", visit="baseline", statistic="mean",
           value=20.2, n=30),
    Result("course", "observed", "EASI", group="all", visit="1 month", statistic="mean",
           warning="no patient has a value"),
    Result("course", "observed", "POEM", group="all", visit="baseline", statistic="mean",
           value=13.4, n=30),
)  # fmt: skip


def test_rows_are_found_by_their_key():
    results = Results(ROWS)
    assert results.value(parameter="POEM") == 13.4
    assert results.value(analysis="course", parameter="EASI", visit="1 month") is None
    assert results.one(parameter="BSA") is None
    assert [r.visit for r in results.where(parameter="EASI")] == ["baseline", "1 month"]
    with pytest.raises(ValueError, match="2 rows have"):
        results.one(parameter="EASI")


def test_a_statistic_outside_the_closed_list_is_refused():
    with pytest.raises(ValueError, match="is no statistic"):
        Results([Result("course", statistic="average")])


def test_exports_have_every_column_and_no_nan():
    results = Results(ROWS)
    frame = results.to_polars()
    assert tuple(frame.columns) == COLUMNS == tuple(results.to_pandas().columns)
    assert frame["value"].to_list() == [20.2, None, 13.4]
    assert not any(isinstance(v, float) and math.isnan(v) for v in frame["value"].to_list() if v)
    assert results.to_dicts()[1]["warning"] == "no patient has a value"
    assert len(Results().to_polars()) == 0


def test_the_key_is_every_column_but_the_number_and_its_notes():
    assert set(COLUMNS) - set(KEY) == {"value", "n", "warning"}
