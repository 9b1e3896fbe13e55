"""Indicators of means: devices, rooms, software, norms, and how families are told."""

from collections.abc import Mapping

from vsosh_moodle.indicators.definitions.wording import growth, target
from vsosh_moodle.indicators.indicator import Definition
from vsosh_moodle.language import _


def means_definitions(goals: Mapping[str, float | None]) -> tuple[Definition, ...]:
    """Return the definitions that speak of means; `goals` are numbers of the school's plan."""
    return (
        Definition(
            key="devices",
            sets=(("fifteen", 15),),
            title=_("Обеспечено техникой из тех, у кого своей нет"),
            unit="percent",
            formula=_(
                "Ученики без своей техники, которым школа выдала её во временное пользование / все "
                "ученики без своей техники."
            ),
            source=_("Реестр техники учеников."),
            period=_("На конец периода отчёта."),
            target=target(goals["devices"], _("{goal} %.")),
            goal=goals["devices"],
        ),
        Definition(
            key="screen_time",
            sets=(("fifteen", 15),),
            title=_("Нарушений норм экранного времени за неделю"),
            unit="count",
            formula=_(
                "Нарушения, найденные проверкой уроков обычной недели; классы, где все совершеннолетние, "
                "не считаются."
            ),
            source=_("Реестр «Расписание»; нормы из папки norms."),
            period=_("Обычная неделя по реестру."),
            target=_("Нарушений нет."),
            goal=0,
        ),
        Definition(
            key="rooms",
            sets=(("monitoring", 8), ("fifteen", 15)),
            title=_("Кабинетов подключено к интернету"),
            unit="percent",
            formula=_("Кабинеты с интернетом / все кабинеты."),
            source=_("Реестр кабинетов."),
            period=_("Как записано в реестре."),
            target=target(goals["rooms"], _("{goal} %.")),
            goal=goals["rooms"],
        ),
        Definition(
            key="software",
            sets=(("monitoring", 10),),
            title=_("Программное обеспечение"),
            unit="count",
            formula=_("Системы, в которых ведётся обучение: название и версия."),
            source=_("Сайт Moodle, с которого снят снимок."),
            period=_("На день снимка."),
        ),
        Definition(
            key="participants",
            sets=(("monitoring", 11),),
            title=_("Возможности участников: техника и интернет дома"),
            unit="percent",
            formula=_(
                "Ученики, у которых дома есть техника (своя или школьная) и интернет / все ученики, "
                "о которых это известно."
            ),
            source=_("Реестр техники учеников."),
            period=_("На конец периода отчёта."),
            target=growth(),
        ),
        Definition(
            key="parents",
            sets=(("fifteen", 16),),
            title=_("Родители информированы"),
            unit="percent",
            formula=_(
                "Ученики, семье которых в периоде вручено хотя бы одно письмо / все ученики в списках "
                "на конец периода. Совершеннолетнему ученику письмо вручают самому."
            ),
            source=_("Реестр писем; списки школы."),
            period=_("Период отчёта."),
            target=growth(),
        ),
    )
