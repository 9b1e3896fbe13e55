"""Activities of a template with questions: quizzes and lessons."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from vsosh_moodle.language import _
from vsosh_moodle.sources.pydantic_problems import complaint
from vsosh_moodle.templates.activity_base import GradedActivity
from vsosh_moodle.templates.fields import (
    MAX_POINTS,
    Amount,
    Key,
    Minutes,
    Number,
    Points,
    Strict,
    at_least,
    at_most,
    is_final,
)

Behaviour = Literal[
    "deferredfeedback", "immediatefeedback", "interactive", "adaptive", "adaptivenopenalty",
    "deferredcbm", "immediatecbm",
]  # fmt: skip


MAX_QUESTIONS = 500


class QuestionSet(Strict):
    """Which questions a quiz draws: so many from a bank at random, or one by its name."""

    bank: str = Field(
        description="Банк вопросов, например math/fractions; через запятую — несколько, поровну из каждого"
    )
    count: Annotated[Number, at_most(MAX_QUESTIONS)] = Field(
        0, description="Сколько вопросов взять наугад"
    )
    question: str = Field("", description="Один вопрос банка: его название")
    points: Annotated[Amount, at_most(10_000)] = Field(1, description="Баллов за каждый вопрос")
    shuffle: bool | None = Field(None, description="Перемешивать ответы")

    @model_validator(mode="after")
    def _check_count(self) -> Self:
        if not self.question and "count" not in self.model_fields_set:
            raise complaint(
                "missing-key",
                _("не сказано, какие вопросы взять."),
                _("Добавьте count: 10 (столько наугад) или question: название вопроса."),
            )
        if not self.question and self.count == 0:
            raise complaint("no-questions", _("в тесте нет ни одного вопроса (count: 0)."))
        if self.question and self.count:
            raise complaint(
                "questions-twice",
                _("count и question вместе не бывают."),
                _("Разделите: отдельный пункт списка для каждого."),
            )
        return self


class QuizFeedback(Strict):
    """What a pupil reads after an attempt with at least so many per cent."""

    from_: Number = Field(alias="from", description="От скольких процентов")
    text: str = Field(min_length=1, description="Что увидит ученик (Markdown)")


def _read_questions(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _spread(rows: tuple[QuestionSet, ...], info: ValidationInfo) -> tuple[QuestionSet, ...]:
    """Return the rows with one bank each: what several banks give together is dealt out evenly.

    A bank named twice is dealt twice as many questions.
    """
    if not is_final(info):
        return rows
    return tuple(one for row in rows for one in _by_bank(row))


def _by_bank(row: QuestionSet) -> list[QuestionSet]:
    banks = [name.strip() for name in row.bank.split(",") if name.strip()]
    if len(banks) < 2 or row.question:
        return [row]
    each, more = divmod(int(row.count), len(banks))
    counts = dict.fromkeys(banks, 0)
    for number, bank in enumerate(banks):
        counts[bank] += each + (number < more)
    return [
        row.model_copy(update={"bank": bank, "count": count})
        for bank, count in counts.items()
        if count
    ]


class QuizActivity(GradedActivity):
    """A quiz."""

    type: Literal["quiz"] = Field(description="Тест")
    questions: Annotated[
        tuple[QuestionSet, ...],
        BeforeValidator(_read_questions),
        at_least(1),
        AfterValidator(_spread),
    ] = Field(description="Откуда вопросы и сколько: {bank, count} или список таких")
    time_limit: Minutes = Field(0, description="Минут на попытку; 0 — без ограничения")
    attempts: Annotated[Number, at_most(1000)] = Field(
        0, description="Сколько попыток; 0 — без ограничения"
    )
    grading: Literal["highest", "average", "first", "last"] = Field(
        "highest", description="Какая попытка идёт в оценку: лучшая, средняя, первая, последняя"
    )
    grade: Points = Field(100, description="Наибольшая оценка за тест")
    pass_grade: Points = Field(0, description="Проходная оценка; 0 — нет")
    review: Literal["immediately", "after_close", "never"] = Field(
        "immediately", description="Когда ученик видит свои ошибки"
    )
    behaviour: Behaviour = Field(
        "deferredfeedback",
        description="deferredfeedback — ответы проверяются в конце, immediatefeedback — сразу, "
        "interactive — можно исправить после подсказки, adaptive — сразу, со штрафом за ошибки",
    )
    shuffle: bool | None = Field(None, description="Перемешивать ответы (по умолчанию да)")
    per_page: Annotated[Number, at_most(1000)] = Field(
        1, description="Вопросов на странице; 0 — все сразу"
    )
    feedback: tuple[QuizFeedback, ...] = Field(
        (), description="Отзывы по процентам: [{from: 60, text: …}, {from: 0, text: …}]"
    )

    @model_validator(mode="after")
    def _check_feedback(self) -> Self:
        bounds = [int(row.from_) for row in self.feedback if isinstance(row.from_, int)]
        if len(bounds) < len(self.feedback):
            return self
        if len(set(bounds)) < len(bounds) or max(bounds, default=0) > 100 or min(bounds, default=0):
            raise complaint(
                "quiz-feedback",
                _("отзывы (feedback) идут по разным процентам от 0 до 100, последний — от 0."),
                _("Добавьте строку {from: 0, text: …}."),
            )
        return self

    @model_validator(mode="after")
    def _check_size(self) -> Self:
        rows = [(row.count if not row.question else 1, row.points) for row in self.questions]
        known = [
            (int(n), float(each))
            for n, each in rows
            if not isinstance(n, str) and not isinstance(each, str)
        ]
        if sum(count for count, _each in known) > MAX_QUESTIONS:
            message = _("в тесте больше {most} вопросов.").format(most=MAX_QUESTIONS)
            raise complaint("quiz-too-large", message)
        if sum(count * each for count, each in known) > MAX_POINTS:
            message = _("все вопросы теста вместе дают больше {most} баллов.")
            raise complaint("quiz-too-large", message.format(most=MAX_POINTS))
        return self

    @model_validator(mode="after")
    def _check_single_questions(self) -> Self:
        single = [(row.bank, row.question) for row in self.questions if row.question]
        if len(set(single)) < len(single):
            raise complaint(
                "question-twice",
                _("один и тот же вопрос назван в тесте дважды."),
                _("Оставьте один."),
            )
        return self

    @property
    def shuffles(self) -> bool:
        """Whether answers are shuffled: said of the quiz, else of its questions, else yes."""
        if self.shuffle is not None:
            return self.shuffle
        return all(one.shuffle is not False for one in self.questions)


class LessonAnswer(Strict):
    """A button of a content page, or an answer of a question."""

    text: str = Field(min_length=1, description="Надпись кнопки или текст ответа")
    response: str = Field("", description="Что ученик увидит в ответ (Markdown)")
    jump: str = Field(
        "",
        description="Куда дальше: next — следующая страница, this — эта же, end — конец, или ключ",
    )
    score: Points = Field(0, description="Баллы; больше нуля — ответ верный")


class LessonPage(Strict):
    """A page of a lesson."""

    key: Key = Field(description="Ключ страницы, свой в каждой лекции")
    title: str = Field(min_length=1, description="Заголовок страницы")
    content: str = Field(min_length=1, description="Текст или вопрос (Markdown)")
    kind: Literal["content", "multichoice", "truefalse", "shortanswer", "numerical"] = Field(
        "content",
        description="content — текст с кнопками, multichoice — выбор, truefalse — верно или нет, "
        "shortanswer — слово, numerical — число",
    )
    answers: tuple[LessonAnswer, ...] = Field(
        (), description="Кнопки или ответы; у страницы с текстом по умолчанию одна кнопка «Дальше»"
    )

    @model_validator(mode="after")
    def _check_answers(self) -> Self:
        if self.kind == "content":
            return self
        if not any(answer.score for answer in self.answers):
            raise complaint(
                "lesson-answers",
                _("у вопроса лекции нет верного ответа."),
                _("Добавьте верному ответу score: 1."),
            )
        if self.kind == "truefalse" and len(self.answers) != 2:
            raise complaint(
                "lesson-answers", _("у вопроса truefalse должно быть ровно два ответа.")
            )
        return self


class LessonActivity(GradedActivity):
    """A lesson: pages and questions with jumps."""

    type: Literal["lesson"] = Field(description="Лекция: страницы и вопросы с переходами")
    pages: Annotated[tuple[LessonPage, ...], at_least(1)] = Field(description="Страницы по порядку")
    attempts: Number = Field(0, description="1 — пройти можно один раз, 0 — сколько угодно")
    time_limit: Minutes = Field(0, description="Минут на прохождение; 0 — без ограничения")

    @model_validator(mode="after")
    def _check_attempts(self) -> Self:
        if isinstance(self.attempts, int) and self.attempts > 1:
            raise complaint(
                "lesson-attempts",
                _("лекцию можно пройти один раз (attempts: 1) или сколько угодно (attempts: 0)."),
            )
        return self

    @model_validator(mode="after")
    def _check_jumps(self) -> Self:
        keys = [page.key for page in self.pages]
        if len(set(keys)) < len(keys):
            raise complaint(
                "lesson-pages", _("у двух страниц лекции один ключ."), _("Дайте другой ключ.")
            )
        jumps = {answer.jump for page in self.pages for answer in page.answers}
        unknown = sorted(jumps - {*keys, "", "next", "this", "end"})
        if unknown and not any("{{" in word for word in (*unknown, *keys)):
            raise complaint(
                "lesson-jump",
                _("в лекции нет страницы «{key}», куда ведёт ответ.").format(key=unknown[0]),
                _("Можно: next, this, end или ключ страницы."),
            )
        return self
