"""Drafted conclusions, by the sections they stand in: what the figures say, for a person to edit."""

from vsosh_moodle.indicators.indicator import Indicator
from vsosh_moodle.indicators.slices.pupils import mark_rows
from vsosh_moodle.reports.document.model import Hidden
from vsosh_moodle.reports.document.suppression import shown_count, suppress_together
from vsosh_moodle.reports.school.conclusions_file import Draft
from vsosh_moodle.reports.school.demand import subjects_table
from vsosh_moodle.reports.school.draft_words import (
    change_words,
    plan_words,
    sentence,
    share_words,
    told,
)
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.results import by_subject, scales_of
from vsosh_moodle.reports.school.wording import (
    NBSP,
    counted,
    listed,
    number,
    percent,
    pupils,
    quoted,
)

FEW_ACTIVE = 20
"""A subject with a smaller share of active pupils, in percent, is named among the less wanted."""

TASKED = (
    "coverage", "funnel", "programmes", "gia_courses", "school_courses", "distance_classes",
    "teachers", "trained_share", "teacher_activity", "projects", "readiness", "devices", "rooms",
)  # fmt: skip
"""What a task for the next year is drafted of, when its plan was not reached."""


def draft_conclusions(material: Material) -> tuple[Draft, ...]:
    """Return the drafts that follow from these figures; of hidden figures nothing is said."""
    drafts = (
        Draft("goals", "Показатели эффективности", _of_courses(material)),
        Draft("coverage", "Охват дистанционным обучением", _of_coverage(material)),
        Draft("demand", "Востребованность предметов", _of_demand(material)),
        Draft("activity", "Активность учеников и педагогов", _of_activity(material)),
        Draft("results", "Результаты и готовность к ГИА", _of_results(material)),
        Draft("staff", "Кадры", _of_staff(material)),
        Draft("materials", "Банк учебно-методических материалов", _of_materials(material)),
        Draft("equipment", "Материально-техническая база", _of_equipment(material)),
        Draft("parents", "Работа с родителями", _of_parents(material)),
        Draft("next", "Задачи на следующий год", _tasks(material)),
    )
    return tuple(one for one in drafts if one.items)


def _of_coverage(material: Material) -> tuple[str, ...]:
    found = []
    if one := told(material, "coverage"):
        start = f"охват ДО составил {_of_pupils(one)}"
        found.append(sentence(start, plan_words(one), change_words(material, one)))
    if one := told(material, "pupils_ever"):
        who = counted(int(one.value or 0), "ученик", "ученика", "учеников")
        found.append(sentence(f"с начала проекта дистанционно обучались: {who}", plan_words(one)))
    if one := told(material, "funnel"):
        start = f"из получивших доступ в систему вошли {_of_pupils(one)}"
        found.append(sentence(start, plan_words(one), change_words(material, one)))
    if one := told(material, "projects"):
        start = f"этап проектной или исследовательской работы прошли {_of_pupils(one)}"
        found.append(sentence(start, plan_words(one), change_words(material, one)))
    return tuple(found)


def _of_courses(material: Material) -> tuple[str, ...]:
    found = []
    if one := told(material, "programmes"):
        share = share_words(one, "программы", "программ")
        start = f"действующие дистанционные курсы есть у {share} учебного плана"
        found.append(sentence(start, plan_words(one), change_words(material, one)))
    for key, words in (
        ("gia_courses", "курсов подготовки к ГИА засчитано"),
        ("school_courses", "общешкольных курсов открыто"),
        ("distance_classes", "классов дистанционного обучения"),
    ):
        if one := told(material, key):
            start = f"{words}: {number(one.value or 0, 0)}"
            found.append(sentence(start, plan_words(one), change_words(material, one)))
    return tuple(found)


def _of_demand(material: Material) -> tuple[str, ...]:
    if not material.has_snapshot:
        return ()
    table = subjects_table(material)
    if not material.named:
        # The marks of a subject are a table of the same report: what they hide here is hidden with them.
        marks = by_subject(mark_rows(material.view, scales_of(material)))
        table = suppress_together([table, marks], material.config.small_numbers)[0]
    # A subject whose numbers are hidden is not named either: its place would tell of them.
    shares = [
        (str(row[0]), row[4])
        for row in table.rows
        if isinstance(row[4], int | float) and not any(isinstance(cell, Hidden) for cell in row)
    ]
    best = [f"{quoted(name)} ({percent(share)})" for name, share in shares[:3] if share > 0]
    few = [quoted(name) for name, share in shares[3:] if share < FEW_ACTIVE]
    found = []
    if best:
        found.append(sentence(f"наиболее востребованы: {listed(best)}"))
    if few:
        found.append(sentence(f"менее {FEW_ACTIVE}{NBSP}% активных: {listed(few, 5)}"))
    return tuple(found)


def _of_activity(material: Material) -> tuple[str, ...]:
    found = []
    if one := told(material, "pupil_activity"):
        days = material.inputs.inactive_days
        away = _rest(material, one)
        if away == 0:
            found.append(sentence(f"все ученики с доступом входили за последние {_days(days)}"))
        elif away is not None:
            start = f"не входили более {counted(days, 'дня', 'дней', 'дней')}: {pupils(away)}"
            found.append(sentence(f"{start} (списки у классных руководителей)"))
    if one := told(material, "teacher_activity"):
        start = f"за 7 дней проверено {share_words(one, 'сданной работы', 'сданных работ')}"
        found.append(sentence(start, plan_words(one), change_words(material, one)))
    return tuple(found)


def _of_results(material: Material) -> tuple[str, ...]:
    if one := told(material, "readiness"):
        start = f"к ГИА по обязательным предметам готовы {share_words(one, 'выпускника', 'выпускников')}"
        found = [sentence(start, plan_words(one), change_words(material, one))]
        absent = sum(bool(row[3]) for row in one.rows.rows) if one.rows else 0
        small = material.config.small_numbers
        if absent and (material.named or not isinstance(shown_count(absent, small), Hidden)):
            who = counted(absent, "выпускник", "выпускника", "выпускников")
            found.append(sentence(f"пробных экзаменов не писали: {who}"))
        return tuple(found)
    return ()


def _of_staff(material: Material) -> tuple[str, ...]:
    found = []
    if one := told(material, "teachers"):
        start = f"педагогов — участников проекта: {number(one.value or 0, 0)}"
        if one.whole:
            start += f" из {number(one.whole, 0)}"
        found.append(sentence(start, plan_words(one), change_words(material, one)))
    if one := told(material, "trained_share"):
        trained = share_words(one, "педагога проекта", "педагогов проекта")
        start = f"повышение квалификации по ДОТ прошли {trained}"
        found.append(sentence(start, plan_words(one), change_words(material, one)))
    return tuple(found)


def _of_materials(material: Material) -> tuple[str, ...]:
    found = []
    if one := told(material, "materials"):
        made = counted(int(one.value or 0), "материал", "материала", "материалов")
        kinds = listed((f"{kind} — {count}" for kind, count in one.details.items()), 5)
        start = f"за период создано: {made}" + (f" ({kinds})" if kinds else "")
        found.append(sentence(start, change_words(material, one)))
    if one := told(material, "bank"):
        whole = counted(int(one.value or 0), "материал", "материала", "материалов")
        found.append(sentence(f"всего в открытых курсах: {whole}", change_words(material, one)))
    return tuple(found)


def _of_equipment(material: Material) -> tuple[str, ...]:
    found = []
    if one := told(material, "devices"):
        start = f"школьную технику получили из тех, у кого нет своей: {_of_pupils(one)}"
        found.append(sentence(start, plan_words(one), change_words(material, one)))
    if one := told(material, "rooms"):
        start = f"к интернету подключено {share_words(one, 'кабинета', 'кабинетов')}"
        found.append(sentence(start, plan_words(one), change_words(material, one)))
    return tuple(found)


def _of_parents(material: Material) -> tuple[str, ...]:
    if one := told(material, "parents"):
        start = f"письма вручены семьям {_of_pupils(one)}"
        return (sentence(start, change_words(material, one)),)
    return ()


def _tasks(material: Material) -> tuple[str, ...]:
    """Return a task for each plan that was not reached: from where, to where."""
    if material.period.running:
        return ()
    found = []
    for key in TASKED:
        one = told(material, key)
        if one is not None and one.reached is False:
            unit = f"{NBSP}%" if one.definition.unit == "percent" else ""
            now, goal = number(one.value or 0), number(one.definition.goal or 0)
            title = one.definition.title
            found.append(f"{title}: сейчас {now}{unit}, по плану {goal}{unit}.")
    return tuple(found)


def _rest(material: Material, indicator: Indicator) -> int | None:
    """Return how many are not among the counted, None when that is too few to tell."""
    rest = (indicator.whole or 0) - (indicator.part or 0)
    few = 0 < rest < material.config.small_numbers and not material.named
    return None if few else rest


def _of_pupils(indicator: Indicator) -> str:
    return share_words(indicator, "ученика", "учеников")


def _days(amount: int) -> str:
    return counted(amount, "день", "дня", "дней")
