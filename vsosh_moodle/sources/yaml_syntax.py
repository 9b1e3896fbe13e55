"""What a YAML parser's complaint means to a person who edits YAML in a text editor."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem

_GLUED_COLON = re.compile(r"^\s*(?:-\s+)?[\w-]+:[^\s:/]")


@dataclass(frozen=True, slots=True)
class _Complaint:
    """The parser's words in lower case, and the lines it points at (1-based; 0 when it does not)."""

    words: str
    line: int
    context_line: int
    text_lines: tuple[str, ...]

    def source(self, line: int) -> str:
        return self.text_lines[line - 1] if 0 < line <= len(self.text_lines) else ""


_Explanation = tuple[int, str, str]


def explain_syntax_error(error: yaml.YAMLError, text: str, shown: str) -> Problem:
    """Return the problem behind a YAML syntax error: its line, its cause and the usual remedy."""
    complaint = _complaint(error, text)
    if "nesting depth" in complaint.words:  # PyYAML refuses it by itself since 6.0.4
        return too_deep(Place(file=shown, line=complaint.line))
    for explain in _EXPLANATIONS:
        found = explain(complaint)
        if found:
            line, message, hint = found
            break
    else:
        line = complaint.line
        message = _("Не получается разобрать YAML.")
        hint = _("Сравните отступы, двоеточия и кавычки с соседними строками.")
    return Problem(Place(file=shown, line=line), message, hint, "yaml-syntax")


def too_deep(place: Place) -> Problem:
    """Return the problem of brackets or indents nested without end."""
    return Problem(
        place,
        _("Слишком глубокая вложенность."),
        _("Упростите структуру или проверьте скобки."),
        "too-deep",
    )


def _complaint(error: yaml.YAMLError, text: str) -> _Complaint:
    lines = tuple(text.splitlines())
    if not isinstance(error, yaml.MarkedYAMLError):
        position = int(getattr(error, "position", 0) or 0)
        return _Complaint(str(error).lower(), text.count("\n", 0, position) + 1, 0, lines)
    words = f"{error.context or ''} {error.problem or ''}".lower()
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    context = error.context_mark.line + 1 if error.context_mark else 0
    return _Complaint(words, min(line, max(len(lines), 1)), context, lines)


def _tab(complaint: _Complaint) -> _Explanation | None:
    source = complaint.source(complaint.line)
    indent = source[: len(source) - len(source.lstrip())]
    if "\t" not in indent:
        return None
    return (
        complaint.line,
        _("В отступе стоит табуляция."),
        _("Замените её пробелами: по два на уровень."),
    )


def _glued_colon(complaint: _Complaint) -> _Explanation | None:
    for line in (complaint.context_line, complaint.line, complaint.line - 1):
        # a colon elsewhere on the line parses well; only `key:value` glues the key to its value
        if _GLUED_COLON.match(complaint.source(line)):
            return (
                line,
                _("После двоеточия нужен пробел."),
                _("Пишите «ключ: значение»."),
            )
    return None


def _second_colon(complaint: _Complaint) -> _Explanation | None:
    if "mapping values are not allowed" not in complaint.words:
        return None
    return (
        complaint.line,
        _("Двоеточие не на месте: лишний отступ в начале строки или двоеточие внутри значения."),
        _("Выровняйте строку с соседними; значение с двоеточием возьмите в кавычки."),
    )


def _no_colon(complaint: _Complaint) -> _Explanation | None:
    if "could not find expected ':'" not in complaint.words:
        return None
    return (
        complaint.context_line or complaint.line,
        _("После ключа нет двоеточия."),
        _("Пишите «ключ: значение»."),
    )


def _open_quote(complaint: _Complaint) -> _Explanation | None:
    if "quoted" not in complaint.words or "unexpected end" not in complaint.words:
        return None
    return (complaint.context_line, _("Кавычка не закрыта."), _("Закройте её в конце значения."))


def _escape(complaint: _Complaint) -> _Explanation | None:
    if "escape" not in complaint.words:
        return None
    return (
        complaint.line,
        _("Обратная косая черта в двойных кавычках значит не то, что написано."),
        _("Возьмите значение в одинарные кавычки."),
    )


def _open_bracket(complaint: _Complaint) -> _Explanation | None:
    if "flow" not in complaint.words:
        return None
    return (
        complaint.context_line or complaint.line,
        _("Скобка не закрыта или между значениями нет запятой."),
        _("Проверьте пары скобок; текст, который начинается со скобки, возьмите в кавычки."),
    )


def _special_character(complaint: _Complaint) -> _Explanation | None:
    marks = ("cannot start any token", "alphabetic or numeric", "directive")
    if not any(mark in complaint.words for mark in marks):
        return None
    return (
        complaint.line,
        _("Значение начинается со знака, который в YAML особый (@, %, *, & или `)."),
        _("Возьмите значение в кавычки."),
    )


def _indent(complaint: _Complaint) -> _Explanation | None:
    marks = ("expected key", "block end", "'-' indicator", "document start")
    if not any(mark in complaint.words for mark in marks):
        return None
    return (
        complaint.line,
        _("Строка сдвинута не так, как соседние."),
        _("Отступы одного уровня должны совпадать; текст с кавычками внутри закройте целиком."),
    )


def _control_character(complaint: _Complaint) -> _Explanation | None:
    if "characters are not allowed" not in complaint.words:
        return None
    return (
        complaint.line,
        _("В файле непечатаемый знак."),
        _("Удалите его; если файл из Word или Excel, сохраните его как простой текст UTF-8."),
    )


_EXPLANATIONS: tuple[Callable[[_Complaint], _Explanation | None], ...] = (
    _control_character,
    _tab,
    _open_quote,
    _escape,
    _glued_colon,
    _second_colon,
    _no_colon,
    _open_bracket,
    _special_character,
    _indent,
)
