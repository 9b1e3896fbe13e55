"""Teaching materials: what was made in the period, by type and by teacher, and the bank as a whole."""

from collections import Counter
from collections.abc import Iterator

from vsosh_moodle.indicators.counting import number
from vsosh_moodle.indicators.facts import ActivityFacts, CourseFacts
from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows, Value
from vsosh_moodle.indicators.view import View, visible_activities
from vsosh_moodle.language import _, plural

NOT_MATERIALS = frozenset(
    {
        "label", "forum", "choice", "feedback", "chat", "survey", "subsection", "qbank",
        "attendance", "bigbluebuttonbn", "scheduler",
    }
)  # fmt: skip
"""Modules that arrange a course or let people talk; everything else is a material."""


def materials(definition: Definition, view: View) -> Indicator:
    """Return the materials added in the period."""
    rows, unsure = [], 0
    for course, one in _materials(view):
        unsure += _of_unknown_age(view, one)
        rows.append(_row(view, course, one, counted=is_new(view, one)))
    remarks = []
    if unsure:
        remarks.append(
            _("Уже были в первом снимке, день неизвестен: {items}. Новыми не считаются.").format(
                items=plural(unsure, "{n} элемент", "{n} элемента", "{n} элементов")
            )
        )
    kinds = Counter(str(row[2]) for row in rows if row[4])
    return number(
        definition,
        Rows(_columns(_("Новый")), tuple(rows), counted=4),
        whole=len(rows),
        remarks=remarks,
        details=_most_first(kinds),
    )


def bank(definition: Definition, view: View) -> Indicator:
    """Return all materials that pupils see."""
    rows = tuple(
        _row(view, course, one, counted=True) for course, one in _materials(view) if course.visible
    )
    kinds = Counter(str(row[2]) for row in rows)
    return number(
        definition,
        Rows(_columns(_("В банке")), rows, counted=4),
        details=_most_first(kinds),
    )


def is_new(view: View, activity: ActivityFacts) -> bool:
    """Tell whether an activity was added in the period, as far as it is known."""
    if activity.added:
        return view.in_window(view.local_day(activity.added))
    return view.in_window(activity.first_seen) and not _of_unknown_age(view, activity)


def new_materials(view: View) -> list[tuple[CourseFacts, ActivityFacts]]:
    """Return the materials added in the period with their courses."""
    return [(course, one) for course, one in _materials(view) if is_new(view, one)]


def kind_title(module: str) -> str:
    """Return what a teacher calls a module of Moodle."""
    titles = {
        "quiz": _("тест"), "page": _("страница"), "resource": _("файл"), "folder": _("папка"),
        "assign": _("задание"), "url": _("ссылка"), "lesson": _("лекция"), "book": _("книга"),
        "h5pactivity": _("интерактивное задание"), "glossary": _("глоссарий"),
        "scorm": _("пакет SCORM"), "workshop": _("семинар"), "data": _("база данных"),
        "wiki": _("вики"), "imscp": _("пакет IMS"), "lti": _("внешний инструмент"),
    }  # fmt: skip
    return titles.get(module, module)


def _materials(view: View) -> Iterator[tuple[CourseFacts, ActivityFacts]]:
    for course in view.facts.courses:
        for one in visible_activities(course):
            if one.module not in NOT_MATERIALS:
                yield course, one


def _of_unknown_age(view: View, activity: ActivityFacts) -> bool:
    """Whether the first snapshot of all already had it: then it may be older than any period."""
    first = view.facts.first_snapshot
    return not activity.added and (first is None or activity.first_seen <= first)


def _row(
    view: View, course: CourseFacts, one: ActivityFacts, *, counted: bool
) -> tuple[Value, ...]:
    day = view.local_day(one.added) if one.added else one.first_seen
    return (view.course_title(course.course), one.title, kind_title(one.module), day, counted)


def _columns(last: str) -> tuple[str, ...]:
    return (_("Курс"), _("Материал"), _("Вид"), _("Добавлен"), last)


def _most_first(kinds: Counter[str]) -> dict[str, Value]:
    ordered = sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    return {kind: count for kind, count in ordered}  # noqa: C416  a dict of ints is no dict of values
