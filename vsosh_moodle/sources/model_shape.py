"""Which pydantic models stand at a place of a document: for hints about keys."""

from collections.abc import Iterable, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

Path = Sequence[str | int]


def models_at(model: type[BaseModel], location: Path, path: Path) -> list[type[BaseModel]]:
    """Return the models that may stand at a pydantic `location`; several where a union leaves choice.

    `path` is the same location without the names of union members: those narrow the union.
    """
    shapes: list[Any] = [model]
    real = list(path)
    for step in location:
        if real and step == real[0]:
            real.pop(0)
            shapes = [inner for shape in shapes for inner in _inside(shape, step)]
        else:
            shapes = _narrowed(shapes, step)
    return list(_models(shapes))


def _inside(shape: Any, step: str | int) -> list[Any]:
    found: list[Any] = []
    for member in _members(shape):
        if isinstance(member, type) and issubclass(member, BaseModel):
            found += [
                field.annotation
                for name, field in member.model_fields.items()
                if step in (name, field.alias)
            ]
        elif _is_mapping(member):
            found += get_args(member)[1:]
        elif isinstance(step, int):
            found += [argument for argument in get_args(member) if argument is not Ellipsis]
    return found


def _members(shape: Any) -> list[Any]:
    origin = get_origin(shape)
    if origin is Annotated:
        return _members(get_args(shape)[0])
    if origin in (Union, UnionType):
        return [inner for member in get_args(shape) for inner in _members(member)]
    return [shape]


def _is_mapping(shape: Any) -> bool:
    origin = get_origin(shape)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _narrowed(shapes: Iterable[Any], tag: str | int) -> list[Any]:
    members = [member for shape in shapes for member in _members(shape)]
    chosen = [member for member in members if _answers_to(member, tag)]
    return chosen or members


def _answers_to(member: Any, tag: str | int) -> bool:
    if not (isinstance(member, type) and issubclass(member, BaseModel)):
        return False
    if member.__name__ == tag:
        return True
    literals = (
        field.annotation
        for field in member.model_fields.values()
        if get_origin(field.annotation) is Literal
    )
    return any(tag in get_args(literal) for literal in literals)


def _models(shapes: Iterable[Any]) -> Iterable[type[BaseModel]]:
    for shape in shapes:
        for member in _members(shape):
            if isinstance(member, type) and issubclass(member, BaseModel):
                yield member
