"""The two ways in which items make a total: a weighted sum, and regions weighted by their area.

A formula knows keys and weights, and computes with fractions. Blanks are None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Values = Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a total that has a name of its own: a subscale, a region.

    Attributes
    ----------
    key, label : str
        Name of its column; for people.
    keys : tuple of str
        The items, or in a formula of regions the regions, that make it.
    parameter : str
        Code in `dermcohort.tables.PARAMETERS`, where it is one.
    """

    key: str
    label: str
    keys: tuple[str, ...]
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """Sum of weight times item.

    Attributes
    ----------
    weights : tuple of pairs
        Key of an item, and its weight.
    parts : tuple of Part
        Sums over some of the items with the same weights.
    """

    weights: tuple[tuple[str, Fraction], ...]
    parts: tuple[Part, ...] = ()

    @property
    def depends_on_age(self) -> bool:
        """Whether there is more than one set of weights: never."""
        return False

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """The parts of a total."""
        return self.parts

    @property
    def keys(self) -> tuple[str, ...]:
        """The items that it takes."""
        return tuple(key for key, _ in self.weights)

    def needed(self, values: Values) -> tuple[str, ...]:  # noqa: ARG002 - as the other formula
        """The items without which there is no total: all."""
        return self.keys

    def total(self, values: Values, age_years: Fraction | None) -> Fraction | None:  # noqa: ARG002
        """The total; None if an item is blank."""
        return self._sum(values, self.keys)

    def part_totals(
        self,
        values: Values,
        age_years: Fraction | None,  # noqa: ARG002 - as the other formula
    ) -> dict[str, Fraction | None]:
        """The parts, each None if an item of it is blank."""
        return {part.key: self._sum(values, part.keys) for part in self.parts}

    def contradictions(self, values: Values) -> Iterable[tuple[str, str]]:  # noqa: ARG002
        """Items that contradict each other: none can here."""
        return ()

    def highest(self, highs: Mapping[str, Fraction]) -> set[Fraction]:
        """The largest total."""
        return {sum((weight * highs[key] for key, weight in self.weights), Fraction(0))}

    def _sum(self, values: Values, keys: tuple[str, ...]) -> Fraction | None:
        total = Fraction(0)
        for key, weight in self.weights:
            if key in keys:
                value = values[key]
                if value is None:
                    return None
                total += weight * value
        return total


@dataclass(frozen=True, slots=True)
class AgeWeights:
    """Weights of the regions from an age on, up to the next set.

    Attributes
    ----------
    from_years : int
        Age in years from which they hold.
    weights : tuple of Fraction
        In the order of the regions.
    """

    label: str
    from_years: int
    weights: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Regions:
    """Sum over regions of weight times area score times the sum of the signs.

    Attributes
    ----------
    regions : tuple of str
        Prefixes of the keys: the region ``hn`` has ``hn_area`` and ``hn_<sign>``.
    signs : tuple of str
        Suffixes of the keys.
    ages : tuple of AgeWeights
        Ascending.
    parts : tuple of Part
        Sums of the signs over some regions.
    shared : str
        An item that counts in each region with its area, as a sign does; "" for none.
    shared_part : Part or None
        The share of it in the total.
    """

    regions: tuple[str, ...]
    signs: tuple[str, ...]
    ages: tuple[AgeWeights, ...]
    parts: tuple[Part, ...] = ()
    shared: str = ""
    shared_part: Part | None = None

    @property
    def depends_on_age(self) -> bool:
        """Whether there is more than one set of weights."""
        return len(self.ages) > 1

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """The parts of a total."""
        return self.parts if self.shared_part is None else (*self.parts, self.shared_part)

    @property
    def keys(self) -> tuple[str, ...]:
        """The items that it takes."""
        of_regions = (key for region in self.regions for key in self._of(region))
        return (*of_regions, self.shared) if self.shared else tuple(of_regions)

    def _of(self, region: str) -> tuple[str, ...]:
        return (f"{region}_area", *self._signs(region))

    def _signs(self, region: str) -> tuple[str, ...]:
        return tuple(f"{region}_{sign}" for sign in self.signs)

    def needed(self, values: Values) -> tuple[str, ...]:
        """The items without which there is no total.

        Signs of a region with area 0 are not: nothing is there to be looked at, and 0 times
        anything is 0.
        """
        clear = {
            key
            for region in self.regions
            if values[f"{region}_area"] == 0
            for key in self._signs(region)
        }
        return tuple(key for key in self.keys if key not in clear)

    def total(self, values: Values, age_years: Fraction | None) -> Fraction | None:
        """The total; None if an item that is needed is blank, or the age is and would matter."""
        signs = self._sum(values, age_years, self.regions, None)
        if not self.shared:
            return signs
        shared = self._sum(values, age_years, self.regions, self.shared)
        return None if signs is None or shared is None else signs + shared

    def part_totals(self, values: Values, age_years: Fraction | None) -> dict[str, Fraction | None]:
        """The parts, each None as the total is."""
        found = {p.key: self._sum(values, age_years, p.keys, None) for p in self.parts}
        if self.shared_part is not None:
            part = self.shared_part
            found[part.key] = self._sum(values, age_years, part.keys, self.shared)
        return found

    def contradictions(self, values: Values) -> Iterable[tuple[str, str]]:
        """Areas that their signs contradict: the key of the area, and what is wrong with it."""
        for region in self.regions:
            area = values[f"{region}_area"]
            signs = [(key, values[key]) for key in self._signs(region)]
            present = [key for key, value in signs if value]
            if area == 0 and present:
                yield (
                    f"{region}_area",
                    f"is 0, though {' and '.join(present)} {_is(present)} above 0",
                )
            elif area and all(value == 0 for _, value in signs):
                yield f"{region}_area", "is above 0, though all signs of the region are 0"

    def highest(self, highs: Mapping[str, Fraction]) -> set[Fraction]:
        """The largest total of each set of weights."""
        ages = [Fraction(each.from_years) for each in self.ages]
        return {self.total(highs, age) or Fraction(0) for age in ages}

    def _sum(
        self,
        values: Values,
        age_years: Fraction | None,
        regions: tuple[str, ...],
        shared: str | None,
    ) -> Fraction | None:
        """Over some regions, of the signs or of the shared item."""
        weights = self._weights(age_years)
        if weights is None:
            return None
        total = Fraction(0)
        for region, weight in zip(self.regions, weights, strict=True):
            if region in regions:
                area = values[f"{region}_area"]
                graded = [values[key] for key in ((shared,) if shared else self._signs(region))]
                if area == 0 and not shared:
                    continue
                known = [value for value in graded if value is not None]
                if area is None or len(known) < len(graded):
                    return None
                total += weight * area * sum(known, Fraction(0))
        return total

    def _weights(self, age_years: Fraction | None) -> tuple[Fraction, ...] | None:
        if age_years is None:
            return None if self.depends_on_age else self.ages[0].weights
        return next(a.weights for a in reversed(self.ages) if age_years >= a.from_years)


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


Formula = WeightedSum | Regions


def plain_sum(keys: Iterable[str], parts: tuple[Part, ...] = ()) -> WeightedSum:
    """A sum in which every item has weight 1."""
    return WeightedSum(tuple((key, Fraction(1)) for key in keys), parts)
