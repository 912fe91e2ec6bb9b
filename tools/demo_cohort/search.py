"""Moving values in small steps until their mean and SD print as they should."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import numpy as np

from demo_cohort.roles import EVERYBODY, SIZE


def gap(value: float, text: str) -> float:
    """How far a number is from printing as `text`, in units of the last printed digit."""
    number = Decimal(text)
    unit = float(Decimal(1).scaleb(number.as_tuple().exponent))
    # 0.48 and not 0.5: a tie between two printed digits would hang on the way of rounding.
    return max(0.0, abs(value - float(number)) / unit - 0.48)


def moments(values: np.ndarray, mean: str, sd: str) -> float:
    return gap(values.mean(), mean) + gap(values.std(ddof=1), sd)


def snap(values: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """Nearest allowed tick of each patient; `allowed` has a row a patient, a column a tick."""
    if not allowed.any(axis=1).all():
        raise ValueError("A patient has no allowed value. Try wider limits.")
    ticks = np.arange(allowed.shape[1])
    distance = np.where(allowed, np.abs(ticks - np.asarray(values)[:, None]), np.inf)
    return distance.argmin(axis=1)


def between(low: object, high: object) -> np.ndarray:
    """The matrix `allowed` for a lowest and a highest tick a patient."""
    low, high = (np.broadcast_to(bound, SIZE)[:, None] for bound in (low, high))
    ticks = np.arange(int(high.max()) + 1)
    return (ticks >= low) & (ticks <= high)


def climb(
    ticks: np.ndarray,
    allowed: np.ndarray,
    cost: Callable[[np.ndarray], float],
    rng: np.random.Generator,
    steps: int,
) -> np.ndarray | None:
    """Move ticks in small steps that never raise the cost, until it is 0.

    Most moves take from one patient what they give to another: the sum stays and the
    sum of squares moves. None if the steps are used up.
    """
    lowest = round(cost(ticks), 9)
    for _ in range(steps):
        if lowest == 0:
            return ticks
        trial = ticks.copy()
        i, j = rng.integers(SIZE, size=2)
        step = int(np.ceil(0.15 * (ticks[i] + 4) * rng.random() ** 3)) * (
            1 if rng.random() < 0.5 else -1
        )
        trial[i] += step
        trial[j] -= step if rng.random() < 0.7 else 0
        if trial.min() < 0 or trial.max() >= allowed.shape[1]:
            continue
        if not (allowed[i, trial[i]] and allowed[j, trial[j]]):
            continue
        reached = round(cost(trial), 9)
        if reached <= lowest:
            ticks, lowest = trial, reached
    return ticks if lowest == 0 else None


def settle(
    drawn: np.ndarray,
    allowed: np.ndarray,
    printed: tuple[str, str],
    rng: np.random.Generator,
    *,
    unit: float = 1,
    who: np.ndarray = EVERYBODY,
) -> np.ndarray | None:
    """Drawn ticks, moved until mean and SD of those in `who` print as the paper prints them."""
    return climb(
        snap(drawn, allowed), allowed, lambda ticks: moments(ticks[who] * unit, *printed), rng, 8000
    )


def first(candidates: Iterator[np.ndarray | None], what: str) -> np.ndarray:
    """The first candidate that is one."""
    for candidate in candidates:
        if candidate is not None:
            return candidate
    raise SystemExit(f"No {what} found in the steps allowed. Change the draw, not the seed.")
