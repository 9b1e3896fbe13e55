"""Coverage: who learns at a distance, in the period and over the whole project; the way in."""

from dataclasses import replace
from datetime import timedelta

from vsosh_moodle.indicators.counting import number, share, unknown
from vsosh_moodle.indicators.facts import WorkKind
from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows
from vsosh_moodle.indicators.view import View
from vsosh_moodle.language import _, plural, render_number


def coverage(definition: Definition, view: View) -> Indicator:
    """Return the active pupils among all pupils of the period."""
    rows = _people_rows(view)
    at_end = [one for one in view.people.values() if one.present]
    return share(
        definition,
        rows,
        why=_("В списках за период нет учеников 7–12 классов."),
        remarks=(*_outside_lists(view), *_without_completion(view), *_without_attempts(view)),
        details={
            _("Учеников на конец периода"): len(at_end),
            _("Из них активны"): sum(one.person in view.active for one in at_end),
            _("Записаны хотя бы на один курс"): len(view.works),
        },
    )


def pupils_year(definition: Definition, view: View) -> Indicator:
    """Return how many pupils were active in the period."""
    return number(definition, _people_rows(view), whole=len(view.people))


def pupils_ever(definition: Definition, view: View) -> Indicator:
    """Return how many people were ever active, each counted once over the whole project."""
    goal = view.inputs.targets.get("coverage_percent")
    if goal is not None and view.people:
        # The plan is a share of the pupils; a part of a person is a whole one.
        planned = -int(-goal * len(view.people) // 100)
        target = _("До {goal} % учеников 7–12 классов периода отчёта, то есть до {planned} чел.")
        definition = replace(
            definition,
            goal=planned,
            upper=True,
            target=target.format(goal=render_number(goal).removesuffix(",0"), planned=planned),
        )
    rows = _ever_rows(view)
    return number(
        definition,
        rows,
        whole=len(rows.rows),
        remarks=_purged(view),
        details={_("Учеников 7–12 классов за период отчёта"): len(view.people)},
    )


def coverage_ever(definition: Definition, view: View) -> Indicator:
    """Return the ever active among the ever enrolled."""
    return share(
        definition,
        _ever_rows(view),
        why=_("В снимках нет ни одной записи ученика на курс."),
        remarks=_purged(view),
    )


def funnel(definition: Definition, view: View) -> Indicator:
    """Return who logged in of those with an account, and how far they came."""
    done = {
        one.person
        for one in view.participations
        if one.completed and view.local_day(one.completed) <= view.facts.window.end
    }
    rows, without_login = [], 0
    for one in view.people.values():
        if not one.account:
            continue
        entered = one.entered
        active = one.person in view.active
        without_login += active and not entered
        # A stage holds only people of the stages before it: then it is a funnel.
        reached = entered and active
        rows.append(
            (one.person, one.class_name, True, entered, reached, reached and one.person in done)
        )
    remarks = []
    if without_login:
        remarks.append(
            _(
                "Есть работы, но нет входа (их внёс учитель): {pupils}. Вошедшими не считаются."
            ).format(pupils=plural(without_login, "{n} ученик", "{n} ученика", "{n} учеников"))
        )
    columns = (
        _("Ученик"), _("Класс"), _("Доступ выдан"), _("Входил"), _("Активен"), _("Завершил курс"),
    )  # fmt: skip
    return share(
        definition,
        Rows(columns, tuple(rows), people=0, counted=3),
        why=_("Ни у одного ученика периода нет учётной записи в Moodle."),
        remarks=remarks,
        details={
            _("Учеников периода"): len(view.people),
            _("Доступ выдан"): len(rows),
            _("Входили"): sum(row[3] for row in rows),
            _("Активны"): sum(row[4] for row in rows),
            _("Завершили курс"): sum(row[5] for row in rows),
        },
    )


def pupil_activity(definition: Definition, view: View) -> Indicator:
    """Return who was on the site within the last days."""
    since = view.seen - timedelta(days=view.inputs.inactive_days)
    rows = []
    for one in view.people.values():
        if one.account and one.present:
            last = view.local_day(one.last_access) if one.last_access else None
            rows.append((one.person, one.class_name, last, last is not None and last >= since))
    columns = (_("Ученик"), _("Класс"), _("Последний вход"), _("Входил недавно"))
    return share(
        definition,
        Rows(columns, tuple(rows), people=0, counted=3),
        why=_("Ни у одного ученика в списках нет учётной записи в Moodle."),
        details={
            _("День, на который считано"): view.seen,
            _("Сколько дней считаются недавними"): view.inputs.inactive_days,
            _("Не входили дольше"): sum(not row[3] for row in rows),
        },
    )


def no_snapshot(definition: Definition) -> Indicator:
    """Return the indicator of a period that no snapshot tells of."""
    return unknown(
        definition,
        _("За этот период нет ни одного снимка Moodle. Снимает их команда vsosh-moodle pull."),
    )


def _people_rows(view: View) -> Rows:
    columns = (_("Ученик"), _("Класс"), _("Записан на курсы"), _("Работ"), _("Активен"))
    rows = tuple(
        (
            one.person,
            one.class_name,
            one.person in view.works,
            view.works.get(one.person, 0),
            one.person in view.active,
        )
        for one in view.people.values()
    )
    return Rows(columns, rows, people=0, counted=4)


def _ever_rows(view: View) -> Rows:
    ever = view.facts.ever
    # Who worked was enrolled, even where an older snapshot lost the enrolment.
    people = sorted(ever.enrolled | ever.active)
    rows = tuple((person, person in ever.active) for person in people)
    return Rows((_("Ученик"), _("Был активен")), rows, people=0, counted=1)


def _purged(view: View) -> list[str]:
    if not view.facts.ever.purged:
        return []
    return [
        plural(
            view.facts.ever.purged,
            "Данные {n} выбывшего удалены по сроку хранения: в накопленные числа он не входит.",
            "Данные {n} выбывших удалены по сроку хранения: в накопленные числа они не входят.",
            "Данные {n} выбывших удалены по сроку хранения: в накопленные числа они не входят.",
        )
    ]


def _outside_lists(view: View) -> list[str]:
    known = {one.person for one in view.facts.people}
    strangers = {one.person for one in view.facts.participations} - known
    found = []
    if strangers:
        found.append(
            plural(
                len(strangers),
                "На курсах есть {n} ученик, которого нет в списках школы за период: он не считается.",
                "На курсах есть {n} ученика, которых нет в списках школы за период: они не считаются.",
                "На курсах есть {n} учеников, которых нет в списках школы за период: они не считаются.",
            )
        )
    others = len(known) - len(view.people)
    if others:
        first, last = view.inputs.grades
        found.append(
            _("{pupils} не {first}–{last} классов: в числа не входят.").format(
                pupils=plural(others, "{n} ученик", "{n} ученика", "{n} учеников"),
                first=first,
                last=last,
            )
        )
    return found


def _without_attempts(view: View) -> list[str]:
    snapshot, kinds = view.facts.snapshot, view.facts.rule.kinds
    if snapshot is None or snapshot.source != "core":
        return []
    unread = {
        WorkKind.ATTEMPT: _("попытки тестов"),
        WorkKind.POST: _("сообщения форумов"),
    }
    named = [words for kind, words in unread.items() if kind in kinds]
    if not named:
        return []
    return [
        _(
            "Снимок сделан без плагина, {works} в нём не читаются: у кого другой работы нет, тот не "
            "считается активным."
        ).format(works=", ".join(named))
    ]


def _without_completion(view: View) -> list[str]:
    blind = sorted(
        view.course_title(one.course)
        for one in view.facts.courses
        if not one.tracks_completion and one.visible
    )
    if not blind:
        return []
    return [
        _(
            "Выполнение элементов не отслеживается на курсах: {names}. Там активными считаются только "
            "те, у кого есть работы и попытки."
        ).format(names=", ".join(f"«{one}»" for one in blind))
    ]
