"""Shared pieces in place of sections and activities: `include`, `with`, `for_each`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vsosh_moodle.language import _
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.sources.yaml_lines import YamlFile
from vsosh_moodle.templates.models import (
    ActivityItem,
    AnyActivity,
    Include,
    Param,
    Piece,
    Section,
    SectionItem,
)
from vsosh_moodle.templates.rendering import Path, Renderer

MAX_DEPTH = 4
MAX_REPEATS = 200
INCLUDE_CODES = frozenset(
    (
        "include-outside",
        "include-depth",
        "include-missing",
        "include-kind",
        "for-each",
        "piece-param",
        "piece-param-missing",
    )
)
"""Codes of problems that leave a part of the course out."""


@dataclass(frozen=True, slots=True)
class LoadedPiece:
    """A shared piece and the file it came from."""

    model: Piece
    yaml: YamlFile


Pieces = Mapping[str, LoadedPiece | None]
"""Shared pieces by their path in shared/; None for a file with problems of its own."""


def iter_sections(
    items: Sequence[SectionItem], path: Path, renderer: Renderer, pieces: Pieces, depth: int = 0
) -> Iterator[tuple[Section, Path, Renderer]]:
    """Yield the sections in order, pieces unfolded, each with its path and its renderer."""
    for number, item in enumerate(items):
        here = (*path, number)
        if not _is_for_these(item, renderer):
            continue
        if isinstance(item, Section):
            yield item, here, renderer
            continue
        for piece, inner in _unfold(item, here, renderer, pieces, depth):
            if not piece.model.sections:
                _report_wrong_list(item, here, renderer, "sections")
                break
            yield from iter_sections(piece.model.sections, ("sections",), inner, pieces, depth + 1)


def iter_activities(
    items: Sequence[ActivityItem], path: Path, renderer: Renderer, pieces: Pieces, depth: int = 0
) -> Iterator[tuple[AnyActivity, Path, Renderer]]:
    """Yield the activities in order, pieces unfolded, each with its path and its renderer."""
    for number, item in enumerate(items):
        here = (*path, number)
        if not isinstance(item, Include):
            yield item, here, renderer
            continue
        if not _is_for_these(item, renderer):
            continue
        for piece, inner in _unfold(item, here, renderer, pieces, depth):
            if not piece.model.activities:
                _report_wrong_list(item, here, renderer, "activities")
                break
            yield from iter_activities(
                piece.model.activities, ("activities",), inner, pieces, depth + 1
            )


def _is_for_these(item: Section | Include, renderer: Renderer) -> bool:
    """Tell whether a part is for a grade of the course; without classes every part is."""
    course = renderer.variables.get("course")
    grades = course.get("grades") if isinstance(course, Mapping) else None
    return not item.grades or not grades or bool(set(item.grades) & set(grades))


def _unfold(
    item: Include, path: Path, renderer: Renderer, pieces: Pieces, depth: int
) -> Iterator[tuple[LoadedPiece, Renderer]]:
    piece = _find_piece(item, path, renderer, pieces, depth)
    if piece is None:
        return
    for outer in _repeats(item, path, renderer):
        given = outer.tree(item.with_, (*path, "with"))
        values = given if isinstance(given, dict) else {}
        if _check_values(piece.model.params, values, path, renderer):
            yield (
                piece,
                outer.in_file(piece.yaml, (*path, "include")).with_variables(
                    piece=param_values(piece.model.params, values)
                ),
            )


def _find_piece(
    item: Include, path: Path, renderer: Renderer, pieces: Pieces, depth: int
) -> LoadedPiece | None:
    here = (*path, "include")
    name = item.include
    if (
        "\\" in name
        or name.startswith("/")
        or any(part.startswith(".") for part in name.split("/"))
    ):
        renderer.report(
            here,
            _("include: «{name}» — за пределами папки shared.").format(name=name),
            _("Укажите файл из course_templates/shared/: topic.yaml или biology/cell.yaml."),
            code="include-outside",
        )
        return None
    if depth >= MAX_DEPTH:
        renderer.report(
            here,
            _("include: куски вложены глубже {depth} уровней.").format(depth=MAX_DEPTH),
            _("Проверьте, не включает ли «{name}» сам себя.").format(name=name),
            code="include-depth",
        )
        return None
    if name not in pieces:
        renderer.report(
            here,
            _("include: в папке shared нет файла «{name}».").format(name=name),
            did_you_mean(name, pieces),
            code="include-missing",
        )
    return pieces.get(name)


def _repeats(item: Include, path: Path, renderer: Renderer) -> Iterator[Renderer]:
    if not item.for_each:
        yield renderer
        return
    values = _list_named(item.for_each, renderer)
    if values is None or len(values) > MAX_REPEATS:
        renderer.report(
            (*path, "for_each"),
            _("for_each: «{name}» — не параметр-список (не больше {limit} значений).").format(
                name=item.for_each, limit=MAX_REPEATS
            ),
            code="for-each",
        )
        return
    for number, value in enumerate(values, 1):
        yield renderer.with_variables(item=value, number=number)


def _list_named(name: str, renderer: Renderer) -> Sequence[object] | None:
    for source in ("piece", "params"):
        values = renderer.variables.get(source)
        if isinstance(values, Mapping) and isinstance(values.get(name), (list, tuple)):
            found: Sequence[object] = values[name]
            return found
    return None


def _check_values(
    params: Mapping[str, Param], values: Mapping[str, object], path: Path, renderer: Renderer
) -> bool:
    fine = True
    for name in values:
        if name not in params:
            fine = False
            renderer.report(
                (*path, "with", name),
                _("У куска нет параметра «{name}».").format(name=name),
                did_you_mean(name, params),
                code="piece-param",
            )
    for name, param in params.items():
        if param.required and name not in values:
            fine = False
            renderer.report(
                (*path, "with"),
                _("Куску нужен параметр «{name}»: {about}.").format(
                    name=name, about=param.description
                ),
                _("Добавьте его в with."),
                code="piece-param-missing",
            )
    return fine


def param_values(params: Mapping[str, Param], given: Mapping[str, object]) -> dict[str, object]:
    """Return the value of each declared parameter: the given one, else its default."""
    return {name: given.get(name, param.default) for name, param in params.items()}


def _report_wrong_list(item: Include, path: Path, renderer: Renderer, wanted: str) -> None:
    renderer.report(
        (*path, "include"),
        _("include: в куске «{name}» нет списка {wanted}.").format(
            name=item.include, wanted=wanted
        ),
        _("Куски с sections стоят среди разделов, куски с activities — внутри раздела."),
        code="include-kind",
    )
