"""Queries of SQLite and PostgreSQL, both run for real."""

from __future__ import annotations

import datetime as dt
import socket
import sqlite3
from contextlib import closing
from decimal import Decimal

import private_postgres
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dermcohort.acquire import acquire, database
from dermcohort.acquire.database import read_query
from dermcohort.check import check
from dermcohort.errors import SourceUnreadable
from dermcohort.sources import Source
from dermcohort.study import parse_study

VISITS = [("P1", "2021-01-10", 12.3), ("P2", "2021-01-11", None), ("P1", "2021-02-10", 3.0)]


@pytest.fixture
def sqlite(tmp_path):
    """A small file, and a function that reads a query of it."""
    with closing(sqlite3.connect(tmp_path / "charts.db")) as opened:
        opened.execute("CREATE TABLE visits (id TEXT, date TEXT, easi REAL)")
        opened.executemany("INSERT INTO visits VALUES (?, ?, ?)", VISITS)
        opened.commit()

    def read(query, url="sqlite:///charts.db", **more):
        source = Source(table="assessments", database=url, query=query, **more)
        return read_query(source, tmp_path)

    return read


@pytest.fixture
def admin(postgres, monkeypatch):
    """Run statements on the server, and read queries of it as a user does."""
    monkeypatch.setenv("PG_PASSWORD", private_postgres.PASSWORD)
    engine = sa.create_engine(database._url(postgres), poolclass=sa.NullPool)

    def run(*statements):
        with engine.begin() as connection:
            for each in statements:
                connection.exec_driver_sql(each)

    def read(query, url=postgres, **more):
        return read_query(Source(table="assessments", database=url, query=query, **more), None)

    run("DROP SCHEMA IF EXISTS public CASCADE", "CREATE SCHEMA public")
    return run, read


def refusal(read, *arguments):
    with pytest.raises(SourceUnreadable) as refused:
        read(*arguments)
    message = str(refused.value)
    assert "; try: " in message
    assert private_postgres.PASSWORD not in message
    return message


def test_a_table_with_its_types_in_the_order_of_its_values(sqlite):
    grid = sqlite("visits")
    assert grid.rows == [
        ("id", "date", "easi"),
        ("P1", "2021-01-10", 12.3),
        ("P1", "2021-02-10", 3.0),
        ("P2", "2021-01-11", None),
    ]
    assert (grid.file, grid.sheet, grid.records) == ("sqlite:///charts.db", "visits", True)
    assert [each.rule for each in grid.noticed] == ["no order"]


@pytest.mark.parametrize("query", ["VISITS", "main.visits", '"visits"', " Main . Visits "])
def test_names_of_tables_in_any_case(sqlite, query):
    assert len(sqlite(query).rows) == 4


def test_order_by_is_kept(sqlite):
    grid = sqlite("select id, easi from visits where easi is not null order by easi desc;")
    assert grid.rows[1:] == [("P1", 12.3), ("P1", 3.0)]
    assert grid.noticed == ()


def test_an_order_inside_of_parentheses_is_none_of_the_rows(sqlite):
    query = "select * from (select id, easi from visits order by (easi)) -- order by easi"
    assert sqlite(query).rows[1:] == [("P1", 3.0), ("P1", 12.3), ("P2", None)]


def test_percent_signs_and_colons_are_of_the_statement(sqlite):
    query = "select id from visits where id like 'P%' and ':x' <> '%s' order by date"
    assert [row[0] for row in sqlite(query).rows[1:]] == ["P1", "P2", "P1"]


@pytest.mark.parametrize(
    "query",
    [
        "delete from visits",
        "select 1; delete from visits",
        "with gone as (delete from visits returning *) select * from gone",
        "select * into copy from visits",
        "insert into visits values ('x', 'y', 1)",
        "drop table visits",
        "/* select */ update visits set id = 1",
        "pragma writable_schema = 1",
        "values (1)",
        " ",
    ],
)
def test_only_one_select_is_run(sqlite, query):
    message = refusal(sqlite, query)
    assert "`query`" in message
    assert len(sqlite("visits").rows) == 4


def test_words_in_quotation_marks_do_no_harm(sqlite):
    grid = sqlite("""select id as "delete", 'insert; drop' as text from visits order by date""")
    assert grid.rows[1] == ("P1", "insert; drop")


def test_a_sqlite_file_cannot_be_written(sqlite, tmp_path):
    with (
        database.reading(
            Source(table="events", database="sqlite:///charts.db", query="x"), tmp_path
        ) as (connection, _),
        pytest.raises(sa.exc.OperationalError, match="readonly"),
    ):
        connection.exec_driver_sql("DELETE FROM visits")


@pytest.mark.parametrize(
    ("query", "url", "words"),
    [
        ("vists", "sqlite:///charts.db", ["no table 'vists'", "visits"]),
        ("select nope from visits", "sqlite:///charts.db", ["no such column: nope"]),
        ("select * form visits", "sqlite:///charts.db", ["syntax error"]),
        ("visits", "sqlite:///chart.db", ["chart.db is not in the folder"]),
        ("visits", "sqlite://", ["names no file"]),
        ("visits", "sqlite:///text.db", ["not a database"]),
        ("visits", "sqlite:///${NOT_SET_HERE}", ["NOT_SET_HERE", "export"]),
        ("visits", "charts.db", ["no SQLAlchemy URL"]),
        ("visits", "mysql://me:${SECRET}@h/d", ["mysql://me@h/d needs"]),
        ("visits", "nosuch://me:${SECRET}@h/d", ["no database is called 'nosuch'"]),
        ("visits", "postgresql://me:${SECRET}@h:x/d", ["no SQLAlchemy URL"]),
        ("visits", "postgresql://me:hushhush@h/d", ["holds a password"]),
        ("visits", "postgresql://h/d?user=me&password=hushhush", ["holds a password"]),
    ],
)
def test_what_cannot_be_read(sqlite, tmp_path, monkeypatch, query, url, words):
    monkeypatch.setenv("SECRET", "hushhush")
    (tmp_path / "text.db").write_text("id,date\n" * 500)
    message = refusal(sqlite, query, url)
    assert all(word in message for word in words)
    assert "hushhush" not in message


def test_a_locked_file(sqlite, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE_S", 0.05)
    with closing(sqlite3.connect(tmp_path / "charts.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "locked" in refusal(sqlite, "visits")
    assert len(sqlite("visits").rows) == 4


def test_a_url_from_the_environment(sqlite, monkeypatch):
    monkeypatch.setenv("CHARTS", "charts.db")
    assert len(sqlite("visits", "sqlite:///${CHARTS}").rows) == 4


def test_what_is_no_plain_value_is_a_finding_once_a_column(sqlite):
    query = "select id, x'00ff' as photo, cast(x'83' as text) as name from visits order by date"
    grid = sqlite(query)
    assert [(e.severity, e.rule, e.cell, e.got) for e in grid.noticed] == [
        ("error", "no plain value", "photo", "bytes"),
        ("error", "no plain value", "name", "bytes"),
    ]
    assert "3" in grid.noticed[0].expected
    ignored = sqlite(query, columns={"photo": "ignore", "name": "ignore"})
    assert ignored.noticed == ()


def test_the_same_name_twice(sqlite, tmp_path):
    query = "select id, id from visits"
    study = study_of("sqlite:///charts.db", assessments=query)
    assert "columns 1 and 2 are both named 'id'" in refusal(acquire, study, tmp_path)


def study_of(url, **queries):
    return parse_study(
        {
            "title": "Test",
            "drug": "baricitinib",
            "start_between": ["2021-01-01", "2022-12-31"],
            "sources": [
                {"table": table, "database": url, "query": query}
                for table, query in queries.items()
            ],
        }
    )


def test_a_finding_names_the_record(sqlite, tmp_path):
    query = "select id, date, easi * 10 as EASI from visits order by date"
    study = study_of("sqlite:///charts.db", assessments=query)
    found = check(study, acquire(study, tmp_path)).findings
    (high,) = [each for each in found if each.rule == "range"]
    assert high.place == ("sqlite:///charts.db, sheet query of assessments, cell EASI of record 1")


def test_a_table_without_rows(sqlite, tmp_path):
    study = study_of("sqlite:///charts.db", assessments="select * from visits where 1 = 0")
    assert "has no row;" in refusal(acquire, study, tmp_path)


# PostgreSQL


def test_types_of_postgresql(admin):
    run, read = admin
    run(
        "CREATE TABLE t (id varchar, n numeric, w numeric(12,0), r real, b bool, d date,"
        " at timestamp, z timestamptz, nan float8, long numeric, u uuid)",
        "INSERT INTO t VALUES ('P1', 12.30, 123456789012, 0.5, true, '2021-01-10',"
        " '2021-01-10 09:30', '2021-01-10 09:30+09', 'NaN', 0.12345678901234567891,"
        " '00000000-0000-0000-0000-000000000001')",
    )
    grid = read("select id, n, w, r, b, d, at, long, u from t")
    assert grid.rows[1] == (
        "P1", 12.3, 123456789012, 0.5, True, dt.date(2021, 1, 10), dt.datetime(2021, 1, 10, 9, 30),
        "0.12345678901234567891", "00000000-0000-0000-0000-000000000001",
    )  # fmt: skip
    assert grid.file.startswith("postgresql://charts@127.0.0.1:")
    ((zoned, nan),) = read("select z, nan from t").rows[1:]
    assert zoned.tzinfo is None
    assert nan != nan


def test_arrays_json_and_bytes_are_findings(admin):
    run, read = admin
    run("CREATE TABLE t (id int, a int[], j jsonb, b bytea)")
    run("""INSERT INTO t VALUES (1, '{1,2}', '{"a": 1}', 'x')""")
    grid = read("t")
    assert grid.rows[1] == (1, None, None, None)
    assert [(e.cell, e.got) for e in grid.noticed] == [("a", "list"), ("j", "dict"), ("b", "bytes")]


def test_schemas_views_and_names_with_capitals(admin):
    run, read = admin
    run('DROP SCHEMA IF EXISTS "Clinic" CASCADE', 'CREATE SCHEMA "Clinic"',
        'CREATE TABLE "Clinic"."Lab Values" (id int)',
        'INSERT INTO "Clinic"."Lab Values" VALUES (7)',
        'CREATE VIEW seen AS SELECT * FROM "Clinic"."Lab Values"')  # fmt: skip
    for query in ('"Clinic"."Lab Values"', 'clinic."lab values"', "seen", "public.SEEN"):
        assert read(query).rows[1:] == [(7,)]


def test_nothing_can_be_written_even_by_a_function(admin):
    run, read = admin
    run(
        "CREATE TABLE t (id int)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'INSERT INTO t VALUES (1) RETURNING id'",
    )
    assert "read-only transaction" in refusal(read, "select f() as id")
    assert read("t").rows == [("id",)]


def test_a_wrong_password_and_what_else_the_server_refuses(admin, postgres, monkeypatch):
    run, read = admin
    run("CREATE TABLE t (id varchar)", "INSERT INTO t VALUES ('Yamada')")
    assert "division by zero" not in refusal(read, "select 1/0 as id")
    # A server quotes the value that it could not convert.
    assert "Yamada" not in refusal(read, "select cast(id as int) as id from t")
    assert 'relation "none" does not exist' in refusal(read, "select * from none")
    assert "syntax error" in refusal(read, "select * frm t")
    slow = postgres + "?options=-c%20statement_timeout%3D50"
    assert "statement timeout" in refusal(read, "select pg_sleep(5) as id", slow)
    assert "does not exist" in refusal(read, "t", postgres.replace("/postgres", "/nothing"))
    monkeypatch.setenv("PG_PASSWORD", "wr:ng@pass")
    message = refusal(read, "t")
    assert "password authentication failed" in message
    assert "wr:ng@pass" not in message
    monkeypatch.setenv("SECRET", "hushhush")
    in_options = postgres.replace(":${PG_PASSWORD}", "") + "?password=${SECRET}"
    assert "hushhush" not in refusal(read, "t", in_options)


def test_a_server_that_is_not_there(monkeypatch):
    monkeypatch.setenv("SECRET", "hushhush")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"postgresql://me:${{SECRET}}@127.0.0.1:{free.getsockname()[1]}/charts"
    message = refusal(read_query, Source(table="events", database=url, query="t"), None)
    assert "refused" in message
    assert "start the server" in message
    assert "hushhush" not in message


# The same rows in both

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["P1", "P2", "患者3"]),
        st.dates(dt.date(2021, 1, 1), dt.date(2022, 12, 31)),
        st.none() | st.integers(0, 1440).map(lambda ticks: Decimal(ticks) / 20),
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda row: row[:2],
)


@given(rows=ROWS)
@settings(
    max_examples=15, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_both_databases_and_a_csv_make_the_same_table(rows, admin, postgres, tmp_path):
    run, _ = admin
    shown = [f"('{i}', '{d}', {'NULL' if e is None else e})" for i, d, e in rows]
    run(
        "DROP TABLE IF EXISTS v",
        'CREATE TABLE v (id text, date date, "EASI" numeric(6,2))',
        f"INSERT INTO v VALUES {', '.join(shown)}",
    )
    (tmp_path / "v.db").unlink(missing_ok=True)
    with closing(sqlite3.connect(tmp_path / "v.db")) as file:
        file.execute("CREATE TABLE v (id text, date text, EASI real)")
        floats = [(i, str(d), None if e is None else float(e)) for i, d, e in rows]
        file.executemany("INSERT INTO v VALUES (?, ?, ?)", floats)
        file.commit()
    lines = [f"{id},{date},{'' if easi is None else easi}" for id, date, easi in rows]
    (tmp_path / "v.csv").write_text("\n".join(["id,date,EASI", *lines]), encoding="utf-8")
    sources = [
        {"database": postgres, "query": "v"},
        {"database": "sqlite:///v.db", "query": "v"},
        {"file": "v.csv"},
    ]
    tables = [assessments(each, tmp_path) for each in sources]
    assert tables[0] == tables[1] == tables[2]
    # Against the rows themselves.
    assert tables[0] == sorted((i, d, "EASI", float(e)) for i, d, e in rows if e is not None)


def assessments(source, folder):
    study = parse_study(
        {
            "title": "Test",
            "drug": "baricitinib",
            "start_between": ["2021-01-01", "2022-12-31"],
            "sources": [{"table": "assessments"} | source],
        }
    )
    cohort = check(study, acquire(study, folder)).cohort
    wanted = cohort.assessments.select("patient", "date", "parameter", "value").collect()
    return sorted(wanted.iter_rows())
