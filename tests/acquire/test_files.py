from __future__ import annotations

import pytest

from dermcohort.acquire.files import find_file, refuse_unknown_kind
from dermcohort.errors import SourceUnreadable


def test_a_missing_file_names_those_with_similar_names(tmp_path):
    for name in ("Charts_2.xlsx", "other.csv", "~$charts.xlsx", "notes.docx"):
        (tmp_path / name).touch()
    with pytest.raises(SourceUnreadable, match=r"is not .*similar .*: Charts_2.xlsx; try"):
        find_file("charts.xlsx", tmp_path)
    with pytest.raises(SourceUnreadable, match=r"files there: Charts_2.xlsx, other.csv; try"):
        find_file("zzz", tmp_path)


def test_nothing_near(tmp_path):
    with pytest.raises(SourceUnreadable, match="no workbook or csv is there"):
        find_file("charts.xlsx", tmp_path)
    with pytest.raises(SourceUnreadable, match="there is no such folder"):
        find_file("old/charts.xlsx", tmp_path)


def test_a_folder(tmp_path):
    with pytest.raises(SourceUnreadable, match="is a folder"):
        find_file(".", tmp_path)


def test_a_file_of_another_kind(tmp_path):
    with pytest.raises(SourceUnreadable, match=r"allowed: \.xlsx.*save it as \.xlsx"):
        refuse_unknown_kind(tmp_path / "a.docx", "a.docx")


def test_an_empty_file(tmp_path):
    (tmp_path / "a.xlsx").touch()
    with pytest.raises(SourceUnreadable, match=r"a\.xlsx is empty \(0 bytes\)"):
        refuse_unknown_kind(tmp_path / "a.xlsx", "a.xlsx")


def test_a_file_that_may_not_be_opened(tmp_path):
    with pytest.raises(SourceUnreadable, match="cannot be opened"):
        refuse_unknown_kind(tmp_path / "a.xlsx", "a.xlsx")
