"""The same derivations on another engine: every frame is equal, row by row."""

import duckdb
import narwhals as nw
import pytest
from cohorts import cohort, study
from test_ledger import tables

from dermcohort import engine
from dermcohort.derive import derive
from dermcohort.instruments import RESPONSES
from dermcohort.tables import TABLES, Cohort

FRAMES = ("subjects", "flow", "groups", "discarded", "notes", "values", "categories", "times",
          "ledger")  # fmt: skip


@pytest.fixture(scope="module")
def both():
    polars = cohort(tables())
    connection = duckdb.connect()
    frames = {}
    for name in TABLES:
        arrow = engine.collect(getattr(polars, name)).to_arrow()
        connection.register(f"arrow_{name}", arrow)
        connection.execute(f"create table {name} as from arrow_{name}")
        frames[name] = nw.from_native(connection.table(name))
    asked = study(eligibility={"criteria": "Japan"}, responses={"report": list(RESPONSES)})
    return derive(asked, polars), derive(asked, Cohort(**frames))


@pytest.mark.parametrize("name", FRAMES)
def test_duckdb_derives_what_polars_derives(both, name):
    polars, duck = (engine.collect(getattr(derived, name)) for derived in both)
    order = list(polars.columns)
    assert len(polars) > 0 or name in ("flow", "notes")
    rows = [sorted(frame.select(order).iter_rows(), key=repr) for frame in (polars, duck)]
    assert rows[0] == rows[1]
