"""A course as it is on the site turned into a course template. Pure: no network, no disk."""
