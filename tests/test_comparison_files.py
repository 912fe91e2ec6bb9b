"""One comparison from a file: csv, workbook, Parquet."""

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from dermcohort.comparison import compare, read_data
from dermcohort.errors import SourceUnreadable, UsageError

ROWS = [("id", "easi", "arm"), *((i, float(i * i % 17), "ab"[i % 2]) for i in range(1, 13))]


def as_csv(path: Path, rows=ROWS, *, sep=","):
    path.write_text("\n".join(sep.join(str(v) for v in row) for row in rows) + "\n", "utf-8")


def as_xlsx(path: Path, rows=ROWS):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def as_parquet(path: Path, rows=ROWS):
    pl.DataFrame(rows[1:], schema=list(rows[0]), orient="row").write_parquet(path)


@pytest.mark.parametrize(
    ("name", "write"), [("a.csv", as_csv), ("a.xlsx", as_xlsx), ("a.parquet", as_parquet)]
)
def test_each_kind_of_file_gives_the_same_rows(tmp_path: Path, name, write):
    write(tmp_path / name)
    expected = pl.DataFrame(ROWS[1:], schema=list(ROWS[0]), orient="row")
    found = compare(read_data(tmp_path / name), value="easi", by="arm")
    assert found.rows == compare(expected, value="easi", by="arm").rows


def test_numbers_as_groups_keep_their_names(tmp_path: Path):
    rows = [("y", "visit"), *((float(i % 5), i % 3) for i in range(12))]
    as_xlsx(tmp_path / "a.xlsx", rows)
    found = compare(read_data(tmp_path / "a.xlsx"), value="y", by="visit")
    assert set(found.distinct("group")) - {""} == {"0", "1", "2"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"easi,arm\n", "no row below its headings"),
        ("a.csv", b"easi,easi\n1,2\n", "two columns .* have the heading 'easi'"),
        ("a.xlsx", b"no workbook at all", "a.xlsx"),
        ("a.pdf", b"%PDF", "neither a workbook nor a csv"),
        ("a.parquet", b"PAR1 not", "cannot be read as Parquet"),
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceUnreadable, match=said):
        read_data(tmp_path / name)


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx", "none.parquet"])
def test_a_file_that_is_not_there(tmp_path: Path, name):
    with pytest.raises(SourceUnreadable, match="none"):
        read_data(tmp_path / name)


def test_text_among_the_numbers_is_named(tmp_path: Path):
    as_csv(tmp_path / "a.csv", [("easi", "arm"), (1, "a"), ("n.d.", "b")])
    with pytest.raises(UsageError, match="not numbers"):
        compare(read_data(tmp_path / "a.csv"), value="easi", by="arm")
