"""Read a table or a select statement of a database, by SQLAlchemy, without changing anything.

SQLite files are opened read-only and PostgreSQL is asked for a read-only transaction. On every
database a statement other than one select is refused, and the transaction is rolled back.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import os
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from dermcohort.acquire.grid import Grid
from dermcohort.acquire.noticed import noticed
from dermcohort.errors import SourceUnreadable
from dermcohort.findings import Finding
from dermcohort.sheets import Value
from dermcohort.sources import Source

if TYPE_CHECKING:
    import sqlalchemy as sa

#: How long a locked file or a server that does not answer is waited for.
PATIENCE_S = 10
#: Words by which a statement that begins as a select may write, outside of quotation marks.
_WRITING = {"insert", "update", "delete", "merge", "into"}
_NO_CODE = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]"
    r"|\$(\w*)\$.*?\$\1\$",
    re.DOTALL,
)
#: A password that is written out, before the @ or among the options.
_PASSWORD = re.compile(r"://[^:@/]*:(?!\$\{)[^@]+@|[?&](?:password|pwd)=(?!\$\{)", re.IGNORECASE)
_TABLE = re.compile(r'\s*(?:("[^"]+"|[\w$]+)\s*\.\s*)?("[^"]+"|[\w$]+)\s*')


def read_query(source: Source, folder: Path) -> Grid:
    """All rows of a source's query, with the types that the database gives.

    Parameters
    ----------
    source : Source
        Its ``database`` is an SQLAlchemy URL, its ``query`` a select statement or a table name.
    folder : Path
        Of the study file: the path of a SQLite file is relative to it.

    Returns
    -------
    Grid
        The names of the columns, then the rows. Without ``order by`` a database may give them in
        another order each time, so they are sorted by their values from the first column to the
        last: empty ones first, then numbers, then dates, then text. Exact decimals become the
        nearest float, or text where a float would lose digits. Of a time with a zone the clock
        time is kept. What is no single value (binary, JSON, arrays) is left out and a finding.

    Raises
    ------
    SourceUnreadable
        If there is no driver, no connection, no such table, or the statement is refused. No
        message holds the password.
    """
    with reading(source, folder) as (connection, place):
        query, ordered = _statement(source.query, connection, place)
        with refusing(place, source):
            result = connection.execution_options(no_parameters=True).exec_driver_sql(query)
            headings = tuple(result.keys())
            raw = [tuple(row) for row in result]
    sheet = query_name(source)
    rows, found = _plain_rows(raw, headings, (place, sheet), source)
    if not ordered:
        rows = sorted(rows, key=_row_key)
        found += [noticed("no order", place, sheet, "", "no `order by`")] if len(rows) > 1 else []
    return Grid(place, sheet, 1, 1, [headings, *rows], tuple(found), records=True)


def query_name(source: Source) -> str:
    """What stands for the sheet where a query is named: its table, or what its rows go into.

    >>> query_name(Source(table="events", database="sqlite:///a.db", query="clinic.events"))
    'clinic.events'
    >>> query_name(Source(table="events", database="sqlite:///a.db", query="select * from e"))
    'query of events'
    """
    named = _TABLE.fullmatch(source.query)
    return source.query.strip() if named else f"query of {source.table}"


@contextmanager
def reading(source: Source, folder: Path) -> Iterator[tuple[sa.Connection, str]]:
    """A connection that only reads, and the database as messages name it.

    Raises
    ------
    SourceUnreadable
        As `read_query`.
    """
    url = _url(source.database)
    place = _shown(url)
    engine = _engine(url, place, folder)
    try:
        connection = engine.connect()
        if url.get_backend_name() == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        if url.get_backend_name() == "sqlite":
            # Opening a file that is none is not noticed before its first page is read.
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    except _errors() as refused:
        engine.dispose()
        raise _refused(refused, place, source) from refused
    try:
        with connection:
            yield connection, place
            connection.rollback()
    finally:
        engine.dispose()


@contextmanager
def refusing(place: str, source: Source) -> Iterator[None]:
    """Turn what a database says into the error of a source that cannot be read."""
    try:
        yield
    except _errors() as refused:
        raise _refused(refused, place, source) from refused


def _errors() -> tuple[type[Exception], ...]:
    from sqlalchemy.exc import SQLAlchemyError

    # Drivers let some of their own errors through.
    return (SQLAlchemyError, sqlite3.Error, OSError, ValueError)


def _url(database: str) -> sa.URL:
    try:
        import sqlalchemy as sa
    except ImportError as missing:
        raise SourceUnreadable(
            "a database needs sqlalchemy; try: pip install 'dermcohort[sources]'"
        ) from missing
    try:
        return sa.make_url(_filled_in(database))
    except (sa.exc.ArgumentError, ValueError) as refused:
        # The text may hold a password, so it is not shown.
        raise SourceUnreadable(
            "`database` in the study file is no SQLAlchemy URL; "
            "try: sqlite:///charts.db, or postgresql://user:${PASSWORD}@host/name"
        ) from refused


def _filled_in(database: str) -> str:
    """The URL with ${NAME} from the environment; before the @ whatever letters it has."""
    end_of_login = database.rfind("@")
    if _PASSWORD.search(database):
        raise SourceUnreadable(
            "`database` in the study file holds a password, and the study file is copied beside "
            "the report; try: postgresql://user:${PASSWORD}@host/name, and export PASSWORD=... "
            "before the command"
        )

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in os.environ:
            raise SourceUnreadable(
                f"the environment variable {name}, which `database` in the study file names, is "
                f"not set; try: export {name}=... before the command"
            )
        text = os.environ[name]
        return quote(text, safe="") if found.start() < end_of_login else text

    return re.sub(r"\$\{(\w+)\}", value, database)


def _shown(url: sa.URL) -> str:
    """The URL without password and without options, which may hold another one."""
    import sqlalchemy as sa

    parts = url.drivername, url.username, None, url.host, url.port, url.database
    return sa.URL.create(*parts).render_as_string()


def _engine(url: sa.URL, place: str, folder: Path) -> sa.Engine:
    import sqlalchemy as sa

    options: dict[str, Any] = {"poolclass": sa.NullPool}
    if url.get_backend_name() == "sqlite":
        options["creator"] = _sqlite(url, place, folder)
    elif url.get_backend_name() == "postgresql" and "connect_timeout" not in url.query:
        options["connect_args"] = {"connect_timeout": PATIENCE_S}
    try:
        return sa.create_engine(url, **options)
    except ImportError as missing:
        library = missing.name or url.drivername
        raise SourceUnreadable(
            f"{place} needs {library}; try: pip install 'dermcohort[sources]' for PostgreSQL; for "
            "another database install its driver for SQLAlchemy and name it, as in mysql+pymysql://"
        ) from missing
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as unknown:
        raise SourceUnreadable(
            f"{place}: no database is called {url.drivername!r} here; "
            "try: sqlite:///file, postgresql://..., or install the dialect for SQLAlchemy"
        ) from unknown


def _sqlite(url: sa.URL, place: str, folder: Path) -> Callable[[], sqlite3.Connection]:
    if not url.database or url.database == ":memory:":
        raise SourceUnreadable(f"{place} names no file; try: sqlite:///charts.db")
    path = folder / url.database
    if not path.is_file():
        raise SourceUnreadable(
            f"{url.database} is not in the folder {path.parent}; "
            "try: put the file there, or correct `database` in the study file"
        )

    def connect() -> sqlite3.Connection:
        opened = sqlite3.connect(
            f"file:{quote(str(path.resolve()))}?mode=ro", uri=True, timeout=PATIENCE_S
        )
        opened.text_factory = _text
        return opened

    return connect


def _text(content: bytes) -> str | bytes:
    """SQLite does not say in which encoding text was written; what is not UTF-8 stays bytes."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def _refused(refused: Exception, place: str, source: Source) -> SourceUnreadable:
    """What the database said, without password, and without a value where it may quote one."""
    from sqlalchemy.exc import DataError

    said = str(getattr(refused, "orig", None) or refused).strip().splitlines() or [""]
    words = " ".join(said[0].split())
    if isinstance(refused, (DataError, ValueError)) or "decode" in words:
        words = f"a value could not be read or converted ({type(refused).__name__})"
    url = _url(source.database or "sqlite://")
    for secret in (url.password, *(str(each) for each in url.query.values())):
        words = words.replace(str(secret), "***") if secret else words
    return SourceUnreadable(f"{place}: {words}; try: {_remedy(words.casefold())}")


def _remedy(words: str) -> str:
    hints = {
        "password": "look at user and password; the password comes best from the environment, "
        "as in postgresql://user:${PASSWORD}@host/name",
        "not a database": "name a SQLite file; other files go under `file`",
        "malformed": "ask for a sound copy of the file",
        "locked": "close the program that writes to it, or copy the file and read the copy",
        "timeout": "ask for fewer rows, or let the server run longer statements",
        "no such": "correct `query` in the study file",
        "does not exist": "correct `query` or the name of the database",
        "syntax": "run the statement in the database's own program first",
        "refused": "start the server, or correct host and port",
        "resolve": "correct the host's name",
        "permission denied": "ask for the right to read it",
    }
    return next(
        (hint for word, hint in hints.items() if word in words),
        "look whether the same can be read in the database's own program",
    )


def _statement(query: str, connection: sa.Connection, place: str) -> tuple[str, bool]:
    """The select to run, and whether it says in which order its rows come."""
    if named := _TABLE.fullmatch(query):
        return _select_all(named[1], named[2], connection, place), False
    code = _NO_CODE.sub(" ", query).strip().rstrip(";").rstrip()
    words = re.findall(r"\w+", code.casefold())
    if not words or words[0] not in ("select", "with") or ";" in code:
        raise SourceUnreadable(
            f"{place}: `query` is not a single select statement; "
            "try: select ... from ..., with ... select ..., or the name of a table"
        )
    if writing := sorted(_WRITING & set(words)):
        raise SourceUnreadable(
            f"{place}: `query` has the word {writing[0].upper()}, and only reading is allowed; "
            "try: take it out, or write it in quotation marks if it names a column"
        )
    while code != (outermost := re.sub(r"\([^()]*\)", " ", code)):
        code = outermost
    return query, bool(re.search(r"\border\s+by\b", code, re.IGNORECASE))


def _select_all(schema: str | None, table: str, connection: sa.Connection, place: str) -> str:
    import sqlalchemy as sa

    inspector = sa.inspect(connection)
    schema = _called(schema.strip('"'), inspector.get_schema_names(), place) if schema else None
    names = [*inspector.get_table_names(schema), *inspector.get_view_names(schema)]
    name = _called(table.strip('"'), names, place)
    quoted = connection.dialect.identifier_preparer.quote_identifier
    return f"SELECT * FROM {f'{quoted(schema)}.' if schema else ''}{quoted(name)}"


def _called(name: str, names: Sequence[str], place: str) -> str:
    """The one of the names that is meant, whatever its case."""
    if name in names:
        return name
    if len(same := [each for each in names if each.casefold() == name.casefold()]) == 1:
        return same[0]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or sorted(names)[:12]
    there = f"the nearest: {', '.join(near)}" if near else "there is none"
    raise SourceUnreadable(
        f"{place} has no table {name!r}; {there}; try: correct `query` in the study file"
    )


def _plain_rows(
    raw: Sequence[tuple[Any, ...]], headings: Sequence[str], place: tuple[str, str], source: Source
) -> tuple[list[tuple[Value, ...]], list[Finding]]:
    """Rows of plain values; what is none is left out, one finding a column."""
    left = [name for name, target in source.columns.items() if target == "ignore"]
    strange: dict[int, list[str]] = {}
    rows = []
    for row in raw:
        values: list[Value] = []
        for column, value in enumerate(row):
            plain, is_plain = plain_value(value)
            values.append(plain)
            if not is_plain and headings[column] not in left:
                strange.setdefault(column, []).append(type(value).__name__)
        rows.append(tuple(values))
    found = [
        noticed(
             "no plain value", *place, headings[column], ", ".join(sorted(set(kinds))),
            count=len(kinds),
        )
        for column, kinds in sorted(strange.items())
    ]  # fmt: skip
    return rows, found


def plain_value(value: Any) -> tuple[Value, bool]:
    """A value of a driver as a value of a sheet, and whether it is one at all.

    >>> plain_value(Decimal("12.30")), plain_value("  "), plain_value([1, 2])
    ((12.3, True), (None, True), (None, False))
    """
    if isinstance(value, str):
        return (value if value.strip() else None), True
    if isinstance(value, Decimal):
        return _decimal(value), True
    if isinstance(value, (dt.datetime, dt.time)):
        return value.replace(tzinfo=None), True
    if value is None or isinstance(value, (bool, int, float, dt.date, dt.timedelta)):
        return value, True
    return (str(value), True) if isinstance(value, uuid.UUID) else (None, False)


def _decimal(value: Decimal) -> Value:
    if value.is_finite() and value == value.to_integral_value() and value.as_tuple().exponent == 0:
        return int(value)
    number = float(value)
    # Excel and charts know no more digits than a float; a database may.
    return number if not value.is_finite() or Decimal(repr(number)) == value else str(value)


def _row_key(row: Sequence[Value]) -> tuple[tuple[int, Any], ...]:
    return tuple(_key(value) for value in row)


def _key(value: Value) -> tuple[int, Any]:
    """What stands first when sorted: nothing, numbers, dates and times, text."""
    if value is None:
        return 0, 0
    if isinstance(value, (bool, int, float)):
        return (1, value) if not math.isnan(value) else (2, 0)
    if isinstance(value, (dt.date, dt.time)):
        return 3, value.isoformat()
    if isinstance(value, dt.timedelta):
        return 4, value
    return 5, str(value)
