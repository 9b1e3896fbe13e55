"""Files the school writes by hand, read with the line of everything in them."""

from vsosh_moodle.sources.pydantic_problems import complaint, validate
from vsosh_moodle.sources.suggestions import closest, did_you_mean
from vsosh_moodle.sources.yaml_lines import KeyPath, YamlFile, load_yaml, parse_yaml

__all__ = [
    "KeyPath",
    "YamlFile",
    "closest",
    "complaint",
    "did_you_mean",
    "load_yaml",
    "parse_yaml",
    "validate",
]
