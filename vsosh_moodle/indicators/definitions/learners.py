"""Indicators of learners: coverage, the way in, demand, projects, exams."""

from collections.abc import Mapping

from vsosh_moodle.indicators.definitions.wording import growth, target
from vsosh_moodle.indicators.indicator import Definition
from vsosh_moodle.language import _


def learner_definitions(goals: Mapping[str, float | None]) -> tuple[Definition, ...]:
    """Return the definitions that speak of learners; `goals` are numbers of the school's plan."""
    return (*_coverage(goals), *_activity(goals), *_results(goals))


def _coverage(goals: Mapping[str, float | None]) -> tuple[Definition, ...]:
    return (
        Definition(
            key="coverage",
            sets=(("fifteen", 1),),
            title=_("Охват дистанционным обучением"),
            unit="percent",
            formula=_(
                "Активные ученики 7–12 классов / все ученики 7–12 классов, которые были в списках "
                "школы хотя бы день за период. Каждый считается один раз, сколько бы классов и курсов "
                "он ни прошёл; записанный на курс, но не работавший, активным не считается."
            ),
            source=_("Списки школы; выполнение элементов, работы и попытки в Moodle."),
            period=_("Период отчёта."),
            target=target(goals["coverage"], _("До {goal} %: больше — тоже выполнено.")),
            goal=goals["coverage"],
            upper=True,
        ),
        Definition(
            key="pupils_ever",
            sets=(("official", 1), ("monitoring", 3)),
            title=_("Учеников обучалось дистанционно за весь период проекта"),
            unit="people",
            formula=_(
                "Разные люди, которые хотя бы раз были активны на курсах с начала проекта; человек "
                "считается один раз за все годы."
            ),
            source=_("Сохранённые снимки Moodle: отчисленные из курсов в них остаются."),
            period=_("С начала проекта до конца периода отчёта."),
            target=growth(),
        ),
        Definition(
            key="coverage_ever",
            sets=(("fifteen", 2),),
            title=_("Накопленный охват за проект"),
            unit="percent",
            formula=_("Разные люди, бывшие активными / разные люди, бывшие записанными на курсы."),
            source=_("Сохранённые снимки Moodle."),
            period=_("С начала проекта до конца периода отчёта."),
            target=growth(),
        ),
        Definition(
            key="pupils_year",
            sets=(("monitoring", 3),),
            title=_("Учеников обучалось дистанционно за период отчёта"),
            unit="people",
            formula=_("Разные ученики 7–12 классов, активные в периоде."),
            source=_("Списки школы; выполнение элементов, работы и попытки в Moodle."),
            period=_("Период отчёта."),
            target=growth(),
        ),
        Definition(
            key="funnel",
            sets=(("fifteen", 3),),
            title=_("Вошли в систему из получивших доступ"),
            unit="percent",
            formula=_(
                "Ученики с учётной записью, входившие хотя бы раз / все ученики с учётной записью. "
                "Дальше по воронке: активны в периоде, завершили хотя бы один курс."
            ),
            source=_("Учётные записи Moodle: первый вход; завершение курсов."),
            period=_("Период отчёта; вход — когда бы он ни был."),
            target=target(goals["funnel"], _("Не меньше {goal} %.")),
            goal=goals["funnel"],
        ),
    )


def _activity(goals: Mapping[str, float | None]) -> tuple[Definition, ...]:
    return (
        Definition(
            key="pupil_activity",
            sets=(("monitoring", 1),),
            title=_("Ученики, входившие недавно"),
            unit="percent",
            formula=_(
                "Ученики с учётной записью, которые есть в списках на конец периода и входили за "
                "последние дни (сколько — inactive_days в config.yaml) / все такие ученики."
            ),
            source=_("Учётные записи Moodle: последний вход."),
            period=_("На день снимка."),
            target=growth(),
        ),
        Definition(
            key="demand",
            sets=(("monitoring", 4), ("fifteen", 11)),
            title=_("Востребованность предметов"),
            unit="percent",
            formula=_(
                "Пары «ученик и предмет», где ученик активен на курсах предмета / все пары, где он "
                "на них записан. По каждому предмету — активные / записанные и работ на одного "
                "активного; по ним предметы расставлены."
            ),
            source=_("Участники курсов и их работы в Moodle; предмет — по шаблону курса."),
            period=_("Период отчёта."),
            target=_("Сравнение предметов между собой."),
        ),
        Definition(
            key="projects",
            sets=(("fifteen", 13),),
            title=_("Участие в проектной и исследовательской деятельности"),
            unit="percent",
            formula=_(
                "Ученики 7–12 классов, прошедшие в периоде хотя бы один этап проекта (дата в реестре "
                "проектов, сданное задание или завершение проектного курса) / все ученики 7–12 классов "
                "периода."
            ),
            source=_("Реестр проектов; проектные курсы Moodle; списки школы."),
            period=_("Период отчёта."),
            target=target(goals["projects"], _("Не меньше {goal} %.")),
            goal=goals["projects"],
        ),
    )


def _results(goals: Mapping[str, float | None]) -> tuple[Definition, ...]:
    return (
        Definition(
            key="readiness",
            sets=(("fifteen", 14),),
            title=_("Готовность к ГИА"),
            unit="percent",
            formula=_(
                "Выпускники, у которых последний пробный экзамен по каждому обязательному предмету не "
                "ниже порога (с запасом trial_margin) и выполнены другие условия шкалы / все "
                "выпускники. Кто не писал пробного, остаётся в знаменателе."
            ),
            source=_(
                "Реестр пробных экзаменов, а где его нет — пробники курсов Moodle; шкалы — "
                "course_templates/exams."
            ),
            period=_("Последний пробный экзамен в периоде отчёта."),
            target=target(goals["readiness"], _("Не меньше {goal} %."))
            if goals["readiness"] is not None
            else growth(),
            goal=goals["readiness"],
        ),
    )
