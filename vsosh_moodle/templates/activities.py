"""Activities of a template, one model per Moodle module we know."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from vsosh_moodle.language import N_, _
from vsosh_moodle.sources.pydantic_problems import complaint
from vsosh_moodle.templates.activity_base import ActivityBase, GradedActivity
from vsosh_moodle.templates.expressions import has_expressions
from vsosh_moodle.templates.fields import Number, Points, Weight, at_most
from vsosh_moodle.templates.quizzes import LessonActivity, QuizActivity
from vsosh_moodle.templates.tasks import AssignActivity, ChoiceActivity, FeedbackActivity


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
    display: Literal["auto", "embed", "open", "popup", "new"] = Field(
        "auto",
        description="Как открывать: auto — как решит Moodle, embed — внутри страницы, open — сразу, "
        "popup — в окне, new — в новой вкладке",
    )

    @model_validator(mode="after")
    def _check_url(self) -> Self:
        if not has_expressions(self.url) and not self.url.startswith(("https://", "http://")):
            raise complaint("bad-url", _("адрес должен начинаться с https:// или http://."))
        return self


class FileActivity(ActivityBase):
    """A file to download."""

    type: Literal["file"] = Field(description="Файл")
    path: str = Field(description="Путь внутри course_templates/files/")
    display: Literal["auto", "embed", "download", "open", "new"] = Field(
        "auto",
        description="Как открывать: auto — как решит Moodle, embed — внутри страницы, "
        "download — скачать, open — сразу, new — в новой вкладке",
    )


class FolderActivity(ActivityBase):
    """A folder of files; an empty one waits for the teacher's own."""

    type: Literal["folder"] = Field(
        description="Папка с файлами (может быть пустой: заполнит учитель)"
    )
    files: tuple[str, ...] = Field((), description="Пути внутри course_templates/files/")
    inline: bool = Field(False, description="Показывать файлы прямо на странице курса")


class ForumActivity(ActivityBase):
    """A forum."""

    type: Literal["forum"] = Field(description="Форум")
    forum_type: Literal["general", "eachuser", "single", "qanda", "blog"] = Field(
        "general",
        description="general — обычный, eachuser — каждый открывает одну тему, single — одно обсуждение, "
        "qanda — вопрос и ответы, blog — как блог",
    )
    subscription: Literal["optional", "forced", "auto", "disabled"] = Field(
        "optional",
        description="Письма о новых сообщениях: optional — кто подпишется, forced — всем, "
        "auto — всем, но можно отписаться, disabled — никому",
    )
    max_attachments: Annotated[Number, at_most(100)] = Field(
        3, description="Сколько файлов можно приложить к сообщению"
    )
    grade: Points = Field(0, description="Наибольший балл; 0 — без оценки")
    grade_category: str = Field("", description="Ключ категории оценок из grading.categories")
    weight: Weight | None = Field(None, description="Вес оценки; без него — как считает Moodle")


class H5pActivity(GradedActivity):
    """An H5P package."""

    type: Literal["h5p"] = Field(description="Интерактивное задание H5P")
    path: str = Field(description="Пакет .h5p внутри course_templates/files/")


LeafActivity = (
    PageActivity | LabelActivity | UrlActivity | FileActivity | FolderActivity | ForumActivity
    | AssignActivity | QuizActivity | ChoiceActivity | FeedbackActivity | LessonActivity | H5pActivity
)  # fmt: skip

ACTIVITY_NAMES = {
    "page": N_("Страница"), "url": N_("Ссылка"), "file": N_("Файл"), "folder": N_("Папка"),
    "label": N_("Текст"), "forum": N_("Форум"), "assign": N_("Задание"), "quiz": N_("Тест"),
    "choice": N_("Опрос"), "feedback": N_("Анкета"), "lesson": N_("Лекция"),
    "h5p": N_("Задание H5P"), "subsection": N_("Подраздел"),
}  # fmt: skip
"""What an activity type is called in a Russian Moodle."""
