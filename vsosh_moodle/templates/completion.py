"""When an activity counts as done: the words of templates and Moodle's own rules."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from vsosh_moodle.language import N_, _
from vsosh_moodle.sources.pydantic_problems import complaint
from vsosh_moodle.templates.fields import Count, Minutes, Strict

CompletionRule = Literal["none", "manual", "view", "submit", "grade", "pass_grade", "posts"]

FLAGS = ("view", "submit", "grade", "pass_grade", "attempts_exhausted", "end_reached")
COUNTS = ("posts", "discussions", "replies", "min_attempts", "time_spent")


class Completion(Strict):
    """When Moodle counts an activity as done: one word in `rule`, or several conditions at once."""

    rule: CompletionRule | None = Field(
        None,
        description="Одним словом: view — просмотрен, submit — отправлен ответ, "
        "grade — получена оценка, pass_grade — получена проходная оценка, posts — написаны сообщения, "
        "manual — ученик отмечает сам, none — выполнение не отслеживается",
    )
    view: bool = Field(False, description="Просмотрен")
    submit: bool = Field(False, description="Отправлен ответ (задание, опрос, анкета)")
    grade: bool = Field(False, description="Получена оценка")
    pass_grade: bool = Field(False, description="Получена проходная оценка")
    posts: Count = Field(0, description="Сколько сообщений нужно на форуме (вместе с темами)")
    discussions: Count = Field(0, description="Сколько своих тем нужно на форуме")
    replies: Count = Field(0, description="Сколько ответов нужно на форуме")
    min_attempts: Count = Field(0, description="Сколько попыток теста нужно закончить")
    attempts_exhausted: bool = Field(
        False, description="Или истрачены все попытки теста (вместе с pass_grade)"
    )
    end_reached: bool = Field(False, description="Лекция пройдена до конца")
    time_spent: Minutes = Field(0, description="Сколько минут проведено в лекции")
    expected: str = Field(
        "", description="К какому дню ожидается: «неделя 3, пт», «конец - 10 дней»"
    )

    @model_validator(mode="after")
    def _check_one_way(self) -> Self:
        told = {name for name in (*FLAGS, *COUNTS) if getattr(self, name)}
        if self.rule is not None and told - ({"posts"} if self.rule == "posts" else set()):
            raise complaint(
                "completion-twice",
                _("условие выполнения названо дважды: и словом rule, и отдельными условиями."),
                _("Оставьте что-то одно: rule или перечисление условий."),
            )
        return self

    def rules(self) -> dict[str, object]:
        """Return the conditions as the plugin names them, without those that do not hold.

        Moodle counts a passing grade as a kind of grade: `pass_grade` comes with `grade`. Minutes of
        `time_spent` become seconds.
        """
        found: dict[str, object] = {name: True for name in FLAGS if getattr(self, name)}
        found |= {name: int(getattr(self, name)) for name in COUNTS if int(getattr(self, name))}
        if self.rule == "posts":
            found["posts"] = int(self.posts) or 1
        elif self.rule not in (None, "none", "manual"):
            found[str(self.rule)] = True
        if "pass_grade" in found:
            found["grade"] = True
        if "time_spent" in found:
            found["time_spent"] = int(self.time_spent) * 60
        return found

    def tracking(self) -> str:
        """Return `none`, `manual` or `automatic`."""
        if self.rule in ("none", "manual"):
            return str(self.rule)
        return "automatic" if self.rules() else "none"


def read_completion(value: Any) -> Any:
    """Take the short form `completion: view` for `completion: {rule: view}`."""
    return {"rule": value} if isinstance(value, str) else value


COMPLETION_NAMES: Mapping[str, str] = {
    "manual": N_("отмечает сам"), "view": N_("просмотр"), "submit": N_("ответ"), "grade": N_("оценка"),
    "pass_grade": N_("проходная оценка"), "posts": N_("сообщения"), "discussions": N_("свои темы"),
    "replies": N_("ответы"), "min_attempts": N_("попытки"), "attempts_exhausted": N_("или все попытки"),
    "end_reached": N_("пройдено до конца"), "time_spent": N_("время"),
}  # fmt: skip
"""What a completion rule is called in Russian."""

USUAL_RULES: Mapping[str, CompletionRule] = {
    "page": "view", "url": "view", "file": "view", "folder": "view", "label": "none",
    "forum": "none", "assign": "submit", "quiz": "grade", "choice": "submit", "feedback": "submit",
    "lesson": "view", "h5p": "view", "subsection": "none",
}  # fmt: skip
"""What counts as done when a template does not say."""

POSSIBLE_RULES: Mapping[str, frozenset[str]] = {
    "page": frozenset({"view"}), "url": frozenset({"view"}), "file": frozenset({"view"}),
    "folder": frozenset({"view"}), "label": frozenset(), "subsection": frozenset(),
    "forum": frozenset({"view", "posts", "discussions", "replies", "grade"}),
    "assign": frozenset({"view", "submit", "grade", "pass_grade"}),
    "quiz": frozenset({"view", "grade", "pass_grade", "min_attempts", "attempts_exhausted"}),
    "choice": frozenset({"view", "submit"}), "feedback": frozenset({"view", "submit"}),
    "lesson": frozenset({"view", "grade", "pass_grade", "end_reached", "time_spent"}),
    "h5p": frozenset({"view", "grade", "pass_grade"}),
}  # fmt: skip
"""The rules Moodle 4.1–4.5 has for a type; any may also be `none`, and all but subsections `manual`."""


def completion_words(completion: Mapping[str, object]) -> str:
    """Return a rendered completion in words; "" when it is not tracked."""
    if completion.get("tracking") == "manual":
        return _(COMPLETION_NAMES["manual"])
    rules = [name for name in COMPLETION_NAMES if completion.get(name)]
    if "pass_grade" in rules:
        rules.remove("grade")
    return ", ".join(_(COMPLETION_NAMES[name]) for name in rules)
