"""config.yaml: the school, its year, its classes, what they study and how careful to be."""

from vsosh_moodle.config.load import (
    ReadConfig,
    check_config,
    load_config,
    parse_config,
    read_config,
)
from vsosh_moodle.config.models import Config, FlatCategory, PlannedCourse
from vsosh_moodle.config.programmes import ProgrammeConfig
from vsosh_moodle.config.site import SiteConfig

__all__ = [
    "Config",
    "FlatCategory",
    "PlannedCourse",
    "ProgrammeConfig",
    "ReadConfig",
    "SiteConfig",
    "check_config",
    "load_config",
    "parse_config",
    "read_config",
]
