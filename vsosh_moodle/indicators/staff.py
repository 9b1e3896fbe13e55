"""Teachers: who is in the project, who was trained for it, how quickly they check work."""

from collections.abc import Mapping

from vsosh_moodle.indicators.counting import number, share, unknown
from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows, Value
from vsosh_moodle.indicators.materials import new_materials
from vsosh_moodle.indicators.view import View
from vsosh_moodle.language import _, plural
from vsosh_moodle.registers.records import TrainingRow


def teachers(definition: Definition, view: View) -> Indicator:
    """Return the teachers of the project; the whole is the staff, where its register has them all."""
    project, staff = project_teachers(view), _staff(view)
    known = view.facts.snapshot is not None or any(one.in_project for one in view.registers.staff)
    if not known:
        return unknown(
            definition, _("Нет ни снимков Moodle, ни отметок «в проекте» в реестре кадров.")
        )
    remarks = [] if "staff" in view.registers.given else [_no_register(_("кадров"))]
    strangers = len(project.keys() - staff.keys())
    if staff and strangers:
        remarks.append(
            _("В реестре кадров не найдены преподаватели курсов: {people}.").format(
                people=plural(strangers, "{n} человек", "{n} человека", "{n} человек")
            )
        )
    rows = tuple(
        (key, staff.get(key) or _name(view, key), project.get(key, 0), key in project)
        for key in sorted({*project, *staff})
    )
    columns = (_("Педагог"), _("Имя"), _("Действующих курсов"), _("В проекте"))
    return number(
        definition,
        Rows(columns, rows, people=0, counted=3),
        whole=len(staff) if staff and not strangers else None,
        remarks=remarks,
    )


def project_teachers(view: View) -> Mapping[str, int]:
    """Return the teachers of the project with how many live courses they teach."""
    found: dict[str, set[str]] = {}
    for one in view.facts.teachers:
        if one.active and one.course in view.live:
            found.setdefault(one.person, set()).add(one.course)
    for row in view.registers.staff:
        if row.in_project:
            found.setdefault(view.teacher(row.name), set())
    return {key: len(courses) for key, courses in found.items()}


def trained(definition: Definition, view: View) -> Indicator:
    """Return how many people have a valid document about distance learning."""
    if "training" not in view.registers.given:
        return unknown(definition, _no_register(_("повышения квалификации")))
    rows = tuple(
        (
            key,
            one.name, one.programme, one.hours, one.document, one.valid_until,
            is_valid(view, one),
        )
        for key, one in sorted(_best_training(view).items())
    )  # fmt: skip
    columns = (
        _("Педагог"), _("Имя"), _("Программа"), _("Часов"), _("Документ"), _("Действует до"),
        _("Действует"),
    )  # fmt: skip
    late = sum(not row[6] and row[5] is not None and row[5] < view.day for row in rows)
    remarks = []
    if late:
        remarks.append(
            plural(
                late,
                "У {n} педагога срок документа о повышении квалификации вышел.",
                "У {n} педагогов срок документа о повышении квалификации вышел.",
                "У {n} педагогов срок документа о повышении квалификации вышел.",
            )
        )
    return number(definition, Rows(columns, rows, people=0, counted=6), remarks=remarks)


def trained_share(definition: Definition, view: View) -> Indicator:
    """Return the trained among the teachers of the project."""
    if "training" not in view.registers.given:
        return unknown(definition, _no_register(_("повышения квалификации")))
    valid = {key for key, one in _best_training(view).items() if is_valid(view, one)}
    staff = _staff(view)
    rows = tuple(
        (key, staff.get(key) or _name(view, key), key in valid)
        for key in sorted(project_teachers(view))
    )
    return share(
        definition,
        Rows((_("Педагог"), _("Имя"), _("Обучен")), rows, people=0, counted=2),
        why=_("Педагогов проекта не найдено: считать долю не от чего."),
    )


def staffing(definition: Definition, view: View) -> Indicator:
    """Return the teachers of the project among the staff."""
    if "staff" not in view.registers.given:
        return unknown(definition, _no_register(_("кадров")))
    project = project_teachers(view)
    rows = tuple((key, name, key in project) for key, name in sorted(_staff(view).items()))
    return share(
        definition,
        Rows((_("Педагог"), _("Имя"), _("В проекте")), rows, people=0, counted=2),
        why=_("Реестр кадров пуст."),
    )


def teacher_activity(definition: Definition, view: View) -> Indicator:
    """Return the works graded within a week among those handed in; materials a month besides."""
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (view.course_title(one.course), one.submitted, one.graded, one.in_time, one.waiting)
        for one in sorted(view.facts.grading, key=lambda one: one.course)
    )
    window = view.facts.window
    months = max(1.0, ((min(window.end, view.day) - window.start).days + 1) / 30.4375)
    made = len(new_materials(view))
    columns = (
        _("Курс"), _("Сдано работ"), _("Проверено"), _("Проверено за 7 дней"), _("Ждут проверки"),
    )  # fmt: skip
    return share(
        definition,
        Rows(columns, rows, counted=3, whole=1),
        why=_("В периоде не сдано ни одной работы, которую проверяет учитель."),
        details={
            _("Проверено всего"): sum(one.graded for one in view.facts.grading),
            _("Ждут проверки"): sum(one.waiting for one in view.facts.grading),
            _("Новых материалов в месяц"): round(made / months, 1),
        },
    )


def is_valid(view: View, row: TrainingRow) -> bool:
    """Tell whether a document holds on the day the figures are of."""
    begun = row.issued is None or row.issued <= view.day
    return begun and (row.valid_until is None or row.valid_until >= view.day)


def _best_training(view: View) -> dict[str, TrainingRow]:
    """Return each person's document about distance learning that holds longest."""
    found: dict[str, TrainingRow] = {}
    for row in view.registers.training:
        if row.distance:
            key = view.teacher(row.name)
            other = found.get(key)
            if other is None or _rank(view, row) > _rank(view, other):
                found[key] = row
    return found


def _rank(view: View, row: TrainingRow) -> tuple[bool, bool, str]:
    until = row.valid_until.isoformat() if row.valid_until else ""
    return (is_valid(view, row), row.valid_until is None, until)


def _staff(view: View) -> dict[str, str]:
    return {view.teacher(row.name): row.name for row in view.registers.staff}


def _name(view: View, key: str) -> str:
    return view.facts.names.get(key, "") or key.removeprefix("=")


def _no_register(name: str) -> str:
    return _("Нет реестра {name}. Образец: vsosh-moodle registers template.").format(name=name)
