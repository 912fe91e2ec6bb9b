"""Exact p of Jonckheere-Terpstra by listing all tables with the given margins, in fractions.

    python tests/reference/jonckheere_exact.py          writes jonckheere_exact.json

Independent of dermcohort: all ways to fill the table of values by groups, each with its
probability under shuffling, and J of each from its definition. The p is the sum over all tables
whose J is at least as far from its mean as the one observed.
"""

import json
import math
import sys
from fractions import Fraction
from pathlib import Path

CASES = {
    "two of three": [[1, 2, 3], [2, 4, 5]],
    "ties": [[1, 1, 2, 3], [1, 2, 2, 4], [2, 3, 4, 4]],
    "no ties": [[1, 4, 2], [3, 8, 5], [6, 9, 7]],
    "no trend": [[2, 1, 2], [3, 1, 3], [2, 1, 2]],
    "falling": [[9, 8, 8], [5, 8, 4], [1, 3], [2, 1]],
    "one each": [[3], [1], [2], [4]],
    "tiny and large": [[7], [1, 1, 2, 2, 2, 3, 3, 4, 4, 4], [4, 5]],
    "grades": [[0] * 6 + [1] * 3 + [2], [0] * 4 + [1] * 3 + [2] * 3,
               [0] + [1] * 4 + [2] * 3 + [3] * 2],
    "yes and no": [[0] * 9 + [1] * 3, [0] * 8 + [1] * 5, [0] * 5 + [1] * 9],
    "grades of four": [[0, 0, 0, 1], [0, 0, 1, 1, 2], [0, 1, 1, 2], [1, 2, 2, 2]],
}  # fmt: skip


def rows(patients, room):
    """All ways to spread the patients of one value over groups with so much room."""
    if len(room) == 1:
        if patients <= room[0]:
            yield (patients,)
        return
    for first in range(min(patients, room[0]) + 1):
        for rest in rows(patients - first, room[1:]):
            yield (first, *rest)


def tables(tied, room):
    if not tied:
        yield ()
        return
    for row in rows(tied[0], room):
        left = tuple(r - x for r, x in zip(room, row, strict=True))
        for rest in tables(tied[1:], left):
            yield (row, *rest)


def doubled_j(table):
    """Twice J of a table of values by groups."""
    total = 0
    for low, below in enumerate(table):
        for high in range(low, len(table)):
            weight = 1 if high == low else 2
            for i, x in enumerate(below):
                total += weight * x * sum(table[high][i + 1 :])
    return total


def shuffles(table):
    return math.prod(
        math.factorial(sum(row)) // math.prod(map(math.factorial, row)) for row in table
    )


def exact_p(groups):
    values = sorted({x for group in groups for x in group})
    observed = [tuple(group.count(value) for group in groups) for value in values]
    sizes = tuple(len(group) for group in groups)
    mean = Fraction(sum(sizes) ** 2 - sum(n * n for n in sizes), 2)
    distance = abs(doubled_j(observed) - mean)
    far = everything = 0
    for table in tables([sum(row) for row in observed], sizes):
        ways = shuffles(table)
        everything += ways
        far += ways * (abs(doubled_j(table) - mean) >= distance)
    assert everything == math.factorial(sum(sizes)) // math.prod(map(math.factorial, sizes))
    return Fraction(far, everything)


if __name__ == "__main__":
    made = [
        {"name": name, "input": {"groups": groups},
         "expected": {"Jonckheere-Terpstra": {"p_value": float(exact_p(groups))}}}
        for name, groups in CASES.items()
    ]  # fmt: skip
    version = ".".join(map(str, sys.version_info[:3]))
    head = {"made_by": {"Python fractions": version}, "tolerance": {"relative": 1e-12}}
    lines = ",\n".join(map(json.dumps, made))
    text = json.dumps(head)[:-1] + f', "cases": [{lines}]}}\n'
    Path(__file__).with_suffix(".json").write_text(text)
