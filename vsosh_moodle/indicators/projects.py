"""Project and research work: who passed a stage, by the register or in a project course."""

from vsosh_moodle.indicators.counting import share
from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows
from vsosh_moodle.indicators.view import View
from vsosh_moodle.language import _, plural


def projects(definition: Definition, view: View) -> Indicator:
    """Return the pupils with a stage passed in the period among all pupils of the period."""
    in_moodle = {
        one.person
        for one in view.participations
        if view.school_course(one.course).kind == "project"
        and (one.submitted or (one.completed and view.in_window(view.local_day(one.completed))))
    }
    in_register, lost = _registered(view)
    rows = tuple(
        (
            one.person,
            one.class_name,
            one.person in in_register,
            one.person in in_moodle,
            one.person in in_register or one.person in in_moodle,
        )
        for one in view.people.values()
    )
    remarks = []
    if "projects" not in view.registers.given:
        remarks.append(_("Нет реестра проектов: считаны только проектные курсы Moodle."))
    if lost:
        remarks.append(
            plural(
                lost,
                "{n} строка реестра проектов — об ученике, которого нет в списках за период: не считается.",
                "{n} строки реестра проектов — об учениках, которых нет в списках за период: не считаются.",
                "{n} строк реестра проектов — об учениках, которых нет в списках за период: не считаются.",
            )
        )
    columns = (
        _("Ученик"), _("Класс"), _("Этап по реестру"), _("Этап в Moodle"), _("Этап пройден"),
    )  # fmt: skip
    return share(
        definition,
        Rows(columns, rows, people=0, counted=4),
        why=_("В списках за период нет учеников 7–12 классов."),
        remarks=remarks,
        details={
            _("По реестру"): sum(row[2] for row in rows),
            _("По курсам Moodle"): sum(row[3] for row in rows),
        },
    )


def _registered(view: View) -> tuple[set[str], int]:
    """Return who passed a stage in the period by the register, and how many such rows name nobody."""
    found, lost = set(), 0
    for row in view.registers.projects:
        if view.in_window(row.passed):
            person = view.pupil(row.person, row.class_name)
            if person is None:
                lost += 1
            else:
                found.add(person)
    return found, lost
