"""Restrictions of a template: who may open an activity or a section, and when."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from vsosh_moodle.language import _
from vsosh_moodle.sources.pydantic_problems import complaint
from vsosh_moodle.templates.fields import Number, Strict

TREES = ("all", "any", "not_all", "not_any")


class GradeCondition(Strict):
    """A grade between bounds, in per cent."""

    activity: str = Field("", description="Ключ элемента; без него — оценка за курс")
    min: Number | None = Field(None, description="Не меньше скольких процентов")
    max: Number | None = Field(None, description="Меньше скольких процентов")


class FieldCondition(Strict):
    """A field of the user's profile."""

    name: str = Field(
        min_length=1, description="Поле профиля: city, department или своё поле сайта"
    )
    is_: str = Field("", alias="is", description="Равно")
    contains: str = Field("", description="Содержит")
    not_contains: str = Field("", description="Не содержит")
    starts: str = Field("", description="Начинается с")
    ends: str = Field("", description="Кончается на")
    empty: bool | None = Field(None, description="true — пусто, false — не пусто")

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if len(self.model_fields_set - {"name"}) != 1:
            raise complaint(
                "field-condition",
                _("у условия по полю профиля нужно одно сравнение."),
                _("Например: {field: {name: department, is: olymp}}."),
            )
        return self


class Condition(Strict):
    """One condition, or a list of them: exactly one key."""

    from_: str = Field("", alias="from", description="С какого дня открыт: «неделя 3, пн 9:00»")
    until: str = Field("", description="До какого дня открыт; без времени — до 23:59")
    group: str = Field("", description="Группа курса: ключ из groups.named, any — любая")
    class_: str = Field("", alias="class", description="Класс: 9А")
    grouping: Literal["", "classes"] = Field("", description="classes — любая группа-класс")
    done: str = Field("", description="Ключ элемента, который должен быть выполнен")
    not_done: str = Field("", description="Ключ элемента, который ещё не выполнен")
    passed: str = Field("", description="Ключ элемента, за который есть проходная оценка")
    failed: str = Field("", description="Ключ элемента, за который проходной оценки нет")
    grade: GradeCondition | None = Field(None, description="Оценка в процентах")
    field: FieldCondition | None = Field(None, description="Поле профиля ученика")
    all: tuple["Condition", ...] = Field((), description="Все условия списка")
    any: tuple["Condition", ...] = Field((), description="Хотя бы одно условие списка")
    not_all: tuple["Condition", ...] = Field((), description="Хотя бы одно условие не выполнено")
    not_any: tuple["Condition", ...] = Field((), description="Ни одно условие не выполнено")

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise complaint(
                "condition-keys",
                _("в одном условии — один ключ."),
                _("Разделите условия: каждое — отдельным пунктом списка, с новой строки и «-»."),
            )
        return self


class Restriction(Strict):
    """A list of conditions: exactly one of all, any, not_all, not_any, and whether others see it."""

    all: tuple[Condition, ...] = Field((), description="Все условия списка")
    any: tuple[Condition, ...] = Field((), description="Хотя бы одно условие списка")
    not_all: tuple[Condition, ...] = Field((), description="Хотя бы одно условие не выполнено")
    not_any: tuple[Condition, ...] = Field((), description="Ни одно условие не выполнено")
    show: bool = Field(
        True, description="Показывать ли название и условие тем, кому закрыто (false — прятать)"
    )

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        given = [name for name in TREES if name in self.model_fields_set]
        if len(given) != 1 or not getattr(self, given[0]):
            raise complaint(
                "restrict-lists",
                _("нужен один непустой список условий: all, any, not_all или not_any."),
                _("Коротко — сразу список, он означает all: restrict: [{done: theory}]."),
            )
        return self

    @property
    def op(self) -> str:
        """Which of the lists is given."""
        return next(name for name in TREES if name in self.model_fields_set)


def read_restriction(value: Any) -> Any:
    """Take a list for `all`, and one condition for a list of one."""
    if isinstance(value, list):
        return {"all": value}
    if isinstance(value, dict) and value and not set(value) & {*TREES, "show"}:
        return {"all": [value]}
    return value
