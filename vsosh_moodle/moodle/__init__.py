"""The only door to HTTP: transport, parameter encoding, error codes, one module per web service area."""
