"""Events in two groups of different patients: a table of 2 x 2, checked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.estimate.distinct import distinct_values, group_sizes


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """How many of how many had the event: the control (0) and the group compared with it (1).

    Attributes
    ----------
    x0, n0 : int
        Events and patients of the control, the first column.
    x1, n1 : int
        Events and patients of the second column.
    """

    x0: int
    n0: int
    x1: int
    n1: int

    @property
    def y0(self) -> int:
        """Patients of the control without the event."""
        return self.n0 - self.x0

    @property
    def y1(self) -> int:
        """Patients of the second column without the event."""
        return self.n1 - self.x1

    @property
    def n(self) -> int:
        """All patients."""
        return self.n0 + self.n1

    @property
    def x(self) -> int:
        """All events."""
        return self.x0 + self.x1

    def exchanged(self) -> TwoByTwo:
        """The same table with the other group as control."""
        return TwoByTwo(self.x1, self.n1, self.x0, self.n0)


def two_by_two(table: np.ndarray) -> TwoByTwo:
    """Read a table, once it is sure that it is one.

    Parameters
    ----------
    table : int array, shape (2, 2)
        Rows: with the event, without it. Columns: the control, the group compared with it.

    Raises
    ------
    TooFewObservations
        If a group is empty.
    ValueError
        If the table is not 2 x 2, a count is negative or not whole.

    Examples
    --------
    >>> two_by_two(np.array([[3, 9], [7, 1]]))
    TwoByTwo(x0=3, n0=10, x1=9, n1=10)
    """
    if np.shape(table) != (2, 2):
        raise ValueError("a table of 2 x 2 is needed: with the event and without, in two groups")
    # Only to check the counts: the order of these two rows has a meaning.
    distinct_values(np.arange(2), table)
    n0, n1 = group_sizes(np.asarray(table)).tolist()
    x0, x1 = np.asarray(table)[0].tolist()
    return TwoByTwo(x0, n0, x1, n1)
