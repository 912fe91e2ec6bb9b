"""Words that stand around the names in headings and at the end of sheets, English and Japanese."""

from __future__ import annotations

import re

from dermcohort.japanese import folded


def _folded(*words: str) -> frozenset[str]:
    return frozenset(map(folded, words))


#: Stand over several headings in a row above them. A part of the body is none of them.
TITLES = _folded(
    "patient", "patients", "background", "patient background", "demographics", "characteristics",
    "baseline characteristics", "treatment", "therapy", "medication", "score", "scores", "lab",
    "labs", "laboratory", "blood", "blood test", "blood tests", "efficacy", "outcome", "outcomes",
    "safety", "ae", "adverse event", "adverse events", "severity", "assessment", "assessments",
    "患者", "背景", "患者背景", "患者情報", "基本情報", "基本", "治療", "治療内容", "投与", "薬剤",
    "投与状況", "治療経過", "経過", "臨床スコア", "スコア", "重症度", "重症度評価", "皮疹評価",
    "評価", "検査", "検査値", "検査結果", "検査所見", "血液検査", "採血", "採血結果", "臨床検査",
    "血液", "有効性", "安全性", "有害事象", "副作用", "転帰", "中止", "合併症", "既往", "既往歴",
    "既往症", "アレルギー歴", "併存症",
)  # fmt: skip
#: Headings of a column that names the visit of each row.
VISIT_HEADINGS = _folded(
    "visit", "timepoint", "time point", "time", "week", "month", "day", "時期", "評価時期", "時点",
    "評価時点", "観察時期", "来院", "ビジット", "週", "月", "経過", "測定時期", "タイミング",
)  # fmt: skip
#: A running number is no good name of a patient where there is an ID as well.
RUNNING = _folded("no", "no.", "番号", "#")
#: In front of the headings of a treatment before the study drug.
EARLIER = re.compile(
    r"(?:prior|previous|past|earlier|former|前治療|前薬|既往治療|過去の)[ _-]*(.+)"
)
#: In the headings of what is computed from other columns.
COMPUTED = re.compile(
    r"改善|変化|減少|低下率|達成|差分|change|improvement|reduction|delta|δ"
    r"|easi[ -]?(?:50|75|90|100)\b"
)
#: The first word of a row that sums up others.
TOTALS = re.compile(
    r"(?:合計|総計|小計|平均値?|中央値|標準偏差|標準誤差|最大値?|最小値?|例数|件数"
    r"|(?:grand ?)?total|sum|mean|average|avg|median|sd|s\.d\.|sem?|max(?:imum)?|min(?:imum)?"
    r"|n|count)[ :=(0-9.)]*"
)
#: The beginning of a note below a table.
FOOTNOTE = re.compile(r"[※*†‡#＊]|\(?注|note|source|出典|legend|凡例")
