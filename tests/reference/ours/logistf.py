"""Firth's logistic regression."""

from ours.firth import ours

__all__ = ["ours"]
