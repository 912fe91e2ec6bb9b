"""What people and programs write into cells: strategies for Hypothesis."""

# Kanji count twice.
# ruff: noqa: E501

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

_DAY = st.dates(dt.date(1988, 1, 1), dt.date(2024, 12, 31))
_NUMBER = st.one_of(
    st.integers(0, 100), st.integers(-5, 30_000),
    st.decimals(0, 99, places=2), st.decimals(0, 9999, places=1),
).map(str)  # fmt: skip
_WIDE = str.maketrans("0123456789.,<>%-/", "０１２３４５６７８９．，＜＞％－／")
_UNITS = (
    "U/L", "IU/L", "%", "％", "mm", "cm", "g/dL", "g/L", "mg/dL", "/μL", "/µL", "x10^3/uL",
    "×10⁴/μL", "万/μL", "pg/mL", "歳", "mg/day", "mg/日", "点", "kg", "H", "L", "*", "†", "※", "↑",
)  # fmt: skip
WORDS = (
    "未", "ND", "nd", "-", "－", "—", "n/a", "?", "検出せず", "感度以下", "(+)", "(-)", "±", "(1+)",
    "not detected", "なし", "あり", "不明", "男", "女", "M", "F", "1", "0", "yes", "No", "○", "×",
    "中止", "継続", "#N/A", "#DIV/0!", "NaN", "inf", "-inf", "1e400", "TRUE", "合計", "平均", "Mean",
    "n=5", "999", "9999", "01", "００１", "1-2", "P1", "P2", " P1 ", "Ｐ１", "baricitinib", "バリシチニブ",
    "Olumiant", "シクロスポリン、プレドニゾロン", "zoster", "帯状疱疹", "EASI", "LDH", "顔面EASI", "特異的IgE",
    "10-12", "10〜12", "3+4", "12.5→8.0", "約12", "12?", "12²", "1,204", "1.204,5", "1 204", "1'204",
    "24,6", "0x10", "1_000", "٣", "Ⅳ", "½", "一二", "7/10", "3 (moderate)", "\u200b", "\u3000",
    "=1+1", "'5", "５未満", "20000以上", "20000超", "≧5000", "<5", ">20000", "＜５", "<", "<>", "< <5",
)  # fmt: skip
_DAY_STYLES = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%b-%Y",
    "%B %d, %Y", "%Y%m%d", "%y/%m/%d", "%Y-%m", "%Y年%m月", "%Y", "%Y-%m-%d %H:%M", "R5.%m.%d",
    "令和3年%m月%d日", "H31.%m.%d", "平成元年%m月%d日", "S64/%m/%d", "%m/%d", "%Y/%m/%d(月)", "%d %b %y",
)  # fmt: skip

day_texts = st.builds(lambda day, style: day.strftime(style), _DAY, st.sampled_from(_DAY_STYLES))
number_texts = st.one_of(
    _NUMBER,
    _NUMBER.map(lambda text: text.translate(_WIDE)),
    st.builds("{}{}{}".format, _NUMBER, st.sampled_from(("", " ", "\u00a0")), st.sampled_from(_UNITS)),
    st.builds("{}{}".format, st.sampled_from(("<", ">", "＜", "≦", "±", "約", "+", "-", "−", "H ")),
              _NUMBER),
    st.builds("{}{}".format, _NUMBER, st.sampled_from(("未満", "以下", "以上", "超", "<", "以上?", "%"))),
)  # fmt: skip
any_text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)

#: Text of a cell, as a csv has it.
texts = st.one_of(
    st.just(""), number_texts, number_texts, day_texts, st.sampled_from(WORDS), any_text,
)  # fmt: skip
#: A cell of a workbook.
values = st.one_of(
    texts, texts, st.none(), st.booleans(), st.integers(-10, 100), st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False), st.floats(0, 72).map(lambda x: round(x * 20) / 20),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2100, 1, 1)).map(
        lambda t: t.replace(microsecond=0)
    ),
    _DAY,
)  # fmt: skip
