"""How what is noticed on reading is put into words."""

from __future__ import annotations

from typing import NamedTuple

from dermcohort.findings import Severity


class Words(NamedTuple):
    """How grave a thing is, what was expected and what to do; braces are filled in."""

    severity: Severity
    expected: str
    remedy: str
