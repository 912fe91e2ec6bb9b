"""Whole runs of studies that declare endpoints."""

import pytest

from dermcohort import pipeline

from .conftest import STUDY
from .test_whole_runs import check_results

# EASI falls in everybody, DLQI goes up and down.
VISITS = [
    "ID,Date 0M,EASI 0M,DLQI 0M,Date 1M,EASI 1M,DLQI 1M,Date 3M,EASI 3M,DLQI 3M",
    *(
        f"P{i},2021-03-0{i},{10 + i},9,2021-04-0{i},{6 + i}.5,{9 + (-1) ** i},2021-06-0{i},{i},"
        f"{9 - (-1) ** i * i}"
        for i in range(1, 9)
    ),
]


def declare(*parameters, adjust="fixed sequence", **keys):
    more = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
    each = "".join(f'\n[[endpoints.list]]\nparameter = "{p}"\n{more}' for p in parameters)
    return f'{STUDY}\n[endpoints]\nadjust = "{adjust}"\n{each}'


def p_of(results, statistic="p_value", **key):
    return results.value(analysis="endpoints", statistic=statistic, **key)


def test_a_failing_first_endpoint_blocks_the_second(small_study, tmp_path):
    path = small_study(declare("DLQI", "EASI"), visits=VISITS)
    results = pipeline.run(path, out=tmp_path / "report")
    check_results(tmp_path / "report")
    assert p_of(results, parameter="DLQI") > 0.05 > p_of(results, parameter="EASI")
    second = results.one(analysis="endpoints", statistic="p_adjusted", parameter="EASI")
    assert second.value == p_of(results, parameter="DLQI")
    assert second.warning.startswith("not tested: DLQI at 3 months comes before it")
    html = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert "Endpoints in the declared order" in html
    assert "not tested<sup>" in html
    words = "The endpoints were declared in this order: DLQI at 3 months and EASI at 3 months"
    assert words in html.replace("\N{NO-BREAK SPACE}", " ")
    assert "No adjustment was made over other outcomes and groups" in html


def test_in_the_other_order_both_are_tested(small_study):
    results = pipeline.run(small_study(declare("EASI", "DLQI"), visits=VISITS))
    first = results.one(analysis="endpoints", statistic="p_adjusted", parameter="EASI")
    assert (first.value, first.warning) == (p_of(results, parameter="EASI"), "")
    same = results.value(analysis="same patients", parameter="EASI", visit="3 months", group="all",
                         statistic="p_value")  # fmt: skip
    assert first.value == same


@pytest.mark.parametrize("adjust", ["Holm", "Hochberg", "Benjamini-Hochberg", "none"])
@pytest.mark.parametrize("test", ["same patients", "as published"])
def test_every_adjustment_runs(small_study, tmp_path, adjust, test):
    # LDH has no values: a row with the reason, and the others are adjusted for three.
    path = small_study(declare("EASI", "DLQI", "LDH", adjust=adjust, test=test), visits=VISITS)
    results = pipeline.run(path, out=tmp_path / "report")
    check_results(tmp_path / "report")
    rows = results.where(analysis="endpoints")
    assert rows.distinct("parameter") == ("EASI", "DLQI", "LDH")
    assert len(rows) == 3 * (1 if adjust == "none" else 2)
    assert rows.where(parameter="LDH").rows[0].warning == "LDH has no values at 3 months"


def test_a_study_that_declares_none_has_no_such_rows(small_study, tmp_path):
    results = pipeline.run(small_study(), out=tmp_path / "report")
    assert not len(results.where(analysis="endpoints"))
    html = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert "declared order" not in html
    assert 'href="#endpoints"' not in html
