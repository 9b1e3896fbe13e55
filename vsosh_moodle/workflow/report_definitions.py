"""The indicators of the school: what they are, with its own plans where there is a project."""

from vsosh_moodle.config import load_config
from vsosh_moodle.config.reports import ReportsConfig
from vsosh_moodle.indicators.definitions import definitions
from vsosh_moodle.indicators.indicator import Definition
from vsosh_moodle.workflow.project import Project


def load_definitions(project: Project | None) -> tuple[Definition, ...]:
    """Return all definitions in the order of reports; without a project with the usual plans.

    Raises InputProblems when the project's config cannot be used.
    """
    reports = load_config(project.config).reports if project is not None else ReportsConfig()
    return tuple(definitions(reports.targets.model_dump()).values())
