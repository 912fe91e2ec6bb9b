"""Several p values at once."""
