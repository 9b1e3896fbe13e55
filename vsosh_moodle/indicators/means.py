"""Means: what pupils learn with at home, rooms, software, norms, and letters to families."""

from datetime import date

from vsosh_moodle.indicators.counting import number, share, unknown
from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows
from vsosh_moodle.indicators.view import View
from vsosh_moodle.language import _, plural
from vsosh_moodle.registers.records import DeviceRow
from vsosh_moodle.school.classes import ClassName


def devices(definition: Definition, view: View) -> Indicator:
    """Return who has a device of the school's among those without one of their own."""
    if "devices" not in view.registers.given:
        return unknown(definition, _no_register(_("техники учеников")))
    current, lost = _current_devices(view)
    rows = tuple(
        (person, str(row.class_name), row.inventory, row.since, row.until, on_loan(row, view.day))
        for person, row in sorted(current.items())
        if row.has != "own"
    )
    overdue = sum(
        on_loan(row, view.day) and row.until is not None and row.until < view.day
        for row in current.values()
    )
    remarks = _lost(lost)
    if overdue:
        remarks.append(
            plural(
                overdue,
                "Срок выдачи {n} устройства вышел, а возврат не записан.",
                "Срок выдачи {n} устройств вышел, а возврат не записан.",
                "Срок выдачи {n} устройств вышел, а возврат не записан.",
            )
        )
    columns = (
        _("Ученик"), _("Класс"), _("Инвентарный №"), _("Выдано"), _("До"), _("Техника есть"),
    )  # fmt: skip
    return share(
        definition,
        Rows(columns, rows, people=0, counted=5),
        why=_("В реестре нет ни одного ученика без своей техники."),
        remarks=remarks,
        details={
            _("Учеников в реестре"): len(current),
            _("Со своей техникой"): sum(row.has == "own" for row in current.values()),
        },
    )


def participants(definition: Definition, view: View) -> Indicator:
    """Return who has both a device and the internet at home among those of whom it is known."""
    if "devices" not in view.registers.given:
        return unknown(definition, _no_register(_("техники учеников")))
    current, lost = _current_devices(view)
    rows = tuple(
        (
            person,
            str(row.class_name),
            device := row.has == "own" or on_loan(row, view.day),
            row.internet,
            device and row.internet,
        )
        for person, row in sorted(current.items())
        if row.internet is not None
    )
    silent = sum(row.internet is None for row in current.values())
    remarks = _lost(lost)
    if silent:
        remarks.append(
            plural(
                silent,
                "Об интернете дома не записано у {n} ученика: он не считается.",
                "Об интернете дома не записано у {n} учеников: они не считаются.",
                "Об интернете дома не записано у {n} учеников: они не считаются.",
            )
        )
    columns = (_("Ученик"), _("Класс"), _("Техника"), _("Интернет"), _("Есть и то и другое"))
    return share(
        definition,
        Rows(columns, rows, people=0, counted=4),
        why=_("В реестре не записано, у кого дома есть интернет."),
        remarks=remarks,
    )


def rooms(definition: Definition, view: View) -> Indicator:
    """Return the rooms with the internet among all rooms."""
    if "rooms" not in view.registers.given:
        return unknown(definition, _no_register(_("кабинетов")))
    rows = tuple((one.room, one.computers, one.internet) for one in view.registers.rooms)
    return share(
        definition,
        Rows((_("Кабинет"), _("Рабочих мест"), _("Интернет")), rows, counted=2),
        why=_("Реестр кабинетов пуст."),
        details={_("Рабочих мест"): sum(one.computers or 0 for one in view.registers.rooms)},
    )


def software(definition: Definition, view: View) -> Indicator:
    """Return what is known of software: the site itself. A list of programs is kept nowhere."""
    snapshot = view.facts.snapshot
    why = _("Числом не выражается: перечень программ школа ведёт сама.")
    if snapshot is None:
        return unknown(definition, why)
    return Indicator(
        definition,
        value=None,
        why=why,
        details={_("Система дистанционного обучения"): f"Moodle {snapshot.release}".strip()},
    )


def screen_time(definition: Definition, view: View) -> Indicator:
    """Return how many norms of screen time an ordinary week of lessons breaks, for classes with minors."""
    if view.inputs.load is None:
        return unknown(definition, _no_register(_("расписания")))
    found = [one for one in view.inputs.load if one.code.startswith("screen-")]
    rows = tuple(
        (str(one.class_name), _day_words(one.day), one.message, one.severity == "violation")
        for one in found
    )
    adults = sum(one.severity == "note" for one in found)
    remarks = []
    if adults:
        remarks.append(
            plural(
                adults,
                "{n} превышение — в классах, где все совершеннолетние: оно не считается.",
                "{n} превышения — в классах, где все совершеннолетние: они не считаются.",
                "{n} превышений — в классах, где все совершеннолетние: они не считаются.",
            )
        )
    columns = (_("Класс"), _("День"), _("Что найдено"), _("Нарушение"))
    return number(definition, Rows(columns, rows, counted=3), remarks=remarks)


def _day_words(day: date | int | None) -> str:
    if day is None:
        return _("неделя")
    if isinstance(day, date):
        return f"{day:%d.%m.%Y}"
    return (_("пн"), _("вт"), _("ср"), _("чт"), _("пт"), _("сб"), _("вс"))[day]


def parents(definition: Definition, view: View) -> Indicator:
    """Return the pupils whose family got a letter in the period."""
    if "letters" not in view.registers.given:
        return unknown(definition, _no_register(_("писем")))
    informed, lost = set(), 0
    for row in view.registers.letters:
        if view.in_window(row.handed):
            person = view.pupil(row.person, row.class_name)
            lost += person is None
            if person is not None:
                informed.add(person)
    rows = tuple(
        (one.person, one.class_name, one.person in informed)
        for one in view.people.values()
        if one.present
    )
    return share(
        definition,
        Rows((_("Ученик"), _("Класс"), _("Письмо вручено")), rows, people=0, counted=2),
        why=_("На конец периода в списках нет учеников."),
        remarks=_lost(lost),
    )


def on_loan(row: DeviceRow, day: date) -> bool:
    """Tell whether a pupil has a device of the school's on a day: given, and not given back."""
    if row.has != "loan" or (row.since is not None and row.since > day):
        return False
    return row.returned is None or row.returned > day


def _current_devices(view: View) -> tuple[dict[str, DeviceRow], int]:
    """Return what each pupil of the lists has, and how many rows name nobody there.

    Of several rows of a pupil the best holds: an own device, else one on loan now, else the latest.
    """
    found: dict[str, DeviceRow] = {}
    strangers: set[tuple[str, ClassName]] = set()
    for row in view.registers.devices:
        person = view.pupil(row.person, row.class_name)
        if person is None:
            strangers.add((row.person, row.class_name))
        elif view.people[person].present:
            other = found.get(person)
            if other is None or _rank(row, view.day) >= _rank(other, view.day):
                found[person] = row
    return found, len(strangers)


def _rank(row: DeviceRow, day: date) -> tuple[bool, bool, date]:
    return (row.has == "own", on_loan(row, day), row.since or date.min)


def _lost(count: int) -> list[str]:
    if not count:
        return []
    return [
        plural(
            count,
            "{n} ученика из реестра нет в списках за период: он не считается.",
            "{n} учеников из реестра нет в списках за период: они не считаются.",
            "{n} учеников из реестра нет в списках за период: они не считаются.",
        )
    ]


def _no_register(name: str) -> str:
    return _("Нет реестра {name}. Образец: vsosh-moodle registers template.").format(name=name)
