"""How many of n, how many in so many years; and of two groups, how much more often."""
