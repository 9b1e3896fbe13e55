"""A course as a person sees it on the sandbox site: sections, activities, rules, dates."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from vsosh_moodle.sandbox.dispatch import Site
from vsosh_moodle.sandbox.install import SITE_COURSE_ID
from vsosh_moodle.sandbox.pages import COURSE_PAGE, FRONT_PAGE
from vsosh_moodle.sandbox.plugin.banks import bank_rows
from vsosh_moodle.sandbox.plugin.restriction_words import (
    CourseNames,
    completion_words,
    moment_words,
    restriction_words,
)
from vsosh_moodle.sandbox.safe_html import safe_html
from vsosh_moodle.sandbox.store import Row, Store

_TYPES = {
    "assign": ("work", "задание"),
    "choice": ("talk", "опрос"),
    "feedback": ("talk", "анкета"),
    "folder": ("read", "папка"),
    "forum": ("talk", "форум"),
    "h5pactivity": ("learn", "H5P"),
    "lesson": ("learn", "лекция"),
    "page": ("read", "страница"),
    "quiz": ("work", "тест"),
    "resource": ("read", "файл"),
    "subsection": ("other", "подраздел"),
    "url": ("read", "ссылка"),
}
_DATES = {"open": "открыто с", "due": "сдать до", "close": "закрыто с", "cut_off": "не позже"}
_SUBMISSION = {"file": "файлом", "text": "текстом"}


def front_page(site: Site) -> str:
    """Return the front page: what the site is, and its courses."""
    rows = site.store.rows(
        "SELECT c.id, c.fullname, c.shortname, cc.name AS category FROM course c"
        " JOIN course_categories cc ON cc.id = c.category WHERE c.id <> ?"
        " ORDER BY cc.sortorder, c.sortorder, c.id",
        SITE_COURSE_ID,
    )
    parts: list[str] = []
    category = None
    for row in rows:
        if row["category"] != category:
            category = row["category"]
            parts.append(f"{'</ul>' if parts else ''}<h2>{escape(category)}</h2><ul>")
        link = f'<a href="/course/view.php?id={row["id"]}">{escape(row["fullname"])}</a>'
        parts.append(f"<li>{link}</li>")
    courses = "".join(parts) + "</ul>" if parts else "<p>Курсов здесь пока нет.</p>"
    return FRONT_PAGE.format(release=site.release.release, courses=courses)


def course_page(store: Store, courseid: int) -> str | None:
    """Return the page of a course, None when there is no such course."""
    course = store.row("SELECT * FROM course WHERE id = ? AND id <> ?", courseid, SITE_COURSE_ID)
    if course is None:
        return None
    body = "".join(_sections(store, course))
    summary = safe_html(course["summary"] or "")
    return COURSE_PAGE.format(title=escape(course["fullname"]), summary=summary, sections=body)


def _sections(store: Store, course: Row) -> Iterator[str]:
    courseid = course["id"]
    names = _names(store, courseid)
    banks = {row["itemkey"]: row["name"] for row in bank_rows(store, courseid)}
    sections = store.rows(
        "SELECT * FROM course_sections WHERE course = ? ORDER BY section", courseid
    )
    inside: dict[int, list[Row]] = {}
    for module in store.rows(
        "SELECT * FROM course_modules WHERE course = ? ORDER BY position, id", courseid
    ):
        inside.setdefault(module["section"], []).append(module)
    delegated = {row["itemid"]: row for row in sections if row["component"]}
    for section in sections:
        if section["component"]:
            continue
        title = section["name"] or (
            "Общее" if section["section"] == 0 else f"Тема {section['section']}"
        )
        notes = _notes(section, "", restriction_words(section["availability"], names))
        yield f"<section><h2>{escape(title)}</h2>{notes}{safe_html(section['summary'])}<ul>"
        for module in inside.get(section["id"], []):
            yield _module(module, names, banks)
            if module["modname"] == "subsection" and module["instance"] in delegated:
                yield "<li><ul>"
                for inner in inside.get(delegated[module["instance"]]["id"], []):
                    yield _module(inner, names, banks)
                yield "</ul></li>"
        yield "</ul></section>"


def _names(store: Store, courseid: int) -> CourseNames:
    def names(table: str, column: str) -> dict[int, str]:
        rows = store.rows(f"SELECT id, name FROM {table} WHERE {column} = ?", courseid)  # noqa: S608
        return {row["id"]: row["name"] for row in rows}

    return CourseNames(
        names("groups", "courseid"),
        names("groupings", "courseid"),
        names("course_modules", "course"),
    )


def _notes(row: Row, completion: str, restriction: str) -> str:
    notes = []
    if not row["visible"]:
        notes.append("скрыто от учеников")
    if restriction:
        notes.append(f"доступно: {restriction}")
    if completion:
        notes.append(f"выполнено, когда: {completion}")
    if row.get("completionexpected"):
        notes.append(f"ждём к {moment_words(row['completionexpected'])}")
    if not notes:
        return ""
    return f'<p class="note">{escape("; ".join(notes))}</p>'


def _module(module: Row, names: CourseNames, banks: dict[str, str]) -> str:
    purpose, kind = _TYPES.get(module["modname"], ("other", module["modname"]))
    settings = json.loads(module["settings"])
    notes = _notes(
        module, completion_words(module), restriction_words(module["availability"], names)
    )
    facts = [*_dates(settings), *_facts(module["modname"], settings, banks)]
    told = f'<p class="note">{escape("; ".join(facts))}</p>' if facts else ""
    if module["modname"] == "label":
        return f"<li class='label'>{safe_html(module['intro'])}{notes}</li>"
    intro = safe_html(module["intro"])
    text = safe_html(settings.get("content", "")) if module["modname"] == "page" else ""
    if text:
        text = f"<details><summary>Текст страницы</summary>{text}</details>"
    title = f'<span class="kind {purpose}">{kind}</span> <strong>{escape(module["name"])}</strong>'
    return f"<li>{title}{told}{notes}{intro}{text}</li>"


def _dates(settings: dict[str, Any]) -> Iterator[str]:
    for name, words in _DATES.items():
        if settings.get(name):
            yield f"{words} {moment_words(settings[name])}"


def _facts(modname: str, settings: dict[str, Any], banks: dict[str, str]) -> Iterator[str]:
    if modname == "quiz":
        yield from _questions(settings, banks)
    if modname == "assign":
        ways = [_SUBMISSION[way] for way in settings.get("submission", []) if way in _SUBMISSION]
        yield f"ответ {' и '.join(ways)}" if ways else "сдаётся на бумаге"
    if modname == "choice":
        yield f"варианты: {', '.join(settings.get('options', []))}"
    if modname == "feedback":
        yield f"вопросов: {len(settings.get('items', []))}"
    if modname == "lesson":
        yield f"страниц: {len(settings.get('pages', []))}"
    if modname == "url":
        yield str(settings.get("url", ""))
    if settings.get("files"):
        yield f"файлы: {', '.join(file['name'] for file in settings['files'])}"
    if settings.get("grade"):
        passing = settings.get("pass_grade")
        yield f"оценка до {settings['grade']:g}" + (f", проходная {passing:g}" if passing else "")


def _questions(settings: dict[str, Any], banks: dict[str, str]) -> Iterator[str]:
    rows = settings.get("questions", [])
    if not rows:
        yield "вопросов пока нет"
    for row in rows:
        bank = banks.get(row["bank"], row["bank"])
        if "question" in row:
            yield f"вопрос «{row['question']}» из банка «{bank}»"
        else:
            yield f"вопросов из банка «{bank}»: {row['count']}"
    if settings.get("time_limit"):
        yield f"минут: {settings['time_limit'] // 60}"
    if settings.get("attempts"):
        yield f"попыток: {settings['attempts']}"
