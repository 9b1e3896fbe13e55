"""What every activity of a template has."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from vsosh_moodle.school.classes import StudyForm
from vsosh_moodle.templates.completion import Completion, read_completion
from vsosh_moodle.templates.fields import Key, Minutes, Points, Strict, Weight
from vsosh_moodle.templates.restrictions import Restriction, read_restriction

Restrict = Annotated[Restriction | None, BeforeValidator(read_restriction)]


class ActivityDates(Strict):
    """Dates of an activity, relative to the course."""

    open: str = Field("", description="Открыть: «начало», «неделя 3, пн 9:00»")
    due: str = Field("", description="Срок сдачи; без времени — до 23:59")
    cut_off: str = Field("", description="После этого не принимается (тест закрывается)")


class Audience(Strict):
    """Whom an activity is for; empty lists mean everybody."""

    categories: tuple[str, ...] = Field((), description="Ключи категорий учеников из config.yaml")
    levels: tuple[str, ...] = Field(
        (), description="Ключи именованных групп курса (groups.named): другим элемент закрыт"
    )
    forms: tuple[StudyForm, ...] = Field((), description="Формы обучения")


class ActivityBase(Strict):
    """What every activity has."""

    key: Key = Field(
        description="Постоянный ключ элемента, один на весь курс: theory, topic-3-quiz"
    )
    title: str = Field(min_length=1, description="Название элемента")
    description: str = Field("", description="Пояснение под названием (Markdown)")
    show_description: bool = Field(False, description="Показывать пояснение на странице курса")
    completion: Annotated[Completion | None, BeforeValidator(read_completion)] = Field(
        None, description="Условие выполнения; по умолчанию — обычное для этого элемента"
    )
    dates: ActivityDates = Field(ActivityDates(), description="Даты элемента относительно курса")
    minutes: Minutes = Field(0, description="Сколько минут перед экраном это занимает у ученика")
    audience: Audience = Field(Audience(), description="Для кого элемент; пусто — для всех")
    restrict: Restrict = Field(
        None, description="Кому и когда открыт: список условий (все сразу) или all, any, not_any"
    )
    visible: bool = Field(True, description="Виден ли элемент ученикам")
    group_mode: Literal["none", "separate", "visible"] | None = Field(
        None,
        description="Группы: none — без групп, separate — каждая видит себя, visible — видят друг друга; "
        "по умолчанию как у курса",
    )


class GradedActivity(ActivityBase):
    """What every activity with a grade has."""

    grade: Points = Field(100, description="Наибольший балл; 0 — без оценки")
    pass_grade: Points = Field(0, description="Проходной балл; 0 — нет")
    grade_category: str = Field("", description="Ключ категории оценок из grading.categories")
    weight: Weight | None = Field(None, description="Вес оценки; без него — как считает Moodle")
