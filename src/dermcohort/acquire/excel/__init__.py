"""Workbooks: their values, and what stands beside them."""
