"""Load config.yaml: every problem of the file at once."""

from dataclasses import dataclass
from pathlib import Path

from vsosh_moodle.config.checks import check_draft
from vsosh_moodle.config.draft import Draft, parse_draft
from vsosh_moodle.config.models import Config
from vsosh_moodle.errors import InputProblems
from vsosh_moodle.problems import Problem
from vsosh_moodle.sources import YamlFile, load_yaml, validate

TEMPLATE_FOLDER = "course_templates"


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """A config.yaml as far as it makes sense.

    `config` is None when there are errors among the `problems`; the `draft` holds the parts that
    can be understood all the same.
    """

    config: Config | None
    draft: Draft
    problems: tuple[Problem, ...]


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
    read = read_config(path)
    return read.config, list(read.problems)


def read_config(path: Path) -> ReadConfig:
    """Read config.yaml as far as it makes sense; raises nothing for a bad file."""
    yaml = load_yaml(path, root=path.parent)
    return _read(yaml, _template_keys(path.parent / TEMPLATE_FOLDER))


def parse_config(
    yaml: YamlFile, template_keys: frozenset[str] | None = None
) -> tuple[Config | None, list[Problem]]:
    """Return the config of a YAML file, None when it has errors, and all its problems.

    `template_keys` are the templates programmes may name; None when that is not known.
    """
    read = _read(yaml, template_keys)
    return read.config, list(read.problems)


def _read(yaml: YamlFile, template_keys: frozenset[str] | None) -> ReadConfig:
    config, problems = validate(Config, yaml)
    draft = parse_draft(yaml)
    if yaml.readable:
        problems += check_draft(draft, template_keys)
    problems.sort(key=lambda problem: problem.place.line)
    if config is None or any(problem.severity == "error" for problem in problems):
        return ReadConfig(None, draft, tuple(problems))
    config._yaml = yaml  # noqa: SLF001  the model's own private attribute, set once, here
    return ReadConfig(config, draft, tuple(problems))


def _template_keys(folder: Path) -> frozenset[str] | None:
    if not folder.is_dir():
        return None
    return frozenset(file.stem for file in folder.glob("*.yaml"))
