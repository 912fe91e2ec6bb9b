"""Tables and files in, tables and files with their scores out."""

import csv
import datetime as dt
import io
import json
import sys
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import xlsxwriter

import dermcohort
from dermcohort.cli import main
from dermcohort.errors import UsageError
from dermcohort.instruments import INSTRUMENTS, NOT_RELEVANT
from dermcohort.scoring import ADDED

POEM = [f"POEM{n}" for n in range(1, 8)]
ANSWERS = [[4, 2, 1, 0, 3, 2, 4], [3, 2, None, 0, 2, 1, 3], [3, None, None, 0, 2, 1, 3]]
COLUMNS = {name: [row[n] for row in ANSWERS] for n, name in enumerate(POEM)}
EXPECTED = [
    (16.0, "moderate", None, None, None),
    (11.0, "moderate", "bleeding", "bleeding blank, scored 0", None),
    (None, None, "sleep, bleeding", None, "sleep, bleeding blank; at most 1 may be"),
]


def poem(*answers, **more):
    frame = pl.DataFrame(dict(zip(POEM, ([a] for a in answers), strict=True)) | more, strict=False)
    return dermcohort.score(frame, "POEM").row(0, named=True)


def text_poem(first, instrument="POEM", **changed):
    """A row in which the first answer is a text; the others are 1."""
    keys = [item.key for item in INSTRUMENTS[instrument].items]
    cells = dict.fromkeys(keys, "1") | {keys[0]: first} | changed
    frame = pl.DataFrame({key: [text] for key, text in cells.items()})
    return dermcohort.score(frame, instrument).row(0, named=True)


FRAMES = {
    "polars": pl.DataFrame,
    "lazy polars": lambda columns: pl.DataFrame(columns).lazy(),
    "pandas": pd.DataFrame,
    "pandas nullable": lambda columns: pd.DataFrame(columns).astype("Int64"),
    "pandas of another index": lambda columns: pd.DataFrame(columns, index=[7, 1, 4]),
    "pyarrow": pa.table,
    "duckdb": lambda columns: duckdb.from_arrow(pa.table(columns)),
}


def rows_of(frame):
    if isinstance(frame, pd.DataFrame):
        rows = frame[list(ADDED)].astype(object).itertuples(index=False, name=None)
        return [tuple(None if pd.isna(v) else v for v in row) for row in rows]
    if isinstance(frame, duckdb.DuckDBPyRelation):
        return frame.project(", ".join(ADDED)).fetchall()
    table = pl.from_arrow(frame) if isinstance(frame, pa.Table) else frame.lazy().collect()
    return table.select(ADDED).rows()


@pytest.mark.parametrize("kind", FRAMES)
def test_each_kind_of_frame_gives_its_own_kind(kind):
    frame = FRAMES[kind](COLUMNS)
    found = dermcohort.score(frame, "POEM")
    assert type(found) is type(frame)
    assert rows_of(found) == EXPECTED
    if isinstance(frame, pd.DataFrame):
        assert list(found.index) == list(frame.index)
        assert list(frame.columns) == POEM


def test_what_is_no_frame():
    with pytest.raises(UsageError, match="a table was expected, got dict"):
        dermcohort.score(COLUMNS, "POEM")


@pytest.mark.parametrize(
    ("text", "total"),
    [("4", 10), (" ４ ", 10), ("1;3", 9), ("1 & 3", 9), ("3+1", 9), ("1 and 3", 9), ("2.0", 8)],
)
def test_texts_that_are_answers(text, total):
    assert text_poem(text)["total"] == total


@pytest.mark.parametrize("text", ["", "  ", "-", "n.d.", "未", "n/a"])
def test_texts_that_are_blanks(text):
    assert text_poem(text)["missing"] == "itch"


@pytest.mark.parametrize("text", ["much", "<3", "1/2", "1-2", "3?", "2,3", "1;x", "1e999", "#N/A"])
def test_texts_that_are_no_answer(text):
    found = text_poem(text)
    assert found["total"] is None
    assert found["reason"].startswith(f"itch is {text!r}, which is no answer; expected: a whole")


@pytest.mark.parametrize("text", ["NR", "not relevant", "該当なし"])
def test_not_relevant_in_words(text):
    found = text_poem("1", "DLQI", q9=text)
    assert (found["total"], found["note"]) == (9, "q9 not relevant, scored 0")
    assert "is not relevant, and has no such answer" in text_poem(text)["reason"]


def test_not_applicable_may_be_not_relevant_or_not_answered():
    assert "write NR, or leave it empty" in text_poem("1", "DLQI", q9="n/a")["reason"]


@pytest.mark.parametrize(
    ("prevented", "hard", "total"), [("yes", "", 12), ("No", "2", 11), ("はい", "0", 12)]
)
def test_work_in_words(prevented, hard, total):
    frame = pl.DataFrame(
        {f"q{n}": ["1"] for n in range(1, 11) if n != 7} | {"q7a": [prevented], "q7b": [hard]}
    )
    assert dermcohort.score(frame, "DLQI")["total"].to_list() == [total]


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([2.5], dtype=pl.Float32), pl.Series([Decimal("2.5")]), pl.Series(["2.5"]),
        pl.Series(["2.5"], dtype=pl.Categorical), pl.Series([2.5]),
    ],
    ids=lambda column: str(column.dtype),
)  # fmt: skip
def test_types_of_columns(column):
    frame = pl.DataFrame({"itch_vas_mm": column})
    assert dermcohort.score(frame, "itch-VAS")["total"].to_list() == [2.5]


def test_a_single_tenth_in_32_bits_is_a_tenth():
    frame = pl.DataFrame({"itch_vas_mm": pl.Series([0.1], dtype=pl.Float32)})
    assert dermcohort.score(frame, "itch-VAS")["total"].to_list() == [0.1]


@pytest.mark.parametrize("value", [dt.date(2021, 1, 2), float("inf"), True])
def test_cells_that_are_no_answer(value):
    frame = pl.DataFrame({"itch_vas_mm": [value]})
    found = dermcohort.score(frame, "itch-VAS").row(0, named=True)
    assert found["total"] is None
    assert found["reason"].startswith("itch_vas_mm is ")


def test_objects_of_pandas():
    frame = pd.DataFrame({f"q{n}": [1, 1] for n in range(1, 11)}, dtype=object)
    frame["q3"] = [NOT_RELEVANT, (1, 3)]
    frame["q4"] = [pd.NA, True]
    found = dermcohort.score(frame, "DLQI")
    assert found["note"][0] == "q3 not relevant, scored 0; q4 blank, scored 0"
    assert found["total"][0] == 8
    assert "q4 is a yes or no" in found["reason"][1]


def easi(**more):
    item_keys = [item.key for item in INSTRUMENTS["EASI"].items]
    return pl.DataFrame({key: [1] for key in item_keys} | more)


def test_the_age_is_found_by_its_heading_or_given():
    assert dermcohort.score(easi(Age=[5]), "EASI", parts=True)["hn_score"].to_list() == [0.8]
    assert dermcohort.score(easi(), "EASI", age=5, parts=True)["hn_score"].to_list() == [0.8]
    assert dermcohort.score(easi(), "EASI", age="30.5", parts=True)["hn_score"].to_list() == [0.4]
    both = easi(age=[30], age_then=["5"])
    found = dermcohort.score(both, "EASI", age="age_then", parts=True)
    assert found["hn_score"].to_list() == [0.8]


def test_an_age_is_needed_where_weights_depend_on_it():
    with pytest.raises(UsageError, match="depend on the age, and no column says it; try: --age"):
        dermcohort.score(easi(), "EASI")
    with pytest.raises(UsageError, match="and 2 columns say it"):
        dermcohort.score(easi(age=[5], age_years=[6]), "EASI")
    assert dermcohort.score(easi(age=["old"]), "EASI")["reason"].to_list() == [
        "age is 'old', which is no answer"
    ]
    missing = dermcohort.score(easi(age=pl.Series([None], dtype=pl.Int64)), "EASI")
    assert missing["reason"].to_list() == ["the age is not recorded, and the weights depend on it"]


@pytest.mark.parametrize("age", ["years", "-1", 200, True, "nan", "1/0"])
def test_an_age_that_is_neither_column_nor_years(age):
    with pytest.raises(UsageError, match="neither a column nor a number of years"):
        dermcohort.score(easi(), "EASI", age=age)


def test_bands_and_columns_may_be_chosen():
    frame = pl.DataFrame(COLUMNS).rename({"POEM1": "Juckreiz"})
    found = dermcohort.score(frame, "poem", bands="vakharia", columns={"itch": "Juckreiz"})
    assert found["band"].to_list() == ["moderate", "moderate", None]


def test_a_wrong_answer_is_placed_by_its_heading():
    assert poem(7, 1, 1, 1, 1, 1, 1)["reason"] == (
        "itch (column 'POEM1') is 7; expected: a whole number from 0 to 4"
    )


@pytest.mark.parametrize("name", ADDED)
def test_a_column_of_the_same_name_is_not_replaced(name):
    with pytest.raises(UsageError, match=f"a column '{name}' already"):
        poem(1, 1, 1, 1, 1, 1, 1, **{name: ["x"]})


def test_a_table_without_rows():
    frame = pl.DataFrame({name: [] for name in POEM})
    assert dermcohort.score(frame, "POEM").shape == (0, 7 + len(ADDED))


# The command


@pytest.fixture
def command(monkeypatch, capsys):
    """Run ``dermcohort score``; gives exit code, output and messages."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["dermcohort", "score", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return int(code or 0), said.out, said.err

    return run


def written(path, rows):
    path.write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n", "utf-8")
    return path


SHEET = [["id", "visit", *POEM], ["A1", "0M", 4, 2, 1, 0, 3, 2, 4],
         ["A2", "0M", 3, 2, "", 0, 2, 1, 3], ["A3", "0M", 3, "", "", 0, 2, 1, 3]]  # fmt: skip


def test_a_csv_on_the_terminal(command, tmp_path):
    code, out, _ = command("POEM", written(tmp_path / "a.csv", SHEET))
    assert code == 0
    for words in ("A1", "16  moderate", "bleeding blank, scored 0", "at most 1 may be",
                  "3 rows: 2 scored, 1 without a total.", "Bands: Charman 2013", "Vakharia 2018",
                  "itch from 'POEM1'", "Nottingham"):  # fmt: skip
        assert words in out


def test_json_and_csv_hold_the_rows_and_their_scores(command, tmp_path):
    path = written(tmp_path / "a.csv", SHEET)
    rows = json.loads(command("poem", path, "--format", "json")[1])
    assert [row["total"] for row in rows] == [16.0, 11.0, None]
    assert rows[0]["id"] == "A1"
    again = list(csv.DictReader(io.StringIO(command("POEM", path, "--format", "csv")[1])))
    assert [row["band"] for row in again] == ["moderate", "moderate", ""]
    assert list(again[0]) == [*SHEET[0], *ADDED]


def test_an_answer_that_cannot_be_ends_with_12(command, tmp_path):
    rows = [*SHEET, ["A4", "0M", 3, 7, 0, 0, 2, "itchy", 3]]
    code, out, _ = command("POEM", written(tmp_path / "a.csv", rows))
    assert code == 12
    assert "sleep (column 'POEM2') is 7" in out
    assert "flaking (column 'POEM6') is 'itchy'" in out
    assert "1 with an answer that cannot be" in out


def test_a_workbook_with_dates(command, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Itch")
        sheet.write_row(0, 0, ["date", "VAS (mm)"])
        sheet.write_datetime(1, 0, dt.datetime(2021, 3, 4))
        sheet.write(1, 1, 45)
    code, out, _ = command("itch-VAS", path, "--sheet", "Itch", "--format", "json",
                           "--columns", "itch_vas_mm=VAS (mm)")  # fmt: skip
    assert code == 0
    row = json.loads(out)[0]
    assert (row["date"][:10], row["total"], row["band"]) == ("2021-03-04", 45.0, "moderate")


def test_parquet_with_times_and_parts(command, tmp_path):
    path = tmp_path / "a.parquet"
    frame = easi(age=[30], seen=[dt.datetime(2021, 3, 4)], nothing=[float("nan")])
    frame.write_parquet(path)
    row = json.loads(command("EASI", path, "--parts", "--format", "json")[1])[0]
    assert (row["hn_score"], row["total"], row["nothing"]) == (0.4, 4.0, None)
    out = command("EASI", path, "--parts")[1]
    assert "hn_score" in out
    assert "Age: age." in out


def test_many_rows_are_cut_on_the_terminal(command, tmp_path):
    path = written(tmp_path / "a.csv", [["itch_nrs"], *([n % 11] for n in range(250))])
    out = command("itch-NRS", path)[1]
    assert "... and 50 rows more; --format csv has all." in out
    assert "250 rows: 250 scored." in out


def test_what_awaits_a_check_is_said(command, tmp_path):
    path = written(tmp_path / "a.csv", [[f"CDLQI{n}" for n in range(1, 11)], [1] * 10])
    out = command("CDLQI", path)[1]
    assert "Bands: Waters 2010" in out
    assert out.count("awaiting a check") + out.count("Awaiting a check") == 2


def test_without_a_name_all_instruments_are_listed(command):
    code, out, _ = command()
    assert code == 0
    assert all(name in out for name in INSTRUMENTS)
    assert command("--list") == command("POEM", "--list") == (0, out, "")
    rows = json.loads(command("--list", "--format", "json")[1])
    assert [row["instrument"] for row in rows] == list(INSTRUMENTS)


def test_the_columns_of_an_instrument(command):
    code, out, _ = command("easi", "--items")
    assert code == 0
    assert "hn_percent" in out
    rows = list(csv.DictReader(io.StringIO(command("EASI", "--items", "--format", "csv")[1])))
    assert rows[-1]["column"] == "age"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["POEMS"], "'POEMS' is no instrument; nearest: POEM; instruments: EASI"),
        (["POEM"], "no DATA is given"),
        (
            ["POEM", "a.csv", "--columns", "itch"],
            "--columns is 'itch'; try: --columns ITEM=HEADING",
        ),
        (["POEM", "a.csv", "--columns", "itch=a", "--columns", "itch=b"], "names itch twice"),
        (["POEM", "a.csv", "--bands", "x"], "sets of bands of POEM: 'Charman 2013'"),
        (["DLQI", "a.csv"], "10 of the 10 items of DLQI"),
        (["EASI", "a.csv", "--age", "x"], "no column was found for"),
    ],
)
def test_wrong_calls_list_what_is_allowed(command, tmp_path, monkeypatch, arguments, said):
    written(tmp_path / "a.csv", SHEET)
    monkeypatch.chdir(tmp_path)
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_a_file_that_is_not_there(command, tmp_path):
    code, _, err = command("POEM", tmp_path / "none.csv")
    assert code == 11
    assert "none.csv" in err
