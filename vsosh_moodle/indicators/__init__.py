"""The figures the school owes: defined once, in words and in pure functions."""
