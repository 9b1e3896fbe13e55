"""What a switch to distance learning asks of the site: courses, notices, days in the calendar. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from vsosh_moodle.config.programmes import ProgrammeConfig
from vsosh_moodle.desired.programmes import Asked
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.courses import Activity, CourseEvent, CourseSection, CourseSpec
from vsosh_moodle.school.logins import transliterate
from vsosh_moodle.school.remote import RemoteCourse, RemoteSwitch

SUBJECT_TEMPLATE = "remote-subject"
"""The template of any subject: what a course is made of where no template is of its subject."""
NOTICE = "remote-notice"
GENERAL = "general"
DAY_MINUTES = 24 * 60


def remote_programmes(switches: Iterable[RemoteSwitch], today: date) -> Iterator[Asked]:
    """Yield the programmes of all switches: each course once, hidden when no switch needs it any more."""
    needed: dict[tuple[str, ClassName], tuple[RemoteCourse, tuple[str, ...], bool]] = {}
    for switch in switches:
        over = switch.is_over(today)
        for course in switch.courses:
            for name in course.classes:
                at = (remote_key(course), name)
                _known, topics, hidden = needed.get(at, (course, (), True))
                # What an earlier switch made keeps its number, and with it its key.
                needed[at] = (
                    course,
                    tuple(dict.fromkeys((*topics, *course.topics))),
                    hidden and over,
                )
    for (key, name), (course, topics, hidden) in needed.items():
        params: dict[str, object] = {}
        if course.template == SUBJECT_TEMPLATE:
            params["subject"] = course.subject
        if topics:
            params["topics"] = list(topics)
        programme = ProgrammeConfig(
            template=course.template,
            classes=(str(name),),
            course="per_class",
            key=key,
            params=params,
        )
        yield Asked(programme, course.source, hidden=hidden)


def remote_key(course: RemoteCourse) -> str:
    """Return the lasting key of a course of a switch, without its class."""
    if course.template != SUBJECT_TEMPLATE:
        return f"remote-{course.template}"
    return f"remote-{_latin(course.subject)}"


def with_notices(
    courses: Sequence[CourseSpec], switches: Iterable[RemoteSwitch], today: date
) -> tuple[CourseSpec, ...]:
    """Return the courses with a line on top for the classes that learn, or are about to, from home."""
    current = [one for one in switches if not one.is_over(today)]
    return tuple(_with_notices(course, current) for course in courses)


def remote_events(switches: Iterable[RemoteSwitch], today: date) -> Iterator[CourseEvent]:
    """Yield the switches that are not over as events of the whole school."""
    for one in switches:
        if one.is_over(today):
            continue
        names = ", ".join(map(str, one.classes))
        start = datetime.combine(one.start, time())
        days = (one.last - one.start).days + 1
        yield CourseEvent(
            event_key(one),
            f"Дистанционное обучение: {names}",
            start.isoformat(timespec="minutes"),
            days * DAY_MINUTES - 1 if days > 1 else 0,
            f"<p>{_sentence(one, one.classes)}</p>",
            one.source,
        )


def event_key(switch: RemoteSwitch) -> str:
    """Return the key of the event of a switch: by its first day and classes, which do not change."""
    return f"remote-{switch.start:%Y%m%d}-{_latin('-'.join(map(str, switch.classes)))[:40]}"


def _with_notices(course: CourseSpec, current: Sequence[RemoteSwitch]) -> CourseSpec:
    if course.hidden or not course.sections or course.sections[0].key != GENERAL:
        return course
    concerned = [
        (one, names)
        for one in current
        if (names := [name for name in course.classes if name in one.classes])
    ]
    # By their number, so that the next switch takes over the line of the last one.
    told = [_notice(one, course, names, at) for at, (one, names) in enumerate(concerned, 1)]
    if not told:
        return course
    general = course.sections[0]
    first: CourseSection = replace(general, activities=(*told, *general.activities))
    return replace(course, sections=(first, *course.sections[1:]))


def _notice(
    switch: RemoteSwitch, course: CourseSpec, names: Sequence[ClassName], number: int
) -> Activity:
    conditions: list[dict[str, object]] = []
    if course.class_groups and len(names) < len(course.classes):
        groups: list[dict[str, object]] = [{"type": "group", "group": str(name)} for name in names]
        conditions += groups if len(groups) == 1 else [{"op": "any", "conditions": groups}]
    gone = datetime.combine(switch.last + timedelta(days=1), time())
    conditions.append({"type": "date", "until": gone.isoformat(timespec="minutes")})
    settings: tuple[tuple[str, object], ...] = (
        ("intro", f"<p><strong>{_sentence(switch, names)}</strong></p>"),
        ("show_description", True),
        ("visible", True),
        ("group_mode", ""),
        ("completion", {"tracking": "none"}),
        ("completion_expected", ""),
        ("availability", {"op": "all", "show": False, "conditions": conditions}),
    )
    return Activity(
        f"{NOTICE}-{number}",
        "label",
        "Дистанционное обучение",
        settings=settings,
        source=switch.source,
    )


def _sentence(switch: RemoteSwitch, classes: Sequence[ClassName]) -> str:
    """Return what pupils read; what is written into Moodle is Russian in any language."""
    names = ", ".join(map(str, classes))
    days = f"с {switch.start:%d.%m.%Y} по {switch.last:%d.%m.%Y}"
    return (
        f"Дистанционное обучение {days}: {names}. Уроки идут в курсах этого сайта; "
        "задания и сроки — по темам ниже."
    )


def _latin(text: str) -> str:
    """Return a text in the letters of keys."""
    spelt = transliterate(text).lower()
    parts = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in spelt).split()
    return "-".join(parts)
