"""The language of letters' templates: that of course templates, with names in cases and gendered words."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from jinja2 import nodes

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.reports.letters.fields import (
    FIELDS,
    FUNCTIONS,
    Shape,
    long_date,
    percent,
    short_date,
)
from vsosh_moodle.sources import did_you_mean
from vsosh_moodle.templates.expressions import Dialect, ExpressionError, parse_expressions

BLANK = "____________"
"""What stands where nobody said what to write: there is room for a pen."""

_WHITE = re.compile(r"[^\S\u00a0]+")
_GENDERED = re.compile(r"\{\{\s*g\s*:\s*([^|{}]+?)\s*\|\s*([^|{}]+?)\s*(?:\|\s*([^|{}]+?)\s*)?\}\}")
_COUNTED = re.compile(
    r"\{\{\s*([a-z_.]+)\s*\|\s*([а-яё][^|{}]*?)\s*\|\s*([а-яё][^|{}]*?)\s*\|\s*([а-яё][^|{}]*?)\s*\}\}",
    re.IGNORECASE,
)


def _printed(value: object) -> object:
    """Return a value as a Russian letter writes it."""
    match value:
        case None:
            return BLANK
        case bool():
            return "да" if value else "нет"
        case float():
            return f"{value:g}".replace(".", ",")
        case date():
            return f"{value:%d.%m.%Y}"
        case str() if type(value) is str:
            # A title from Moodle is one line and bears no marks of the template's own.
            return _WHITE.sub(" ", value).replace("**", "*")
        case _:
            return value


LETTERS = Dialect(
    filters={"long": long_date, "short": short_date, "percent": percent},
    of_variables=FUNCTIONS,
    finalize=_printed,
)


def unsugar(source: str) -> str:
    """Return a template with the short forms spelled out, line by line.

    «{{g:приступил|приступила}}» and «{{done|задание|задания|заданий}}» are what teachers write.
    """
    plain = _GENDERED.sub(
        lambda found: "{{ g(" + ", ".join(f'"{one}"' for one in found.groups() if one) + ") }}",
        source,
    )
    return _COUNTED.sub(
        lambda found: (
            f'{{{{ {found[1]} }}}} {{{{ plural({found[1]}, "{found[2]}", "{found[3]}", "{found[4]}") }}}}'
        ),
        plain,
    )


def check_template(source: str, place: Place, values: Mapping[str, object]) -> list[Problem]:
    """Return what is wrong with a template, each with its line: syntax, and fields there are not.

    `values` are the names a kind is told by hand.
    """
    try:
        tree = parse_expressions(unsugar(source), LETTERS)
    except ExpressionError as error:
        return [expression_problem(error, place)]
    known: Shape = {
        **FIELDS,
        **dict.fromkeys(values, ""),
        **dict.fromkeys(FUNCTIONS | {"plural", "range"}, ""),
    }
    problems = [
        Problem(
            Place(file=place.file, line=place.line + line),
            _("поля «{name}» в письмах нет.").format(name=name),
            did_you_mean(name.rpartition(".")[2], fields),
            "field-unknown",
        )
        for line, name, fields in _unknown(tree, known)
    ]
    return list(dict.fromkeys(problems))


def expression_problem(error: ExpressionError, place: Place) -> Problem:
    """Return what Jinja says of a template as a problem of the file's line."""
    where = Place(file=place.file, line=place.line + error.line)
    hint = error.hint or _("Образец — другой шаблон: vsosh-moodle letters list покажет, где они.")
    return Problem(where, error.message, hint, error.code)


def _unknown(node: nodes.Node, known: Shape) -> Iterator[tuple[int, str, list[str]]]:
    """Yield (line, name as written, what there is instead) of every name that leads nowhere."""
    if isinstance(node, nodes.For):
        yield from _unknown(node.iter, known)
        inner = {**known, "loop": ""}
        if isinstance(node.target, nodes.Name):
            gone_through = _shape_of(node.iter, known)
            inner[node.target.name] = gone_through[0] if isinstance(gone_through, list) else ""
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            yield from _unknown(child, inner)
        return
    if isinstance(node, nodes.Name) and node.name not in known:
        yield node.lineno, node.name, list(known)
        return
    if isinstance(node, nodes.Getattr):
        owner = _shape_of(node.node, known)
        if isinstance(owner, Mapping) and owner and node.attr not in owner:
            yield node.lineno, _written(node), list(owner)
            return
        if owner == "" and _written(node).partition(".")[0] != "loop":
            yield node.lineno, _written(node), []
            return
    for child in node.iter_child_nodes():
        yield from _unknown(child, known)


def _shape_of(node: nodes.Node, known: Shape) -> object:
    """Return the shape an expression leads to, None where that cannot be told."""
    if isinstance(node, nodes.Name):
        return known.get(node.name)
    if isinstance(node, nodes.Getattr):
        owner = _shape_of(node.node, known)
        return owner.get(node.attr) if isinstance(owner, Mapping) else None
    if isinstance(node, nodes.Getitem):
        owner = _shape_of(node.node, known)
        if isinstance(node.arg, nodes.Slice):
            return owner
        return owner[0] if isinstance(owner, list) else None
    return None


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"
