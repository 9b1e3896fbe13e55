"""What kinds, actions and values of a plan are called in Russian, agreeing with their number."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from vsosh_moodle.language import _, plural
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.records import MEMBERSHIPS, Kind

COLUMNS = tuple(Action)
"""The order in which actions stand in a summary."""

_DAYS = frozenset({"startdate", "enddate", "timestart", "timeend"})
_KEYS = frozenset({"category", "parent"})


def kind_title(kind: Kind) -> str:
    """Return what records of a kind are called, as a heading."""
    titles = {
        Kind.CATEGORY: _("Категории курсов"),
        Kind.COHORT: _("Глобальные группы (классы, категории)"),
        Kind.USER: _("Учётные записи"),
        Kind.COURSE: _("Курсы"),
        Kind.SECTION: _("Разделы курсов"),
        Kind.GROUP: _("Группы в курсах"),
        Kind.GROUPING: _("Потоки в курсах"),
        Kind.GROUPING_GROUP: _("Группы в потоках"),
        Kind.COURSE_CONTENT: _("Настройки курсов"),
        Kind.QUESTION_BANK: _("Банки вопросов"),
        Kind.GRADE_CATEGORY: _("Категории оценок"),
        Kind.CONTENT_SECTION: _("Разделы с содержанием"),
        Kind.COURSE_ACTIVITY: _("Элементы курсов"),
        Kind.CALENDAR_EVENT: _("События календаря"),
        Kind.PUPIL_EXCEPTION: _("Свои сроки учеников"),
        Kind.COHORT_MEMBER: _("Состав классов и категорий"),
        Kind.COHORT_SYNC: _("Зачисления классов целиком"),
        Kind.ENROLMENT: _("Зачисления на курсы"),
        Kind.GROUP_MEMBER: _("Состав групп"),
    }
    return titles[kind]


def kind_name(kind: Kind) -> str:
    """Return what one record of a kind is called, in the middle of a sentence."""
    names = {
        Kind.CATEGORY: _("категория"),
        Kind.COHORT: _("глобальная группа"),
        Kind.USER: _("учётная запись"),
        Kind.COURSE: _("курс"),
        Kind.SECTION: _("раздел"),
        Kind.GROUP: _("группа"),
        Kind.GROUPING: _("поток"),
        Kind.GROUPING_GROUP: _("группа в потоке"),
        Kind.COURSE_CONTENT: _("настройки курса"),
        Kind.QUESTION_BANK: _("банк вопросов"),
        Kind.GRADE_CATEGORY: _("категория оценок"),
        Kind.CONTENT_SECTION: _("раздел с содержанием"),
        Kind.COURSE_ACTIVITY: _("элемент"),
        Kind.CALENDAR_EVENT: _("событие"),
        Kind.PUPIL_EXCEPTION: _("свой срок ученика"),
        Kind.COHORT_MEMBER: _("место в классе"),
        Kind.COHORT_SYNC: _("зачисление класса"),
        Kind.ENROLMENT: _("зачисление"),
        Kind.GROUP_MEMBER: _("место в группе"),
    }
    return names[kind]


def action_title(action: Action, kind: Kind | None = None) -> str:
    """Return what is done, as an infinitive; for some kinds people say it otherwise."""
    if kind in {Kind.ENROLMENT, Kind.COHORT_SYNC} and action is Action.CREATE:
        return _("зачислить")
    if kind in MEMBERSHIPS and action is Action.CREATE:
        return _("добавить")
    if kind in {Kind.CATEGORY, Kind.COURSE} and action is Action.MOVE:
        return _("переместить")
    titles = {
        Action.CREATE: _("создать"),
        Action.ADOPT: _("взять под управление"),
        Action.UPDATE: _("изменить"),
        Action.MOVE: _("перевести"),
        Action.HIDE: _("скрыть"),
        Action.SUSPEND: _("приостановить"),
        Action.REACTIVATE: _("вернуть"),
        Action.REMOVE: _("убрать"),
        Action.KEEP: _("оставить как есть"),
    }
    return titles[action]


def site_title(site: str, release: str = "") -> str:
    """Return how a site is named to people: its address and Moodle's number, without the build."""
    name = _("учебный сайт") if site == "sandbox" else site
    number = release.partition(" ")[0]
    return _("{site} (Moodle {release})").format(site=name, release=number) if number else name


def role_title(role: str) -> str:
    """Return who is enrolled with this role of the config."""
    titles = {"student": _("ученики"), "teacher": _("учителя")}
    return titles.get(role, role)


def render_value(name: str, value: Any, labels: dict[str, str], timezone: str) -> str:
    """Return a field's value as a person reads it: a day, a title instead of a key, yes or no."""
    if name in _DAYS:
        return render_day(value, timezone)
    if name in _KEYS:
        return (
            _("«{title}»").format(title=labels.get(value, value)) if value else _("верхний уровень")
        )
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if name == "groupmode":
        modes = {0: _("без групп"), 1: _("изолированные группы"), 2: _("видимые группы")}
        return modes.get(value, str(value))
    if name == "role":
        return role_title(str(value))
    return _("«{title}»").format(title=value) if value != "" else _("пусто")


def render_day(seconds: int, timezone: str) -> str:
    """Return Unix seconds as «01.09.2026» in the school's time zone; «не задано» for 0."""
    if not seconds:
        return _("не задано")
    return datetime.fromtimestamp(seconds, ZoneInfo(timezone)).strftime("%d.%m.%Y")


def count_people(number: int) -> str:
    """Return «25 чел.»."""
    return _("{n} чел.").format(n=render_number(number))


def count_changes_phrase(number: int) -> str:
    """Return «1 234 изменения»."""
    return plural(number, "{n} изменение", "{n} изменения", "{n} изменений").replace(
        str(number), render_number(number), 1
    )


def count_calls_phrase(number: int) -> str:
    """Return «около 34 запросов»."""
    return plural(number, "{n} запрос", "{n} запроса", "{n} запросов")


def count_activities_phrase(number: int) -> str:
    """Return «12 заданий»."""
    return plural(number, "{n} элемент", "{n} элемента", "{n} элементов")


def render_number(number: int) -> str:
    """Return a number with thin groups of three: «8 000»."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
