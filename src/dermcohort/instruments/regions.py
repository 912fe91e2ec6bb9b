"""Items of scores that look at four regions of the body: an area and signs for each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dermcohort.instruments.descriptor import Answer, Form, Item, grid, measured

#: Prefix of the keys, label, and other words for each region.
REGIONS = (
    ("hn", "head and neck", ("head", "headneck", "headandneck", "頭頸部", "頭頚部", "頭部")),
    ("ul", "upper limbs", ("upperlimbs", "upperextremities", "arms", "上肢")),
    ("tr", "trunk", ("trunk", "体幹")),
    ("ll", "lower limbs", ("lowerlimbs", "lowerextremities", "legs", "下肢")),
)
KEYS = tuple(key for key, _, _ in REGIONS)
_PERCENT = ("percent", "areapercent", "面積percent", "面積率")
_AREA = ("area", "areascore", "area06", "面積スコア")

#: Percent of the region from which an area score holds.
AREA_FROM = (10, 30, 50, 70, 90)
AREA_SAYS = (
    "percent of the region: 0 = 0, below 10 = 1, from 10 = 2, 30 = 3, 50 = 4, 70 = 5, 90 = 6"
)


def area_score(percent: Fraction) -> Fraction:
    """The area score, 0 to 6, of a percentage of a region.

    >>> [int(area_score(Fraction(p))) for p in ("0", "0.5", "9.9", "10", "89.9", "90", "100")]
    [0, 1, 1, 2, 5, 6, 6]
    """
    if percent == 0:
        return Fraction(0)
    return Fraction(1 + sum(percent >= limit for limit in AREA_FROM))


def _from_percent(answers: tuple[Answer, ...]) -> Answer:
    percent = answers[0]
    return area_score(percent) if isinstance(percent, Fraction) else None


def of_regions(
    signs: Sequence[tuple[str, str, tuple[str, ...]]], allowed: tuple[Fraction, ...]
) -> tuple[Item, ...]:
    """The area and the signs of each region.

    The key says how an area is given: ``hn_area`` is the score of 0 to 6, ``hn_percent`` the
    percentage of the region. It is never guessed from the numbers.

    Parameters
    ----------
    signs : sequence of (key, label, other words)
        Suffix of the keys.
    allowed : tuple of Fraction
        Grades that a sign may have.
    """
    items = []
    for key, label, words in REGIONS:
        names = (key, *words)
        percent = measured(f"{key}_percent", f"{label}, percent of the region", 100, "%",
                           [n + w for n in names for w in _PERCENT])  # fmt: skip
        area = Form((percent,), _from_percent, AREA_SAYS)
        scores = grid(0, 6)
        items.append(
            Item(f"{key}_area", f"{label}, area score", scores[0], scores[-1], scores,
                 words=tuple(n + w for n in names for w in _AREA), forms=(area,))
        )  # fmt: skip
        items += [_sign(key, label, names, sign, allowed) for sign in signs]
    return tuple(items)


def _sign(
    region: str,
    label: str,
    names: Sequence[str],
    sign: tuple[str, str, tuple[str, ...]],
    allowed: tuple[Fraction, ...],
) -> Item:
    key, said, words = sign
    both = [(name, word) for name in names for word in (key, *words)]
    headings = tuple(dict.fromkeys(t for n, w in both for t in (n + w, w + n)))
    return Item(f"{region}_{key}", f"{label}, {said}", allowed[0], allowed[-1], allowed,
                words=headings)  # fmt: skip
