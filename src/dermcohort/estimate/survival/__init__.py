"""Time to an event, some patients lost before it: curves, tests of groups, hazard ratios."""
