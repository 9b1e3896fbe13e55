"""Registers of the school's things and of its past: rooms, resources, software, past years."""

from datetime import date

from vsosh_moodle.language import _
from vsosh_moodle.registers.columns import YES, RegisterColumn, RegisterDefinition, ValueKind, words

_RESOURCE_KINDS = ("тест", "видео", "презентация", "страница", "задание", "модуль", "ссылка")
_LICENCES = ("своя разработка", "свободная (CC BY)", "с согласия автора", "по договору")
_SOFTWARE_LICENCES = ("свободная", "по договору", "по подписке", "бесплатная для школ")


def rooms() -> RegisterDefinition:
    """Return the register «Кабинеты»."""
    return RegisterDefinition(
        "rooms", "Кабинеты",
        _("Кабинеты школы: доля подключённых к интернету и рабочие места."),
        (
            RegisterColumn(
                "room", "Кабинет", ValueKind.TEXT, _("Обязательно. Номер или название."), "12",
                ("номер кабинета", "помещение", "аудитория", "номер", "название кабинета"),
                required=True, width=24,
            ),
            RegisterColumn(
                "internet", "Интернет", ValueKind.YES_NO, _("Обязательно: да или нет."), YES,
                ("подключен к интернету", "доступ в интернет", "подключен", "наличие интернета"),
                required=True, width=11,
            ),
            RegisterColumn(
                "computers", "Компьютеров", ValueKind.COUNT, _("Сколько рабочих мест."), 12,
                ("компьютеры", "количество компьютеров", "кол во компьютеров", "рабочих мест",
                 "рабочие места", "пк"),
                width=13,
            ),
        ),
        ("room",),
        ("помещения", "аудитории", "мтб", "материальная база"),
    )  # fmt: skip


def resources() -> RegisterDefinition:
    """Return the register «Банк ресурсов»."""
    return RegisterDefinition(
        "resources", "Банк ресурсов",
        _("Электронные ресурсы школы (ЭЦОР): свои и чужие, с лицензией и датой проверки."),
        (
            RegisterColumn(
                "title", "Название", ValueKind.TEXT, _("Обязательно."), "Тренажёр: дроби",
                ("ресурс", "название ресурса", "наименование", "модуль"), required=True, width=40,
            ),
            RegisterColumn(
                "subject", "Предмет", ValueKind.TEXT, _("К какому предмету."), "Математика",
                ("учебный предмет",), width=22,
            ),
            RegisterColumn(
                "kind", "Тип", ValueKind.TEXT, _("Выберите или впишите свой."), _RESOURCE_KINDS[0],
                ("вид", "тип ресурса", "вид ресурса"), choices=words(*_RESOURCE_KINDS), width=14,
            ),
            RegisterColumn("author", "Автор", ValueKind.TEXT, _("Кто сделал."), "МО учителей математики",
                           ("авторы", "разработчик"), width=28),
            RegisterColumn(
                "licence", "Лицензия", ValueKind.TEXT, _("На каком основании используется."), _LICENCES[0],
                ("права", "условия использования",
                 "основание"), required=True, choices=words(*_LICENCES), width=22,
            ),
            RegisterColumn("link", "Ссылка", ValueKind.TEXT, _("Где лежит."), "", ("адрес", "url"), width=34),
            RegisterColumn(
                "checked", "Проверено", ValueKind.DATE, _("Когда в последний раз открывали: ДД.ММ.ГГГГ."),
                date(2026, 9, 3), ("дата проверки", "проверен", "дата"), width=12,
            ),
        ),
        ("title", "subject", "link"),
        ("ресурсы", "эцор", "эор", "цор", "банк эцор", "банк умм", "медиатека", "электронные ресурсы"),
    )  # fmt: skip


def software() -> RegisterDefinition:
    """Return the register «Программное обеспечение»."""
    return RegisterDefinition(
        "software", "Программное обеспечение",
        _("Программы, которыми учат: лицензии и сроки."),
        (
            RegisterColumn(
                "title", "Программа", ValueKind.TEXT, _("Обязательно. Название."), "LibreOffice",
                ("название", "название программы", "по", "наименование", "программное обеспечение"),
                required=True, width=36,
            ),
            RegisterColumn(
                "licence", "Лицензия", ValueKind.TEXT, _("Обязательно. Вид или номер договора."),
                _SOFTWARE_LICENCES[0], ("вид лицензии", "тип лицензии", "договор"),
                required=True, choices=words(*_SOFTWARE_LICENCES), width=24,
            ),
            RegisterColumn(
                "valid_until", "Действует до", ValueKind.DATE, _("Пусто — срок не ограничен."), "",
                ("срок действия", "срок", "срок лицензии", "до"), future=True, width=14,
            ),
            RegisterColumn(
                "places", "Рабочих мест", ValueKind.COUNT, _("На скольких компьютерах."), 12,
                ("места", "рабочие места", "количество", "количество лицензий", "компьютеров",
                 "установок"), width=13,
            ),
        ),
        ("title", "licence"),
        ("по", "софт", "лицензии"),
    )  # fmt: skip


def past_years() -> RegisterDefinition:
    """Return the register «Прошлые годы»."""
    return RegisterDefinition(
        "past_years", "Прошлые годы",
        _("Что школа уже отчитала: с этим сравнивается год, за который снимков Moodle нет."),
        (
            RegisterColumn(
                "year", "Учебный год", ValueKind.SCHOOL_YEAR, _("Обязательно. Как 2025/26."), "2025/26",
                ("год", "период", "уч год"), required=True, identity=True, width=16,
            ),
            RegisterColumn(
                "indicator", "Показатель", ValueKind.INDICATOR, _("Обязательно. Выберите из списка."),
                "Охват дистанционным обучением",
                ("показатели", "наименование показателя", "название показателя", "индикатор"),
                required=True, identity=True, width=58,
            ),
            RegisterColumn(
                "plan", "План", ValueKind.NUMBER, _("Число; проценты: 45,5 или 45,5 %."), 50,
                ("плановое значение", "плановый показатель", "цель"), width=11,
            ),
            RegisterColumn(
                "fact", "Факт", ValueKind.NUMBER, _("Число; проценты: 45,5 или 45,5 %."), 41.5,
                ("фактическое значение", "значение", "выполнено", "итог", "результат"), width=11,
            ),
            RegisterColumn(
                "note", "Примечание", ValueKind.TEXT, _("Откуда число."), "отчёт от 25.05.2026",
                ("примечания", "источник", "комментарий"), width=34,
            ),
        ),
        ("year", "indicator"),
        ("прошлые отчеты", "прежние годы", "показатели прошлых лет", "показатели", "история"),
    )  # fmt: skip
