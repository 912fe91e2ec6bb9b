"""Who is who: the roles that the paper's counts prescribe."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np

CHARTS = Path(__file__).resolve().parents[2] / "src" / "dermcohort" / "demo" / "charts"
SIZE = 30
EVERYBODY = np.ones(SIZE, bool)
# A p-value that is to be significant, or not, stays a fifth away from 0.05, so that
# the last digits of another routine never turn a star over.
SIGNIFICANT, NOT_SIGNIFICANT = 0.04, 0.06


def generator(subject: str) -> np.random.Generator:
    """One stream a subject, so that a change to one leaves the others as they were."""
    return np.random.default_rng([20241220, zlib.crc32(subject.encode())])


# patients, naive, EASI response at 1 month and at 3 months (75, 50 or 0), course, IGA scored in
ROLES = [
    (5, True, 75, 75, "responds", 4),
    (1, True, 50, 75, "responds", 1),
    (1, False, 50, 75, "responds", 1),
    (1, True, 75, 50, "boundary", 0),
    (1, True, 50, 50, "responds", 1),
    (4, True, 0, 50, "responds", 2),
    (3, False, 0, 50, "responds", 1),
    (1, True, 0, 0, "mild", 1),
    (5, False, 0, 0, "mild", 3),
    # Two continuers with very severe eczema: an SD of 14.0 about a mean of 8.67, with 16
    # responders among the 24, asks for them.
    (1, True, 0, 0, "very severe", 1),
    (1, False, 0, 0, "very severe", 0),
    (1, True, 0, 0, "stops at 1M", 0),
    (1, False, 0, 0, "stops at 1M", 0),
    (2, True, 0, 0, "stops at 3M", 1),
    (2, False, 0, 0, "stops at 3M", 1),
]
SEAT = generator("seats").permutation(SIZE)


def role(column: int) -> np.ndarray:
    """One column of ROLES, a value a patient, in the order of the charts."""
    return np.repeat([row[column] for row in ROLES], [row[0] for row in ROLES])[SEAT]


NAIVE = role(1)
RESPONSE_1M, RESPONSE_3M = role(2), role(3)
COURSE = role(4)
SCORED = np.concatenate([np.arange(row[0]) < row[5] for row in ROLES])[SEAT]
STOPS_1M, STOPS_3M = COURSE == "stops at 1M", COURSE == "stops at 3M"
CONTINUES = ~(STOPS_1M | STOPS_3M)
EASI50, EASI75 = RESPONSE_3M >= 50, RESPONSE_3M == 75
GROUPS = {"all": EVERYBODY, "naive": NAIVE, "switch": ~NAIVE}


def pick(rng: np.random.Generator, mask: np.ndarray, number: int) -> np.ndarray:
    """Indices of some of the patients in a mask, ascending."""
    return np.sort(rng.choice(np.flatnonzero(mask), number, replace=False))


def among(indices: np.ndarray) -> np.ndarray:
    return np.isin(np.arange(SIZE), indices)


FEMALE = among(pick(generator("sex"), EVERYBODY, 10))
# Both late infections come after 100 days: patients who started early enough.
LATE = CONTINUES & (np.arange(SIZE) < 22) & (COURSE != "very severe")
ZOSTER = pick(generator("zoster"), LATE & ~FEMALE, 1)[0]
OCULAR = pick(generator("ocular"), LATE & (np.arange(SIZE) != ZOSTER), 1)[0]
CPK_UP = among(
    np.concatenate(
        [
            pick(generator("CPK men"), CONTINUES & ~FEMALE, 4),
            pick(generator("CPK women"), CONTINUES & FEMALE, 3),
        ]
    )
)
CPK_LIMIT = np.where(FEMALE, 153, 248)
# Two of the seven are high at 1 month only, five (also) at 3 months.
CPK_BRIEF = among(
    np.concatenate([np.flatnonzero(CPK_UP & sex)[:1] for sex in (FEMALE, ~FEMALE)]),
)
