"""How a course of a template is graded and when it is completed."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from vsosh_moodle.language import _
from vsosh_moodle.sources.pydantic_problems import complaint
from vsosh_moodle.templates.fields import Key, Points, Strict, Weight

Aggregation = Literal[
    "natural", "mean", "weighted_mean", "simple_weighted_mean", "median", "min", "max", "mode"
]
_AGGREGATION = (
    "natural — сумма баллов, mean — среднее, weighted_mean — взвешенное среднее, "
    "simple_weighted_mean — взвешенное по наибольшим баллам, median — медиана, min — худшая, "
    "max — лучшая, mode — самая частая"
)


class GradeCategoryModel(Strict):
    """A category of grades."""

    key: Key = Field(description="Ключ категории оценок: mocks")
    title: str = Field(min_length=1, description="Название категории оценок")
    aggregation: Aggregation = Field("natural", description=f"Как складывается: {_AGGREGATION}")
    weight: Weight | None = Field(None, description="Вес категории; без него — как считает Moodle")
    parent: str = Field("", description="Ключ категории, внутри которой она стоит")


class Grading(Strict):
    """The course's grade."""

    aggregation: Aggregation = Field(
        "natural", description=f"Как складывается оценка за курс: {_AGGREGATION}"
    )
    categories: tuple[GradeCategoryModel, ...] = Field((), description="Категории оценок")


class CourseCompletion(Strict):
    """When the course is completed."""

    all: tuple[str, ...] = Field((), description="Выполнены все элементы с этими ключами")
    any: tuple[str, ...] = Field((), description="Выполнен хотя бы один элемент с этими ключами")
    all_activities: bool = Field(
        False,
        description="Выполнены все элементы, у которых отслеживается выполнение и которые для всех",
    )
    grade: Points | None = Field(None, description="Оценка за курс не меньше (в баллах)")

    @model_validator(mode="after")
    def _check_lists(self) -> Self:
        told = [bool(self.all), bool(self.any), self.all_activities]
        if sum(told) > 1 or not (any(told) or self.grade is not None):
            raise complaint(
                "course-completion",
                _("для завершения курса нужно одно из all, any, all_activities и (или) grade."),
            )
        return self


CompletionOfCourse = Annotated[
    CourseCompletion | None,
    BeforeValidator(lambda value: {"all": value} if isinstance(value, list) else value),
]
