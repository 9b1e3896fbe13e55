"""Means: devices lent, rooms, programs; and what is known of sanitary norms."""

from collections import Counter
from collections.abc import Iterable, Mapping

from vsosh_moodle.registers.records import DeviceRow
from vsosh_moodle.reports.document.model import Block, Column, Paragraph, Section, Table, Value
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.missing import register_missing
from vsosh_moodle.reports.school.wording import day
from vsosh_moodle.school.classes import class_order


def equipment_section(material: Material) -> Section:
    """Return «Материально-техническая база»: devices at home, loans, rooms, programs."""
    registers = material.inputs.registers
    blocks: list[Block] = []
    if "devices" in registers.given:
        blocks += [_devices(material), _loans(material)]
    else:
        blocks.append(register_missing("техники учеников", "devices"))
    if "rooms" in registers.given:
        blocks.append(_rooms(material))
    else:
        blocks.append(register_missing("кабинетов", "rooms"))
    if "software" in registers.given:
        blocks.append(_software(material))
    return Section("equipment", "Материально-техническая база", tuple(blocks))


def sanitary_section(material: Material) -> Section:
    """Return «Санитарный контроль»: the norms, and what the check of an ordinary week found."""
    norms = "; ".join(
        f"{one.title} — {one.source}, действует до {day(one.valid_until)}" for one in material.norms
    )
    blocks: list[Block] = [Paragraph(f"Нормы: {norms}. Проверьте действующую редакцию.")]
    load = material.inputs.load
    if load is None:
        blocks.append(register_missing("расписания", "timetable"))
        return Section("sanitary", "Санитарный контроль", tuple(blocks))
    counts: Counter[tuple[str, str]] = Counter(
        (one.code, one.severity) for one in load if one.severity != "hint"
    )
    if not counts:
        blocks.append(Paragraph("Проверка обычной недели нарушений не нашла."))
    else:
        blocks.append(_load(counts))
    return Section("sanitary", "Санитарный контроль", tuple(blocks))


_LOAD_WORDS = {
    "screen-lesson": "экран дольше нормы за урок", "screen-day": "экран дольше нормы за день в школе",
    "screen-home": "экран дольше нормы за день дома", "screen-stretch": "экран без перерыва",
    "lesson-long": "урок длиннее нормы", "starts-early": "занятия начинаются рано",
    "ends-late": "занятия кончаются поздно", "break-short": "короткая перемена",
    "break-long": "нет большой перемены", "lessons-day": "много уроков за день",
    "lessons-week": "много уроков за неделю", "class-twice": "два урока у класса в одно время",
    "teacher-twice": "два урока у учителя в одно время", "no-device": "уроки за экраном, а техники нет",
    "courses-week": "много заданий курсов за неделю",
}  # fmt: skip


def _load(counts: Mapping[tuple[str, str], int]) -> Table:
    codes = [code for code in _LOAD_WORDS if any(found == code for found, _severity in counts)]
    return Table(
        key="load",
        title="Что нашла проверка обычной недели",
        columns=(
            Column("Что не по норме", width=40),
            Column("Нарушений", "count", "sum"),
            Column("В классах взрослых", "count", "sum", note="для них нормы — рекомендация"),
        ),
        rows=tuple(
            (
                _LOAD_WORDS[code],
                counts.get((code, "violation"), 0),
                counts.get((code, "note"), 0),
            )
            for code in codes
        ),
        totals=(
            "",
            sum(count for (_code, severity), count in counts.items() if severity == "violation"),
            sum(count for (_code, severity), count in counts.items() if severity == "note"),
        ),
        source="реестр «Расписание»",
    )


def _devices(material: Material) -> Table:
    by_class: dict[str, list[DeviceRow]] = {}
    for one in material.inputs.registers.devices:
        by_class.setdefault(str(one.class_name), []).append(one)
    rows = [(name, *_device_counts(by_class[name])) for name in sorted(by_class, key=class_order)]
    return Table(
        key="devices",
        title="Техника учеников дома",
        columns=(
            Column("Класс"),
            Column("В реестре", "people", "sum", parts=(2, 3, 4)),
            Column("Своя", "people", "sum"),
            Column("Выдана школой", "people", "sum"),
            Column("Нет техники", "people", "sum"),
            Column("С интернетом", "people", "sum"),
        ),
        rows=tuple(rows),
        totals=("", *_device_counts(material.inputs.registers.devices)),
        source="реестр техники учеников",
    )


def _device_counts(rows: Iterable[DeviceRow]) -> tuple[Value, ...]:
    rows = list(rows)
    has = Counter(one.has for one in rows)
    known = [one.internet for one in rows if one.internet is not None]
    online = sum(known) if known else None
    return len(rows), has["own"], has["loan"], has["none"], online


def _loans(material: Material) -> Table:
    until = material.period.until
    lent = [
        one
        for one in material.inputs.registers.devices
        if one.has == "loan" and (one.returned is None or one.returned > until)
    ]
    return Table(
        key="loans",
        title="Техника, выданная во временное пользование",
        columns=(
            Column("Ученик", width=32),
            Column("Класс"),
            Column("Инвентарный №", width=16),
            Column("Выдана", "date"),
            Column("Вернуть до", "date"),
            Column("Срок прошёл"),
        ),
        rows=tuple(
            (
                one.person,
                str(one.class_name),
                one.inventory,
                one.since,
                one.until,
                one.until is not None and one.until < until,
            )
            for one in sorted(lent, key=lambda one: (class_order(str(one.class_name)), one.person))
        ),
        source="реестр техники учеников",
        people=0,
        internal=True,
    )


def _rooms(material: Material) -> Table:
    rooms = sorted(material.inputs.registers.rooms, key=lambda one: one.room)
    return Table(
        key="rooms",
        title="Кабинеты",
        columns=(
            Column("Кабинет", width=16),
            Column("Интернет"),
            Column("Рабочих мест", "count", "sum"),
        ),
        rows=tuple((one.room, one.internet, one.computers) for one in rooms),
        totals=("", None, None),
        source="реестр кабинетов",
    )


def _software(material: Material) -> Table:
    until = material.period.until
    return Table(
        key="software",
        title="Программное обеспечение",
        columns=(
            Column("Программа", width=28),
            Column("Лицензия", width=24),
            Column("Действует до", "date"),
            Column("Истекла"),
            Column("Рабочих мест", "count"),
        ),
        rows=tuple(
            (
                one.title,
                one.licence or None,
                one.valid_until,
                one.valid_until is not None and one.valid_until < until,
                one.places,
            )
            for one in material.inputs.registers.software
        ),
        source="реестр программного обеспечения",
    )
