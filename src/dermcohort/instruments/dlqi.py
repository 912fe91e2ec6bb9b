"""DLQI: ten questions on the past week of an adult with a skin disease."""

from __future__ import annotations

from fractions import Fraction

from dermcohort.instruments.descriptor import (
    NOT_RELEVANT,
    Answer,
    Bands,
    Difference,
    Form,
    Instrument,
    Item,
    Response,
    graded,
    grid,
    levels,
)
from dermcohort.instruments.formulas import Part, plain_sum

#: The question of work has two steps: whether it was prevented, and if not, how hard it was.
PREVENTED = Item("q7a", "work or study prevented", Fraction(0), Fraction(1), grid(0, 1),
                 kind="yes_no", not_relevant=True, words=("q7prevented",))  # fmt: skip
HARD = graded("q7b", "work or study, if not prevented", 2, ("q7problem",), not_relevant=True)


def _prevented_or_hard(answers: tuple[Answer, ...]) -> Answer:
    """Prevented scores 3 whatever the second step says; else the second step counts."""
    prevented, hard = answers
    if prevented == 1:
        return Fraction(3)
    if hard is None and prevented is NOT_RELEVANT:
        return NOT_RELEVANT
    return hard


_WORK = Item("q7", "work or study", Fraction(0), Fraction(3), grid(0, 3), not_relevant=True,
             forms=(Form((PREVENTED, HARD), _prevented_or_hard,
                         "prevented = 3; else a lot 2, a little 1, not at all 0"),))  # fmt: skip
_ITEMS = (
    graded("q1", "symptoms", 3),
    graded("q2", "embarrassment", 3),
    graded("q3", "shopping, home, garden", 3, not_relevant=True),
    graded("q4", "clothes", 3, not_relevant=True),
    graded("q5", "social life and leisure", 3, not_relevant=True),
    graded("q6", "sport", 3, not_relevant=True),
    _WORK,
    graded("q8", "partner, friends, relatives", 3, not_relevant=True),
    graded("q9", "sexual life", 3, not_relevant=True),
    graded("q10", "treatment", 3, not_relevant=True),
)
_SUBSCALES = (
    Part("symptoms_score", "symptoms and feelings", ("q1", "q2")),
    Part("daily_score", "daily activities", ("q3", "q4")),
    Part("leisure_score", "leisure", ("q5", "q6")),
    Part("work_score", "work and school", ("q7",)),
    Part("relations_score", "personal relationships", ("q8", "q9")),
    Part("treatment_score", "treatment", ("q10",)),
)

DLQI = Instrument(
    name="DLQI",
    label="Dermatology Life Quality Index",
    version="10 items, not the DLQI-R",
    parameter="DLQI",
    rater="patient",
    recall="past week",
    items=_ITEMS,
    formula=plain_sum((item.key for item in _ITEMS), _SUBSCALES),
    low=Fraction(0),
    high=Fraction(30),
    blanks_scored_0=1,
    two_ticks="higher",
    numbered=True,
    bands=(
        Bands("Hongbo 2005", "Hongbo 2005, J Invest Dermatol 125:659",
              levels(("none", "0"), ("small", "2"), ("moderate", "6"), ("very large", "11"),
                     ("extremely large", "21"))),
        Bands("Vakharia 2018", "Vakharia 2018, Br J Dermatol 178:925",
              levels(("mild", "0"), ("moderate", "6"), ("severe", "11"))),
    ),
    differences=(
        Difference("4 points", "inflammatory skin disease (measured: 3.3)", "Basra 2015"),
        Difference("4 points", "adults with atopic dermatitis",
                   "Simpson 2019, DOI 10.1007/s13555-019-00333-2"),
        Difference("2.2 to 6.9 points", "across studies", "CADTH 2018, NBK539234"),
    ),
    responses=(
        Response("DLQI4", "Basra 2015", fall=Fraction(4)),
        Response("DLQI 0/1", "Hongbo 2005, J Invest Dermatol 125:659", at_most=Fraction(1)),
        Response("DLQI <= 5", "BREEZE-AD6", at_most=Fraction(5)),
    ),
    ages=(16, None),
    licence="Copyright A Y Finlay, G K Khan 1992. Routine clinical use, and the analysis and "
    "publication of forms filled in during it, need no licence; prospective research and "
    "commercial use do (Cardiff University).",
    sources=("Finlay 1994, Clin Exp Dermatol 19:210", "Cardiff University, instructions for use"),
    notes=(
        "Question 7 is one item: q7, or q7a (prevented: yes or no) with q7b (0 to 2).",
        "A mark between two boxes: enter the lower.",
        "A subscale with a blank is not scored.",
    ),
)  # fmt: skip
