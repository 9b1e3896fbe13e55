"""Events of a course: what stands in its calendar beside the dates of its activities."""

from collections.abc import Sequence
from datetime import time

from pydantic import Field

from vsosh_moodle.language import _
from vsosh_moodle.school.courses import CourseEvent
from vsosh_moodle.templates.context import RenderContext
from vsosh_moodle.templates.dates import has_clock, is_outside
from vsosh_moodle.templates.fields import Key, Number, Strict
from vsosh_moodle.templates.frame import Frame
from vsosh_moodle.templates.markdown import render_markdown
from vsosh_moodle.templates.rendering import Path, Renderer

MAX_EVENT_NAME = 255
MAX_EVENT_MINUTES = 525_600


class EventModel(Strict):
    """A day or an hour of the course's calendar: a consultation, a day of the essay."""

    key: Key = Field(description="Постоянный ключ события")
    title: str = Field(min_length=1, description="Название события")
    date: str = Field(
        min_length=1, description="Когда: «неделя 10, ср 16:00»; без времени — весь день"
    )
    minutes: Number = Field(0, description="Сколько минут длится; только со временем начала")
    description: str = Field("", description="Что принести, где и зачем (Markdown)")
    grades: tuple[int, ...] = Field(
        (), description="Для каких параллелей; пусто — для всех классов курса"
    )


def render_events(
    models: Sequence[EventModel], renderer: Renderer, frame: Frame, context: RenderContext
) -> tuple[CourseEvent, ...]:
    """Return the events in the order of the template; what is wrong with them is reported."""
    found: list[CourseEvent] = []
    grades = {name.grade for name in context.classes}
    for number, model in enumerate(models):
        if model.grades and grades and not grades & set(model.grades):
            continue
        event = _render(model, ("events", number), renderer, frame)
        if event is None:
            continue
        if any(one.key == event.key for one in found):
            message = _("Событие с ключом «{key}» уже есть.").format(key=event.key)
            hint = _("Дайте другой ключ.")
            renderer.report(("events", number, "key"), message, hint, code="duplicate-key")
            continue
        found.append(event)
    return tuple(found)


def _render(model: EventModel, path: Path, renderer: Renderer, frame: Frame) -> CourseEvent | None:
    final = renderer.model(model, path)
    if final is None:
        return None
    title = " ".join(final.title.split())
    if len(title) > MAX_EVENT_NAME or "<" in title:
        message = _("Название события — до {limit} знаков и без знака «<».").format(
            limit=MAX_EVENT_NAME
        )
        renderer.report((*path, "title"), message, _("Сократите его."), code="name-too-long")
    moment = renderer.moment(final.date, (*path, "date"), frame.days, time(0, 0), deadline=True)
    if moment is None:
        return None
    minutes = int(final.minutes)
    if minutes and not has_clock(final.date):
        renderer.report(
            (*path, "minutes"),
            _("Сказано, сколько событие длится, но не во сколько начинается."),
            _("Допишите время: date: «неделя 10, ср 16:00» — или уберите minutes."),
            code="event-minutes",
        )
    if minutes > MAX_EVENT_MINUTES:
        message = _("Событие длиннее года.")
        renderer.report((*path, "minutes"), message, _("Проверьте minutes."), code="event-minutes")
    if is_outside(moment, frame.days):
        renderer.report(
            (*path, "date"),
            _("Событие {day} — за пределами курса.").format(day=f"{moment:%d.%m.%Y}"),
            _("Сдвиньте его или выберите период курса длиннее."),
            code="date-outside",
            severity="warning",
        )
    return CourseEvent(
        key=final.key,
        title=title,
        start=moment.isoformat(timespec="minutes"),
        minutes=minutes,
        description=render_markdown(final.description),
        source=renderer.place(path),
    )
