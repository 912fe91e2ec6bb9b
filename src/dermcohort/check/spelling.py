"""How charts spell things: case, spaces, full-width letters, units, numbers, words for missing."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable

from dermcohort.sheets import ErrorCell, Value

#: What is written where nothing was measured.
MISSING_WORDS = frozenset((
    "", ".", "..", "...", "?", "??", "/", "n/a", "na", "n.a.", "n.a", "nd", "n.d.", "n.d", "n/d",
    "nt", "n.t.", "null", "missing", "unknown", "not done", "not measured", "not tested",
    "not available", "no data", "blank",
    "未", "未測定", "未実施", "未検", "未検査", "未施行", "未評価", "未記入", "未入力", "測定せず",
    "実施せず", "施行せず", "測定なし", "検査なし", "記載なし", "記録なし", "データなし", "欠測",
    "欠損", "不明", "・", "…",
    *(dash * times for dash in "-–—―−ー‐ｰ" for times in (1, 2, 3, 4)),
))  # fmt: skip

#: Of those, the ones of which nobody knows whether they mean "not done" or "not detected".
NOT_DONE_OR_NOT_DETECTED = frozenset(("nd", "n.d.", "n.d", "n/d"))

#: A value lies beyond what the laboratory can measure, and the limit is not said.
BEYOND_LIMITS = frozenset((
    "not detected", "undetected", "undetectable", "not detectable", "below detection",
    "below detection limit", "below limit of detection", "below the limit of detection",
    "below quantification", "<lod", "<loq", "< lod", "< loq", "<lloq", "< lloq", ">uloq", "> uloq",
    "bdl", "blq", "blod", "bloq",
    "検出せず", "検出されず", "不検出", "検出なし", "検出限界以下", "検出限界未満", "検出感度以下",
    "検出感度未満", "測定限界以下", "測定限界未満", "測定感度以下", "測定感度未満", "感度以下",
    "感度未満", "定量限界以下", "定量限界未満", "定量下限以下", "定量下限未満", "測定下限以下",
    "測定下限未満", "測定上限以上", "測定上限超", "上限以上", "測定範囲外",
))  # fmt: skip

#: An answer of yes or no, or of degrees, where a number is asked.
QUALITATIVE = frozenset((
    "+", "++", "+++", "++++", "±", "+-", "+/-", "(+)", "(++)", "(+++)", "(-)", "(±)", "(−)",
    "陰性", "陽性", "擬陽性", "偽陽性", "弱陽性", "判定保留",
    "negative", "positive", "neg", "pos", "neg.", "pos.", "trace",
    *(form.format(n) for n in range(1, 6) for form in ("{}+", "({}+)", "(+{})")),
))  # fmt: skip

#: Of those, the ones that are an answer where text is asked: a reason may be unknown.
ANSWERS = frozenset(("unknown", "不明"))

#: What is written in the column of the drug or the event where there was none.
NOTHING_WORDS = frozenset((
    "none", "no", "nil", "nothing", "0", "-", "–", "—", "−", "ー", "n/a", "na",
    "なし", "無", "無し", "特になし",
))  # fmt: skip


def plain(text: str) -> str:
    """Case, width and spaces taken away.

    >>> plain(" ＥＡＳＩ   0M ")
    'easi 0m'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


_HALF_WIDTH: dict[int, int | None] = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
# Nobody sees these in a cell: joiners, marks of direction and of byte order, the soft hyphen.
_INVISIBLE = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
_HALF_WIDTH |= dict.fromkeys(_INVISIBLE)
_SMALL_KATAKANA = re.compile("[\uff61-\uff9f]+")


def half_width_kept(text: str) -> str:
    """Full-width letters and digits, spaces and what cannot be seen taken away, but not the case.

    >>> half_width_kept("２５０　Ｈ\u200b")
    '250 H'
    """
    return " ".join(text.translate(_HALF_WIDTH).split())


def half_width(text: str) -> str:
    """Full-width letters and digits, case and spaces taken away, and nothing else.

    For values: `plain` would turn 10² into 102.

    >>> half_width("１２．５ "), half_width("10²")
    ('12.5', '10²')
    """
    return half_width_kept(text).casefold()


def word_key(value: Value) -> str:
    """What words in cells are compared by: width, case, spaces and ``.0`` taken away.

    >>> word_key(999.0), word_key("９９９"), word_key("999.0"), word_key("ｱﾘ")
    ('999', '999', '999', 'アリ')
    """
    text = half_width(as_text(value))
    text = _SMALL_KATAKANA.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return re.sub(r"(?<=[0-9])\.0+$", "", text) if re.fullmatch(r"[+-]?[0-9]+\.0+", text) else text


def as_text(raw: Value) -> str:
    """A value that is to be text: 1.0, which Excel holds for 1, is "1"."""
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else number_text(raw)
    return str(raw).strip()


def near(name: str, known: Iterable[str], *, lead: str = "; nearest: ") -> str:
    """The nearest known names as the end of a sentence; "" if none is near."""
    close = difflib.get_close_matches(plain(name), list(known), n=3, cutoff=0.6)
    return lead + ", ".join(close) if close else ""


def shown(value: Value) -> str:
    """A raw value as a person sees it in the sheet.

    >>> shown(84.0), shown(True), shown(None)
    ('84', 'TRUE', '')
    """
    if value is None:
        return ""
    if isinstance(value, ErrorCell):
        return value.text
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return str(value)


def number_text(value: float) -> str:
    """The shortest text that reads back as the number, without ``.0``."""
    return repr(value).removesuffix(".0")
