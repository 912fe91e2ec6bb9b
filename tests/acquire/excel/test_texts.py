from __future__ import annotations

import pytest

from dermcohort.acquire.excel.texts import lengths, marked_texts

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def run(text, mark=""):
    return f"<r><rPr>{mark}<sz val='11'/></rPr><t>{text}</t></r>"


@pytest.mark.parametrize(
    ("item", "looks"),
    [
        ("<t>84</t>", ()),
        (run("8", "<strike/>") + run("9"), ("partly struck",)),
        (run("8", "<strike/>") + run("9", "<strike val='true'/>"), ("struck",)),
        (run("8", "<strike val='0'/>") + run("9"), ()),
        # A space that is struck through says nothing.
        (run("8") + run(" ", "<strike/>"), ()),
        (run("84") + run("2", "<vertAlign val='superscript'/>"), ("raised",)),
        (run("84") + run("2", "<vertAlign val='baseline'/>"), ()),
        (run("8", "<strike/>") + run("2", "<vertAlign val='subscript'/>"),
         ("partly struck", "raised")),
        ("<r><t>患</t></r><r><t>者</t></r><rPh sb='0' eb='2'><t>カンジャ</t></rPh>", ()),
    ],
)  # fmt: skip
def test_how_a_text_looks(item, looks):
    xml = f"<sst {MAIN}><si/><si>{item}</si><si>{run('x', '<strike/>')}</si></sst>".encode()
    assert marked_texts(xml) == ({1: looks} if looks else {}) | {2: ("struck",)}


def test_plain_texts_and_lengths():
    xml = f"<sst {MAIN}><si><t>abc</t></si><si><t>{'x' * 50}</t></si></sst>".encode()
    assert marked_texts(xml) == {}
    assert lengths(xml)[1] - lengths(xml)[0] == 47 + len("</sst>")
