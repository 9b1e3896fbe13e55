"""The generators of questions that a bank's `generate:` may name."""

from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field

from vsosh_moodle.questions.generator import Generator
from vsosh_moodle.questions.generators import (
    algebra,
    analysis,
    arithmetic,
    chance,
    chemistry,
    fractions,
    geography,
    geometry,
    informatics,
    physics,
    words,
)

_MODULES = (
    arithmetic, fractions, algebra, analysis, geometry, chance, informatics, physics, chemistry,
    geography, words,
)  # fmt: skip


def _all() -> tuple[type[Generator], ...]:
    return tuple(
        found
        for module in _MODULES
        for found in vars(module).values()
        if isinstance(found, type)
        and issubclass(found, Generator)
        and found.__module__ == module.__name__
    )


def kind_of(generator: type[Generator]) -> str:
    """Return the name a bank calls a generator by."""
    kind: str = generator.model_fields["kind"].annotation.__args__[0]  # type: ignore[union-attr]
    return kind


GENERATORS = {kind_of(one): one for one in _all()}
"""All generators by the names banks call them by."""

AnyGenerator: Any = Annotated[reduce(or_, _all()), Field(discriminator="kind")]
"""A row of `generate:`: which generator, and what it may be told."""
