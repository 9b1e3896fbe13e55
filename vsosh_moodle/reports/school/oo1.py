"""A helper for the statistical form ОО-1: counts by class, sex, form, age; a draft to copy from.

No numbers of rows or lines: the form changes every year, and a wrong number is worse than none.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from vsosh_moodle.indicators.slices.groups import movement_by, movement_of_all
from vsosh_moodle.indicators.slices.oo1 import full_years
from vsosh_moodle.indicators.view import View
from vsosh_moodle.reports.document.model import (
    Block,
    Column,
    Paragraph,
    Report,
    Section,
    Table,
    Value,
)
from vsosh_moodle.reports.school.appendices import know_section
from vsosh_moodle.reports.school.material import (
    Material,
    PupilRow,
    make_report,
)
from vsosh_moodle.reports.school.wording import day
from vsosh_moodle.school.classes import class_order

CENSUS_MONTH, CENSUS_DAY = 9, 20
_SEX_COLUMNS = (4, 5, 6)
_EXACT = Paragraph(
    "Малые числа здесь скрыты. Точные числа для переноса в форму — с параметром --named: лист тогда "
    "для служебного пользования, имён в нём нет.",
    style="note",
)
_SEX = {"m": "мальчики", "f": "девочки", "": "пол не определён"}


def oo1_report(material: Material) -> Report:
    """Return the helper sheet: pupils as of 20 September, movement of the year before."""
    census = census_day(material.period.year)
    exact = () if material.named else (_EXACT,)
    sections = (
        Section("classes", "Ученики по классам", (*exact, *_classes(material, census))),
        Section("ages", "Возраст", (_ages(material, census),)),
        Section("movement", "Движение за прошлый учебный год", tuple(_movement(material))),
        Section("staff", "Педагоги", tuple(_staff(material))),
    )
    know = know_section(material)
    return make_report(
        material,
        "oo1",
        "ОО-1: черновик для переноса",
        (*sections, Section(know.key, know.title, know.blocks, "П1")),
        "Вспомогательный лист, не форма: номера строк сверьте с действующей формой",
        f"Ученики — на {day(census)} по дням зачисления и выбытия в списках, какие лежат в папке сейчас",
    )


def census_day(year: str) -> date:
    """Return the day the form is filled in for: 20 September of the school year."""
    return date(int(year[:4]), CENSUS_MONTH, CENSUS_DAY)


def _classes(material: Material, census: date) -> list[Block]:
    groups: dict[tuple[str, str], list[PupilRow]] = {}
    for one in material.pupils:
        groups.setdefault((one.class_name, one.form), []).append(one)
    ordered = sorted(groups, key=lambda pair: (class_order(pair[0]), pair[1]))
    columns = (
        Column("Класс"),
        Column("Форма обучения"),
        Column("Класс ДО"),
        Column("Учеников", "people", "sum", parts=_SEX_COLUMNS),
        Column("Мальчики", "people", "sum"),
        Column("Девочки", "people", "sum"),
        Column("Пол не определён", "people", "sum"),
        Column("С применением ДОТ", "people", "sum"),
        Column("В классах ДО", "people", "sum"),
    )
    rows = tuple(
        (name, form or None, groups[name, form][0].distance, *_counts(material, groups[name, form]))
        for name, form in ordered
    )
    forms: dict[str, list[PupilRow]] = {}
    for one in material.pupils:
        forms.setdefault(one.form or "не указана", []).append(one)
    return [
        Table(
            key="oo1_classes",
            title="Класс × форма × пол",
            columns=columns,
            rows=rows,
            totals=("", None, None, *_counts(material, material.pupils)),
            source=f"списки учеников; ДОТ — активные на курсах Moodle; на {day(census)}",
            note="Пол определён по отчеству; где отчества нет, он не определён.",
        ),
        Table(
            key="oo1_forms",
            title="Форма обучения × пол",
            columns=(
                Column("Форма обучения"),
                Column("Учеников", "people", "sum", parts=(2, 3, 4)),
                *columns[4:],
            ),
            rows=tuple((form, *_counts(material, forms[form])) for form in sorted(forms)),
            totals=("", *_counts(material, material.pupils)),
            source="списки учеников; ДОТ — активные на курсах Moodle",
        ),
    ]


def _counts(material: Material, rows: Iterable[PupilRow]) -> tuple[Value, ...]:
    rows = list(rows)
    sexes = Counter(one.sex for one in rows)
    active = material.view.active
    learning = sum(one.person in active for one in rows) if material.has_snapshot else None
    return (
        len(rows), sexes["m"], sexes["f"], sexes[""], learning, sum(one.distance for one in rows),
    )  # fmt: skip


def _ages(material: Material, census: date) -> Table:
    ages: Counter[tuple[int, str]] = Counter()
    unknown = 0
    for one in material.pupils:
        if one.born is None:
            unknown += 1
        else:
            ages[full_years(one.born, census), one.sex] += 1
    years = sorted({age for age, _sex in ages})
    note = f"Без даты рождения в списках: {unknown}." if unknown and material.named else ""
    if unknown and not material.named:
        note = "В списках есть ученики без даты рождения: в таблице их нет."
    return Table(
        key="oo1_ages",
        title=f"Полных лет на {day(census)}",
        columns=(
            Column("Полных лет"),
            *(Column(title, "people", "sum") for title in _SEX.values()),
            Column("Всего", "people", "sum", parts=(1, 2, 3)),
        ),
        rows=tuple(
            (str(age), *(ages[age, sex] for sex in _SEX), sum(ages[age, sex] for sex in _SEX))
            for age in years
        ),
        totals=("", None, None, None, None),
        source="списки учеников: дата рождения",
        note=note,
    )


def _movement(material: Material) -> list[Block]:
    previous = material.inputs.previous
    if previous is None:
        return [
            Paragraph(
                f"Снимков за {material.previous_title} учебный год нет: движение посчитать не из чего.",
                style="note",
            )
        ]
    view = View(replace(material.inputs, facts=previous, previous=None, classes=()))
    rows = [
        (one.group, one.start + one.joined, one.joined, one.left, one.end)
        for one in movement_by(view, "grade")
    ]
    whole = movement_of_all(view)
    return [
        Table(
            key="oo1_movement",
            title=f"Прибыло и выбыло: {material.previous_title}",
            columns=(
                Column("Параллель"),
                Column("Всего за год", "people", "sum", parts=(3, 4)),
                Column("Прибыло", "people", "sum"),
                Column("Выбыло", "people", "sum"),
                Column("На конец года", "people", "sum"),
            ),
            rows=tuple(rows),
            totals=("", whole.start + whole.joined, whole.joined, whole.left, whole.end),
            source="списки школы в снимках прошлого года",
            note="Прибыл или выбыл — первый и последний день, когда ученик был в списках внутри года.",
        )
    ]


def _staff(material: Material) -> list[Block]:
    registers = material.inputs.registers
    rows: list[tuple[Value, ...]] = []
    if "staff" in registers.given:
        rows.append(("Педагогов в реестре кадров", len(registers.staff)))
    for key in ("teachers", "trained"):
        indicator = material.indicator(key)
        if indicator is not None:
            rows.append((indicator.definition.title, indicator.value))
    return [
        Table(
            key="oo1_staff",
            title="Педагоги",
            columns=(Column("Что", width=34), Column("Человек", "count")),
            rows=tuple(rows),
            source="реестры кадров и повышения квалификации; преподаватели курсов Moodle",
        )
    ]
