"""Ugly rosters for tests/data/rosters: what schools really send, with invented people."""
