"""What tells who a person is: by the heading of a column, or by what its cells look like."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dermcohort.japanese import folded
from dermcohort.sheets import Value

#: Headings that mean it as a whole.
_NAMED = {
    "name": (
        "name", "patient name", "patient's name", "full name", "surname", "family name",
        "last name", "first name", "given name", "middle name", "initials", "kana", "furigana",
        "mother's name", "father's name", "guardian", "next of kin", "physician", "doctor",
        "氏名", "姓名", "名前", "患者名", "患者様名", "患者氏名", "お名前", "姓", "名", "氏",
        "カナ", "かな", "ふりがな", "フリガナ", "カナ氏名", "イニシャル", "保護者", "保護者名",
        "家族名", "主治医", "担当医", "医師名",
    ),
    "chart number": (
        "chart no", "chart no.", "chart number", "mrn", "medical record number", "record number",
        "hospital number", "hospital no", "hospital no.", "hospital id", "nhs number", "ehr id",
        "カルテ番号", "カルテNo", "カルテNo.", "カルテID", "診察券番号", "診察券", "病院番号",
        "院内ID",
    ),
    "birth date": (
        "birth date", "date of birth", "birthday", "birthdate", "dob", "born",
        "生年月日", "誕生日", "出生日",
    ),
    "telephone number": (
        "phone", "telephone", "tel", "tel.", "mobile", "cell phone", "fax",
        "電話", "電話番号", "携帯", "携帯番号", "連絡先", "TEL", "FAX",
    ),
    "address": (
        "address", "street", "city", "town", "postcode", "postal code", "zip", "zip code",
        "住所", "現住所", "郵便番号", "〒", "市町村", "市区町村",
    ),
    "e-mail address": ("email", "e-mail", "mail", "メール", "メールアドレス", "Eメール"),
    "insurance number": (
        "insurance number", "insurance no", "insurance no.", "social security number", "ssn",
        "保険証番号", "保険者番号", "被保険者番号", "保険番号", "記号番号", "公費番号",
        "受給者番号",
    ),
    "personal number": ("national id", "personal number", "my number", "マイナンバー", "個人番号"),
}  # fmt: skip
#: Words that mean it wherever they stand in a heading.
_WITHIN = {
    "name": ("氏名", "患者名", "フリガナ", "ふりがな", "surname", "patient name"),
    "birth date": ("生年月日", "date of birth"),
    "telephone number": ("電話", "携帯", "telephone"),
    "address": ("住所", "郵便番号"),
    "e-mail address": ("メールアドレス", "e-mail", "email"),
    "insurance number": ("被保険者", "保険証"),
    "personal number": ("マイナンバー",),
}
_BY_NAME = {folded(word): kind for kind, words in _NAMED.items() for word in words}
_PARENTHESES = re.compile(r"[(\[（［].*?[)\]）］]")

_TELEPHONE = re.compile(
    r"(?<![0-9])(?:\+81[- ]?[1-9][0-9]{0,3}|0[0-9]{1,4})[- )]{0,2}"
    r"[0-9]{1,4}[- ]?[0-9]{3,4}(?![0-9])"
)
_TELEPHONE_DIGITS = (9, 12)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_POSTCODE = re.compile(r"〒 ?[0-9]{3}-?[0-9]{4}")
_PERSONAL = re.compile(r"[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}")
#: Family and given name in Chinese characters or kana, with a space between.
_FULL_NAME = re.compile(r"[一-龥々]{1,4}[ \u3000][一-龥々ぁ-んァ-ヶー]{1,6}")
_FULL_KANA = re.compile(r"[ァ-ヶー]{2,8}[ \u3000][ァ-ヶー]{2,8}")

#: A column is taken for what its cells look like from so many cells on, and from this share.
_CELLS, _SHARE = 3, 0.5


def kind_of_heading(heading: str) -> str:
    """What a heading says that a column tells of a person; "" for nothing of the kind.

    >>> kind_of_heading("患者氏名（漢字）"), kind_of_heading("Drug name"), kind_of_heading("DOB")
    ('name', '', 'birth date')
    """
    bare = folded(_PARENTHESES.sub(" ", heading))
    if bare in _BY_NAME:
        return _BY_NAME[bare]
    for kind, words in _WITHIN.items():
        if any(word in bare for word in words):
            return kind
    return ""


def kind_of_text(text: str) -> str:
    """What a text holds that tells of a person, wherever it stands in it; "" for nothing.

    >>> kind_of_text("call 03-1234-5678"), kind_of_text("2021-04-05"), kind_of_text("EASI 12.5")
    ('telephone number', '', '')
    """
    plain = _half_width(text)
    if _MAIL.search(plain):
        return "e-mail address"
    if any(_is_telephone(found[0]) for found in _TELEPHONE.finditer(plain)):
        return "telephone number"
    if any(_is_personal(found[0]) for found in _PERSONAL.finditer(plain)):
        return "personal number"
    return "address" if _POSTCODE.search(plain) else ""


def kind_of_cells(values: Iterable[Value]) -> str:
    """What most cells of a column look like; "" where they look like nothing of the kind."""
    texts = [value.strip() for value in values if isinstance(value, str) and value.strip()]
    if len(texts) < _CELLS:
        return ""
    kinds = [kind_of_text(text) or _name(text) for text in texts]
    for kind in dict.fromkeys(filter(None, kinds)):
        if kinds.count(kind) >= max(_CELLS, _SHARE * len(texts)):
            return kind
    return ""


#: Full-width letters, and the dashes that stand between the digits of a number.
_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    map(ord, "‐‑‒–—−ー"), "-"
)


def _half_width(text: str) -> str:
    return text.translate(_PLAIN)


def _is_telephone(text: str) -> bool:
    digits = re.sub(r"[^0-9]", "", text)
    low, high = _TELEPHONE_DIGITS
    # Without any mark between, only the eleven digits of a mobile telephone are told from a number.
    marked = len(digits) < len(text)
    return low < len(digits) <= high and (
        marked or re.fullmatch(r"0[5789]0[0-9]{8}", text) is not None
    )


def _is_personal(text: str) -> bool:
    """Twelve digits, of which the last one checks the others (Japan's individual number)."""
    digits = [int(digit) for digit in re.sub(r"[^0-9]", "", text)]
    if len(set(digits)) == 1:
        return False
    *body, check = digits
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(d * w for d, w in zip(body, weights, strict=True)) % 11
    return check == (0 if rest <= 1 else 11 - rest)


def _name(text: str) -> str:
    return "name" if _FULL_NAME.fullmatch(text) or _FULL_KANA.fullmatch(text) else ""
