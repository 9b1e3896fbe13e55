"""A school's Word template: opened, checked tag by tag, filled; mistakes are told with their place."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as DocumentObject
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateError, TemplateSyntaxError, meta, nodes

from vsosh_moodle.errors import InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.reports.word_package import bounded, check_package
from vsosh_moodle.sources import did_you_mean
from vsosh_moodle.templates.expressions import Dialect, ExpressionError, check_tree

_TAG = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<block>.*?)%\}|\{#.*?#\}", re.DOTALL)
# «{{r x}}», «{%p if x %}»: the letter says to docxtpl what surrounds the tag.
_PLACEMENT = re.compile(r"^(?:tr|tc|p|r)\s|^-|-$")
_LOOP = re.compile(r"^for\s+(?P<name>\w+)\s+in\s+(?P<many>\w+)")
_ENDS = ("else", "elif", "endif", "endfor", "endset", "endmacro", "endwith")
_CLOSING = {"for": "{% endfor %}", "if": "{% endif %}", "with": "{% endwith %}"}
_SHOWN = 60
_MOST_TEXT = 50_000
"""In paragraphs with tags, in characters: unclosed ones are looked for to the end, each."""

_LANGUAGE = Dialect()
"""The language of course templates: who may bring a template may not hang the program with it."""


@dataclass(frozen=True, slots=True)
class TemplateFields:
    """What a template may ask for: `values` by name; `items` are the names inside a value or its rows."""

    values: Mapping[str, Any]
    items: Mapping[str, frozenset[str]]


def fill_template(data: bytes, file: str, fields: TemplateFields) -> DocumentObject:
    """Return the document a template makes of these fields.

    Raises InputProblems with every wrong tag of the template: where it stands and what was meant.
    """
    template = _open(data, file)
    environment = bounded(_LANGUAGE.environment.overlay(autoescape=True))
    problems = list(_check_tags(template, file, fields, environment)) or list(
        _check_blocks(template, file, environment)
    )
    if problems:
        raise InputProblems(problems)
    try:
        template.render(dict(fields.values), environment, autoescape=True)
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise InputProblems([_cannot_fill(file, str(error))]) from error
    document: DocumentObject = template.docx
    return document


def _open(data: bytes, file: str) -> DocxTemplate:
    template = DocxTemplate(io.BytesIO(data))
    try:
        check_package(data)
        template.init_docx()
        _measure(template)
    except (
        zipfile.BadZipFile, OpcError, LookupError, ValueError, SyntaxError, AttributeError,
    ) as error:  # fmt: skip
        raise InputProblems(
            [
                Problem(
                    Place(file),
                    _("это не документ Word (.docx), или он повреждён."),
                    _(
                        "Откройте файл в Word или LibreOffice и сохраните как «Документ Word (.docx)»; "
                        "образец шаблона: vsosh-moodle report template --out шаблон.docx"
                    ),
                    "template-not-docx",
                )
            ]
        ) from error
    return template


def _measure(template: DocxTemplate) -> None:
    if sum(len(text) for _where, text in paragraphs_of(template)) > _MOST_TEXT:
        raise ValueError(_("в документе слишком длинный текст с полями"))


def paragraphs_of(template: DocxTemplate) -> Iterator[tuple[str, str]]:
    """Yield the texts of all paragraphs with where they stand: "" for the body, else the header or foot."""
    yield from _texts(template.docx.element.body, "")
    for uri, where in (
        (DocxTemplate.HEADER_URI, _("верхний колонтитул")),
        (DocxTemplate.FOOTER_URI, _("нижний колонтитул")),
    ):
        for _key, part in template.get_headers_footers(uri):
            yield from _texts(part.element, where)


def _texts(root: Any, where: str) -> Iterator[tuple[str, str]]:
    for paragraph in root.iter(qn("w:p")):
        text = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
        if "{" in text or "}" in text:
            yield where, text


def _check_tags(
    template: DocxTemplate, file: str, fields: TemplateFields, environment: Environment
) -> Iterator[Problem]:
    found = list(paragraphs_of(template))
    loops = {
        loop["name"]: loop["many"]
        for _where, text in found
        for tag in _TAG.finditer(text)
        if (loop := _LOOP.match(_inside(tag["block"] or "")))
    }
    made = _names_set(found)
    for where, text in found:
        rest = _TAG.sub("", text)
        if "{{" in rest or "}}" in rest or "{%" in rest or "%}" in rest:
            yield _problem(
                file, where, text, _("скобки поля не закрыты."),
                _("Поле пишется целиком в одном абзаце: {{ title }}."), "template-brackets",
            )  # fmt: skip
        for tag in _TAG.finditer(text):
            yield from _check_tag(
                tag, _Spot(file, where, text), fields, {**loops, **made}, environment
            )


@dataclass(frozen=True, slots=True)
class _Spot:
    file: str
    where: str
    text: str


def _check_tag(
    tag: re.Match[str],
    spot: _Spot,
    fields: TemplateFields,
    loops: Mapping[str, str],
    environment: Environment,
) -> Iterator[Problem]:
    source = _parsable(tag)
    if not source:
        return
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError:
        yield _problem(
            spot.file, spot.where, spot.text,
            _("не удалось разобрать «{tag}».").format(tag=tag[0]),
            _("Проверьте скобки, кавычки и слова; образцы полей — docs/report-template.ru.md."),
            "template-syntax",
        )  # fmt: skip
        return
    known = {*fields.values, *loops, "loop"}
    for name in sorted(_names_used(tree) - known):
        yield _problem(
            spot.file, spot.where, spot.text,
            _("поля «{name}» нет.").format(name=name), did_you_mean(name, sorted(known - {"loop"})),
            "template-field",
        )  # fmt: skip
    for owner, name in _attributes(tree):
        allowed = fields.items.get(loops.get(owner, owner))
        if allowed is not None and name not in allowed:
            yield _problem(
                spot.file, spot.where, spot.text,
                _("поля «{name}» нет.").format(name=f"{owner}.{name}"),
                did_you_mean(name, sorted(allowed)), "template-field",
            )  # fmt: skip


def _names_used(tree: nodes.Template) -> set[str]:
    try:
        return meta.find_undeclared_variables(tree)
    except TemplateSyntaxError:
        return set()  # a filter nobody knows: `_check_blocks` says so


def _parsable(tag: re.Match[str]) -> str:
    """Return a tag as a template of its own; "" when it has no names to check."""
    if tag["value"] is not None:
        return f"{{{{ {_inside(tag['value'])} }}}}"
    block = _inside(tag["block"] or "")
    word = block.partition(" ")[0]
    if word == "elif":
        return f"{{% if {block[4:]} %}}{{% endif %}}"
    if not block or word in _ENDS:
        return ""
    return f"{{% {block} %}}{_CLOSING.get(word, '')}"


def _inside(tag: str) -> str:
    # Word turns straight quotes into printed ones; docxtpl turns them back.
    text = re.sub("[“”]", '"', re.sub("[‘’]", "'", tag))
    while (shorter := _PLACEMENT.sub("", text.strip())) != text:
        text = shorter
    return text


def _names_set(found: Sequence[tuple[str, str]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for _where, text in found:
        for tag in _TAG.finditer(text):
            block = _inside(tag["block"] or "")
            if block.startswith("set "):
                names[block[4:].partition("=")[0].strip()] = ""
    return names


def _attributes(tree: nodes.Template) -> Iterator[tuple[str, str]]:
    for one in tree.find_all(nodes.Getattr):
        if isinstance(one.node, nodes.Name):
            yield one.node.name, one.attr
    for item in tree.find_all(nodes.Getitem):
        if (
            isinstance(item.node, nodes.Name)
            and isinstance(item.arg, nodes.Const)
            and isinstance(item.arg.value, str)
        ):
            yield item.node.name, item.arg.value


def _check_blocks(template: DocxTemplate, file: str, environment: Environment) -> Iterator[Problem]:
    """Check what no single tag shows: a loop or a condition that is not closed, or closed twice."""
    sources = [template.get_xml()]
    for uri in (DocxTemplate.HEADER_URI, DocxTemplate.FOOTER_URI):
        sources += [template.get_part_xml(part) for _key, part in template.get_headers_footers(uri)]
    for source in sources:
        patched = re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(source))
        try:
            check_tree(environment.parse(patched), _LANGUAGE)
        except TemplateSyntaxError as error:
            yield _problem(
                file, "", _text_at(patched, error.lineno),
                _("условие или цикл не закрыты там, где нужно."),
                _("У каждого {%p if … %} есть {%p endif %}, у каждого {%p for … %} — {%p endfor %}."),
                "template-blocks",
            )  # fmt: skip
        except ExpressionError as error:
            yield _problem(
                file, "", _text_at(patched, error.line), error.message, error.hint,
                "template-forbidden",
            )  # fmt: skip


def _text_at(source: str, line: int) -> str:
    lines = source.splitlines()
    return re.sub(r"<[^>]+>", "", lines[min(max(line - 1, 0), len(lines) - 1)]).strip()


def _problem(file: str, where: str, text: str, message: str, hint: str, code: str) -> Problem:
    short = text.strip() if len(text.strip()) <= _SHOWN else f"{text.strip()[:_SHOWN]}…"
    place = _("абзац «{text}»").format(text=short)
    if where:
        place = _("{where}, {place}").format(where=where, place=place)
    return Problem(
        Place(file), _("{place}: {message}").format(place=place, message=message), hint, code
    )


def _cannot_fill(file: str, why: str) -> Problem:
    return Problem(
        Place(file),
        _("шаблон не заполняется: {why}.").format(why=why.rstrip(".")),
        _("Проверьте поля по docs/report-template.ru.md."),
        "template-fill",
    )
