"""The checklist that goes with the upload files: what to press in Moodle, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from vsosh_moodle.language import _, current_language, plural
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import CONTENT_KINDS, Category, Kind
from vsosh_moodle.reports.plan_naming import Naming
from vsosh_moodle.reports.plan_words import action_title
from vsosh_moodle.reports.upload_files import (
    ACCOUNT_UPDATES,
    ACCOUNTS,
    COHORTS,
    COURSE_UPDATES,
    COURSES,
    GROUPS,
    MEMBERS,
    UploadFiles,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: a heading, where to press, and a list of what is concerned."""

    title: str
    text: str
    lines: tuple[str, ...] = ()


def list_steps(plan: Plan, files: UploadFiles) -> list[Step]:
    """Return the steps in the order in which they must be done."""
    naming = Naming(plan)
    first = [one for one in files.by_hand if one.kind is Kind.CATEGORY]
    steps = [_by_hand(_("Категории курсов"), _categories_text(), first, naming)] if first else []
    for name, text in _file_texts().items():
        count = len(files.rows.get(name, ()))
        if count:
            rows = plural(count, _("строка"), _("строки"), _("строк"))
            steps.append(Step(f"{name} ({count} {rows})", text))
    rest = [one for one in files.by_hand if one.kind is not Kind.CATEGORY]
    if rest:
        content = [one for one in rest if one.kind in CONTENT_KINDS]
        others = [one for one in rest if one.kind not in CONTENT_KINDS]
        if others:
            text = _("Загрузкой файлов этого не сделать: сделайте вручную в курсе или группе.")
            steps.append(_by_hand(_("Вручную"), text, others, naming))
        if content:
            text = _("Элементы курсов создаёт только плагин local_vsosh или учитель вручную.")
            steps.append(_by_hand(_("Содержание курсов"), text, content, naming))
    steps.append(
        Step(
            _("Проверка"),
            _("Выполните vsosh-moodle plan: в плане останется только то, что не сделано."),
        )
    )
    return steps


def render_checklist_markdown(steps: Sequence[Step]) -> str:
    """Return the checklist as Markdown."""
    parts = [f"# {_heading()}\n\n{_warning()}\n"]
    for number, step in enumerate(steps, 1):
        lines = "".join(f"   - [ ] {_plain(line)}\n" for line in step.lines)
        parts.append(f"{number}. [ ] **{_plain(step.title)}**. {step.text}\n{lines}")
    return "\n".join(parts)


def render_checklist_html(steps: Sequence[Step]) -> str:
    """Return the checklist as one HTML page for print."""
    items = []
    for step in steps:
        lines = "".join(f"<li>☐ {escape(line)}</li>" for line in step.lines)
        nested = f"<ul>{lines}</ul>" if lines else ""
        items.append(f"<li>☐ <b>{escape(step.title)}</b>. {escape(step.text)}{nested}</li>")
    style = "body{font:12pt/1.4 sans-serif;max-width:48em;margin:2em auto}li{margin:.4em 0}"
    return (
        f'<!doctype html><html lang="{current_language()}"><head><meta charset="utf-8">'
        f"<title>{escape(_heading())}</title><style>{style}ul{{list-style:none}}</style></head>"
        f"<body><h1>{escape(_heading())}</h1><p>{escape(_warning())}</p>"
        f"<ol>{''.join(items)}</ol></body></html>\n"
    )


def _heading() -> str:
    return _("Загрузка в Moodle по шагам")


def _warning() -> str:
    return _(
        "В файлах имена и пароли: после загрузки удалите папку. Разделитель везде — запятая, "
        "кодировка — UTF-8. Порядок шагов важен."
    )


def _categories_text() -> str:
    return _(
        "Администрирование → Курсы → Управление курсами и категориями → Создать новую категорию. "
        "Впишите идентификационный номер, как здесь."
    )


def _file_texts() -> dict[str, str]:
    courses = _("Администрирование → Курсы → Загрузить курсы. ")
    users = _("Администрирование → Пользователи → Учётные записи → Загрузить пользователей. ")
    return {
        COHORTS: _(
            "Администрирование → Пользователи → Глобальные группы → Загрузить глобальные группы. "
            "Контекст по умолчанию: Система."
        ),
        COURSES: courses + _("Режим загрузки: создать только новые курсы."),
        COURSE_UPDATES: courses
        + _(
            "Режим загрузки: только обновить существующие курсы; режим обновления: только данными "
            "из файла; разрешить переименование: да."
        ),
        GROUPS: _("Любой курс → Участники → Группы → Импортировать группы."),
        ACCOUNTS: users
        + _(
            "Тип загрузки: добавить только новых; пароль нового пользователя: из файла; "
            "стандартизировать логины: нет; требовать смены пароля — как принято в школе."
        ),
        ACCOUNT_UPDATES: users
        + _(
            "Тип загрузки: только обновить существующих; данные существующих: заменить данными из "
            "файла; разрешить приостановку и активацию: да; пароль: без изменений."
        ),
        MEMBERS: users
        + _("Тип загрузки: только обновить существующих; данные существующих: без изменений."),
    }


def _by_hand(title: str, text: str, changes: Sequence[Change], naming: Naming) -> Step:
    return Step(title, text, tuple(_line(change, naming) for change in changes))


def _line(change: Change, naming: Naming) -> str:
    if change.action is Action.MOVE and change.before is not None:
        return _("вывести: {what}").format(what=naming.record(change.before))
    line = f"{action_title(change.action)}: {naming.record(change.record)}"
    if isinstance(change.record, Category) and change.before is None:
        parent = (
            naming.quoted(change.record.parent) if change.record.parent else _("верхний уровень")
        )
        return _("{line}; внутри: {parent}; номер: {key}").format(
            line=line, parent=parent, key=change.key
        )
    return line


def _plain(text: str) -> str:
    """Keep names from being read as Markdown or HTML."""
    for sign in "\\`*_[]<>":
        text = text.replace(sign, f"\\{sign}")
    return text
