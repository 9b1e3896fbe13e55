"""The checklist that goes with the upload files: what to press in Moodle, in which order."""

from collections.abc import Sequence
from html import escape

from vsosh_moodle.language import _, current_language, plural
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.reports.plan_naming import Naming
from vsosh_moodle.reports.upload_by_hand import Step, list_first_by_hand, list_last_by_hand
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

Settings = tuple[tuple[str, str], ...]
"""Labels of fields with their values; the label "" stands before a button to press."""


def list_steps(plan: Plan, files: UploadFiles) -> list[Step]:
    """Return the steps in the order in which they must be done."""
    naming = Naming(plan)
    steps = list_first_by_hand(files.by_hand, naming)
    for name, (text, settings) in _file_steps().items():
        count = len(files.rows.get(name, ()))
        if count:
            rows = plural(count, _("строка"), _("строки"), _("строк"))
            steps.append(Step(f"{name} ({count} {rows})", text, settings))
    steps += list_last_by_hand(files.by_hand, files.half_made, files.names, naming)
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
        lines = "".join(f"   - {_plain(_setting(*one))}\n" for one in step.settings)
        lines += "".join(f"   - [ ] {_plain(line)}\n" for line in step.lines)
        parts.append(f"{number}. [ ] **{_plain(step.title)}**. {step.text}\n{lines}")
    return "\n".join(parts)


def render_checklist_html(steps: Sequence[Step]) -> str:
    """Return the checklist as one HTML page for print."""
    items = []
    for step in steps:
        lines = "".join(f"<li>{escape(_setting(*one))}</li>" for one in step.settings)
        lines += "".join(f"<li>☐ {escape(line)}</li>" for line in step.lines)
        nested = f"<ul>{lines}</ul>" if lines else ""
        items.append(f"<li>☐ <b>{escape(step.title)}</b>. {escape(step.text)}{nested}</li>")
    style = "body{font:12pt/1.4 sans-serif;max-width:48em;margin:2em auto}li{margin:.4em 0}"
    return (
        f'<!doctype html><html lang="{current_language()}"><head><meta charset="utf-8">'
        f"<title>{escape(_heading())}</title><style>{style}ul{{list-style:none}}</style></head>"
        f"<body><h1>{escape(_heading())}</h1><p>{escape(_warning())}</p>"
        f"<ol>{''.join(items)}</ol></body></html>\n"
    )


def _setting(label: str, value: str) -> str:
    if not label:
        return _("нажмите «{button}»").format(button=value)
    return _("{label}: «{value}»").format(label=label, value=value)


def _heading() -> str:
    return _("Загрузка в Moodle по шагам")


def _warning() -> str:
    return _(
        "В файлах имена и пароли: после загрузки удалите папку. Порядок шагов важен; в начале шага "
        "назван файл, который выбрать. Кодировка всех файлов — UTF-8, разделитель — запятая: русский "
        "Moodle сам предлагает точку с запятой. Поля, которых здесь нет, оставьте как есть."
    )


def _file_steps() -> dict[str, tuple[str, Settings]]:
    """Return where each file is uploaded, and what is set there, in Moodle's own words."""
    courses = _("Администрирование → Курсы → Загрузка курсов.")
    users = _("Администрирование → Пользователи → Загрузить пользователей.")
    return {
        COHORTS: (
            _(
                "Администрирование → Пользователи → Глобальные группы → "
                "Загрузить глобальные группы."
            ),
            (
                (_("Разделитель CSV"), ","),
                (_("Контекст по умолчанию"), _("Система")),
                ("", _("Предварительный просмотр")),
                ("", _("Загрузить глобальные группы")),
            ),
        ),
        COURSES: (
            f"{courses} {_any_category()}",
            _course_settings(_("Создать только новые курсы, пропустить существующие"), ()),
        ),
        COURSE_UPDATES: (
            f"{courses} {_any_category()}",
            _course_settings(
                _("Только обновление существующих курсов"),
                (
                    (_("Режим обновления"), _("Обновление только данными из CSV")),
                    (_("Разрешить переименование"), _("Да")),
                ),
            ),
        ),
        GROUPS: (
            _("Любой курс → Участники → Группы → Импортировать группы."),
            ((_("Разделитель CSV"), ","), ("", _("Импортировать группы"))),
        ),
        ACCOUNTS: (
            f"{users} {_('«Принудительная смена пароля» — как принято в школе.')}",
            _user_settings(
                (_("Тип загрузки"), _("Добавить новых, пропустить имеющихся пользователей")),
                (_("Пароли новых пользователей"), _("Необходимое поле в файле")),
                (_("Стандартизация логинов"), _("Нет")),
            ),
        ),
        ACCOUNT_UPDATES: (
            users,
            _user_settings(
                (_("Тип загрузки"), _("Только обновить имеющихся пользователей")),
                (_("Данные существующих пользователей"), _("Заменять данными из файла")),
                (_("Пароли существующих пользователей"), _("Не изменять")),
                (_("Разрешить блокировку и активацию учетных записей"), _("Да")),
                (_("Стандартизация логинов"), _("Нет")),
            ),
        ),
        MEMBERS: (
            f"{users} {_members_note()}",
            _user_settings(
                (_("Тип загрузки"), _("Только обновить имеющихся пользователей")),
                (_("Данные существующих пользователей"), _("Не изменять")),
                (_("Стандартизация логинов"), _("Нет")),
            ),
        ),
    }


def _members_note() -> str:
    return _(
        "В итоге Moodle напишет «обновлено: 0»: так и должно быть, считает он только учётные записи. "
        "Строки с ошибками он назовёт."
    )


def _any_category() -> str:
    return _("Если Moodle просит категорию курса, выберите любую: нужная стоит в файле.")


def _course_settings(mode: str, settings: Settings) -> Settings:
    return (
        (_("Разделитель CSV"), ","),
        (_("Режим загрузки"), mode),
        *settings,
        ("", _("Предпросмотр")),
        ("", _("Загрузка курсов")),
    )


def _user_settings(*settings: tuple[str, str]) -> Settings:
    return (
        (_("Разделитель для CSV"), ","),
        ("", _("Загрузить пользователей")),
        *settings,
        ("", _("Загрузить пользователей")),
    )


def _plain(text: str) -> str:
    """Keep names from being read as Markdown or HTML."""
    for sign in "\\`*_[]<>":
        text = text.replace(sign, f"\\{sign}")
    return text
