"""config.yaml as a whole, and what the rest of the program asks of it."""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr, field_validator

from vsosh_moodle.config.fields import Strict
from vsosh_moodle.config.letters import LettersConfig
from vsosh_moodle.config.policies import (
    LoginsConfig,
    PeopleConfig,
    PoliciesConfig,
    RetentionConfig,
)
from vsosh_moodle.config.programmes import ProgrammeConfig
from vsosh_moodle.config.reports import ReportsConfig
from vsosh_moodle.config.school import (
    CategoryConfig,
    ClassConfig,
    LearnerCategoryConfig,
    LevelConfig,
    SchoolConfig,
    YearConfig,
)
from vsosh_moodle.config.site import SiteConfig
from vsosh_moodle.language import _
from vsosh_moodle.problems import Place
from vsosh_moodle.school.calendar import DaysOff, SchoolYear, Shift, Term
from vsosh_moodle.school.classes import ClassName, SchoolClass, parse_class_name
from vsosh_moodle.school.remote import RemoteSwitch
from vsosh_moodle.sources import YamlFile, complaint

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_PREFIX = re.compile(r"[a-z0-9][a-z0-9._:-]{0,28}:")


class FlatCategory(NamedTuple):
    """A course category with the key of the one it lies in, "" at the top."""

    key: str
    name: str
    parent: str


class PlannedCourse(NamedTuple):
    """A course a programme makes: its key in the school year and the classes it is for."""

    key: str
    classes: tuple[ClassName, ...]


class Config(Strict):
    """config.yaml, checked: every class name parses and every reference leads somewhere."""

    version: Literal[1] = Field(description="Версия формата config.yaml")
    language: Literal["ru", "en"] = Field("ru", description="Язык сообщений: ru или en")
    site: SiteConfig = Field(description="Сайт Moodle")
    school: SchoolConfig = Field(description="Школа")
    year: YearConfig = Field(description="Учебный год и его периоды")
    key_prefix: str = Field(
        "vsosh:", description="Метка наших объектов в Moodle; менять после первого apply нельзя"
    )
    categories: tuple[CategoryConfig, ...] = Field((), description="Дерево категорий курсов")
    learner_categories: tuple[LearnerCategoryConfig, ...] = Field(
        (), description="Категории учеников"
    )
    levels: tuple[LevelConfig, ...] = Field(
        (), description="Уровни учеников по входному тесту: от них зависит группа в курсе"
    )
    classes: tuple[ClassConfig, ...] = Field(min_length=1, description="Классы этого года")
    programmes: tuple[ProgrammeConfig, ...] = Field(
        min_length=1, description="Какие шаблоны для каких классов"
    )
    rosters: tuple[str, ...] = Field(
        ("rosters/*.xlsx", "rosters/*.csv"), min_length=1, description="Где лежат списки людей"
    )
    people: PeopleConfig = Field(PeopleConfig(), description="Как показывать имена")
    policies: PoliciesConfig = Field(PoliciesConfig(), description="Правила осторожности")
    logins: LoginsConfig = Field(LoginsConfig(), description="Как создавать логины и пароли")
    retention: RetentionConfig = Field(RetentionConfig(), description="Сколько хранить данные")
    reports: ReportsConfig = Field(ReportsConfig(), description="Отчёты: проект, план, отметки")
    letters: LettersConfig = Field(LettersConfig(), description="Письма ученикам и родителям")

    _yaml: YamlFile | None = PrivateAttr(None)
    _shifts: tuple[Shift, ...] = PrivateAttr(())
    _switches: tuple[RemoteSwitch, ...] = PrivateAttr(())

    @field_validator("key_prefix")
    @classmethod
    def _check_prefix(cls, value: str) -> str:
        if not _PREFIX.fullmatch(value):
            message = _("метка «{prefix}» не годится.").format(prefix=value[:40])
            hint = _("Нужны строчная латиница, цифры и . _ - :, в конце двоеточие: vsosh:")
            raise complaint("bad-prefix", message, hint)
        return value

    def place(self, *path: str | int) -> Place:
        """Return the line of config.yaml where `path` stands, such as ("programmes", 2)."""
        return self._yaml.place(path) if self._yaml else Place(file="config.yaml")

    @property
    def timezone(self) -> ZoneInfo:
        """The school's time zone."""
        return ZoneInfo(self.school.timezone)

    def school_year(self) -> SchoolYear:
        """Return the school year with its terms in order."""
        terms = (Term(term.key, term.name, term.start, term.end) for term in self.year.terms)
        return SchoolYear(self.year.name, tuple(terms), self._days_off(), self._shifts)

    def shift_deadlines(self, shifts: tuple[Shift, ...]) -> None:
        """Take over the shifts of calendar.yaml: every year asked for from now on has them."""
        self._shifts = shifts

    @property
    def switches(self) -> tuple[RemoteSwitch, ...]:
        """The switches to distance learning of remote.yaml."""
        return self._switches

    def switch_to_distance(self, switches: tuple[RemoteSwitch, ...]) -> None:
        """Take over the switches of remote.yaml: on their days the classes learn from home."""
        self._switches = switches

    def _days_off(self) -> tuple[DaysOff, ...]:
        plain = (
            DaysOff(one.name, one.start, one.end or one.start, _classes(one.classes))
            for one in (*self.year.holidays, *self.year.days_off)
        )
        closed = (
            DaysOff(
                one.reason or _("карантин"),
                one.start,
                one.end,
                _classes(one.classes),
                distance=one.study == "distance",
            )
            for one in self.year.quarantine
        )
        from_home = (
            DaysOff(
                one.reason or _("дистант"),
                one.start,
                one.last,
                frozenset(one.classes),
                distance=True,
            )
            for one in self._switches
            if one.last >= one.start
        )
        return (*plain, *closed, *from_home)

    def distance_days(self, names: Iterable[ClassName]) -> tuple[int, ...]:
        """Return the weekdays (0 is Monday) on which all of these classes learn from home."""
        days = [
            {WEEKDAYS.index(day) for day in entry.distance_days}
            for entry in self.classes
            if _parsed(entry.name) in set(names)
        ]
        return tuple(sorted(set.intersection(*days))) if days else ()

    def school_classes(self) -> tuple[SchoolClass, ...]:
        """Return the classes in the order of the config."""
        return tuple(
            SchoolClass(_parsed(entry.name), entry.form, entry.distance) for entry in self.classes
        )

    def class_names(self) -> tuple[ClassName, ...]:
        """Return the names of the classes in the order of the config."""
        return tuple(_parsed(entry.name) for entry in self.classes)

    def flat_categories(self) -> tuple[FlatCategory, ...]:
        """Return the course categories, each after the one it lies in."""
        return tuple(_flatten(self.categories, ""))

    def programme_classes(self, programme: ProgrammeConfig) -> tuple[ClassName, ...]:
        """Return the classes a programme is for, in the order of the config."""
        return classes_of(programme, self.class_names())

    def planned_courses(self, programme: ProgrammeConfig) -> tuple[PlannedCourse, ...]:
        """Return the courses a programme makes: one for all its classes, or one for each."""
        return courses_of(programme, self.class_names())

    def guard_thresholds(self, name: ClassName | None = None) -> tuple[float, int, float, float]:
        """Return how much of a class may change at once, or of any class without its own thresholds.

        Leavers in percent and in people, new names in percent, new people in percent.
        """
        guards = self.policies.guards
        own = next(
            (
                one
                for key, one in guards.classes.items()
                if name and parse_class_name(str(key)) == name
            ),
            None,
        )
        percent = own.class_loss_percent if own else None
        people = own.class_loss_people if own else None
        renames = own.class_rename_percent if own else None
        new = own.class_new_percent if own else None
        return (
            guards.class_loss_percent if percent is None else percent,
            guards.class_loss_people if people is None else people,
            guards.class_rename_percent if renames is None else renames,
            guards.class_new_percent if new is None else new,
        )


def classes_of(programme: ProgrammeConfig, known: Iterable[ClassName]) -> tuple[ClassName, ...]:
    """Return those of the `known` classes that a programme is for."""
    if programme.all_classes:
        return tuple(known)
    wanted = {parse_class_name(name) for name in programme.classes}
    return tuple(name for name in known if name in wanted or name.grade in programme.grades)


def courses_of(programme: ProgrammeConfig, known: Iterable[ClassName]) -> tuple[PlannedCourse, ...]:
    """Return the courses a programme makes of the `known` classes."""
    base = programme.key or programme.template
    classes = classes_of(programme, known)
    if programme.course == "shared":
        return (PlannedCourse(base, classes),)
    return tuple(PlannedCourse(f"{base}-{name}", (name,)) for name in classes)


def _flatten(categories: Iterable[CategoryConfig], parent: str) -> Iterable[FlatCategory]:
    for category in categories:
        yield FlatCategory(category.key, category.name, parent)
        yield from _flatten(category.categories, category.key)


def _classes(names: Iterable[str]) -> frozenset[ClassName]:
    return frozenset(found for name in names if (found := parse_class_name(name)) is not None)


def _parsed(name: str) -> ClassName:
    parsed = parse_class_name(name)
    if parsed is None:  # load_config lets no such config through
        raise ValueError(name)
    return parsed
