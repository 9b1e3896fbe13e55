"""A rendered activity model as the school's Activity, its settings as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path as FilePath

from vsosh_moodle.language import _
from vsosh_moodle.school.courses import Activity
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.templates.activities import (
    AnyActivity,
    AssignActivity,
    Completion,
    FileActivity,
    FolderActivity,
    completion_fault,
    usual_completion,
)
from vsosh_moodle.templates.dates import is_outside
from vsosh_moodle.templates.markdown import render_markdown
from vsosh_moodle.templates.rendering import Path, Renderer

_OWN_FIELDS = frozenset(
    {"key", "type", "title", "description", "minutes", "audience", "dates", "completion", "content"}
)
_DAY_END = time(23, 59)


@dataclass(frozen=True, slots=True)
class Frame:
    """What an activity is checked against: its course's days and named groups, the folder of files."""

    period: tuple[date, date]
    files: FilePath
    levels: Mapping[str, object]


def render_activity(
    activity: AnyActivity, path: Path, renderer: Renderer, frame: Frame
) -> Activity | None:
    """Fill in an activity and return it with settings ready for Moodle; None when it has problems.

    Settings are plain JSON data: Markdown is HTML (`intro`, `content`), dates are local ISO moments
    (`open`, `due`, `cut_off`, `completion.expected`), the rest is as the template writes it.
    """
    final = renderer.model(activity, path)
    if final is None:
        return None
    if problem := completion_fault(final):
        renderer.report((*path, "completion"), problem, code="completion")
        return None
    _check_rubric(final, path, renderer)
    _check_levels(final, path, renderer, frame)
    _check_files(final, path, renderer, frame)
    settings: dict[str, object] = {
        "intro": render_markdown(final.description),
        "completion": _completion(usual_completion(final), path, renderer, frame),
        **_dates(final, path, renderer, frame),
        "visible": final.visible,
        **final.model_dump(mode="json", exclude=set(_OWN_FIELDS)),
    }
    if content := getattr(final, "content", ""):
        settings["content"] = render_markdown(content)
    audience = final.audience
    forms = tuple(form.value for form in audience.forms)
    return Activity(
        key=final.key,
        kind=final.type,
        title=final.title,
        minutes=int(final.minutes),
        audience=(*audience.categories, *audience.levels, *forms),
        settings=tuple(settings.items()),
    )


def _completion(
    completion: Completion, path: Path, renderer: Renderer, frame: Frame
) -> dict[str, object]:
    settings: dict[str, object] = {"rule": completion.rule}
    if completion.rule == "posts":
        settings["posts"] = int(completion.posts)
    here = (*path, "completion", "expected")
    if expected := renderer.moment(completion.expected, here, frame.period, _DAY_END):
        settings["expected"] = _iso(expected)
    return settings


def _dates(
    activity: AnyActivity, path: Path, renderer: Renderer, frame: Frame
) -> Mapping[str, object]:
    dates = activity.dates
    moments: dict[str, datetime] = {}
    for name, text, clock in (
        ("open", dates.open, time(0, 0)),
        ("due", dates.due, _DAY_END),
        ("cut_off", dates.cut_off, _DAY_END),
    ):
        here = (*path, "dates", name)
        if moment := renderer.moment(text, here, frame.period, clock):
            moments[name] = moment
            if is_outside(moment, *frame.period):
                _report_outside(moment, here, renderer)
    order = list(moments.values())
    if order != sorted(order):
        renderer.report(
            (*path, "dates"),
            _("Даты идут не по порядку: open, потом due, потом cut_off."),
            code="date-order",
        )
    return {name: _iso(moment) for name, moment in moments.items()}


def _report_outside(moment: datetime, path: Path, renderer: Renderer) -> None:
    renderer.report(
        path,
        _("Дата {day} — за пределами курса.").format(day=f"{moment:%d.%m.%Y}"),
        _("Сдвиньте её или выберите период курса длиннее."),
        code="date-outside",
        severity="warning",
    )


def _check_rubric(activity: AnyActivity, path: Path, renderer: Renderer) -> None:
    if not isinstance(activity, AssignActivity) or not activity.rubric:
        return
    most = sum(max(int(level.points) for level in row.levels) for row in activity.rubric)
    if most != int(activity.grade):
        renderer.report(
            (*path, "rubric"),
            _("Рубрика даёт не больше {most} баллов, а grade — {grade}.").format(
                most=most, grade=activity.grade
            ),
            _("Сделайте их равными."),
            code="rubric-sum",
        )


def _check_levels(activity: AnyActivity, path: Path, renderer: Renderer, frame: Frame) -> None:
    for number, level in enumerate(activity.audience.levels):
        if level not in frame.levels:
            renderer.report(
                (*path, "audience", "levels", number),
                _("В groups.named нет группы «{level}».").format(level=level),
                did_you_mean(level, frame.levels),
                code="level-unknown",
            )


def _check_files(activity: AnyActivity, path: Path, renderer: Renderer, frame: Frame) -> None:
    if isinstance(activity, FileActivity):
        wanted: list[tuple[Path, str]] = [((*path, "path"), activity.path)]
    elif isinstance(activity, FolderActivity):
        wanted = [((*path, "files", number), name) for number, name in enumerate(activity.files)]
    else:
        return
    root = frame.files.resolve()
    for here, name in wanted:
        file = (root / name).resolve()
        if not file.is_relative_to(root):
            message = _("Файл «{name}» — за пределами папки files.").format(name=name)
            hint = _("Положите его в course_templates/files/.")
            renderer.report(here, message, hint, code="file-outside")
        elif not file.is_file():
            message = _("В папке files нет файла «{name}».").format(name=name)
            hint = _("Положите его в course_templates/files/ или поправьте путь.")
            renderer.report(here, message, hint, code="file-missing")


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
