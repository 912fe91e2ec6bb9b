"""How an outcome depends on several covariates at once."""
