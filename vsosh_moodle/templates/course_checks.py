"""Checks of a course as a whole: what names activities, and what waits for what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.courses import Activity, CourseSection
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.templates.frame import Reference

SECTION = "section:"


def check_references(
    sections: Sequence[CourseSection],
    references: Iterable[Reference],
    lost: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Return the problems of references: to nothing, to what has no completion or grade, in a circle.

    What names one of the `lost` activities, which could not be rendered, is passed over.
    """
    activities = {one.key: one for section in sections for one in section.all_activities}
    problems = []
    sound = []
    for reference in references:
        if reference.target in lost:
            continue
        problem = _check_target(reference, activities)
        if problem is None:
            sound.append(reference)
        else:
            problems.append(problem)
    return problems + _check_circles(sections, sound)


def _check_target(reference: Reference, activities: Mapping[str, Activity]) -> Problem | None:
    target = activities.get(reference.target)
    if target is None:
        return Problem(
            reference.place,
            _("Элемента с ключом «{key}» в курсе нет.").format(key=reference.target),
            did_you_mean(reference.target, activities),
            code="reference-unknown",
        )
    settings = dict(target.settings)
    if not settings.get("visible", True):
        return Problem(
            reference.place,
            _("Элемент «{key}» скрыт от учеников: выполнить его никто не сможет.").format(
                key=reference.target
            ),
            _("Покажите его (visible: true) или уберите условие."),
            code="reference-hidden",
        )
    completion = settings.get("completion")
    rules: Mapping[str, object] = completion if isinstance(completion, dict) else {}
    if reference.need == "tracked" and rules.get("tracking", "none") == "none":
        return Problem(
            reference.place,
            _("У элемента «{key}» не отслеживается выполнение.").format(key=reference.target),
            _("Добавьте ему completion: view, submit, grade или manual."),
            code="reference-untracked",
        )
    if reference.need == "passable" and not (settings.get("pass_grade") and rules.get("grade")):
        return Problem(
            reference.place,
            _("У элемента «{key}» нет проходной оценки.").format(key=reference.target),
            _("Добавьте ему pass_grade: 60 и completion: grade или pass_grade."),
            code="reference-ungraded",
        )
    if reference.need == "graded" and not settings.get("grade"):
        return Problem(
            reference.place,
            _("У элемента «{key}» нет оценки.").format(key=reference.target),
            _("Назовите элемент с оценкой: тест, задание, лекцию."),
            code="reference-ungraded",
        )
    return None


def _check_circles(
    sections: Sequence[CourseSection], references: Sequence[Reference]
) -> list[Problem]:
    """Report what can never open because it waits for itself, by whatever way."""
    waits: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for reference in references:
        if reference.owner:
            waits[reference.owner].append((reference.target, reference.place))
    for section in sections:
        _inherit(waits, SECTION + section.key, section.activities)
    problems = []
    told: set[frozenset[str]] = set()
    for reference in references:
        way = _way(waits, reference.target, reference.owner) if reference.owner else None
        if way is None or frozenset(way) in told:
            continue
        told.add(frozenset(way))
        names = [name.removeprefix(SECTION) for name in (reference.owner, *way)]
        problems.append(
            Problem(
                reference.place,
                _("Условия ходят по кругу: {way}.").format(way=" → ".join(names)),
                _("Так не откроется никогда: уберите одно из условий."),
                code="reference-cycle",
            )
        )
    return problems


def _inherit(
    waits: dict[str, list[tuple[str, Place]]], owner: str, activities: Sequence[Activity]
) -> None:
    """An activity waits for whatever its section or subsection waits for."""
    for activity in activities:
        waits[activity.key].append((owner, Place()))
        _inherit(waits, activity.key, activity.activities)


def _way(
    waits: Mapping[str, Sequence[tuple[str, Place]]], start: str, goal: str
) -> list[str] | None:
    """Return the way from `start` to `goal`, both included; None when there is none."""
    queue = [[start]]
    seen = {start}
    while queue:
        way = queue.pop(0)
        if way[-1] == goal:
            return way
        for following, _place in waits.get(way[-1], ()):
            if following not in seen:
                seen.add(following)
                queue.append([*way, following])
    return None
