from __future__ import annotations

import zipfile

import pytest

from dermcohort.acquire.excel.repeats import refuse_repeats
from dermcohort.errors import SourceUnreadable

VALUE = '<table:table-cell office:value-type="float" office:value="1" {}><text:p>1</text:p>'
EMPTY = "<table:table-cell {}/>"
END = "</table:table-cell>"
WIDE, TALL = 'table:number-columns-repeated="16384"', 'table:number-rows-repeated="1048576"'


def ods(tmp_path, *rows):
    path = tmp_path / "a.ods"
    body = "".join(f"<table:table-row {many}>{''.join(cs)}</table:table-row>" for many, *cs in rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", f'<table:table table:name="S">{body}</table:table>')
    return path


@pytest.mark.parametrize(
    "rows",
    [
        [(TALL, VALUE.format(WIDE), END)],
        [("", VALUE.format(""), END), (TALL, EMPTY.format("")),
         ("", EMPTY.format(WIDE), VALUE.format(""), END)],
        [(TALL, VALUE.format('table:number-columns-repeated="40"'), END)],
    ],
)  # fmt: skip
def test_values_that_stand_for_millions(tmp_path, rows):
    with pytest.raises(SourceUnreadable, match=r"a\.ods has a sheet of 1,048,57\d rows"):
        refuse_repeats(ods(tmp_path, *rows), "a.ods")


def test_the_empty_rest_of_a_sheet_is_no_harm(tmp_path):
    rest = [(TALL, EMPTY.format(WIDE)), (TALL, EMPTY.format(WIDE))]
    row = ("", VALUE.format(""), END, EMPTY.format(WIDE))
    refuse_repeats(ods(tmp_path, row, row, *rest), "a.ods")
