"""levels.yaml: levels of pupils by entry tests on the site; `levels from-test` writes it."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from vsosh_moodle.config.fields import NumberOrText, Strict
from vsosh_moodle.config.models import Config
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.school.entry_levels import EntryLevel
from vsosh_moodle.sources import load_yaml, validate
from vsosh_moodle.sources.suggestions import did_you_mean

LEVELS_NAME = "levels.yaml"

HEADER = """\
# Уровни учеников по входным работам на сайте. Пишет их vsosh-moodle levels from-test; можно поправить руками.
# Уровень, который назван в списке учеников («Уровень», «Входной тест»), важнее.
# В файле имена: никому его не пересылайте.
levels:
"""


class EntryLevelConfig(Strict):
    """A pupil's level."""

    class_name: NumberOrText = Field(alias="class", description="Класс")
    name: str = Field(min_length=1, description="Фамилия, имя и отчество, как в списке учеников")
    subject: str = Field(min_length=1, description="Предмет курса")
    level: str = Field(min_length=1, description="Ключ уровня из levels в config.yaml")
    percent: float = Field(0, ge=0, le=100, description="Сколько процентов набрано")
    test: str = Field("", description="Какая работа и когда прочитана")


class LevelsFile(Strict):
    """The whole file."""

    levels: tuple[EntryLevelConfig, ...] | None = Field((), description="Уровни учеников")


def load_entry_levels(path: Path, config: Config) -> tuple[list[EntryLevel], list[Problem]]:
    """Return the levels of a levels.yaml, none where there is no file, and its problems."""
    if not path.is_file():
        return [], []
    yaml = load_yaml(path, path.parent)
    model, problems = validate(LevelsFile, yaml)
    if model is None:
        return [], problems
    known = [one.key for one in config.levels]
    classes = config.class_names()
    found = []
    for number, one in enumerate(model.levels or ()):
        at = ("levels", number)
        name = parse_class_name(one.class_name)
        if name is None or name not in classes:
            message = _("класса «{name}» нет в classes.").format(name=one.class_name[:40])
            hint = did_you_mean(one.class_name, map(str, classes)) or _("Исправьте имя класса.")
            problems.append(yaml.problem((*at, "class"), "class-unknown", message, hint))
        elif one.level not in known:
            message = _("уровня «{word}» нет в levels config.yaml.").format(word=one.level[:40])
            problems.append(
                yaml.problem(
                    (*at, "level"), "level-unknown", message, did_you_mean(one.level, known)
                )
            )
        else:
            found.append(EntryLevel(name, one.name, one.subject, one.level, one.percent, one.test))
    return found, problems


def render_entry_levels(levels: Iterable[EntryLevel]) -> str:
    """Return the text of a levels.yaml, by subject, class and name."""
    ordered = sorted(levels, key=lambda one: (one.subject, one.class_name, one.full_name))
    return HEADER + "".join(
        f"  - {{class: {one.class_name}, name: {_quoted(one.full_name)}, subject: {_quoted(one.subject)}, "
        f"level: {one.level}, percent: {one.percent:g}, test: {_quoted(one.test)}}}\n"
        for one in ordered
    )


def _quoted(text: str) -> str:
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
