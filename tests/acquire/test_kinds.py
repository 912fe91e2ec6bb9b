from __future__ import annotations

import shutil
import zipfile

import pytest

from dermcohort.acquire.kinds import refuse_other_kind
from dermcohort.errors import SourceUnreadable

OLE = b"\xd0\xcf\x11\xe0"


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".ods"])
def test_an_xlsx_by_another_name(tmp_path, book, suffix):
    path = book(tmp_path / "a.xlsx", S=[["ID"]])
    refuse_other_kind(path, "a.xlsx")
    other = shutil.copy(path, tmp_path / f"a{suffix}")
    with pytest.raises(SourceUnreadable, match=rf"in \.xlsx though its name ends with {suffix}"):
        refuse_other_kind(other, other.name)


@pytest.mark.parametrize(
    ("part", "said"),
    [("xl/workbook.bin", r"in \.xlsb .*rename it to \.xlsb"), ("content.xml", r"in \.ods "),
     ("charts/a.xlsx", "is an archive, no workbook; try: unpack it")],
)  # fmt: skip
def test_other_archives_by_the_name_of_an_xlsx(tmp_path, part, said):
    path = tmp_path / "a.xlsm"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(SourceUnreadable, match=said):
        refuse_other_kind(path, "a.xlsm")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><table><tr><td>ID</td></tr></table></html>", "is a web page .*save it as .xlsx"),
        (b"\xef\xbb\xbf <TABLE border=1>", "is a web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
         "is a sheet in XML"),
        (b"ID\tAge\nP1\t30\n" * 500, r"is a text file .*rename it to \.csv"),
        ("患者ID,年齢\n".encode("cp932") * 400, "is a text file"),
        (OLE + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"\x00\x01\x02", "is not a workbook"),
    ],
)  # fmt: skip
def test_what_passes_as_an_xls(tmp_path, content, said):
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with pytest.raises(SourceUnreadable, match=said):
        refuse_other_kind(path, "a.xls")


def test_an_xls_is_one(tmp_path):
    for content in (OLE + bytes(600), b"\x09\x08\x10\x00" + bytes(60)):
        (tmp_path / "a.xls").write_bytes(content)
        refuse_other_kind(tmp_path / "a.xls", "a.xls")
