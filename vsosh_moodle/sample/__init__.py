"""A synthetic school of any size, for the demo, tests, benchmarks and rehearsals."""
