"""Activities of a template that a pupil answers: assignments, choices, questionnaires."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from vsosh_moodle.language import _
from vsosh_moodle.sources.pydantic_problems import complaint
from vsosh_moodle.templates.activity_base import ActivityBase, GradedActivity
from vsosh_moodle.templates.fields import Number, Points, Strict, at_least, at_most


class RubricLevel(Strict):
    """One level of a criterion."""

    points: Points = Field(description="Баллы")
    text: str = Field(description="За что они ставятся")


class RubricCriterion(Strict):
    """One criterion of a rubric, with levels from the lowest."""

    criterion: str = Field(description="Критерий")
    levels: Annotated[tuple[RubricLevel, ...], at_least(2)] = Field(
        description="Уровни: баллы и пояснение"
    )


class AssignActivity(GradedActivity):
    """An assignment."""

    type: Literal["assign"] = Field(description="Задание с ответом ученика")
    submission: Annotated[tuple[Literal["text", "file", "paper"], ...], at_least(1)] = Field(
        ("text", "file"),
        description="Как сдаётся: text — текст на сайте, file — файл или фото, paper — на бумаге учителю",
    )
    max_files: Annotated[Number, at_most(1000)] = Field(
        5, description="Сколько файлов можно приложить (хотя бы один)"
    )
    word_limit: Annotated[Number, at_most(1_000_000)] = Field(
        0, description="Не больше слов в ответе; 0 — без ограничения"
    )
    grade: Points = Field(
        100, description="Наибольший балл (с рубрикой — сумма её наибольших баллов)"
    )
    attempts: Annotated[Number, at_most(1000)] = Field(
        1, description="Сколько раз можно сдать; 0 — без ограничения"
    )
    group_work: bool = Field(False, description="Сдаёт группа вместе")
    rubric: tuple[RubricCriterion, ...] = Field((), description="Критерии оценивания")

    @property
    def online(self) -> tuple[str, ...]:
        """What is handed in on the site, sorted; empty when only paper is."""
        return tuple(sorted({*self.submission} - {"paper"}))


class ChoiceActivity(ActivityBase):
    """A choice: one question, several options."""

    type: Literal["choice"] = Field(description="Опрос: выбор варианта")
    options: Annotated[tuple[str, ...], at_least(2)] = Field(description="Варианты")
    limit: Annotated[Number, at_most(100_000)] = Field(
        0, description="Сколько человек может выбрать один вариант; 0 — сколько угодно"
    )
    multiple: bool = Field(False, description="Можно выбрать несколько")
    update: bool = Field(True, description="Можно передумать")
    results: Literal["never", "answered", "closed", "always"] = Field(
        "never",
        description="Когда ученики видят итоги: never — никогда, answered — после своего ответа, "
        "closed — после закрытия, always — всегда",
    )


MAX_QUESTION = 255
_PARTING = ("|", ">>>>>", "<<<<<", "####", "\n")


class FeedbackItem(Strict):
    """One question of a questionnaire."""

    question: str = Field(description="Вопрос")
    answer: Literal["text", "number", "one", "many", "rating"] = Field(
        "text", description="Вид ответа: текст, число, один из, несколько из, оценка от 1 до 5"
    )
    options: tuple[str, ...] = Field((), description="Варианты для one и many")
    required: bool = Field(True, description="Обязателен ли ответ")

    @model_validator(mode="after")
    def _check_options(self) -> Self:
        if self.answer in {"one", "many"} and len(self.options) < 2:
            raise complaint(
                "options-missing", _("для ответа из списка нужны хотя бы два варианта (options).")
            )
        if self.options and self.answer not in {"one", "many"}:
            raise complaint(
                "options-extra",
                _("варианты (options) бывают только у ответов one и many."),
                _("Уберите options или напишите answer: one."),
            )
        parting = next((sign for sign in _PARTING if sign in "".join(self.options)), "")
        if parting:
            raise complaint(
                "options-sign",
                _("в вариантах не бывает «{sign}»: этим знаком Moodle их разделяет.").format(
                    sign=parting
                ),
            )
        if len(self.question) > MAX_QUESTION:
            raise complaint(
                "question-long",
                _("вопрос анкеты длиннее {limit} знаков.").format(limit=MAX_QUESTION),
                _("Сократите его."),
            )
        return self


class FeedbackActivity(ActivityBase):
    """A questionnaire."""

    type: Literal["feedback"] = Field(description="Анкета")
    anonymous: bool = Field(True, description="Без имён")
    repeat: bool = Field(False, description="Можно ответить ещё раз")
    items: Annotated[tuple[FeedbackItem, ...], at_least(1)] = Field(description="Вопросы анкеты")
