"""Problems of a sheet as a whole, or of a file: what was not read and why."""

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem, Severity
from vsosh_moodle.rosters.headers import Header, is_list_sheet, is_summary_sheet
from vsosh_moodle.rosters.table import Table
from vsosh_moodle.school.classes import parse_class_name


def repeated_column(table: Table, header: Header, column: int, title: str) -> Problem:
    """Return the problem of a column whose title stands a second time."""
    return Problem(
        table.place(header.row, column),
        _("столбец «{title}» встречается второй раз; прочитан первый.").format(title=title),
        _("удалите или переименуйте лишний столбец."),
        "column-twice",
        "warning",
    )


def hidden_sheet(table: Table) -> Problem:
    """Return the problem of a hidden sheet with a list."""
    return Problem(
        Place(table.file, table.sheet),
        _("скрытый лист со списком не прочитан."),
        _("покажите лист, если люди на нём нужны, или удалите его."),
        "sheet-hidden",
        "warning",
    )


def summary_sheet(table: Table) -> Problem:
    """Return the problem of a sheet that sums up others."""
    return Problem(
        Place(table.file, table.sheet),
        _("сводный лист не прочитан: люди на нём обычно стоят второй раз."),
        _("если это сам список, переименуйте лист, например в «Ученики»."),
        "sheet-summary",
        "warning",
    )


def leavers_sheet(table: Table) -> Problem:
    """Return the problem of a sheet whose people are no longer here."""
    return Problem(
        Place(table.file, table.sheet),
        _("лист выбывших не прочитан: люди на нём учащимися не считаются."),
        _("если они учатся, переименуйте лист; если нет, делать ничего не нужно."),
        "sheet-leavers",
        "warning",
    )


def why_no_list(table: Table, *, is_empty: bool) -> str:
    """Return in a few words why a sheet without a header was not read."""
    if table.facts.is_chart:
        return _("лист с диаграммой")
    if table.facts.has_picture and is_empty:
        return _("рисунок вместо таблицы")
    if is_summary_sheet(table.sheet) and not is_empty:
        return _("сводный лист")
    return _("пустой лист") if is_empty else _("нет строки заголовков")


def no_header(table: Table, *, is_empty: bool, alone: bool) -> Problem:
    """Return the problem of a sheet without a header; `alone` when its file gave nobody."""
    promised = alone or is_list_sheet(table.sheet) or parse_class_name(table.sheet) is not None
    message, hint, code = _no_header_words(table, is_empty=is_empty)
    severity: Severity = "error" if promised else "warning"
    return Problem(Place(table.file, table.sheet), message, hint, code, severity)


def _no_header_words(table: Table, *, is_empty: bool) -> tuple[str, str, str]:
    facts = table.facts
    if facts.is_chart:
        return (
            _("на листе диаграмма, а не таблица."),
            _("пришлите лист, на котором стоит сам список."),
            "sheet-chart",
        )
    if facts.has_picture and is_empty:
        return (
            _("на листе рисунок, а не таблица: текст с рисунка не читается."),
            _("попросите сам список таблицей или наберите его."),
            "sheet-picture",
        )
    if "" in facts.faults:
        return (
            _(
                "не найдена строка заголовков; на листе есть формулы, значения которых не сохранены."
            ),
            _("откройте файл в Excel или LibreOffice и сохраните: значения появятся."),
            "formula-unsaved",
        )
    if facts.hidden_columns:
        return (
            _("не найдена строка заголовков: часть столбцов скрыта, а скрытые не читаются."),
            _("покажите столбцы с именами или назовите видимые: Фамилия, Имя, Класс."),
            "header-missing",
        )
    return (
        _("не найдена строка заголовков, лист не прочитан."),
        _("назовите столбцы: Фамилия, Имя, Отчество, Дата рождения, Класс."),
        "header-missing",
    )


def nobody_in(file: str) -> Problem:
    """Return the problem of a file without people."""
    return Problem(
        Place(file),
        _("в файле нет ни одного человека."),
        _("проверьте, тот ли это файл."),
        "roster-empty",
    )
