"""Pydantic's complaints about a YAML file as problems a methodist can act on."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.sources.model_shape import models_at
from vsosh_moodle.sources.pydantic_messages import Said, say
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.sources.yaml_lines import KeyPath, YamlFile

M = TypeVar("M", bound=BaseModel)


def complaint(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """Return the error for a model's own validator to raise: it becomes a Problem as it stands."""
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def validate(
    model: type[M], yaml: YamlFile, context: Mapping[str, Any] | None = None
) -> tuple[M | None, list[Problem]]:
    """Return the model of a YAML file and all problems of that file, those of the YAML included.

    The model is None when any of them is an error. `context` reaches the model's validators.
    """
    problems = list(yaml.problems)
    built: M | None = None
    if yaml.readable:
        try:
            built = model.model_validate(yaml.data, context=dict(context or {}))
        except ValidationError as error:
            problems += problems_of(error, model, yaml)
    problems.sort(key=lambda problem: problem.place.line)
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return built, problems


def problems_of(error: ValidationError, model: type[BaseModel], yaml: YamlFile) -> list[Problem]:
    """Return one problem for each place pydantic complains about, in its order.

    The members of a union that all refuse a value make one problem: the first that says more than
    the kind of value it wanted.
    """
    by_path: dict[KeyPath, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        by_path.setdefault(yaml_path(detail, yaml.data), []).append(detail)
    return [_problem(path, details, model, yaml) for path, details in by_path.items()]


def yaml_path(detail: ErrorDetails, data: Any) -> KeyPath:
    """Return the path in the file that an error is about.

    Pydantic's own location also names the union members it tried; those are not keys of the file.
    """
    path: list[str | int] = []
    here = data
    steps = detail["loc"]
    for position, step in enumerate(steps):
        last = position == len(steps) - 1
        inside = _step_into(here, step)
        if inside is not _ABSENT:
            path.append(step)
            here = inside
        elif last and detail["type"] == "missing":
            path.append(step)
    return tuple(path)


_ABSENT = object()


def _step_into(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step, _ABSENT)
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        return data[step]
    return _ABSENT


def _problem(
    path: KeyPath, details: Sequence[ErrorDetails], model: type[BaseModel], yaml: YamlFile
) -> Problem:
    said = _first_telling(path, details, model)
    where = ".".join(_step_name(step) for step in path)
    message = f"{where}: {said.message}" if where else said.message
    return yaml.problem(
        path, said.code, message[:1].upper() + message[1:] if not where else message, said.hint
    )


def _first_telling(path: KeyPath, details: Sequence[ErrorDetails], model: type[BaseModel]) -> Said:
    spoken = [_say(path, detail, model) for detail in details]
    telling = [said for said in spoken if said.code != "wrong-type"]
    if telling or len(spoken) == 1:
        return (telling or spoken)[0]
    wanted = dict.fromkeys(said.message for said in spoken)
    return Said("wrong-type", _(" или ").join(wanted), spoken[0].hint)


def _say(path: KeyPath, detail: ErrorDetails, model: type[BaseModel]) -> Said:
    match detail["type"]:
        case "extra_forbidden":
            return Said(
                "unknown-key",
                _("такого ключа нет."),
                did_you_mean(str(path[-1]), _known_keys(path[:-1], detail, model)),
            )
        case "missing":
            return Said("missing-key", _("ключа нет, а он нужен."), _about(path, detail, model))
        case _:
            return say(detail)


def _known_keys(path: KeyPath, detail: ErrorDetails, model: type[BaseModel]) -> list[str]:
    keys: list[str] = []
    for shape in models_at(model, detail["loc"][:-1], path):
        keys += [field.alias or name for name, field in shape.model_fields.items()]
    return keys


def _about(path: KeyPath, detail: ErrorDetails, model: type[BaseModel]) -> str:
    name = str(detail["loc"][-1])
    for shape in models_at(model, detail["loc"][:-1], path[:-1]):
        for field_name, field in shape.model_fields.items():
            if name in (field_name, field.alias) and field.description:
                return _("Добавьте «{key}: …» — {about}.").format(
                    key=name, about=field.description.rstrip(".")
                )
    return _("Добавьте «{key}: …».").format(key=name)


def _step_name(step: str | int) -> str:
    # people count from one
    return str(step) if isinstance(step, str) else f"[{step + 1}]"
