"""BSA: percent of the body surface that is affected, from regions or from handprints."""

from __future__ import annotations

from fractions import Fraction

from dermcohort.instruments.descriptor import (
    Answer,
    Bands,
    Form,
    Instrument,
    Item,
    levels,
    measured,
)
from dermcohort.instruments.formulas import WeightedSum

#: Percent of the body that each region is: the rule of nines.
NINES = (
    ("hn", "head and neck", 9), ("arm_right", "right arm", 9), ("arm_left", "left arm", 9),
    ("leg_right", "right leg", 18), ("leg_left", "left leg", 18),
    ("trunk_front", "front of the trunk", 18), ("trunk_back", "back of the trunk", 18),
    ("genitals", "genitals", 1),
)  # fmt: skip
_WORDS = {
    "hn": ("head", "headneck", "headandneck", "頭頸部", "頭頚部"),
    "arm_right": ("rightarm", "右上肢"), "arm_left": ("leftarm", "左上肢"),
    "leg_right": ("rightleg", "右下肢"), "leg_left": ("leftleg", "左下肢"),
    "trunk_front": ("fronttrunk", "anteriortrunk", "体幹前面"),
    "trunk_back": ("backtrunk", "posteriortrunk", "back", "体幹後面"),
    "genitals": ("genital", "陰部"),
}  # fmt: skip
_BOTH = {"arm": ("arms", "両上肢"), "leg": ("legs", "両下肢"), "trunk": ("trunk", "体幹")}


def _same(answers: tuple[Answer, ...]) -> Answer:
    return answers[0]


def _half(answers: tuple[Answer, ...]) -> Answer:
    return answers[0] / 2 if isinstance(answers[0], Fraction) else None


def _percent(key: str, label: str, words: tuple[str, ...]) -> Item:
    # Without "percent" in its heading, a number might be of the whole body.
    return measured(f"{key}_percent", f"{label}, percent of it", 100, "%",
                    tuple(f"{word}percent" for word in words))  # fmt: skip


def _region(key: str, label: str) -> Item:
    item = _percent(key, label, _WORDS[key])
    both = _BOTH.get(key.partition("_")[0])
    if both is None:
        return item
    together = _percent(both[0], f"{both[0]}, as a whole", both[1:])
    form = Form((together,), _same, "the same percentage of both halves")
    return Item(item.key, item.label, item.low, item.high, item.allowed, item.unit,
                words=item.words, forms=(form,))  # fmt: skip


BANDS = (
    Bands("Chopra 2017", "Chopra 2017, Br J Dermatol 177:1316",
          levels(("clear", "0"), ("mild", "0.1"), ("moderate", "16"), ("severe", "40")),
          Fraction(1, 10)),
)  # fmt: skip
_NOTES = (
    "For baricitinib, 10 to 40 % (Thyssen) and 10 to 50 % (2 mg; Silverberg 2021, DOI "
    "10.1007/s13555-021-00640-7) were proposed as the range of patients who gain most.",
    "Say how it was measured. A total that was recorded as such needs no scoring.",
)

BSA = Instrument(
    name="BSA",
    label="Affected body surface area, from regions by the rule of nines",
    version="rule of nines",
    parameter="BSA",
    rater="clinician",
    recall="at the visit",
    items=tuple(_region(key, label) for key, label, _ in NINES),
    formula=WeightedSum(tuple((f"{key}_percent", Fraction(part, 100)) for key, _, part in NINES)),
    low=Fraction(0),
    high=Fraction(100),
    bands=BANDS,
    known_as=("bsa from regions", "rule of nines"),
    licence="Free.",
    sources=("Scarisbrick 2013, Br J Dermatol",),
    notes=_NOTES,
)

_PALMS = measured("palms", "palms without fingers", 200, words=("palm",))
BSA_HANDPRINTS = Instrument(
    name="BSA-handprints",
    label="Affected body surface area, from handprints of the patient",
    version="palm with fingers 1 %, without fingers 0.5 %",
    parameter="BSA",
    rater="clinician",
    recall="at the visit",
    items=(
        Item("handprints", "palms with fingers", Fraction(0), Fraction(100),
             words=("handprint", "手掌"),
             forms=(Form((_PALMS,), _half, "half a percent each"),)),
    ),
    formula=WeightedSum((("handprints", Fraction(1)),)),
    low=Fraction(0),
    high=Fraction(100),
    bands=BANDS,
    licence="Free.",
    sources=("Scarisbrick 2013, Br J Dermatol",),
    notes=_NOTES,
)  # fmt: skip
