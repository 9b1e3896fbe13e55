"""Pydantic's complaints about a YAML file as problems a methodist can act on."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.sources.model_shape import models_at
from vsosh_moodle.sources.pydantic_messages import Said, say
from vsosh_moodle.sources.suggestions import closest, did_you_mean
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
    the kind of value it wanted. A key that is missing because it was mistyped is told once.
    """
    by_path: dict[KeyPath, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        by_path.setdefault(yaml_path(detail, yaml.data), []).append(detail)
    mistyped = _mistyped(by_path)
    return [
        _problem(path, details, model, yaml)
        for path, details in by_path.items()
        if path not in mistyped
    ]


def _mistyped(by_path: Mapping[KeyPath, Sequence[ErrorDetails]]) -> set[KeyPath]:
    """Return the paths of missing keys that an unknown key beside them stands for."""
    missing = {path for path, details in by_path.items() if details[0]["type"] == "missing"}
    found: set[KeyPath] = set()
    for path, details in by_path.items():
        if details[0]["type"] != "extra_forbidden":
            continue
        beside = [str(one[-1]) for one in missing - found if one[:-1] == path[:-1]]
        near = closest(str(path[-1]), beside)
        found |= {(*path[:-1], near)} if near else set()
    return found


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
    message = f"{_shown_path(path)}: {said.message}" if path else _capitalised(said.message)
    hint = said.hint or _purpose(details[0], path, model)
    return yaml.problem(path, said.code, message, hint)


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
            shapes = models_at(model, detail["loc"][:-1], path[:-1])
            known = [info.alias or name for s in shapes for name, info in s.model_fields.items()]
            return Said("unknown-key", _("такого ключа нет."), did_you_mean(str(path[-1]), known))
        case "missing":
            about = _description(detail["loc"], path, model)
            hint = _("Добавьте «{key}: …» — {about}") if about else _("Добавьте «{key}: …».")
            hint = hint.format(key=detail["loc"][-1], about=about)
            return Said("missing-key", _("ключа нет, а он нужен."), hint)
        case _:
            return say(detail)


def _purpose(detail: ErrorDetails, path: KeyPath, model: type[BaseModel]) -> str:
    """Return what the key of a wrong value is for: better than no hint at all."""
    location = detail["loc"]
    while path and isinstance(path[-1], int):
        location, path = location[:-1], path[:-1]
    about = _description(location, path, model)
    if not about:
        return _("Сравните с образцом, который пишет vsosh-moodle init.")
    return _("Исправьте значение; {key} — {about}").format(key=path[-1], about=about)


def _description(location: KeyPath, path: KeyPath, model: type[BaseModel]) -> str:
    """Return what the model says of the key at a location, as the end of a sentence; "" for none."""
    if not path:
        return ""
    for shape in models_at(model, location[:-1], path[:-1]):
        for name, info in shape.model_fields.items():
            if path[-1] in (name, info.alias) and info.description:
                about = info.description
                return about if about.endswith(("…", ".")) else f"{about}."
    return ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shown_path(path: KeyPath) -> str:
    # people count from one
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")
