"""Whether values may come from a normal distribution."""
