"""The school in config.yaml: its name, year, classes, categories of courses and of learners."""

import re
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import Field, field_validator

from vsosh_moodle.config.fields import Key, NumberOrText, Strict
from vsosh_moodle.language import _
from vsosh_moodle.school.classes import LetterZ, StudyForm
from vsosh_moodle.sources import complaint, did_you_mean

_YEAR_NAME = re.compile(r"20\d\d/\d\d")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")


class SchoolConfig(Strict):
    """The school itself."""

    name: str = Field(min_length=1, description="Полное название школы")
    short_name: str = Field("", description="Краткое название, например «ВСОШ № 2»")
    letter_z: LetterZ | None = Field(
        None, description="Что значит З в «10 З»: letter — буква, extramural — заочная форма"
    )
    timezone: str = Field("Europe/Moscow", description="Часовой пояс, например Europe/Moscow")

    @field_validator("timezone")
    @classmethod
    def _check_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = _("часового пояса «{zone}» нет.").format(zone=value[:60])
            raise complaint("timezone-unknown", message, _zone_hint(value)) from None
        return value


def _zone_hint(value: str) -> str:
    russian = ("Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Vladivostok")
    near = did_you_mean(value, available_timezones()).partition(_("Допустимо"))[0].strip()
    return near or did_you_mean(value, russian)


class TermConfig(Strict):
    """A term: four quarters, two half-years, whatever the school has."""

    key: Key = Field(description="Ключ периода: h1, q3")
    name: str = Field(min_length=1, description="Название, например «1 полугодие»")
    start: date = Field(alias="from", description="Первый день: 2026-09-01")
    end: date = Field(alias="to", description="Последний день: 2026-12-30")


class DaysOffConfig(Strict):
    """Days without lessons: holidays, a day off."""

    name: str = Field(min_length=1, description="Название: осенние каникулы")
    start: date = Field(alias="from", description="Первый день: 2026-10-26")
    end: date | None = Field(None, alias="to", description="Последний день; без него — один день")
    classes: tuple[NumberOrText, ...] = Field((), description="Для каких классов; пусто — для всех")


class QuarantineConfig(Strict):
    """Days on which classes do not come to school."""

    start: date = Field(alias="from", description="Первый день")
    end: date = Field(alias="to", description="Последний день")
    classes: tuple[NumberOrText, ...] = Field((), description="Какие классы; пусто — вся школа")
    study: Literal["distance", "none"] = Field(
        "distance",
        description="distance — учатся из дома, сроки стоят; none — не учатся, сроки сдвигаются",
    )
    reason: str = Field("", description="Почему: карантин, мороз")


class SchoolEventConfig(Strict):
    """An event of the whole school, in the calendar of everybody on the site."""

    key: Key = Field(description="Постоянный ключ события: open-day")
    name: str = Field(min_length=1, max_length=255, description="Название: День открытых дверей")
    day: date = Field(alias="date", description="День: 2027-04-17")
    clock: str = Field(
        "", alias="time", description='Во сколько: "15:00"; пусто — событие на весь день'
    )
    minutes: int = Field(0, ge=0, le=525_600, description="Сколько минут длится")
    description: str = Field("", description="Пояснение (Markdown)")

    @field_validator("name")
    @classmethod
    def _check_name(cls, value: str) -> str:
        if "<" in value:
            message = _("в названии события нельзя знак «<».")
            raise complaint("bad-name", message, _("Уберите его: Moodle примет его за разметку."))
        return " ".join(value.split())

    @field_validator("clock")
    @classmethod
    def _check_clock(cls, value: str) -> str:
        if value and not _CLOCK.fullmatch(value):
            message = _("времени «{time}» не бывает.").format(time=value[:20])
            raise complaint("bad-time", message, _('Пишите в кавычках: "15:00".'))
        return value

    @property
    def start(self) -> datetime:
        """The local moment at which it begins."""
        return datetime.combine(self.day, time.fromisoformat(self.clock or "00:00"))


class YearConfig(Strict):
    """The school year."""

    name: str = Field(description='Учебный год: "2026/27"')
    terms: tuple[TermConfig, ...] = Field(
        min_length=1, description="Четверти или полугодия по порядку"
    )
    holidays: tuple[DaysOffConfig, ...] = Field((), description="Каникулы внутри периодов")
    days_off: tuple[DaysOffConfig, ...] = Field((), description="Праздники и другие нерабочие дни")
    quarantine: tuple[QuarantineConfig, ...] = Field(
        (), description="Карантин, мороз: когда школа или классы закрыты"
    )
    events: tuple[SchoolEventConfig, ...] = Field(
        (), description="События всей школы для календаря Moodle"
    )

    @field_validator("name")
    @classmethod
    def _check_name(cls, value: str) -> str:
        follows = _YEAR_NAME.fullmatch(value) and (int(value[2:4]) + 1) % 100 == int(value[5:])
        if not follows:
            message = _("учебный год «{name}» записан не так.").format(name=value[:40])
            raise complaint("year-name", message, _('Пишите как "2026/27".'))
        return value


class CategoryConfig(Strict):
    """A category of courses in Moodle; categories nest."""

    key: Key = Field(description="Постоянный ключ категории: на него ссылаются шаблоны")
    name: str = Field(min_length=1, max_length=255, description="Название категории в Moodle")
    categories: tuple["CategoryConfig", ...] = Field((), description="Вложенные категории")


class LearnerCategoryConfig(Strict):
    """A category of learners. Moodle sees only the code: the name may be a matter of health."""

    key: Key = Field(description="Ключ категории учеников: так она названа в config.yaml")
    name: str = Field(min_length=1, description="Как категория названа в списках учеников")
    code: str = Field(description="Нейтральный код, который увидит Moodle: K1, K2…")

    @field_validator("code")
    @classmethod
    def _check_code(cls, value: str) -> str:
        if not _CODE.fullmatch(value):
            message = _("код «{code}» не годится.").format(code=value[:40])
            raise complaint(
                "bad-code",
                message,
                _("Нужен нейтральный код латиницей, например K2: его увидят в Moodle."),
            )
        return value


class LevelConfig(Strict):
    """A level of pupils, by the entry test; templates name groups of courses by the same keys."""

    key: Key = Field(description="Ключ уровня: как у группы в шаблоне курса (groups.named)")
    name: str = Field(min_length=1, description="Как уровень назван в списках: база, профиль")
    min_score: float | None = Field(
        None, description="С какого балла входного теста; null — по баллу не даётся"
    )
    min_percent: float | None = Field(
        None,
        ge=0,
        le=100,
        description="С какого процента входной работы на сайте (levels from-test)",
    )


class ClassConfig(Strict):
    """A class of this school year."""

    name: NumberOrText = Field(description="Класс: 9А, 10Д")
    form: StudyForm = Field(StudyForm.FULL_TIME, description="Форма обучения")
    distance: bool = Field(False, description="Класс дистанционного обучения")
    distance_days: tuple[Literal["пн", "вт", "ср", "чт", "пт", "сб"], ...] = Field(
        (), description="По каким дням недели класс учится из дома: [вт, чт]"
    )
    without_courses: bool = Field(
        False, description="true, если курсов у класса пока нет и это не ошибка"
    )
