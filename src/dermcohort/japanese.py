"""The Japanese words of charts: headings, drugs, events and answers, and what they mean here.

The first word of each entry is the one that a form in Japanese would print. ``tables`` and
``terms`` add the words to their synonyms.
"""

from __future__ import annotations

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_AT_PARENTHESES = re.compile(r" (?=[()])|(?<=[()]) ")
_KANA_OR_KANJI = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def folded(text: str) -> str:
    """A name without what spellings differ in: width, case, spaces, dashes.

    Japanese is written without spaces, so those within it carry nothing.

    >>> folded(" ＥＡＳＩ   Score "), folded("好酸球　数"), folded("KL−6")
    ('easi score', '好酸球数', 'kl-6')
    """
    words = unicodedata.normalize("NFKC", text).casefold().translate(_DASHES).split()
    joined = "".join(words)
    return joined if _KANA_OR_KANJI.search(joined) else _AT_PARENTHESES.sub("", " ".join(words))


COLUMNS: dict[tuple[str, str], tuple[str, ...]] = {
    ("patients", "age_years"): ("年齢", "開始時年齢", "導入時年齢", "治療開始時年齢"),
    ("patients", "sex"): ("性別", "性"),
    ("patients", "bmi"): ("体格指数",),
    ("patients", "ad_duration_years"): (
        "罹病期間", "罹患期間", "罹病年数", "罹患年数", "アトピー性皮膚炎の罹病期間", "病悩期間",
    ),
    ("patients", "asthma"): ("気管支喘息", "喘息", "喘息の既往", "喘息既往", "喘息合併"),
    ("patients", "rhinitis"): (
        "アレルギー性鼻炎", "鼻炎", "アレルギー性鼻炎の既往", "アレルギー性鼻炎合併",
    ),
    ("patients", "conjunctivitis"): (
        "アレルギー性結膜炎", "結膜炎", "アレルギー性結膜炎の既往", "アレルギー性結膜炎合併",
    ),
    ("patients", "topical_months"): ("外用療法の期間", "外用治療期間", "外用期間"),
    ("patients", "topical_not_possible"): ("外用療法が実施できない", "外用困難", "外用不可"),
    ("patients", "diagnosis"): ("診断名", "診断", "病名"),
    ("treatments", "drug"): (
        "薬剤名", "薬剤", "薬品名", "薬", "治療薬", "使用薬剤", "投与薬剤", "投与薬", "治療",
    ),
    ("treatments", "dose_mg_per_day"): (
        "用量", "投与量", "1日量", "一日量", "1日投与量", "1日用量", "用量(mg/日)",
    ),
    ("treatments", "start"): (
        "開始日", "投与開始日", "初回投与日", "治療開始日", "内服開始日", "導入日", "開始年月日",
        "投与開始",
    ),
    ("treatments", "stop"): (
        "終了日", "最終投与日", "投与終了日", "治療終了日", "内服終了日", "中止日", "投与中止日",
        "終了年月日", "投与終了",
    ),
    ("treatments", "reason"): (
        "中止理由", "終了理由", "変更理由", "切替理由", "切り替え理由", "中止・変更理由",
        "中止/変更理由", "中止の理由", "投与中止理由", "理由",
    ),
    ("treatments", "next_drug"): (
        "次の治療", "次治療", "後治療", "変更後薬剤", "変更後の薬剤", "切替薬", "切り替え薬",
        "切替後薬剤", "変更先",
    ),
    ("assessments", "date"): (
        "評価日", "日付", "検査日", "受診日", "来院日", "測定日", "採血日", "診察日", "検体採取日",
    ),
    ("assessments", "parameter"): (
        "項目", "検査項目", "検査項目名", "検査名", "評価項目", "項目名",
    ),
    ("assessments", "value"): ("値", "結果", "結果値", "検査値", "測定値", "検査結果"),
    ("assessments", "comparator"): ("不等号", "比較記号"),
    ("assessments", "unit"): ("単位",),
    ("events", "event"): ("有害事象", "有害事象名", "副作用", "副作用名", "事象", "事象名"),
    ("events", "date"): ("発現日", "発生日", "発症日", "有害事象発現日", "日付"),
    ("events", "action"): (
        "薬剤の処置", "処置", "本剤の処置", "治療薬の処置", "措置", "薬剤への対応", "対応",
    ),
    ("events", "serious"): ("重篤", "重篤性", "重篤か"),
    ("events", "outcome"): ("転帰",),
}  # fmt: skip

#: Of the patient in every table.
PATIENT = (
    "患者ID", "ID番号", "患者番号", "患者No.", "患者No", "症例番号", "症例ID", "症例No.", "症例No",
    "被験者番号", "被験者ID", "登録番号", "患者", "症例",
)  # fmt: skip

PARAMETERS: dict[str, tuple[str, ...]] = {
    "IGA": ("IGAスコア", "医師による全般評価", "医師の全般評価", "全般評価"),
    "EASI": ("EASIスコア", "EASI総スコア", "総EASI"),
    "EASI_HN": (
        "頭頸部EASI", "頭頚部EASI", "顔面EASI", "EASI頭頸部", "EASI頭頚部", "EASI(頭頸部)",
        "EASI(頭頚部)", "EASI顔面", "EASI(顔面)", "頭頸部のEASI",
    ),
    "BSA": (
        "体表面積", "罹患体表面積", "病変体表面積", "皮疹体表面積", "皮疹面積", "罹患面積",
        "体表面積に占める皮疹の割合",
    ),
    "DLQI": ("DLQIスコア",),
    "POEM": ("POEMスコア",),
    "ITCH_VAS": (
        "痒みVAS", "かゆみVAS", "そう痒VAS", "瘙痒VAS", "掻痒VAS", "痒みのVAS", "かゆみのVAS",
        "そう痒のVAS", "瘙痒のVAS", "掻痒のVAS", "VAS(痒み)", "VAS(かゆみ)", "VAS(そう痒)",
        "VAS(瘙痒)", "VAS(掻痒)", "VAS痒み", "VASかゆみ", "痒み", "かゆみ", "そう痒", "瘙痒",
        "掻痒",
    ),
    "ITCH_NRS": (
        "痒みNRS", "かゆみNRS", "そう痒NRS", "瘙痒NRS", "掻痒NRS", "痒みのNRS", "かゆみのNRS",
        "NRS(痒み)", "NRS(かゆみ)", "NRS痒み",
    ),
    "SCORAD": ("SCORADスコア",),
    "OSCORAD": ("客観的SCORAD",),
    "CDLQI": ("小児DLQI", "CDLQIスコア"),
    "ADCT": ("ADCTスコア",),
    "EOS": ("好酸球数", "末梢血好酸球数", "血中好酸球数", "好酸球絶対数", "好酸球", "末梢血好酸球"),
    "EOS_PCT": (
        "好酸球%", "好酸球比率", "好酸球割合", "好酸球率", "好酸球分画", "末梢血好酸球%",
        "好酸球の割合",
    ),
    "LDH": ("LDH(IFCC)", "乳酸脱水素酵素", "血清LDH"),
    "TARC": ("血清TARC", "血清TARC値", "ヒトTARC", "TARC値"),
    "IGE": (
        "総IgE", "非特異的IgE", "非特異IgE", "血清IgE", "血清総IgE", "血清IgE値", "IgE(非特異的)",
        "IgE(総)", "非特異的IgE抗体", "総IgE値",
    ),
    "WBC": ("白血球数", "白血球"),
    "NEUT": ("好中球数", "好中球", "好中球絶対数"),
    "NEUT_PCT": ("好中球%", "好中球比率", "好中球割合", "好中球率", "好中球分画"),
    "LYMPH": ("リンパ球数", "リンパ球", "リンパ球絶対数"),
    "LYMPH_PCT": ("リンパ球%", "リンパ球比率", "リンパ球割合", "リンパ球率", "リンパ球分画"),
    "HB": ("ヘモグロビン", "ヘモグロビン量", "ヘモグロビン濃度", "血色素量", "血色素"),
    "PLT": ("血小板数", "血小板"),
    "CPK": (
        "クレアチンキナーゼ", "クレアチンホスホキナーゼ", "クレアチンフォスフォキナーゼ", "血清CPK",
        "血清CK", "CPK値", "CK値",
    ),
    "TC": ("総コレステロール", "総コレステロール値", "総CHO", "血清総コレステロール"),
    "LDL": ("LDLコレステロール", "LDL-コレステロール", "悪玉コレステロール"),
    "AST": ("アスパラギン酸アミノトランスフェラーゼ",),
    "ALT": ("アラニンアミノトランスフェラーゼ",),
    "TBIL": ("総ビリルビン", "血清総ビリルビン", "ビリルビン"),
    "CREAT": ("クレアチニン", "血清クレアチニン"),
    "GGT": ("γ-GTP", "γGTP", "γ-GT", "γGT", "ガンマGTP"),
    "ALP": ("ALP(IFCC)", "アルカリホスファターゼ", "アルカリフォスファターゼ"),
    "HDL": ("HDLコレステロール", "HDL-コレステロール", "善玉コレステロール"),
    "TG": ("中性脂肪", "トリグリセリド", "トリグリセライド"),
    "BUN": ("尿素窒素", "血中尿素窒素", "血清尿素窒素"),
    "ALB": ("アルブミン", "血清アルブミン"),
    "TP": ("総蛋白", "総タンパク", "総たんぱく", "血清総蛋白"),
    "CRP": ("C反応性蛋白", "C反応性タンパク", "血清CRP"),
    "HCT": ("ヘマトクリット", "ヘマトクリット値"),
    "RBC": ("赤血球数", "赤血球"),
    "EGFR": ("推算糸球体濾過量", "推算糸球体ろ過量", "推定糸球体濾過量", "推算GFR"),
    "KL6": ("シアル化糖鎖抗原KL-6", "シアル化糖鎖抗原", "血清KL-6"),
}  # fmt: skip

#: International names and brands.
DRUGS: dict[str, tuple[str, ...]] = {
    "baricitinib": ("バリシチニブ", "オルミエント"),
    "upadacitinib": ("ウパダシチニブ", "リンヴォック", "リンボック"),
    "abrocitinib": ("アブロシチニブ", "サイバインコ"),
    "tofacitinib": ("トファシチニブ", "ゼルヤンツ"),
    "dupilumab": ("デュピルマブ", "デュピクセント"),
    "tralokinumab": ("トラロキヌマブ", "アドトラーザ"),
    "lebrikizumab": ("レブリキズマブ", "イブグリース"),
    "nemolizumab": ("ネモリズマブ", "ミチーガ"),
    "omalizumab": ("オマリズマブ", "ゾレア"),
    "cyclosporine": ("シクロスポリン", "ネオーラル", "サンディミュン", "シクロスポリンA", "CyA"),
    "methotrexate": ("メトトレキサート", "リウマトレックス", "メソトレキセート"),
    "azathioprine": ("アザチオプリン", "イムラン", "アザニン"),
    "mycophenolate": ("ミコフェノール酸モフェチル", "ミコフェノール酸", "セルセプト"),
    "prednisolone": ("プレドニゾロン", "プレドニン", "プレドニゾロン錠", "プレドニゾン"),
    "methylprednisolone": ("メチルプレドニゾロン", "メドロール", "ソル・メドロール"),
    "betamethasone": ("ベタメタゾン", "セレスタミン", "リンデロン", "リンデロン錠"),
    "dexamethasone": ("デキサメタゾン", "デカドロン"),
}

EVENTS: dict[str, tuple[str, ...]] = {
    "acne or folliculitis": (
        "ざ瘡または毛包炎",
        "ざ瘡",
        "ざそう",
        "痤瘡",
        "尋常性ざ瘡",
        "尋常性痤瘡",
        "にきび",
        "ニキビ",
        "毛包炎",
        "毛嚢炎",
        "毛のう炎",
        "ざ瘡様皮疹",
        "ざ瘡・毛包炎",
        "ざ瘡/毛包炎",
        "ざ瘡、毛包炎",
        "アクネ",
    ),
    "elevated CPK": (
        "CPK上昇",
        "CK上昇",
        "CPK増加",
        "CK増加",
        "CPK高値",
        "CK高値",
        "高CPK血症",
        "高CK血症",
        "血中CPK増加",
        "血中クレアチンホスホキナーゼ増加",
        "血中クレアチンキナーゼ増加",
    ),
    "elevated liver enzymes": (
        "肝酵素上昇",
        "肝機能障害",
        "肝障害",
        "肝機能異常",
        "肝機能検査値上昇",
        "肝逸脱酵素上昇",
        "AST/ALT上昇",
        "AST・ALT上昇",
        "AST上昇",
        "ALT上昇",
        "トランスアミナーゼ上昇",
        "肝酵素増加",
    ),
    "elevated bilirubin": (
        "ビリルビン上昇",
        "総ビリルビン上昇",
        "T-Bil上昇",
        "高ビリルビン血症",
        "血中ビリルビン増加",
        "ビリルビン増加",
        "ビリルビン高値",
    ),
    "herpes zoster": ("帯状疱疹", "帯状ヘルペス"),
    "ocular herpes": ("眼ヘルペス", "角膜ヘルペス", "ヘルペス角膜炎", "ヘルペス性角膜炎"),
    "herpes simplex": (
        "単純ヘルペス",
        "単純疱疹",
        "口唇ヘルペス",
        "口唇疱疹",
        "性器ヘルペス",
        "単純ヘルペス感染症",
        "ヘルペスウイルス感染症",
    ),
    "eczema herpeticum": (
        "カポジ水痘様発疹症",
        "カポジ水痘様発疹",
        "カポジー水痘様発疹症",
        "疱疹性湿疹",
        "ヘルペス性湿疹",
        "カポジ",
    ),
    "serious infection": ("重篤な感染症", "敗血症", "肺炎", "蜂窩織炎", "蜂巣炎"),
    "tuberculosis or opportunistic infection": (
        "結核または日和見感染症",
        "結核",
        "日和見感染",
        "日和見感染症",
        "肺結核",
    ),
    "malignancy": ("悪性腫瘍", "がん", "癌", "悪性新生物"),
    "thrombosis or embolism": (
        "血栓塞栓症",
        "静脈血栓塞栓症",
        "深部静脈血栓症",
        "肺塞栓症",
        "肺塞栓",
        "血栓症",
        "肺血栓塞栓症",
    ),
    "cardiovascular event": (
        "心血管イベント",
        "心筋梗塞",
        "急性心筋梗塞",
        "脳卒中",
        "脳梗塞",
        "心血管死",
        "心血管系事象",
    ),
    "gastrointestinal perforation": ("消化管穿孔", "腸管穿孔", "腸穿孔"),
    "conjunctivitis": ("結膜炎", "アレルギー性結膜炎"),
    "death": ("死亡",),
}

#: Why a drug was stopped or changed; what is not here is kept as written.
REASONS: dict[str, tuple[str, ...]] = {
    "lack of efficacy": (
        "効果不十分",
        "効果不足",
        "効果なし",
        "無効",
        "効果不良",
        "効果不充分",
        "改善不十分",
        "一次無効",
    ),
    "loss of efficacy": ("効果減弱", "二次無効", "効果消失"),
    "adverse event": ("有害事象", "副作用", "有害事象のため", "副作用のため", "有害事象発現"),
    "patient's wish": ("患者希望", "本人希望", "患者の希望", "本人の希望", "患者都合", "自己都合"),
    "cost": ("経済的理由", "経済的な理由", "費用", "医療費", "薬剤費"),
    "remission": ("寛解", "改善", "軽快", "症状改善", "寛解のため"),
    "lost to follow-up": ("通院中断", "来院せず", "通院なし", "追跡不能", "ドロップアウト"),
    "transfer": ("転院", "転居", "転医"),
    "pregnancy": ("妊娠", "挙児希望"),
}

YES_NO: dict[str, bool] = {
    "あり": True, "有り": True, "有": True, "はい": True, "○": True, "◯": True, "〇": True,
    "●": True, "✓": True, "✔": True, "☑": True, "レ": True, "(+)": True, "既往あり": True,
    "陽性": True, "該当": True, "重篤": True,
    "なし": False, "無し": False, "無": False, "いいえ": False, "×": False, "✕": False,
    "✖": False, "☓": False, "✗": False, "(-)": False, "(−)": False, "−": False, "既往なし": False,
    "陰性": False, "非該当": False, "非重篤": False,
}  # fmt: skip

SEX = (("男", "M"), ("男性", "M"), ("♂", "M"), ("女", "F"), ("女性", "F"), ("♀", "F"))

ACTIONS = (
    ("なし", "none"), ("変更なし", "none"), ("継続", "none"), ("投与継続", "none"),
    ("継続投与", "none"), ("内服継続", "none"), ("不変", "none"), ("処置なし", "none"),
    ("中止", "drug withdrawn"), ("投与中止", "drug withdrawn"), ("内服中止", "drug withdrawn"),
    ("終了", "drug withdrawn"), ("減量", "dose reduced"), ("投与量減量", "dose reduced"),
    ("増量", "dose increased"), ("休薬", "drug interrupted"), ("一時休薬", "drug interrupted"),
    ("一時中止", "drug interrupted"), ("中断", "drug interrupted"), ("不明", "unknown"),
    ("一時中断", "drug interrupted"), ("投与中断", "drug interrupted"),
)  # fmt: skip

#: In the column of the last dose: the drug goes on.
ONGOING = ("継続中", "継続", "投与中", "内服中", "投与継続中", "現在", "現在まで", "続行中")
