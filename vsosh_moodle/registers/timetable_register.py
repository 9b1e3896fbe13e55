"""The register of lessons: what load and screen time are counted from."""

from collections.abc import Mapping
from datetime import time

from vsosh_moodle.language import _
from vsosh_moodle.registers.columns import RegisterColumn, RegisterDefinition, ValueKind

MODES: Mapping[str, object] = {
    "очно": "class",
    "онлайн": "online",
    "самостоятельно": "self",
    "без экрана": "offline",
}
_MODE_WORDS: Mapping[str, object] = {
    "в классе": "class", "в школе": "class", "очный": "class", "дистанционно": "online", "дистант": "online",
    "видеоурок": "online", "видеосвязь": "online", "он-лайн": "online", "online": "online",
    "сам": "self", "самостоятельная работа": "self", "в курсе": "self", "moodle": "self",
    "офлайн": "offline", "оффлайн": "offline", "offline": "offline", "по учебнику": "offline",
    "без компьютера": "offline", "учебник": "offline",
}  # fmt: skip

DEVICES: Mapping[str, object] = {
    "ПК": "pc",
    "планшет": "tablet",
    "доска": "board",
    "панель": "panel",
}
_DEVICE_WORDS: Mapping[str, object] = {
    "ноутбук": "pc", "компьютер": "pc", "компьютеры": "pc", "персональный компьютер": "pc", "нетбук": "pc",
    "планшеты": "tablet", "интерактивная доска": "board", "ид": "board", "интерактивная панель": "panel",
    "проектор": "board",
}  # fmt: skip


def timetable() -> RegisterDefinition:
    """Return the register «Расписание»."""
    return RegisterDefinition(
        "timetable", "Расписание",
        _("Уроки недели: по ним проверяется нагрузка и время за экраном (check load)."),
        (
            RegisterColumn(
                "class_name", "Класс", ValueKind.CLASS, _("Обязательно. Например 9А."), "9А",
                ("кл", "класс группа", "учебный класс"), required=True, width=9,
            ),
            RegisterColumn(
                "day", "День", ValueKind.DAY,
                _("Обязательно. День недели (пн) — урок каждую неделю; дата — расписание одного дня."), "пн",
                ("день недели", "дата", "дни", "день занятий"), required=True, width=13,
            ),
            RegisterColumn(
                "lesson", "Урок", ValueKind.COUNT, _("Номер урока."), 1,
                ("№ урока", "номер урока", "номер", "пара", "урок №"), width=8,
            ),
            RegisterColumn(
                "start", "Начало", ValueKind.TIME, _("Время: 17:30."), time(17, 30),
                ("время начала", "время", "начало урока", "начало занятия"), width=9,
            ),
            RegisterColumn(
                "minutes", "Минут", ValueKind.COUNT, _("Сколько длится. Пусто — 45."), 45,
                ("длительность", "продолжительность", "минуты", "длится", "длительность мин"), width=8,
            ),
            RegisterColumn(
                "subject", "Предмет", ValueKind.TEXT, _("Обязательно. Как в учебном плане."), "Алгебра",
                ("учебный предмет", "дисциплина", "название"), required=True, width=24,
            ),
            RegisterColumn(
                "teacher", "Учитель", ValueKind.TEXT, _("Фамилия и инициалы: нужны, чтобы найти накладки."),
                "Кокоев А. Т.", ("педагог", "фио учителя", "преподаватель"), width=24,
            ),
            RegisterColumn(
                "group", "Подгруппа", ValueKind.TEXT,
                _("Если класс делится: 1, 2, девушки… Пусто — весь класс."), "",
                ("группа", "часть класса"), width=12,
            ),
            RegisterColumn(
                "mode", "Как проходит", ValueKind.CHOICE,
                _("очно — в классе; онлайн — видеосвязь; самостоятельно — за экраном без учителя; "
                  "без экрана — по учебнику. Пусто — очно."), "онлайн",
                ("форма урока", "режим", "формат", "форма проведения"), choices=MODES, also=_MODE_WORDS,
                width=17,
            ),
            RegisterColumn(
                "devices", "За чем", ValueKind.CHOICES,
                _("За чем сидят: ПК (и ноутбук), планшет, доска, панель; несколько — через «;»."), "ПК",
                ("устройство", "устройства", "техника", "эсо", "средство обучения"), choices=DEVICES,
                also=_DEVICE_WORDS, width=12,
            ),
            RegisterColumn(
                "screen", "За экраном, мин", ValueKind.COUNT,
                _("Сколько минут урока смотрят на экран. Пусто: онлайн — весь урок, очно — 0."), 30,
                ("минут за экраном", "экран", "экранное время", "за экраном", "экранных минут"), width=15,
            ),
            RegisterColumn(
                "stretch", "Подряд, мин", ValueKind.COUNT,
                _("Сколько минут подряд без перерыва для глаз; можно не писать."), "",
                ("без перерыва", "непрерывно", "минут подряд", "подряд"), width=12,
            ),
            RegisterColumn(
                "homework", "Домашнее за экраном, мин", ValueKind.COUNT,
                _("Сколько минут за экраном займёт домашнее задание."), "",
                ("домашнее задание", "домашнее", "дз", "дз за экраном", "домашнее за экраном"), width=14,
            ),
        ),
        ("class_name", "day", "lesson", "start", "subject", "group"),
        ("уроки", "расписание уроков", "расписание занятий", "сетка часов"),
        telling=("day",),
    )  # fmt: skip
