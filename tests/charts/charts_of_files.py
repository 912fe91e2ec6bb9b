"""Charts that are odd as files: encodings, formulas, old formats."""

# Rows of cells are read as rows, and kanji count twice.
# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from chart_cells import Block, Chart, Formula, Is, doubted, either, reads, refused, said
from charts_of_layouts import PEOPLE, people
from charts_of_values import VISITS, visits

d = dt.date


def _japanese(name: str, about: str, encoding: str, source: str = "", *, unreadable: bool = False,
              delimiter: str = ",") -> Chart:  # fmt: skip
    """Drugs and reasons in Japanese, as a csv."""
    people_block = Block(
        [["ID", "Age", "Sex"]], ["patient", "patients.age_years", "patients.sex"],
        [["P1", reads("30", 30), "F"], ["P2", reads("41", 41), "M"]],
        file=f"{name}-patients.csv",
    )  # fmt: skip
    treatments = Block(
        [["患者番号", "薬剤", "開始日", "中止理由"]],
        ["patient", "treatments.drug", "treatments.start", "treatments.reason"],
        [
            ["P1", reads("バリシチニブ", "baricitinib"), reads("2021/1/4", d(2021, 1, 4)),
             reads("効果不十分", "効果不十分", also=("lack of efficacy",))],
            ["P2", reads("オルミエント", "baricitinib"), reads("2021/1/5", d(2021, 1, 5)),
             reads("①～③参照" if encoding == "cp932" else "患者希望",
                   "①～③参照" if encoding == "cp932" else "患者希望", also=("patient's wish",))],
        ],
    )  # fmt: skip
    sources = f'\n[[sources]]\ntable = "patients"\nfile = "{name}-patients.csv"\n'
    if encoding.startswith("utf-16") and source:
        sources += f"{source}\n"
    return Chart(
        name, about, [people_block, treatments],
        sources + f'\n[[sources]]\ntable = "treatments"\n{source}\n',
        suffix=".csv", encoding=encoding, delimiter=delimiter,
        unreadable=unreadable,
    )  # fmt: skip


UTF8_BOM = _japanese("utf8-bom", "csv of Excel: UTF-8 with a mark at its start.", "utf-8-sig")
UTF8 = _japanese("utf8-plain", "csv in UTF-8, tabs between the columns.", "utf-8", delimiter="\t")
CP932 = _japanese(
    "cp932", "csv of Japanese Excel in CP932, with letters that only CP932 has.", "cp932"
)
UTF16 = _japanese("utf16", "Excel's 'Unicode text': UTF-16 with a mark, and tabs.", "utf-16",
                  delimiter="\t")  # fmt: skip
UTF16_DECLARED = _japanese(
    "utf16-declared", "UTF-16 without a mark; the study file says so.", "utf-16-le",
    'encoding = "utf-16-le"',
)  # fmt: skip
EUC_JP = _japanese(
    "euc-jp-declared", "csv of an old Unix system in EUC-JP; the study file says so.", "euc-jp",
    'encoding = "euc-jp"',
)  # fmt: skip
EUC_JP_GUESSED = _japanese(
    "euc-jp-undeclared", "The same without a word in the study file: wrong letters may not pass.",
    "euc-jp", unreadable=True,
)  # fmt: skip

FORMULAS = Chart(
    "formulas",
    "Formulas that failed, that were never computed, and that look into another workbook.",
    [
        people("P1", "P2"),
        visits(
            ["EASI", "LDH", "IGA"], ["EASI", "LDH", "IGA"],
            ["P1", d(2021, 1, 9), Formula("=8.2+12.3", 20.5), refused(Formula("=1/0", "#DIV/0!")), 3],
            ["P1", d(2021, 2, 9), refused(Formula("=NA()", "#N/A")), 250,
             refused(Formula('=VLOOKUP("x",A1:B2,2,0)', "#REF!"))],
            ["P2", d(2021, 3, 9), refused(Formula("=C2+0.1*0", 7777)), 240,
             refused(Formula("=E2*1", 8888))],
            ["P2", d(2021, 4, 9), doubted(Formula("=[1]Scores!$A$1", 12.5), 12.5), 199, refused("#VALUE!")],
            ["P2", refused(Formula("=DATE(2021,13,99)&\"\"", "#NUM!")), 5, 180, 1],
        ),
    ],
    PEOPLE + VISITS,
    # As a program writes formulas that no Excel has computed: without a value, or with an empty one.
    edits={
        "xl/worksheets/sheet2.xml": [
            ("<v>7777</v>", ""), ("<v>8888</v>", "<v></v>"),
        ],
        "xl/workbook.xml": [
            ("</sheets>", '</sheets><externalReferences><externalReference r:id="rId99"/></externalReferences>'),
        ],
        "xl/_rels/workbook.xml.rels": [
            ("</Relationships>", '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/'
             'officeDocument/2006/relationships/externalLink" Target="externalLinks/externalLink1.xml"/>'
             "</Relationships>"),
        ],
        "[Content_Types].xml": [
            ("</Types>", '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/'
             'vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>'),
        ],
        "+xl/externalLinks/externalLink1.xml": [
            ("", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<externalLink xmlns="http://schemas.'
             'openxmlformats.org/spreadsheetml/2006/main"><externalBook xmlns:r="http://schemas.openxmlformats.'
             'org/officeDocument/2006/relationships" r:id="rId1"><sheetNames><sheetName val="Scores"/></sheetNames>'
             "</externalBook></externalLink>"),
        ],
        "+xl/externalLinks/_rels/externalLink1.xml.rels": [
            ("", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.'
             'openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxml'
             'formats.org/officeDocument/2006/relationships/externalLinkPath" Target="scores.xlsx" '
             'TargetMode="External"/></Relationships>'),
        ],
    },
)  # fmt: skip

FURIGANA = Chart(
    "furigana",
    "Rich text: readings above the kanji, a superscript footnote, half of a cell struck through.",
    [
        people("P1", "P2"),
        Block(
            [["患者番号", "薬剤", "開始日", "中止理由"]],
            ["patient", "treatments.drug", "treatments.start", "treatments.reason"],
            [["P1", reads("シクロスポリン", "cyclosporine"), d(2019, 1, 4),
              reads("副作用", "副作用", also=("adverse event",))],
             ["P2", reads("デュピクセント", "dupilumab"), d(2019, 1, 5), "経過"]],
            sheet="前治療",
        ),
        visits(
            ["EASI", "LDH"], ["EASI", "LDH"],
            ["P1", d(2021, 1, 9), either("20.5a", 20.5), 300],
            ["P2", d(2021, 1, 10), refused("30.512.5"), 280],
            ["P2", d(2021, 2, 10), either("18.25b", 18.25), 270],
        ),
    ],
    PEOPLE + '\n[[sources]]\ntable = "treatments"\nsheet = "前治療"\n' + VISITS,
    edits={
        "xl/sharedStrings.xml": [
            ("<si><t>副作用</t></si>", '<si><t>副作用</t><rPh sb="0" eb="3"><t>フクサヨウ</t></rPh>'
             '<phoneticPr fontId="1"/></si>'),
            ("<si><t>デュピクセント</t></si>", "<si><r><t>デュピ</t></r><r><rPr><b/></rPr><t>クセント</t></r></si>"),
            ("<si><t>20.5a</t></si>",
             '<si><r><t>20.5</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>a</t></r></si>'),
            ("<si><t>18.25b</t></si>", "<si><r><t>18.25</t></r><r><t>b</t></r></si>"),
            ("<si><t>30.512.5</t></si>",
             "<si><r><rPr><strike/></rPr><t>30.5</t></r><r><t>12.5</t></r></si>"),
        ],
    },
)  # fmt: skip

NUMBERS_AS_TEXT = Chart(
    "numbers-as-text",
    "Every number and date is text; a few start with an apostrophe's green corner or with zeros.",
    [
        people("P1", "P2"),
        visits(
            ["EASI", "LDH", "DLQI"], ["EASI", "LDH", "DLQI"],
            ["P1", reads("2021-01-09", d(2021, 1, 9)), reads("20.5", 20.5), reads("0300", 300), reads("12.", 12)],
            ["P1", reads("2021-02-09", d(2021, 2, 9)), reads("+9", 9), reads("2.5e2", 250), reads(".0", 0)],
            ["P2", reads("2021-03-09", d(2021, 3, 9)), reads(8.399999999999999, 8.4, also=(8.399999999999999,)),
             said(301.23456789, 301.23456789), refused("1..2")],
            ["P2", reads("2021-04-09", d(2021, 4, 9)), refused("NaN"), refused("inf"), refused("'7'")],
        ),
    ],
    PEOPLE + VISITS,
)  # fmt: skip


def _old(suffix: str) -> Chart:
    """What an old program saved; made with LibreOffice from the xlsx of the same content."""
    return Chart(
        f"old-{suffix}",
        f"A workbook in .{suffix}, with text, dates, a failed formula and full-width digits.",
        [
            people("P1", "P2"),
            visits(
                ["EASI", "LDH"], ["EASI", "LDH"],
                ["P1", d(2021, 1, 9), 20.5, reads("300", 300)],
                ["P1", d(2021, 2, 9), said("１２．５", 12.5), Is(Formula("=1/0", "#DIV/0!"), None, "ignored")],
                ["P2", d(2021, 3, 9), 8, said("<250", 250, "<")],
                ["P2", refused("R3.2.29"), 8, 222],
            ),
        ],
        PEOPLE + VISITS,
        suffix=f".{suffix}",
        # The reader of these formats does not see that the formula failed.
        noticed=[("Visits", ["D3"], "formula")],
    )  # fmt: skip


CHARTS = (
    UTF8, UTF8_BOM, CP932, UTF16, UTF16_DECLARED, EUC_JP, EUC_JP_GUESSED, FORMULAS, FURIGANA,
    NUMBERS_AS_TEXT,  _old("xls"), _old("ods"),
)  # fmt: skip
