"""Small files, written as Excel and offices write them."""

from __future__ import annotations

import datetime as dt
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from dermcohort.acquire import acquire
from dermcohort.sheets import Sheet
from dermcohort.study import parse_study

# What the tests of databases share stands beside them, which are no package.
sys.path.insert(0, str(Path(__file__).parent))


def write_book(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook; a text that starts with "=#" is a formula that failed with that error."""
    book = xlsxwriter.Workbook(path)
    # Else no two have the same bytes.
    book.set_properties({"created": dt.datetime(2021, 1, 4)})
    day, time = (book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, str) and value.startswith("=#"):
                    sheet.write_formula(r, c, "=1/0", None, value[1:])
                elif isinstance(value, dt.datetime):
                    sheet.write_datetime(r, c, value, time)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(r, c, value, day)
                elif isinstance(value, str):
                    sheet.write_string(r, c, value)
                elif value is not None:
                    sheet.write(r, c, value)
    book.close()
    return path


@pytest.fixture(scope="session")
def book() -> Callable[..., Path]:
    return write_book


def edit_parts(path: Path, **changes: Callable[[bytes], bytes]) -> Path:
    """Rewrite parts of a package, found by the end of their names: ``sheet1__xml``."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for key, change in changes.items():
        (name,) = [each for each in parts if each.endswith(f"/{key.replace('__', '.')}")]
        parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


@pytest.fixture(scope="session")
def edited() -> Callable[..., Path]:
    return edit_parts


@pytest.fixture(scope="session")
def read() -> Callable[..., Sheet]:
    """Read one source: its first sheet, or what the keywords of the source say."""

    def run(path: Path, table: str = "patients", **source: Any) -> Sheet:
        study = parse_study(
            {
                "title": "Test",
                "drug": "baricitinib",
                "start_between": ["2021-01-01", "2022-12-31"],
                "sources": [{"table": table, "file": path.name} | source],
            }
        )
        (sheet,) = acquire(study, path.parent)
        return sheet

    return run


@pytest.fixture(scope="session")
def postgres() -> Any:
    """The start of the URL of a PostgreSQL server, and its password; in CI it must be there."""
    import private_postgres

    if private_postgres.programs() is None and "CI" not in os.environ:
        pytest.skip("PostgreSQL IS NOT INSTALLED; try: apt-get install postgresql")
    with private_postgres.server() as port:
        yield f"postgresql://{private_postgres.USER}:${{PG_PASSWORD}}@127.0.0.1:{port}/postgres"
