"""Jinja in the texts of a school: a small, safe part of the language.

The sandbox of Jinja keeps attributes out of reach, but not time and memory (`9**9**9`, nested loops
over a big range). So only a list of nodes, filters and functions is let in, and the output is cut off
at a limit: whoever may edit a template may not hang or read anything else.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from vsosh_moodle.language import _
from vsosh_moodle.templates.jinja_messages import say_syntax_error

MAX_SOURCE = 50_000
MAX_OUTPUT = 200_000
MAX_LOOP_DEPTH = 2
MAX_RANGE = 200

_NODES: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.List, nodes.Tuple,
    nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Call, nodes.Keyword,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Concat,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos,
    nodes.If, nodes.For,
)  # fmt: skip
FILTERS = frozenset({
    "abs", "capitalize", "count", "d", "date", "default", "first", "float", "int", "join", "last",
    "length", "lower", "max", "min", "reverse", "round", "sort", "string", "sum", "title", "trim",
    "unique", "upper",
})  # fmt: skip
_TESTS = frozenset({
    "defined", "undefined", "in", "none", "number", "string", "sequence", "eq", "ne", "lt", "le",
    "gt", "ge", "odd", "even",
})  # fmt: skip
_REFUSED_NODES: dict[str, str] = {
    "Include": "include", "Import": "import", "FromImport": "import", "Extends": "extends",
    "Block": "block", "Macro": "macro", "CallBlock": "call", "FilterBlock": "filter",
    "Assign": "set", "AssignBlock": "set", "Pow": "**", "Dict": "{…}", "With": "with",
}  # fmt: skip
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
    "ноября", "декабря",
)  # fmt: skip


_HALF = re.compile("[\ud800-\udfff]")
"""Half of a pair of UTF-16: «\\ud800» in a string of Jinja; no file and no site takes it."""

_FAILURES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


class ExpressionError(ValueError):
    """A string of a template that cannot be rendered; `line` is counted from 1 inside the string."""

    def __init__(self, message: str, line: int = 1, code: str = "jinja", hint: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.code, self.hint = message, line, code, hint


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "%"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        # A template sees data, not Python objects: `params.items` is the parameter, never a method.
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, (LoopContext, date, Undefined)):
            return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
            raise SecurityError(_("знак «{sign}» — только для чисел").format(sign=operator))
        return super().call_binop(context, operator, left, right)


def format_date(value: date) -> str:
    """Return a date as a Russian text writes it: «2 июня 2027 года»."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year} года"


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > MAX_RANGE:
        raise SecurityError(_("range длиннее {limit}").format(limit=MAX_RANGE))
    return numbers


def _plural(number: int, one: str, few: str, many: str) -> str:
    # Courses are in Russian whatever language the messages are in; `{n}` is replaced, not formatted:
    # str.format in a template would reach attributes and ask for endless widths.
    tens, ones = abs(number) % 100, abs(number) % 10
    many_or_few = many if 11 <= tens <= 14 or ones == 0 or ones >= 5 else few
    form = one if ones == 1 and tens != 11 else many_or_few
    return form.replace("{n}", str(number))


def _join(values: Iterable[object], separator: str = "") -> str:
    parts = [str(value) for value in values]
    if sum(map(len, parts)) + len(parts) * len(separator) > MAX_OUTPUT:
        raise SecurityError(_("текст длиннее {limit} знаков").format(limit=MAX_OUTPUT))
    return separator.join(parts)


def _round(value: float, digits: int = 0) -> float:
    return round(value, max(0, min(digits, 6))) if digits else round(value)


_GLOBALS: Mapping[str, Callable[..., object]] = {"range": _range, "plural": _plural}


@dataclass(frozen=True, eq=False)
class Dialect:
    """What texts of one kind may use: functions and filters beside those of every text.

    `of_variables` are functions that come with the variables; `finalize` sees every value printed.
    """

    filters: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    of_variables: frozenset[str] = frozenset()
    finalize: Callable[[object], object] | None = None

    @property
    def functions(self) -> frozenset[str]:
        """The names that may be called."""
        return self.of_variables | _GLOBALS.keys()

    @property
    def all_filters(self) -> frozenset[str]:
        """The names of filters."""
        return FILTERS | self.filters.keys()

    @cached_property
    def environment(self) -> ImmutableSandboxedEnvironment:
        """The sandbox texts of this kind are compiled in."""
        # Not optimised: reckoning beforehand takes the cube of the depth of an expression.
        env = _Environment(
            undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True,
            finalize=self.finalize, optimized=False,
        )  # fmt: skip
        env.globals.clear()
        env.globals.update(_GLOBALS)
        env.filters = {name: call for name, call in env.filters.items() if name in FILTERS}
        env.filters.update(date=format_date, join=_join, round=_round)
        env.filters.update(self.filters)
        env.tests = {name: call for name, call in env.tests.items() if name in _TESTS}
        return env


COURSES = Dialect()
"""The language of course templates."""


def has_expressions(text: str) -> bool:
    """Tell whether a string holds any Jinja at all."""
    return "{{" in text or "{%" in text or "{#" in text


def render_text(source: str, variables: Mapping[str, object], dialect: Dialect = COURSES) -> str:
    """Return `source` with its Jinja filled in from `variables`; raises ExpressionError."""
    if not has_expressions(source):
        return source
    parts: list[str] = []
    size = 0
    try:
        for part in _compile(source, dialect).generate(variables):
            parts.append(part)
            size += len(part)
            if size > MAX_OUTPUT:
                raise ExpressionError(
                    _("Текст получается длиннее {limit} знаков.").format(limit=MAX_OUTPUT)
                )
    except UndefinedError as error:
        raise _undefined_error(source, error, variables) from None
    except SecurityError as error:
        raise ExpressionError(
            _("Такое в шаблоне запрещено: {detail}.").format(detail=error), code="jinja-forbidden"
        ) from None
    except RecursionError:
        raise ExpressionError(_("Выражение слишком сложное.")) from None
    # A NameError: Jinja writes an infinite number that it has reckoned beforehand as the name `inf`.
    except (*_FAILURES, NameError) as error:
        if isinstance(error, ExpressionError):
            raise
        raise ExpressionError(
            _("Выражение не вычислено: {detail}.").format(detail=error), _line_of(error)
        ) from None
    text = "".join(parts).strip("\n") if source.endswith("\n") else "".join(parts)
    if _HALF.search(text):
        raise ExpressionError(_("В тексте половина знака: такого знака нет."))
    return text


def _line_of(error: BaseException) -> int:
    """Return the line of the text where an error arose: Jinja puts its own lines into the traceback."""
    line, step = 1, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            line = step.tb_lineno
        step = step.tb_next
    return line


def check_syntax(source: str, dialect: Dialect = COURSES) -> None:
    """Raise ExpressionError when the Jinja of `source` is broken or reaches for what is not allowed."""
    if has_expressions(source):
        _compile(source, dialect)


def parse_expressions(source: str, dialect: Dialect = COURSES) -> nodes.Template:
    """Return the tree of a text for whoever looks at its names; raises ExpressionError."""
    check_syntax(source, dialect)
    return dialect.environment.parse(source)


@lru_cache(maxsize=4096)
def _compile(source: str, dialect: Dialect) -> Any:
    if len(source) > MAX_SOURCE:
        raise ExpressionError(_("Строка длиннее {limit} знаков.").format(limit=MAX_SOURCE))
    try:
        tree = dialect.environment.parse(source)
        check_tree(tree, dialect)
        return dialect.environment.from_string(source)
    except TemplateSyntaxError as error:
        raise ExpressionError(
            say_syntax_error(error.message or ""),
            error.lineno,
            code="jinja-syntax",
            hint=_("Проверьте, что каждая «{{» закрыта «}}», а каждая «{%» — «%}»."),
        ) from None
    except (RecursionError, SyntaxError, MemoryError):
        # Python does not compile what Jinja made of it: a hundred conditions in each other.
        raise ExpressionError(_("Выражение слишком сложное.")) from None


def check_tree(tree: nodes.Template, dialect: Dialect) -> None:
    """Raise ExpressionError when parsed Jinja reaches for what this language does not have."""
    _check_node(tree, 0, dialect)


def _check_node(node: nodes.Node, loops: int, dialect: Dialect) -> None:
    if isinstance(node, nodes.For):
        loops += 1
        if loops > MAX_LOOP_DEPTH or node.recursive:
            depth = _("циклы глубже {depth} уровней").format(depth=MAX_LOOP_DEPTH)
            raise _forbidden(depth, node, dialect)
    _check_kind(node, dialect)
    for child in node.iter_child_nodes():
        _check_node(child, loops, dialect)


def _check_kind(node: nodes.Node, dialect: Dialect) -> None:
    if type(node) not in _NODES:
        kind = type(node).__name__
        raise _forbidden(f"«{_REFUSED_NODES.get(kind, kind)}»", node, dialect)
    if isinstance(node, (nodes.Getattr, nodes.Name)):
        name = node.attr if isinstance(node, nodes.Getattr) else node.name
        if name.startswith("_") or name in {"self", "caller", "super"}:
            raise _forbidden(f"«{name}»", node, dialect)
    if isinstance(node, nodes.Call) and not (
        isinstance(node.node, nodes.Name) and node.node.name in dialect.functions
    ):
        names = ", ".join(sorted(dialect.functions))
        raise _forbidden(_("вызов функций, кроме {names}").format(names=names), node, dialect)
    if isinstance(node, nodes.Filter) and node.name not in dialect.all_filters:
        raise _forbidden(_("фильтр «{name}»").format(name=node.name), node, dialect)
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        raise _forbidden(_("проверка «{name}»").format(name=node.name), node, dialect)


def _forbidden(what: str, node: nodes.Node, dialect: Dialect) -> ExpressionError:
    return ExpressionError(
        _("Такое в шаблоне запрещено: {detail}.").format(detail=what),
        node.lineno,
        code="jinja-forbidden",
        hint=_("Можно: переменные, if, for и фильтры {filters}.").format(
            filters=", ".join(sorted(dialect.all_filters))
        ),
    )


def _undefined_error(
    source: str, error: UndefinedError, variables: Mapping[str, object]
) -> ExpressionError:
    detail = str(error.message or "")
    quoted = detail.split("'")
    name = quoted[-2] if len(quoted) >= 3 else detail
    line = next((n for n, text in enumerate(source.splitlines(), 1) if name in text), 1)
    return ExpressionError(
        _("Переменная «{name}» не определена.").format(name=name),
        line,
        code="jinja-undefined",
        hint=_("Здесь есть: {names}.").format(names=", ".join(sorted(variables))),
    )
