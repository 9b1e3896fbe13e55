"""Load config.yaml: every problem of the file at once."""

from pathlib import Path

from vsosh_moodle.config.checks import check_draft
from vsosh_moodle.config.draft import parse_draft
from vsosh_moodle.config.models import Config
from vsosh_moodle.errors import InputProblems
from vsosh_moodle.problems import Problem
from vsosh_moodle.sources import YamlFile, load_yaml, validate

TEMPLATE_FOLDER = "course_templates"


def load_config(path: Path) -> Config:
    """Return the config; raises InputProblems with everything that is wrong with it.

    Templates are looked up by name in the folder `course_templates` beside the file, when there is
    one. Warnings do not stop the loading: `check_config` returns them.
    """
    config, problems = check_config(path)
    if config is None:
        raise InputProblems(problems)
    return config


def check_config(path: Path) -> tuple[Config | None, list[Problem]]:
    """Return the config, None when it has errors, with its errors and warnings in order of lines."""
    yaml = load_yaml(path, root=path.parent)
    return parse_config(yaml, _template_keys(path.parent / TEMPLATE_FOLDER))


def parse_config(
    yaml: YamlFile, template_keys: frozenset[str] | None = None
) -> tuple[Config | None, list[Problem]]:
    """Return the config of a YAML file, None when it has errors, and all its problems.

    `template_keys` are the templates programmes may name; None when that is not known.
    """
    config, problems = validate(Config, yaml)
    if yaml.readable:
        problems += check_draft(parse_draft(yaml), template_keys)
    problems.sort(key=lambda problem: problem.place.line)
    if config is None or any(problem.severity == "error" for problem in problems):
        return None, problems
    config._yaml = yaml  # noqa: SLF001  the model's own private attribute, set once, here
    return config, problems


def _template_keys(folder: Path) -> frozenset[str] | None:
    if not folder.is_dir():
        return None
    return frozenset(file.stem for file in folder.glob("*.yaml"))
