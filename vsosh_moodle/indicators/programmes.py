"""Programmes of the curriculum that are taught with distance courses, and distance classes."""

from dataclasses import replace

from vsosh_moodle.indicators.counting import number, share, unknown
from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows
from vsosh_moodle.indicators.view import View, visible_activities
from vsosh_moodle.language import _, plural
from vsosh_moodle.registers.records import CurriculumRow
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.names import name_key

MIDDLE = range(7, 10)
SENIOR = range(10, 13)


def programmes(definition: Definition, view: View) -> Indicator:
    """Return the rows of the curriculum whose course lives."""
    if "curriculum" not in view.registers.given:
        return unknown(
            definition,
            _("Нет реестра учебного плана. Образец: vsosh-moodle registers template."),
        )
    rows, without, lost = [], 0, []
    for one in view.registers.curriculum:
        courses = courses_of_programme(view, one)
        alive = [key for key in courses if key in view.live]
        without += not courses
        if one.course and not courses:
            lost.append(one)
        shown = alive or courses
        rows.append(
            (
                one.subject, one.grade, one.form,
                view.course_title(shown[0]) if shown else "",
                _reason(view, shown[0]) if shown and not alive else "",
                bool(alive),
            )
        )  # fmt: skip
    remarks = [
        _("{place}: курса «{course}» нет ни в файлах школы, ни в Moodle.").format(
            place=one.source, course=", ".join(one.courses)
        )
        for one in lost
    ]
    if without:
        remarks.append(
            plural(
                without,
                "У {n} строки учебного плана нет курса.",
                "У {n} строк учебного плана нет курса.",
                "У {n} строк учебного плана нет курса.",
            )
        )
    columns = (
        _("Предмет"), _("Параллель"), _("Форма обучения"), _("Курс"), _("Чего не хватает"), _("Действующий"),
    )  # fmt: skip
    return share(
        definition,
        Rows(columns, tuple(rows), counted=5),
        why=_("Реестр учебного плана пуст."),
        remarks=remarks,
    )


def courses_of_programme(view: View, row: CurriculumRow) -> list[str]:
    """Return the keys of a programme's courses: those of its row, else by subject, grade and form."""
    if row.courses:
        keys = {*view.inputs.courses, *view.courses}
        return sorted(
            key
            for key in keys
            if any(
                named in (key, view.school_course(key).short) or key.endswith(f":{named}")
                for named in row.courses
            )
        )
    forms = {one.name: str(one.form) for one in view.inputs.classes}
    subject = name_key(row.subject)
    return sorted(
        key
        for key, course in view.inputs.courses.items()
        if course.kind == "class"
        and name_key(course.subject) == subject
        and any(
            name.grade == row.grade and forms.get(name, row.form) == row.form
            for name in course.classes
        )
    )


def distance_classes(definition: Definition, view: View) -> Indicator:
    """Return how many classes learn at a distance; the plan asks for both levels."""
    classes = _classes(view)
    if not classes:
        return unknown(definition, _("Классы школы за этот период неизвестны."))
    rows = tuple(
        (str(name), form, _level(name), distance)
        for name, (form, distance) in sorted(classes.items())
    )
    distant = [name for name, (_form, distance) in classes.items() if distance]
    middle = sum(name.grade in MIDDLE for name in distant)
    senior = sum(name.grade in SENIOR for name in distant)
    remarks = []
    toward = 0.0
    for goal, there, words in (
        ("distance_classes_middle", middle, _("7–9")),
        ("distance_classes_senior", senior, _("10–12")),
    ):
        wanted = view.inputs.targets.get(goal)
        toward += there if wanted is None else min(there, wanted)
        if wanted is not None and there < wanted:
            remarks.append(
                _("В {grades} классах дистанционных: {there}, по плану {wanted}.").format(
                    grades=words, there=there, wanted=f"{wanted:g}"
                )
            )
    found = number(
        definition,
        Rows((_("Класс"), _("Форма обучения"), _("Уровень"), _("Дистанционный")), rows, counted=3),
        remarks=remarks,
        details={_("В 7–9 классах"): middle, _("В 10–12 классах"): senior},
    )
    return replace(found, toward=toward)


def _classes(view: View) -> dict[ClassName, tuple[str, bool]]:
    if view.inputs.classes:
        return {one.name: (str(one.form), one.distance) for one in view.inputs.classes}
    found: dict[ClassName, tuple[str, bool]] = {}
    for one in view.people.values():
        name = view.class_names[one.class_name]
        if name is not None:
            found[name] = (one.form, one.distance or found.get(name, ("", False))[1])
    return found


def _level(name: ClassName) -> str:
    if name.grade in MIDDLE:
        return _("7–9")
    return _("10–12") if name.grade in SENIOR else ""


def _reason(view: View, key: str) -> str:
    course = view.courses.get(key)
    if course is None:
        return _("курса нет в Moodle")
    if not course.visible:
        return _("курс скрыт")
    if not visible_activities(course):
        return _("нет видимых элементов")
    return _("нет активных учеников")
