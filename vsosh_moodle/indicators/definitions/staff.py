"""Indicators of teachers."""

from collections.abc import Mapping

from vsosh_moodle.indicators.definitions.wording import growth, plain, target
from vsosh_moodle.indicators.indicator import Definition
from vsosh_moodle.language import _


def staff_definitions(goals: Mapping[str, float | None]) -> tuple[Definition, ...]:
    """Return the definitions that speak of teachers; `goals` are numbers of the school's plan."""
    teachers = goals["teachers"]
    return (
        Definition(
            key="teachers",
            sets=(("official", 4), ("monitoring", 2), ("fifteen", 7)),
            title=_("Педагогов — участников проекта"),
            unit="people",
            formula=_(
                "Педагоги, ведущие хотя бы один действующий курс (открыт, с видимыми элементами и активными "
                "учениками), и педагоги с отметкой «в проекте» в реестре кадров; каждый один раз."
            ),
            source=_("Преподаватели курсов Moodle; реестр кадров."),
            period=_("Период отчёта."),
            target=growth()
            if teachers is None
            else _("Не меньше {goal}.").format(goal=plain(teachers)),
            goal=teachers,
        ),
        Definition(
            key="trained",
            sets=(("official", 5),),
            title=_("Педагогов с повышением квалификации по ДОТ"),
            unit="people",
            formula=_(
                "Разные педагоги с действующим документом о повышении квалификации по дистанционным "
                "технологиям."
            ),
            source=_("Реестр повышения квалификации."),
            period=_("На конец периода отчёта."),
            target=growth(),
        ),
        Definition(
            key="trained_share",
            sets=(("fifteen", 8),),
            title=_("Доля педагогов проекта с повышением квалификации по ДОТ"),
            unit="percent",
            formula=_("Педагоги проекта с действующим документом / все педагоги проекта."),
            source=_("Реестр повышения квалификации; реестр кадров; преподаватели курсов Moodle."),
            period=_("На конец периода отчёта."),
            target=target(goals["trained_share"], _("{goal} % педагогов проекта.")),
            goal=goals["trained_share"],
        ),
        Definition(
            key="teacher_activity",
            sets=(("monitoring", 1), ("fifteen", 12)),
            title=_("Работ проверено за 7 дней"),
            unit="percent",
            formula=_(
                "Сданные работы, проверенные не позже чем через 7 дней / все сданные работы."
            ),
            source=_("Работы и оценки заданий в Moodle, которые проверяет учитель."),
            period=_("Период отчёта."),
            target=target(goals["teacher_activity"], _("Не меньше {goal} %.")),
            goal=goals["teacher_activity"],
        ),
        Definition(
            key="staffing",
            sets=(("monitoring", 7),),
            title=_("Кадровое обеспечение: педагогов в проекте"),
            unit="percent",
            formula=_("Педагоги проекта из реестра кадров / все педагоги реестра."),
            source=_("Реестр кадров; преподаватели курсов Moodle."),
            period=_("Период отчёта."),
            target=growth(),
        ),
    )
