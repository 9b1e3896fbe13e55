"""remote.yaml: when classes learn from home, and what that brings up; `remote on` and `off` write it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import Field

from vsosh_moodle.config.fields import NumberOrText, Strict
from vsosh_moodle.config.models import Config
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.remote import RemoteCourse, RemoteSwitch
from vsosh_moodle.sources import YamlFile, load_yaml, validate
from vsosh_moodle.sources.suggestions import did_you_mean

REMOTE_NAME = "remote.yaml"

HEADER = """\
# Переходы на дистант. Пишут их команды vsosh-moodle remote on и remote off; поправить можно и руками.
# courses — курсы, которых у классов не было: они появятся на сайте, а после перехода скроются.
# Сам сайт меняет apply.
switches:
"""


class RemoteCourseConfig(Strict):
    """A course brought up by a switch."""

    template: str = Field(min_length=1, description="Ключ шаблона")
    classes: tuple[NumberOrText, ...] = Field(
        min_length=1, description="Каким классам; у каждого свой"
    )
    subject: str = Field("", description="Предмет; шаблону remote-subject он нужен")
    topics: tuple[NumberOrText, ...] = Field((), description="Недели — для шаблона remote-subject")


class RemoteSwitchConfig(Strict):
    """One switch."""

    start: date = Field(alias="from", description="Первый день дома")
    end: date = Field(alias="to", description="Последний день дома")
    classes: tuple[NumberOrText, ...] = Field(min_length=1, description="Какие классы")
    reason: str = Field("", description="Почему: карантин, мороз")
    order: str = Field("", description="Приказ: № 45 от 30.11.2026")
    ended: date | None = Field(None, description="С какого дня снова в школе, если раньше срока")
    courses: tuple[RemoteCourseConfig, ...] = Field((), description="Курсы на время перехода")


class RemoteFile(Strict):
    """The whole file."""

    switches: tuple[RemoteSwitchConfig, ...] | None = Field((), description="Переходы по порядку")


def load_switches(path: Path, config: Config) -> tuple[tuple[RemoteSwitch, ...], list[Problem]]:
    """Return the switches of a remote.yaml, none where there is no file, and its problems."""
    if not path.is_file():
        return (), []
    yaml = load_yaml(path, path.parent)
    model, problems = validate(RemoteFile, yaml)
    if model is None:
        return (), problems
    found: list[RemoteSwitch] = []
    for number, one in enumerate(model.switches or ()):
        at = ("switches", number)
        problems += _check_days(one, at, yaml, config)
        switch = RemoteSwitch(
            one.start,
            one.end,
            _classes(one.classes, (*at, "classes"), yaml, config, problems),
            one.reason,
            one.order,
            one.ended,
            tuple(
                RemoteCourse(
                    course.template,
                    _classes(
                        course.classes, (*at, "courses", n, "classes"), yaml, config, problems
                    ),
                    course.subject,
                    course.topics,
                    yaml.place((*at, "courses", n)),
                )
                for n, course in enumerate(one.courses)
            ),
            yaml.place(at),
        )
        problems += [_overlap(switch, other, at, yaml) for other in found if switch.overlaps(other)]
        found.append(switch)
    if any(problem.severity == "error" for problem in problems):
        return (), problems
    return tuple(found), problems


def render_switches(switches: Sequence[RemoteSwitch]) -> str:
    """Return the text of a remote.yaml."""
    return HEADER + "".join(_switch(one) for one in switches)


def _switch(one: RemoteSwitch) -> str:
    lines = [f"from: {one.start.isoformat()}", f"to: {one.end.isoformat()}"]
    lines.append(f"classes: {_listed(one.classes)}")
    if one.reason:
        lines.append(f"reason: {_quoted(one.reason)}")
    if one.order:
        lines.append(f"order: {_quoted(one.order)}")
    if one.ended:
        lines.append(f"ended: {one.ended.isoformat()}")
    if one.courses:
        lines.append("courses:")
        lines += [f"  - {_course(course)}" for course in one.courses]
    return "  - " + "\n    ".join(lines) + "\n"


def _course(one: RemoteCourse) -> str:
    parts = [f"subject: {_quoted(one.subject)}"] if one.subject else []
    parts += [f"template: {one.template}", f"classes: {_listed(one.classes)}"]
    if one.topics:
        parts.append(f"topics: [{', '.join(map(_quoted, one.topics))}]")
    return "{" + ", ".join(parts) + "}"


def _listed(names: Sequence[ClassName]) -> str:
    return f"[{', '.join(map(str, names))}]"


def _quoted(text: str) -> str:
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _classes(
    names: Sequence[str],
    at: tuple[str | int, ...],
    yaml: YamlFile,
    config: Config,
    problems: list[Problem],
) -> tuple[ClassName, ...]:
    known = config.class_names()
    found = []
    for text in names:
        name = parse_class_name(text)
        if name in known and name is not None:
            found.append(name)
            continue
        message = _("класса «{name}» нет в classes.").format(name=text[:40])
        hint = did_you_mean(text, map(str, known)) or _("Исправьте имя класса.")
        problems.append(yaml.problem(at, "class-unknown", message, hint))
    return tuple(dict.fromkeys(found))


def _check_days(
    one: RemoteSwitchConfig, at: tuple[str | int, ...], yaml: YamlFile, config: Config
) -> list[Problem]:
    year = config.school_year()
    problems = []
    for name, day in (("from", one.start), ("to", one.end)):
        if not year.start <= day <= year.end:
            message = _("{day} — не в учебном году {year}.").format(
                day=f"{day:%d.%m.%Y}", year=year.name
            )
            hint = _("Исправьте день или уберите строку.")
            problems.append(yaml.problem((*at, name), "date-outside", message, hint))
    if one.end < one.start:
        message = _("дни кончаются раньше, чем начинаются.")
        problems.append(yaml.problem((*at, "to"), "dates-reversed", message, _("Исправьте даты.")))
    return problems


def _overlap(
    one: RemoteSwitch, other: RemoteSwitch, at: tuple[str | int, ...], yaml: YamlFile
) -> Problem:
    names = ", ".join(map(str, one.overlaps(other)))
    message = _("{classes} в эти дни уже на дистанте: {place}.").format(
        classes=names, place=other.source
    )
    hint = _("Уберите класс из одного из двух переходов или разведите дни.")
    return yaml.problem(at, "remote-overlap", message, hint)
