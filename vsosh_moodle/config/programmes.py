"""Programmes in config.yaml: which template makes courses for which learners."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from vsosh_moodle.config.fields import Key, NumberOrText, Strict
from vsosh_moodle.language import _
from vsosh_moodle.sources import complaint


class ProgrammeConfig(Strict):
    """A template applied to classes: one course for all of them, or one for each."""

    template: str = Field(min_length=1, description="Ключ шаблона: файл course_templates/КЛЮЧ.yaml")
    classes: tuple[NumberOrText, ...] = Field((), description="Для каких классов: [9А, 9Б]")
    grades: tuple[int, ...] = Field((), description="Или для каких параллелей: [9, 11]")
    all_classes: bool = Field(False, description="Или для всех классов школы")
    course: Literal["shared", "per_class"] = Field(
        "shared",
        description="shared — один курс, каждый класс в нём группа; per_class — каждому классу свой",
    )
    categories: tuple[str, ...] = Field(
        (), description="Только для учеников этих категорий (ключи learner_categories)"
    )
    elective: str | None = Field(
        None, description="Только для тех, кто выбрал этот электив (как в столбце «Элективы»)"
    )
    term: str | None = Field(None, description="Ключ периода; не указан — весь учебный год")
    teachers: tuple[NumberOrText, ...] = Field(
        (), description="Учителя сверх тех, кого даёт список: полное имя или табельный номер"
    )
    params: dict[str, Any] = Field(
        default_factory=dict, description="Значения параметров шаблона (см. templates show)"
    )
    key: Key | None = Field(None, description="Постоянный ключ курса; не указан — по ключу шаблона")

    @model_validator(mode="after")
    def _check_one_audience(self) -> Self:
        given = [name for name in ("classes", "grades", "all_classes") if getattr(self, name)]
        if len(given) == 1:
            return self
        hint = _("Оставьте что-то одно: classes: [9А], grades: [9] или all_classes: true.")
        if given:
            message = _("классы заданы несколькими способами: {names}.")
            raise complaint("audience-twice", message.format(names=", ".join(given)), hint)
        raise complaint("audience-missing", _("не сказано, для каких классов."), hint)
