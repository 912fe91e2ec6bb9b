"""Visits of the same patients: did they change."""
