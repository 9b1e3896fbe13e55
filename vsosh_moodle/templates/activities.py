"""Activities of a template, one model per Moodle module we know."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from vsosh_moodle.language import _
from vsosh_moodle.school.classes import StudyForm
from vsosh_moodle.sources.pydantic_problems import complaint
from vsosh_moodle.templates.expressions import has_expressions
from vsosh_moodle.templates.fields import Key, Number, Strict, at_least

CompletionRule = Literal["none", "manual", "view", "submit", "grade", "pass_grade", "posts"]


class Completion(Strict):
    """When Moodle counts an activity as done."""

    rule: CompletionRule = Field(
        description="Когда элемент считается выполненным: view — просмотрен, submit — отправлен ответ, "
        "grade — получена оценка, pass_grade — получена проходная оценка, posts — написаны сообщения, "
        "manual — ученик отмечает сам, none — выполнение не отслеживается"
    )
    posts: Number = Field(1, description="Сколько сообщений нужно (для rule: posts)")
    expected: str = Field(
        "", description="К какому дню ожидается: «неделя 3, пт», «конец - 10 дней»"
    )


def _read_completion(value: Any) -> Any:
    return {"rule": value} if isinstance(value, str) else value


class ActivityDates(Strict):
    """Dates of an activity, relative to the course."""

    open: str = Field("", description="Открыть: «начало», «неделя 3, пн 9:00»")
    due: str = Field("", description="Срок сдачи; без времени — до 23:59")
    cut_off: str = Field("", description="После этого не принимается (тест закрывается)")


class Audience(Strict):
    """Whom an activity is for; empty lists mean everybody."""

    categories: tuple[str, ...] = Field((), description="Ключи категорий учеников из config.yaml")
    levels: tuple[str, ...] = Field((), description="Ключи именованных групп курса (groups.named)")
    forms: tuple[StudyForm, ...] = Field((), description="Формы обучения")


class ActivityBase(Strict):
    """What every activity has."""

    key: Key = Field(
        description="Постоянный ключ элемента, один на весь курс: theory, topic-3-quiz"
    )
    title: str = Field(min_length=1, description="Название элемента")
    description: str = Field("", description="Пояснение под названием (Markdown)")
    completion: Annotated[Completion | None, BeforeValidator(_read_completion)] = Field(
        None, description="Условие выполнения; по умолчанию — обычное для этого элемента"
    )
    dates: ActivityDates = Field(ActivityDates(), description="Даты элемента относительно курса")
    minutes: Number = Field(0, description="Сколько минут перед экраном это занимает у ученика")
    audience: Audience = Field(Audience(), description="Для кого элемент; пусто — для всех")
    visible: bool = Field(True, description="Виден ли элемент ученикам")


class PageActivity(ActivityBase):
    """A page of text."""

    type: Literal["page"] = Field(description="Страница с текстом")
    content: str = Field(min_length=1, description="Текст страницы (Markdown)")


class LabelActivity(ActivityBase):
    """A text on the course page itself."""

    type: Literal["label"] = Field(description="Текст прямо на странице курса")
    content: str = Field(min_length=1, description="Текст (Markdown)")


class UrlActivity(ActivityBase):
    """A link."""

    type: Literal["url"] = Field(description="Ссылка")
    url: str = Field(description="Адрес: https://…")

    @model_validator(mode="after")
    def _check_url(self) -> Self:
        if not has_expressions(self.url) and not self.url.startswith(("https://", "http://")):
            raise complaint("bad-url", _("адрес должен начинаться с https:// или http://."))
        return self


class FileActivity(ActivityBase):
    """A file to download."""

    type: Literal["file"] = Field(description="Файл")
    path: str = Field(description="Путь внутри course_templates/files/")


class FolderActivity(ActivityBase):
    """A folder of files; an empty one waits for the teacher's own."""

    type: Literal["folder"] = Field(
        description="Папка с файлами (может быть пустой: заполнит учитель)"
    )
    files: tuple[str, ...] = Field((), description="Пути внутри course_templates/files/")


class ForumActivity(ActivityBase):
    """A forum."""

    type: Literal["forum"] = Field(description="Форум")
    forum_type: Literal["general", "eachuser", "single", "qanda", "blog"] = Field(
        "general",
        description="general — обычный, eachuser — каждый открывает одну тему, single — одно обсуждение, "
        "qanda — вопрос и ответы, blog — как блог",
    )
    grade: Number = Field(0, description="Наибольший балл; 0 — без оценки")


class RubricLevel(Strict):
    """One level of a criterion."""

    points: Number = Field(description="Баллы")
    text: str = Field(description="За что они ставятся")


class RubricCriterion(Strict):
    """One criterion of a rubric, with levels from the lowest."""

    criterion: str = Field(description="Критерий")
    levels: Annotated[tuple[RubricLevel, ...], at_least(2)] = Field(
        description="Уровни: баллы и пояснение"
    )


class AssignActivity(ActivityBase):
    """An assignment."""

    type: Literal["assign"] = Field(description="Задание с ответом ученика")
    submission: Annotated[tuple[Literal["text", "file", "paper"], ...], at_least(1)] = Field(
        ("text", "file"),
        description="Как сдаётся: text — текст на сайте, file — файл или фото, paper — на бумаге учителю",
    )
    max_files: Number = Field(5, description="Сколько файлов можно приложить")
    word_limit: Number = Field(0, description="Не больше слов в ответе; 0 — без ограничения")
    grade: Number = Field(
        100, description="Наибольший балл (с рубрикой — сумма её наибольших баллов)"
    )
    pass_grade: Number = Field(0, description="Проходной балл; 0 — нет")
    attempts: Number = Field(1, description="Сколько раз можно сдать; 0 — без ограничения")
    group_work: bool = Field(False, description="Сдаёт группа вместе")
    rubric: tuple[RubricCriterion, ...] = Field((), description="Критерии оценивания")


class QuestionSet(Strict):
    """Which questions a quiz draws."""

    bank: str = Field(description="Категория банка вопросов, например «math/fractions»")
    count: Number = Field(description="Сколько вопросов взять")
    shuffle: bool = Field(True, description="Перемешивать ответы")

    @model_validator(mode="after")
    def _check_count(self) -> Self:
        if self.count == 0:
            raise complaint("no-questions", _("в тесте нет ни одного вопроса (count: 0)."))
        return self


class QuizActivity(ActivityBase):
    """A quiz."""

    type: Literal["quiz"] = Field(description="Тест")
    questions: QuestionSet = Field(description="Откуда вопросы и сколько")
    time_limit: Number = Field(0, description="Минут на попытку; 0 — без ограничения")
    attempts: Number = Field(0, description="Сколько попыток; 0 — без ограничения")
    grading: Literal["highest", "average", "first", "last"] = Field(
        "highest", description="Какая попытка идёт в оценку: лучшая, средняя, первая, последняя"
    )
    grade: Number = Field(100, description="Наибольшая оценка за тест")
    pass_grade: Number = Field(0, description="Проходная оценка; 0 — нет")
    review: Literal["immediately", "after_close", "never"] = Field(
        "immediately", description="Когда ученик видит свои ошибки"
    )


class ChoiceActivity(ActivityBase):
    """A choice: one question, several options."""

    type: Literal["choice"] = Field(description="Опрос: выбор варианта")
    options: Annotated[tuple[str, ...], at_least(2)] = Field(description="Варианты")
    limit: Number = Field(
        0, description="Сколько человек может выбрать один вариант; 0 — сколько угодно"
    )
    multiple: bool = Field(False, description="Можно выбрать несколько")


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
        return self


class FeedbackActivity(ActivityBase):
    """A questionnaire."""

    type: Literal["feedback"] = Field(description="Анкета")
    anonymous: bool = Field(True, description="Без имён")
    items: Annotated[tuple[FeedbackItem, ...], at_least(1)] = Field(description="Вопросы анкеты")


AnyActivity = (
    PageActivity | LabelActivity | UrlActivity | FileActivity | FolderActivity | ForumActivity
    | AssignActivity | QuizActivity | ChoiceActivity | FeedbackActivity
)  # fmt: skip

ACTIVITY_NAMES = {
    "page": "Страница", "url": "Ссылка", "file": "Файл", "folder": "Папка", "label": "Текст",
    "forum": "Форум", "assign": "Задание", "quiz": "Тест", "choice": "Опрос", "feedback": "Анкета",
}  # fmt: skip
"""What an activity type is called in a Russian Moodle."""

COMPLETION_NAMES = {
    "manual": "отмечает сам", "view": "просмотр", "submit": "ответ", "grade": "оценка",
    "pass_grade": "проходная оценка", "posts": "сообщения",
}  # fmt: skip
"""What a completion rule is called in Russian."""

_USUAL_RULES: dict[str, CompletionRule] = {
    "page": "view", "url": "view", "file": "view", "folder": "view", "label": "none",
    "forum": "none", "assign": "submit", "quiz": "grade", "choice": "submit", "feedback": "submit",
}  # fmt: skip
_POSSIBLE_RULES: dict[str, frozenset[str]] = {
    "page": frozenset({"view"}), "url": frozenset({"view"}), "file": frozenset({"view"}),
    "folder": frozenset({"view"}), "label": frozenset(), "forum": frozenset({"view", "posts", "grade"}),
    "assign": frozenset({"view", "submit", "grade", "pass_grade"}),
    "quiz": frozenset({"view", "grade", "pass_grade"}), "choice": frozenset({"view", "submit"}),
    "feedback": frozenset({"view", "submit"}),
}  # fmt: skip


def usual_completion(activity: AnyActivity) -> Completion:
    """Return the activity's own completion, or the usual one of its type."""
    return activity.completion or Completion(rule=_USUAL_RULES[activity.type])


def completion_fault(activity: AnyActivity) -> str:
    """Say in Russian what is wrong with the completion rule of a rendered activity; "" when nothing."""
    rule = usual_completion(activity).rule
    possible = _POSSIBLE_RULES[activity.type] | {"none", "manual"}
    if rule not in possible:
        return _("У элемента «{kind}» не бывает выполнения «{rule}»; можно: {rules}.").format(
            kind=activity.type, rule=rule, rules=", ".join(sorted(possible))
        )
    if isinstance(activity, (AssignActivity, QuizActivity)):
        if rule == "pass_grade" and not int(activity.pass_grade):
            return _("Условие pass_grade требует проходной балл (pass_grade: …).")
        if int(activity.pass_grade) > int(activity.grade):
            return _("Проходной балл {passing} больше наибольшего {most}.").format(
                passing=activity.pass_grade, most=activity.grade
            )
    return ""
