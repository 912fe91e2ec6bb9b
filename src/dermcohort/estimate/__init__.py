"""Counts in, frozen dataclasses out: one file a statistical method."""
