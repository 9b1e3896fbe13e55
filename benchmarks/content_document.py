"""A course of 12 sections and 40 activities of the usual kinds, as the plugin takes it. Pure."""

from typing import Any

SECTIONS = 12
ACTIVITIES = 40
DAY = 86_400
START = 1_788_210_000

Item = dict[str, Any]


def course_document(key: str) -> Item:
    """Return the course of docs/plugin-api.md, `put_courses`, with the given key."""
    activities = [_activity(number) for number in range(ACTIVITIES)]
    sections = [_section(number, activities) for number in range(SECTIONS)]
    return {
        "course": key,
        "fields": {
            "completion": True,
            "aggregation": "natural",
            "completion_criteria": None,
            "order": [section["key"] for section in sections],
        },
        "grade_categories": [
            {
                "key": "trainers",
                "fields": {
                    "name": "Тренажёры", "aggregation": "mean", "weight": None, "parent": "",
                },
            }
        ],
        "sections": sections,
        "activities": activities,
    }  # fmt: skip


def _section(number: int, activities: list[Item]) -> Item:
    key = f"topic-{number}"
    return {
        "key": key,
        "fields": {
            "name": f"Тема {number}. Числа и вычисления",
            "summary": f"<p>О чём тема {number} и что надо уметь.</p>",
            "visible": True,
            "availability": None,
            "order": [one["key"] for one in activities if one["fields"]["section"] == key],
        },
    }


def _activity(number: int) -> Item:
    kind = ("page", "assign", "quiz", "forum", "url")[number % 5]
    fields = {
        "name": f"Занятие {number}",
        "intro": "<p>Прочитайте и выполните.</p>",
        "show_description": False,
        "visible": True,
        "section": f"topic-{number % SECTIONS}",
        "group_mode": "none",
        "grouping": "",
        "completion_expected": 0,
        "availability": None,
        **_own_fields(kind, number),
    }
    return {"key": f"activity-{number}", "type": kind, "fields": fields}


def _own_fields(kind: str, number: int) -> Item:
    seen = {"tracking": "automatic", "view": True}
    opened = START + number * DAY
    match kind:
        case "page":
            text = "<p>Складывая дроби, приводим их к общему знаменателю.</p>" * 20
            return {"completion": seen, "content": text, "files": []}
        case "assign":
            return {
                "completion": {"tracking": "automatic", "submit": True},
                "submission": ["file", "text"],
                "max_files": 5,
                "word_limit": 0,
                "open": opened,
                "due": opened + 7 * DAY,
                "cut_off": 0,
                "grade": 100,
                "pass_grade": 0,
                "attempts": 1,
                "group_work": False,
                "rubric": None,
                "grade_category": "",
                "weight": None,
            }
        case "quiz":
            return {
                "completion": {"tracking": "automatic", "grade": True},
                "open": opened,
                "close": opened + 7 * DAY,
                "time_limit": 1800,
                "attempts": 0,
                "grading": "highest",
                "grade": 100,
                "pass_grade": 60,
                "review": "immediately",
                "behaviour": "deferredfeedback",
                "shuffle": True,
                "per_page": 1,
                "questions": [],
                "feedback": [],
                "grade_category": "trainers",
                "weight": None,
            }
        case "forum":
            return {
                "completion": {"tracking": "automatic", "posts": 1},
                "forum_type": "general",
                "subscription": "optional",
                "max_attachments": 3,
                "due": 0,
                "cut_off": 0,
                "grade": 0,
                "grade_category": "",
                "weight": None,
            }
        case _:
            address = "https://example.org/lesson"
            return {"completion": seen, "url": address, "display": "auto"}
