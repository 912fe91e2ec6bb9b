"""What the template says, in English and in Japanese.

Headings are names that `tables` knows, so that a filled form reads back without a mapping.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

from dermcohort import japanese
from dermcohort.tables import PARAMETERS, Column
from dermcohort.terms import DRUGS, EVENTS

Language = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = ("en", "ja")

_Words = dict[str, str | tuple[str, ...]]
_EN: _Words = {
    "about": "Read me",
    "lists": "Lists",
    "patients": "Patients",
    "treatments": "Treatments",
    "scores": "Scores",
    "laboratory": "Laboratory",
    "events": "Adverse events",
    "items": "{name} items",
    "example": "EXAMPLE",
    "yes": "yes",
    "no": "no",
    "F": "F",
    "M": "M",
    "required": "Required. ",
    "date": "A date as 2021-01-04, from {low} to {high}.",
    "today": "today",
    "between": "{low} to {high}{unit}.",
    "step": "{low} to {high} in steps of {step}{unit}.",
    "censored": 'Below or above a limit of the laboratory: "<5", ">20000".',
    "list": "Choose from the list.",
    "open list": "Choose from the list, or write what is not in it.",
    "id": "The study number of the patient, no name. The same in every sheet, zeros in front too.",
    "known id": "The ID as in the sheet {sheet}.",
    "once": "Each ID stands here once. 001 and 1 count as the same.",
    "after": "On or after the first dose in the same row, up to {high}. Empty while it goes on.",
    "text": "Free text. No names.",
    "not here": "Not here",
    "wrong": "Not possible",
    "unusual": "Not in the list",
    "example row": "This row is an example and is not read. Fill in the rows below the headings.",
    "not relevant": "NR",
    "or word": "{word}: not relevant.",
    "how": (
        "Fill in from row 4. Row 2 of each sheet is an example and is never read.",
        "{patients}: one row a patient. Use a study number, never a name, a birth date or a chart "
        "number. Write the same number in every sheet.",
        "{treatments}: one row a drug and period: {drug}, and systemic drugs before it. A change "
        "of dose starts a new row. The last dose stays empty while the drug goes on.",
        "{scores} and {laboratory}: one row a patient, visits side by side, each with its date.",
        "{events}: one row an event. If nobody had any, the sheet stays empty.",
        "Leave a cell empty where nothing was measured.",
        "Yellow: a cell that is needed. Red: a value that is not possible. Do not rename headings "
        "or sheets.",
    ),
    "visits": "Visits",
    "visit": ("In headings", "Visit", "Day aimed at", "Days allowed"),
    "counted": "Days are counted from the first dose, which is day 0.",
    "synthetic": "SYNTHETIC DATA: no real patient",
}
_JA: _Words = {
    "about": "はじめに",
    "lists": "選択肢",
    "patients": "患者背景",
    "treatments": "治療",
    "scores": "スコア",
    "laboratory": "検査値",
    "events": "有害事象",
    "items": "{name} 項目",
    "example": "記入例",
    "yes": "あり",
    "no": "なし",
    "F": "女",
    "M": "男",
    "required": "必須。",
    "date": "日付（例 2021-01-04）。{low} から {high} まで。",
    "today": "本日",
    "between": "{low}～{high}{unit}。",
    "step": "{low}～{high}{unit}、{step} 刻み。",
    "censored": "検出限界の外は「<5」「>20000」のように入力します。",
    "list": "リストから選択してください。",
    "open list": "リストから選択します。リストにないものはそのまま入力できます。",
    "id": "研究用の番号。氏名は入力しないでください。全シートで同じ番号（先頭の0も）を使います。",
    "known id": "シート「{sheet}」にある番号を選択してください。",
    "once": "同じ番号は一度だけ入力します。001 と 1 は同じ番号とみなします。",
    "after": "同じ行の開始日以降、{high} まで。投与中は空欄にします。",
    "text": "自由記載。氏名は入力しないでください。",
    "not here": "入力できません",
    "wrong": "入力できない値です",
    "unusual": "リストにありません",
    "example row": "この行は記入例で、読み込まれません。見出しの下の行に入力してください。",
    "not relevant": "該当なし",
    "or word": "該当しない場合は「{word}」。",
    "how": (
        "4行目から入力してください。各シートの2行目は記入例で、読み込まれません。",
        "{patients}：1行に患者1名。研究用の番号を使い、氏名・生年月日・カルテ番号は入力しないで"
        "ください。全シートで同じ番号を使います。",
        "{treatments}：薬剤と期間ごとに1行。{drug}と、それ以前の全身療法を入力します。用量を変更"
        "したら新しい行に入力します。投与中は最終投与日を空欄にします。",
        "{scores}・{laboratory}：1行に患者1名。各時点を横に並べ、それぞれ評価日を入力します。",
        "{events}：事象ごとに1行。なければ空欄のままにします。",
        "測定していない項目は空欄にします。",
        "黄色：入力が必要です。赤色：入力できない値です。見出しとシート名は変更しないでください。",
    ),
    "visits": "評価時点",
    "visit": ("見出しの表記", "時点", "目標日", "許容範囲（日）"),
    "counted": "日数は初回投与日を0日として数えます。",
    "synthetic": "SYNTHETIC DATA（架空のデータです）",
}
WORDS: MappingProxyType[Language, _Words] = MappingProxyType({"en": _EN, "ja": _JA})


def said(language: Language, key: str, **details: object) -> str:
    """A sentence or name of the template.

    >>> said("en", "between", low=0, high=72, unit="")
    '0 to 72.'
    """
    words = WORDS[language][key]
    assert isinstance(words, str), key
    return words.format(**details)


def lines(language: Language, key: str, **details: object) -> tuple[str, ...]:
    """Several of them."""
    words = WORDS[language][key]
    assert not isinstance(words, str), key
    return tuple(line.format(**details) for line in words)


def column_heading(table: str, column: Column, language: Language) -> str:
    """The heading of a column, with its unit."""
    words: tuple[str, ...] = (column.label,)
    unit = column.unit
    if language == "ja":
        known = japanese.COLUMNS.get((table, column.name), ())
        words = japanese.PATIENT if column.name == "patient" else (
            words if column.name in _KEPT else known or words)  # fmt: skip
        unit = "歳" if column.name == "age_years" else _JA_UNITS.get(unit, unit)
    return f"{words[0]} ({unit})" if unit else words[0]


_JA_UNITS = {"years": "年", "months": "ヶ月", "mg/day": "mg/日"}
#: Abbreviations that Japanese forms print as they are.
_KEPT = frozenset((
    "bmi", "IGA", "EASI", "BSA", "DLQI", "POEM", "CDLQI", "ADCT", "RECAP", "PASI", "SCORAD",
    "LDH", "TARC", "AST", "ALT", "ALP", "BUN", "CRP", "EGFR", "KL6",
))  # fmt: skip


def parameter_heading(code: str, language: Language) -> str:
    """The heading of a parameter, with its unit and without a visit."""
    known = PARAMETERS[code]
    label = known.label
    if language == "ja" and code not in _KEPT:
        label = _JA_LABELS.get(code) or japanese.PARAMETERS.get(code, (label,))[0]
    return f"{label} ({known.unit})" if known.unit and known.unit not in label else label


_JA_LABELS = {"CPK": "CK"}


def drug_name(name: str, language: Language) -> str:
    """A drug of the list, as it is written in a language."""
    assert name in DRUGS, name
    return japanese.DRUGS.get(name, (name,))[0] if language == "ja" else name


def event_name(name: str, language: Language) -> str:
    """An adverse event of the list, as it is written in a language."""
    assert name in EVENTS, name
    return japanese.EVENTS.get(name, (name,))[0] if language == "ja" else name


def reasons(language: Language) -> tuple[str, ...]:
    """Why a drug is stopped."""
    return tuple(words[0] if language == "ja" else name for name, words in japanese.REASONS.items())


def code_words(column: Column, language: Language) -> tuple[str, ...]:
    """One word for each meaning of a column of codes."""
    meanings = dict.fromkeys(meaning for _, meaning in column.codes)
    if language == "en":
        return tuple(str(_EN.get(meaning, meaning)) for meaning in meanings)
    known = japanese.SEX if column.name == "sex" else japanese.ACTIONS
    first: dict[str, str] = {}
    for word, meaning in known:
        first.setdefault(meaning, word)
    return tuple(first[meaning] for meaning in meanings)


def yes_no(language: Language) -> tuple[str, str]:
    """The two answers."""
    return said(language, "yes"), said(language, "no")
