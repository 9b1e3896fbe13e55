"""What each report of the school says: composed from indicators, facts and registers. Pure.

These are papers for a Russian school's own use and for its founder: Russian in any language of the
program, so their texts do not go through the catalogue.
"""
