"""A rendered activity model as the school's Activity, its settings as plain data."""

from collections.abc import Mapping
from datetime import datetime, time

from vsosh_moodle.language import _
from vsosh_moodle.school.courses import Activity
from vsosh_moodle.templates.activities import LabelActivity
from vsosh_moodle.templates.activity_checks import (
    check_activity,
    completion_fault,
    usual_completion,
)
from vsosh_moodle.templates.activity_settings import (
    CLOSING,
    USED_DATES,
    graded_settings,
    iso,
    own_settings,
)
from vsosh_moodle.templates.course_files import read_files
from vsosh_moodle.templates.dates import is_outside
from vsosh_moodle.templates.frame import Frame
from vsosh_moodle.templates.markdown import render_markdown
from vsosh_moodle.templates.models import AnyActivity
from vsosh_moodle.templates.quizzes import QuizActivity
from vsosh_moodle.templates.rendering import Path, Renderer
from vsosh_moodle.templates.restriction_rendering import render_restriction, with_audience

_DAY_END = time(23, 59)


def render_activity(
    activity: AnyActivity, path: Path, renderer: Renderer, frame: Frame
) -> Activity | None:
    """Fill in an activity and return it with settings ready for Moodle; None when it has problems.

    Settings are plain JSON data in the vocabulary of docs/plugin-api.md (see school.courses).
    """
    final = renderer.model(activity, path, leave_out=frozenset({"activities"}))
    if final is None:
        return None
    if problem := completion_fault(final):
        hint = _("Выберите другое условие в completion или измените настройки элемента.")
        renderer.report((*path, "completion"), problem, hint, code="completion")
        return None
    check_activity(final, path, renderer, frame)
    files = read_files(final, path, renderer, frame)
    moments = _dates(final, path, renderer, frame)
    completion = usual_completion(final)
    availability = with_audience(
        render_restriction(final.restrict, (*path, "restrict"), renderer, frame, final.key),
        final.audience,
    )
    settings: dict[str, object] = {
        "intro": render_markdown(
            final.content if isinstance(final, LabelActivity) else final.description
        ),
        "show_description": final.show_description,
        "visible": final.visible,
        "group_mode": final.group_mode or "",
        "completion": {"tracking": completion.tracking(), **completion.rules()},
        "completion_expected": _expected(final, moments, path, renderer, frame),
        "availability": availability,
        **own_settings(final, moments),
        **graded_settings(final),
    }
    audience = final.audience
    forms = tuple(form.value for form in audience.forms)
    return Activity(
        key=final.key,
        kind=final.type,
        title=" ".join(final.title.split()),
        minutes=int(final.minutes),
        audience=(*audience.categories, *audience.levels, *forms),
        settings=tuple(settings.items()),
        files=files,
        source=renderer.place(path),
    )


def _expected(
    activity: AnyActivity, moments: Mapping[str, datetime], path: Path, renderer: Renderer,
    frame: Frame,
) -> str:  # fmt: skip
    completion = usual_completion(activity)
    if completion.tracking() == "none":
        return ""
    here = (*path, "completion", "expected")
    expected = renderer.moment(completion.expected, here, frame.days, _DAY_END, deadline=True)
    if expected is None and activity.type in CLOSING and "cut_off" in moments:
        # What only closes has no due day of its own in Moodle: it is the day it is expected by.
        expected = moments.get("due")
    return iso(expected)


def _dates(
    activity: AnyActivity, path: Path, renderer: Renderer, frame: Frame
) -> Mapping[str, datetime]:
    dates = activity.dates
    used = USED_DATES.get(activity.type, frozenset())
    moments: dict[str, datetime] = {}
    for name, text, clock in (
        ("open", dates.open, time(0, 0)),
        ("due", dates.due, _DAY_END),
        ("cut_off", dates.cut_off, _DAY_END),
    ):
        here = (*path, "dates", name)
        deadline = name != "open"
        if moment := renderer.moment(text, here, frame.days, clock, deadline=deadline):
            moments[name] = moment
            if is_outside(moment, frame.days):
                _report_outside(moment, here, renderer)
            if name not in used:
                _report_unused(activity, name, here, renderer)
    order = list(moments.values())
    opened_late = "open" in moments and order.count(moments["open"]) > 1
    if order != sorted(order) or opened_late:
        renderer.report(
            (*path, "dates"),
            _("Даты идут не по порядку: open, потом due, потом cut_off."),
            code="date-order",
        )
    if isinstance(activity, QuizActivity) and activity.review == "after_close":
        _check_review(moments, path, renderer)
    return moments


def _check_review(moments: Mapping[str, datetime], path: Path, renderer: Renderer) -> None:
    if "due" not in moments and "cut_off" not in moments:
        renderer.report(
            (*path, "review"),
            _("Ошибки покажут после закрытия теста, а когда он закроется — не сказано."),
            _("Добавьте dates: {cut_off: …} или review: immediately."),
            code="review-never",
            severity="warning",
        )


def _report_outside(moment: datetime, path: Path, renderer: Renderer) -> None:
    renderer.report(
        path,
        _("Дата {day} — за пределами курса.").format(day=f"{moment:%d.%m.%Y}"),
        _("Сдвиньте её или выберите период курса длиннее."),
        code="date-outside",
        severity="warning",
    )


def _report_unused(activity: AnyActivity, name: str, path: Path, renderer: Renderer) -> None:
    renderer.report(
        path,
        _("У элемента «{kind}» в Moodle нет даты {name}: она не подействует.").format(
            kind=activity.type, name=name
        ),
        _("Откройте или закройте его условием: restrict: [{from: …}] или [{until: …}]."),
        code="date-unused",
        severity="warning",
    )
