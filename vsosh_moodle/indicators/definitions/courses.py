"""Indicators of programmes, courses, classes and materials."""

from collections.abc import Mapping

from vsosh_moodle.indicators.definitions.wording import growth, plain, target
from vsosh_moodle.indicators.indicator import Definition
from vsosh_moodle.language import _


def course_definitions(goals: Mapping[str, float | None]) -> tuple[Definition, ...]:
    """Return the definitions that speak of courses; `goals` are numbers of the school's plan."""
    return (*_counted_courses(goals), *_materials())


def _counted_courses(goals: Mapping[str, float | None]) -> tuple[Definition, ...]:
    return (
        Definition(
            key="programmes",
            sets=(("official", 2), ("monitoring", 5), ("fifteen", 4)),
            title=_("Доля образовательных программ с ЭО и ДОТ"),
            unit="percent",
            formula=_(
                "Строки учебного плана (предмет, параллель, форма обучения) с действующим курсом / все "
                "строки. Курс действующий, если открыт, в нём есть хотя бы один видимый элемент и хотя бы "
                "один активный ученик."
            ),
            source=_("Реестр учебного плана; курсы Moodle."),
            period=_("Период отчёта."),
            target=_percent_or_growth(goals["programmes"]),
            goal=goals["programmes"],
        ),
        Definition(
            key="gia_courses",
            sets=(("official", 3), ("fifteen", 5)),
            title=_("Дистанционных курсов для подготовки к ГИА"),
            unit="count",
            formula=_(
                "Открытые курсы подготовки, в которых есть хотя бы один тест, а в каждом учебном "
                "разделе — страница или файл. Разделы общения (форум, опрос), диагностика и пробники "
                "учебными не считаются."
            ),
            source=_("Курсы Moodle; вид курса — по его шаблону."),
            period=_("На конец периода отчёта."),
            target=_count_or_growth(goals["gia_courses"]),
            goal=goals["gia_courses"],
        ),
        Definition(
            key="school_courses",
            sets=(("official", 6), ("fifteen", 6)),
            title=_("Общешкольных курсов с учётом специфики вечерней школы"),
            unit="count",
            formula=_("Открытые курсы вида «общешкольный» и курсы для всех классов школы."),
            source=_("Курсы Moodle; вид курса — по его шаблону, классы — config.yaml."),
            period=_("На конец периода отчёта."),
            target=_count_or_growth(goals["school_courses"]),
            goal=goals["school_courses"],
        ),
        Definition(
            key="distance_classes",
            sets=(("official", 7), ("fifteen", 9)),
            title=_("Классов дистанционного обучения"),
            unit="count",
            formula=_(
                "Классы с отметкой «дистанционный». План выполнен, когда такие классы есть и в 7–9, "
                "и в 10–12."
            ),
            source=_("Классы в config.yaml; для прошлых лет — сохранённые списки."),
            period=_("Период отчёта."),
            target=target(goals["distance_classes"], _("Не меньше {goal}: и в 7–9, и в 10–12.")),
            goal=goals["distance_classes"],
        ),
    )


def _materials() -> tuple[Definition, ...]:
    return (
        Definition(
            key="materials",
            sets=(("monitoring", 6), ("fifteen", 10)),
            title=_("Создано учебно-методических материалов"),
            unit="count",
            formula=_(
                "Видимые учебные элементы курсов (тест, страница, файл, задание и другие), добавленные "
                "в периоде; пояснения, форумы и опросы не считаются. Если Moodle не сообщил дня "
                "добавления, берётся день, когда элемент впервые увидели."
            ),
            source=_("Содержимое курсов Moodle в снимках."),
            period=_("Период отчёта."),
            target=growth(),
        ),
        Definition(
            key="bank",
            sets=(("monitoring", 9),),
            title=_("Банк электронных образовательных ресурсов"),
            unit="count",
            formula=_("Все видимые учебные элементы открытых курсов."),
            source=_("Содержимое курсов Moodle в снимке."),
            period=_("На конец периода отчёта."),
            target=growth(),
        ),
    )


def _percent_or_growth(goal: float | None) -> str:
    return growth() if goal is None else _("Не меньше {goal} %.").format(goal=plain(goal))


def _count_or_growth(goal: float | None) -> str:
    return growth() if goal is None else _("Не меньше {goal}.").format(goal=plain(goal))
