"""A course template and a shared piece, as their YAML files write them."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from vsosh_moodle.language import _
from vsosh_moodle.sources.pydantic_problems import complaint
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.templates.activities import (
    FileActivity,
    FolderActivity,
    ForumActivity,
    H5pActivity,
    LabelActivity,
    LeafActivity,
    PageActivity,
    UrlActivity,
)
from vsosh_moodle.templates.activity_base import ActivityBase, Audience, Restrict
from vsosh_moodle.templates.course_events import EventModel
from vsosh_moodle.templates.fields import Key, Name, Strict, at_least
from vsosh_moodle.templates.grading import CompletionOfCourse, Grading
from vsosh_moodle.templates.quizzes import LessonActivity, QuizActivity
from vsosh_moodle.templates.tasks import AssignActivity, ChoiceActivity, FeedbackActivity

Kind = Literal["class", "gia", "elective", "project", "remedial", "school"]

DEFAULT_CATEGORIES: dict[str, str] = {
    "class": "classes", "gia": "gia", "elective": "electives", "project": "projects",
    "remedial": "remedial", "school": "school",
}  # fmt: skip
"""The config's category a course of each kind goes to unless its template names one."""


class Include(Strict):
    """A shared piece in place of a section or an activity."""

    include: str = Field(description="Файл из course_templates/shared/, например gia-topic.yaml")
    with_: dict[str, Any] = Field(
        default_factory=dict, alias="with", description="Значения для куска: в нём это piece.имя"
    )
    for_each: str = Field(
        "", description="Имя параметра-списка: кусок повторится для каждого (item и number)"
    )
    grades: tuple[int, ...] = Field(
        (), description="Для каких параллелей этот кусок; пусто — для всех классов курса"
    )


_ACTIVITY_MODELS: dict[str, str] = {
    "page": "PageActivity", "label": "LabelActivity", "url": "UrlActivity", "file": "FileActivity",
    "folder": "FolderActivity", "forum": "ForumActivity", "assign": "AssignActivity",
    "quiz": "QuizActivity", "choice": "ChoiceActivity", "feedback": "FeedbackActivity",
    "lesson": "LessonActivity", "h5p": "H5pActivity", "subsection": "SubsectionActivity",
}  # fmt: skip


def _check_activity_type(value: Any) -> Any:
    if not isinstance(value, dict) or "include" in value:
        return value
    if "type" not in value:
        raise complaint(
            "missing-key",
            _("не указан вид элемента (type)."),
            did_you_mean("", _ACTIVITY_MODELS),
        )
    kind = str(value["type"])
    if kind not in _ACTIVITY_MODELS:
        raise complaint(
            "activity-type",
            _("элемента «type: {kind}» не бывает.").format(kind=kind),
            did_you_mean(kind, _ACTIVITY_MODELS),
        )
    return value


def _activity_tag(value: Any) -> str:
    # The tags are names of models: a tag that is also a key (url, file) would be taken for the key.
    if isinstance(value, dict):
        return "Include" if "include" in value else _ACTIVITY_MODELS[str(value["type"])]
    return type(value).__name__


def _section_tag(value: Any) -> str:
    if isinstance(value, dict):
        return "Include" if "include" in value else "Section"
    return "Include" if isinstance(value, Include) else "Section"


def _check_inner_type(value: Any) -> Any:
    if isinstance(value, dict) and value.get("type") == "subsection":
        raise complaint(
            "subsection-inside",
            _("подраздел внутри подраздела Moodle не умеет."),
            _("Поставьте его рядом, в сам раздел."),
        )
    return _check_activity_type(value)


InnerItem = Annotated[
    Annotated[Include, Tag("Include")]
    | Annotated[PageActivity, Tag("PageActivity")]
    | Annotated[LabelActivity, Tag("LabelActivity")]
    | Annotated[UrlActivity, Tag("UrlActivity")]
    | Annotated[FileActivity, Tag("FileActivity")]
    | Annotated[FolderActivity, Tag("FolderActivity")]
    | Annotated[ForumActivity, Tag("ForumActivity")]
    | Annotated[AssignActivity, Tag("AssignActivity")]
    | Annotated[QuizActivity, Tag("QuizActivity")]
    | Annotated[ChoiceActivity, Tag("ChoiceActivity")]
    | Annotated[FeedbackActivity, Tag("FeedbackActivity")]
    | Annotated[LessonActivity, Tag("LessonActivity")]
    | Annotated[H5pActivity, Tag("H5pActivity")],
    Discriminator(_activity_tag),
    BeforeValidator(_check_inner_type),
]


class SubsectionActivity(ActivityBase):
    """A subsection: activities folded up under a title of their own (Moodle 4.5 and later)."""

    type: Literal["subsection"] = Field(description="Подраздел с элементами (Moodle 4.5 и новее)")
    activities: tuple[InnerItem, ...] = Field((), description="Элементы подраздела по порядку")


AnyActivity = LeafActivity | SubsectionActivity

ActivityItem = Annotated[
    Annotated[Include, Tag("Include")]
    | Annotated[PageActivity, Tag("PageActivity")]
    | Annotated[LabelActivity, Tag("LabelActivity")]
    | Annotated[UrlActivity, Tag("UrlActivity")]
    | Annotated[FileActivity, Tag("FileActivity")]
    | Annotated[FolderActivity, Tag("FolderActivity")]
    | Annotated[ForumActivity, Tag("ForumActivity")]
    | Annotated[AssignActivity, Tag("AssignActivity")]
    | Annotated[QuizActivity, Tag("QuizActivity")]
    | Annotated[ChoiceActivity, Tag("ChoiceActivity")]
    | Annotated[FeedbackActivity, Tag("FeedbackActivity")]
    | Annotated[LessonActivity, Tag("LessonActivity")]
    | Annotated[H5pActivity, Tag("H5pActivity")]
    | Annotated[SubsectionActivity, Tag("SubsectionActivity")],
    Discriminator(_activity_tag),
    BeforeValidator(_check_activity_type),
]


class Section(Strict):
    """A section of the course; the key `general` is Moodle's own first section."""

    key: Key = Field(description="Постоянный ключ раздела; general — раздел «Общее» в начале курса")
    title: str = Field(min_length=1, description="Название раздела")
    summary: str = Field("", description="Вступление к разделу (Markdown)")
    visible: bool = Field(True, description="Виден ли раздел ученикам")
    grades: tuple[int, ...] = Field(
        (), description="Для каких параллелей раздел; пусто — для всех классов курса"
    )
    audience: Audience = Field(Audience(), description="Для кого раздел; пусто — для всех")
    restrict: Restrict = Field(
        None, description="Кому и когда открыт: список условий (все сразу) или all, any, not_any"
    )
    activities: tuple[ActivityItem, ...] = Field((), description="Элементы раздела по порядку")


SectionItem = Annotated[
    Annotated[Include, Tag("Include")] | Annotated[Section, Tag("Section")],
    Discriminator(_section_tag),
]


class Param(Strict):
    """A value a programme may give to the template (`params:` in config.yaml)."""

    description: str = Field(description="Что это такое")
    default: Any = Field(None, description="Значение, если не задано")
    example: Any = Field(
        None, description="Пример: нужен параметру без default, им проверяется шаблон"
    )
    required: bool = Field(False, description="Обязателен ли")


class CourseDates(Strict):
    """First and last day of the course, relative to its period (a term or the year)."""

    start: str = Field("начало", description="Начало курса: «начало», «+10 дней», «неделя 3»")
    end: str = Field("конец", description="Конец курса: «конец», «конец - 10 дней»")


class NamedGroup(Strict):
    """A group of the course beside the class groups."""

    key: Key = Field(description="Ключ группы: base, core, high")
    title: str = Field(description="Название группы")


class Groups(Strict):
    """Groups of the course."""

    per_class: bool = Field(True, alias="class", description="Каждый класс — группа курса")
    named: tuple[NamedGroup, ...] = Field((), description="Другие группы, например уровни")


class ExamReference(Strict):
    """Which dated facts about an exam the template speaks of."""

    file: str = Field(description="Имя файла в course_templates/exams/ без .toml: oge-2026")
    subject: str = Field(description="Таблица этого файла: math, rus, social")


class Template(Strict):
    """A course template: course_templates/КЛЮЧ.yaml."""

    version: Literal[1] = Field(description="Версия формата шаблона")
    kind: Kind = Field(description="Вид курса")
    subject: str = Field(description="Учебный предмет")
    title: str = Field(min_length=1, description="Полное название курса")
    short_name: str = Field(
        min_length=1, description="Краткое название курса, своё у каждого курса"
    )
    category: str = Field("", description="Ключ категории курсов из config.yaml")
    grades: tuple[int, ...] = Field(
        (), description="Для каких параллелей шаблон написан; пусто — любых"
    )
    dates: CourseDates = Field(CourseDates(), description="Даты курса")
    summary: str = Field("", description="Описание курса (Markdown)")
    groups: Groups = Field(Groups(), description="Группы курса")
    params: dict[Name, Param] = Field(default_factory=dict, description="Параметры шаблона")
    exam: ExamReference | None = Field(None, description="Сведения об экзамене")
    grading: Grading = Field(Grading(), description="Оценка за курс и категории оценок")
    completion: CompletionOfCourse = Field(
        None, description="Когда курс завершён; список ключей — выполнены все эти элементы"
    )
    events: tuple[EventModel, ...] = Field(
        (), description="События в календаре курса: консультации, дни сочинения"
    )
    sections: Annotated[tuple[SectionItem, ...], at_least(1)] = Field(
        description="Разделы курса по порядку"
    )


class Piece(Strict):
    """A shared piece of templates: course_templates/shared/ИМЯ.yaml."""

    version: Literal[1] = Field(description="Версия формата")
    piece: str = Field(description="Что это за кусок, одной строкой")
    params: dict[Name, Param] = Field(
        default_factory=dict, description="Значения, которые даёт with"
    )
    sections: tuple[SectionItem, ...] = Field((), description="Разделы")
    activities: tuple[ActivityItem, ...] = Field((), description="Элементы")

    @model_validator(mode="after")
    def _check_one_list(self) -> Self:
        if bool(self.sections) == bool(self.activities):
            raise complaint("piece-lists", _("в куске нужно что-то одно: sections или activities."))
        return self


__all__ = ["ActivityItem", "AnyActivity", "Include", "Piece", "Section", "SectionItem", "Template"]
