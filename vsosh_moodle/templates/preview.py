"""What a course will look like: as data, as an outline, as a page to open."""

from html import escape
from typing import Any

from vsosh_moodle.language import _, plural
from vsosh_moodle.school.courses import Activity, CourseSection, CourseSpec
from vsosh_moodle.templates.activities import ACTIVITY_NAMES
from vsosh_moodle.templates.completion import completion_words
from vsosh_moodle.templates.render import CourseTemplate

KIND_NAMES = {
    "class": "предмет класса", "gia": "подготовка к ГИА", "elective": "электив",
    "project": "проектная деятельность", "remedial": "ликвидация пробелов", "school": "общешкольный",
}  # fmt: skip
"""What a kind of course is called in Russian."""

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
h1 { line-height: 1.2 }
h2 { margin-top: 2.5rem; border-bottom: 2px solid #ccd }
.facts { color: #555; margin-top: 0 }
details { margin: .3rem 0; padding: .3rem .7rem; background: #f4f6fa }
summary { cursor: pointer }
table { border-collapse: collapse }
td, th { border: 1px solid #bbc; padding: .2rem .6rem }
@media print { details { break-inside: avoid } }
"""


def course_as_json(course: CourseSpec) -> dict[str, Any]:
    """Return a course as plain data, the way `templates render --format json` prints it."""
    return {
        "key": course.key,
        "template": course.template,
        "kind": course.kind,
        "subject": course.subject,
        "full_name": course.full_name,
        "short_name": course.short_name,
        "category": course.category,
        "summary": course.summary,
        "start": course.start.isoformat(),
        "end": course.end.isoformat(),
        "classes": [str(name) for name in course.classes],
        "class_groups": course.class_groups,
        "groups": [group.title for group in course.groups],
        "minutes": course_minutes(course),
        "sections": [_section_as_json(section) for section in course.sections],
        "events": [
            {
                "key": event.key,
                "title": event.title,
                "start": event.start,
                "minutes": event.minutes,
                "description": event.description,
            }
            for event in course.events
        ],
    }


def template_as_json(template: CourseTemplate, course: CourseSpec) -> dict[str, Any]:
    """Return what a list of templates says of one; `course` is the course it makes for an example."""
    return {
        "key": template.key,
        "kind": template.model.kind,
        "subject": course.subject,
        "title": course.full_name,
        "grades": list(template.model.grades),
        "category": course.category,
        "file": template.yaml.file,
        "params": {
            name: {
                "description": param.description,
                "default": param.default,
                "required": param.required,
            }
            for name, param in template.model.params.items()
        },
        "sections": len(course.sections),
        "activities": course.activity_count,
        "minutes": course_minutes(course),
    }


def course_minutes(course: CourseSpec) -> int:
    """Return the screen time of all activities of a course, in minutes."""
    return sum(activity.minutes for activity in course.all_activities)


def activity_line(activity: Activity) -> str:
    """Return one line about an activity: its type, title, minutes, condition and dates."""
    settings = dict(activity.settings)
    facts = [_("{n} мин").format(n=activity.minutes)] if activity.minutes else []
    completion = settings.get("completion")
    if isinstance(completion, dict) and (rule := completion_words(completion)):
        facts.append(_("выполнение: {rule}").format(rule=rule))
    if due := settings.get("due") or settings.get("cut_off") or settings.get("close"):
        facts.append(_("до {moment}").format(moment=_short_moment(str(due))))
    if settings.get("availability"):
        facts.append(_("открыт по условию"))
    if activity.audience:
        facts.append(_("для: {audience}").format(audience=", ".join(activity.audience)))
    name = _(ACTIVITY_NAMES.get(activity.kind, activity.kind))
    quoted = _("«{title}»").format(title=activity.title)
    return f"{name} {quoted}" + (f" ({'; '.join(facts)})" if facts else "")


def render_course_html(course: CourseSpec) -> str:
    """Return a page that shows the course: one file, no scripts, nothing from the network."""
    sections = "\n".join(_section_html(section) for section in course.sections)
    facts = [
        f"{course.start:%d.%m.%Y} — {course.end:%d.%m.%Y}",
        plural(course.activity_count, "{n} элемент", "{n} элемента", "{n} элементов"),
        _("{n} мин за экраном").format(n=course_minutes(course)),
    ]
    return (
        '<!doctype html>\n<html lang="ru">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(course.full_name)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(course.full_name)}</h1>\n<p class='facts'>{escape(' · '.join(facts))}</p>\n"
        f"{course.summary}\n{sections}\n</body>\n</html>\n"
    )


def _section_html(section: CourseSection) -> str:
    activities = "\n".join(_activity_html(activity) for activity in section.all_activities)
    return f"<h2>{escape(section.title)}</h2>\n{section.summary}\n{activities}"


def _activity_html(activity: Activity) -> str:
    settings = dict(activity.settings)
    body = f"{settings.get('intro', '')}{settings.get('content', '')}{_details_html(settings)}"
    line = escape(activity_line(activity))
    return f"<details><summary>{line}</summary>\n{body}\n</details>" if body else f"<p>{line}</p>"


def _details_html(settings: dict[str, object]) -> str:
    parts = []
    if isinstance(questions := settings.get("questions"), list):
        parts += [f"<p>{escape(_questions_line(one))}</p>" for one in questions]
    if isinstance(rubric := settings.get("rubric"), list) and rubric:
        parts.append(_rubric_html(rubric))
    if isinstance(options := settings.get("options"), list):
        parts.append(_list_html([str(option) for option in options]))
    if isinstance(items := settings.get("items"), list):
        parts.append(_list_html([str(item["question"]) for item in items]))
    if isinstance(pages := settings.get("pages"), list):
        parts += [f"<h4>{escape(str(page['title']))}</h4>{page['content']}" for page in pages]
    if url := settings.get("url"):
        parts.append(f'<p><a href="{escape(str(url))}">{escape(str(url))}</a></p>')
    return "".join(parts)


def _questions_line(one: dict[str, Any]) -> str:
    if "question" in one:
        return _("Вопрос «{question}» из банка «{bank}»").format(**one)
    return _("Вопросы: {count} из банка «{bank}»").format(**one)


def _rubric_html(rubric: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><th>{escape(row['criterion'])}</th>"
        + "".join(
            f"<td>{level['points']} — {escape(level['text'])}</td>" for level in row["levels"]
        )
        + "</tr>"
        for row in rubric
    )
    return f"<table>{rows}</table>"


def _list_html(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _section_as_json(section: CourseSection) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "summary": section.summary,
        "visible": section.visible,
        "availability": section.availability,
        "activities": [_activity_as_json(activity) for activity in section.activities],
    }


def _activity_as_json(activity: Activity) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "key": activity.key,
        "type": activity.kind,
        "title": activity.title,
        "minutes": activity.minutes,
        "audience": list(activity.audience),
        "settings": dict(activity.settings),
    }
    if activity.files:
        shown["files"] = [{"name": one.name, "sha1": one.sha1} for one in activity.files]
    if activity.activities:
        shown["activities"] = [_activity_as_json(one) for one in activity.activities]
    return shown


def _short_moment(iso: str) -> str:
    day, _sep, clock = iso.partition("T")
    year, month, number = day.split("-")
    return f"{number}.{month}.{year} {clock}"
