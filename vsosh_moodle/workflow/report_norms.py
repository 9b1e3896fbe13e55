"""The dated sanitary norms that reports name: shipped data, with the day they end."""

import tomllib
from importlib import resources

from vsosh_moodle.reports.school.material import Norm


def load_norms() -> tuple[Norm, ...]:
    """Return the norms of the shipped file."""
    file = resources.files("vsosh_moodle.reports.school").joinpath("norms.toml")
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["norm"]
    return tuple(Norm(row["title"], row["source"], row["valid_until"]) for row in rows)
