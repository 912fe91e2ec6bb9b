from __future__ import annotations

import pytest

from dermcohort.acquire.excel.styles import PLAIN, Shown, Style, shown_by, styles_of

DATES = "as a day without its year"


@pytest.mark.parametrize(
    ("code", "way"),
    [
        ("0%", "as percent"), ("0.0 %;-0.0 %", "as percent"),
        ("m/d", DATES), ('m"月"d"日"', DATES), ("d-mmm", DATES), ("[$-411]m/d;@", DATES),
        ("mmm-yy", "as a month without its day"), ('yyyy"年"m"月"', "as a month without its day"),
        (";;;", "as nothing"), ('"<"0.0', "with a sign that is not in the cell"),
        ("0.0未満", "with a sign that is not in the cell"), ("0,", "in thousands"),
        ("#,##0.0,", "in thousands"),
        ("yyyy-mm-dd", ""), ("d/m/yyyy", ""), ("[$-411]ge.m.d", ""), ("hh:mm", ""), ("[h]:mm", ""),
        ("mm:ss.0", ""), ("General", ""), ("@", ""), ("", ""), ("0.00E+00", ""), ("# ?/?", ""),
        ("[Red]General", ""), ('0.0"%"', ""), ("[>=100]0;0.0", ""),
    ],
)  # fmt: skip
def test_ways_of_showing(code, way):
    assert shown_by(code).way == way


@pytest.mark.parametrize(
    ("code", "decimals"),
    [("0", 0), ("0.0", 1), ("#,##0.00", 2), ("0.0_ ", 1), ('0.00" U/L"', 2), ("0.0;[Red]-0.0", 1),
     ("General", None), ("yyyy", None), ("0%", None), ("0.00E+00", None)],
)  # fmt: skip
def test_decimals(code, decimals):
    assert shown_by(code).decimals == decimals


STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0"/></numFmts>
<fonts><font><color theme="1"/></font><font><color rgb="FFFF0000"/></font>
<font><strike/></font><font><strike val="0"/><vertAlign val="superscript"/></font>
<font><color rgb="FF123456"/></font><font><color theme="0"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>
</fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor theme="0"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor theme="5" tint="0.4"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor indexed="13"/></patternFill></fill>
<fill><gradientFill/></fill></fills>
<cellStyleXfs><xf fontId="1" fillId="2"/></cellStyleXfs>
<cellXfs>%s</cellXfs></styleSheet>"""


@pytest.mark.parametrize(
    ("xf", "style"),
    [
        ('fontId="0" fillId="0"', PLAIN),
        ('fontId="1"', Style(font="red")),
        ('fontId="4"', Style(font="#123456")),
        ('fontId="5"', Style(font="white")),
        ('fontId="2"', Style(struck=True)),
        ('fontId="3"', Style(raised=True)),
        ('fillId="2"', Style(fill="yellow")),
        ('fillId="3"', PLAIN),
        ('fillId="4"', Style(fill="colour 5 of the theme")),
        ('fillId="5"', Style(fill="yellow")),
        ('fillId="6"', Style(fill="shaded")),
        ('fillId="99" fontId="99"', PLAIN),
        ('numFmtId="9"', Style(shown=Shown("as percent"))),
        ('numFmtId="164"', Style(shown=Shown("", 1))),
        ('numFmtId="14"', PLAIN),
    ],
)
def test_formats_of_cells(xf, style):
    found = styles_of((STYLES % f"<xf/><xf {xf}/>").encode())
    assert found == ({} if style == PLAIN else {1: style})
