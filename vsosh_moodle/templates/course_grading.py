"""Grade categories of a rendered course, and when it is completed."""

from collections.abc import Sequence

from vsosh_moodle.language import _
from vsosh_moodle.school.courses import CompletionSpec, CourseSection, GradeCategorySpec
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.templates.frame import Frame, Reference
from vsosh_moodle.templates.grading import CourseCompletion, Grading
from vsosh_moodle.templates.rendering import Path, Renderer

_HERE: Path = ("grading", "categories")


def render_grade_categories(grading: Grading, renderer: Renderer) -> tuple[GradeCategorySpec, ...]:
    """Return the categories in order; a key twice and a parent that is not there before are reported."""
    found: dict[str, GradeCategorySpec] = {}
    for number, model in enumerate(grading.categories):
        path = (*_HERE, number)
        final = renderer.model(model, path)
        if final is None:
            continue
        if final.key in found:
            message = _("Категория оценок «{key}» уже есть.").format(key=final.key)
            renderer.report((*path, "key"), message, _("Дайте другой ключ."), code="duplicate-key")
        if final.parent and final.parent not in found:
            renderer.report(
                (*path, "parent"),
                _("Выше нет категории оценок «{key}».").format(key=final.parent),
                did_you_mean(final.parent, found) or _("Поставьте её раньше в списке."),
                code="grade-category-unknown",
            )
        weight = None if final.weight is None else float(final.weight)
        parent = found.get(final.parent)
        around = parent.aggregation if parent else grading.aggregation
        if weight is not None and around not in ("natural", "weighted_mean"):
            message = _("Вес не подействует: оценки складываются по правилу {aggregation}.")
            renderer.report(
                (*path, "weight"),
                message.format(aggregation=around),
                _("Уберите weight или выберите aggregation: weighted_mean."),
                code="weight-unused",
            )
        found[final.key] = GradeCategorySpec(
            final.key, " ".join(final.title.split()), final.aggregation, weight, final.parent
        )
    return tuple(found.values())


def render_completion(
    model: CourseCompletion | None,
    sections: Sequence[CourseSection],
    renderer: Renderer,
    frame: Frame,
) -> CompletionSpec | None:
    """Return when the course is completed; the activities it names are checked with the others'."""
    if model is None:
        return None
    final = renderer.model(model, ("completion",))
    if final is None:
        return None
    grade = None if final.grade is None else int(final.grade)
    if final.all_activities:
        return CompletionSpec(tuple(sorted(_for_everybody(sections))), grade=grade)
    name = "any" if final.any else "all"
    keys = final.any or final.all
    for number, key in enumerate(keys):
        path: Path = ("completion", name, number)
        if path not in renderer.yaml.lines:
            path = ("completion", number)
        place = renderer.place(path)
        frame.references.append(Reference("", key, "tracked", place))
    return CompletionSpec(tuple(sorted(set(keys))), any_of=bool(final.any), grade=grade)


def _for_everybody(sections: Sequence[CourseSection]) -> list[str]:
    """Return the keys of what every learner can complete."""
    found = []
    for section in sections:
        for activity in section.all_activities:
            settings = dict(activity.settings)
            completion = settings.get("completion")
            tracked = isinstance(completion, dict) and completion["tracking"] != "none"
            if tracked and not activity.audience and settings.get("visible"):
                found.append(activity.key)
    return found
