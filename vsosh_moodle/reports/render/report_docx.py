"""A report as a Word document, in the school's own template if it has one.

The template says what stands where and how it looks; docs/report-template.ru.md lists its fields.
Fields that hold more than words (`body`, `contents`, a section, a table, a chart) leave a mark in the
filled template, which is then replaced by what the field is.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import resources
from pathlib import Path

from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.reports.document.model import Report
from vsosh_moodle.reports.render.docx_blocks import BlockWriter
from vsosh_moodle.reports.render.docx_sections import keep_title_page, mark_every_page
from vsosh_moodle.reports.render.docx_template import TemplateFields, fill_template
from vsosh_moodle.reports.render.docx_xml import words
from vsosh_moodle.reports.render.layout import Layout, internal_mark, lay_out
from vsosh_moodle.reports.render.shown_values import render_value
from vsosh_moodle.sources.file_bytes import read_file_bytes

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Around the name of what is to stand in a paragraph; nobody writes them."""
_SECTION_ITEMS = frozenset(("key", "number", "title", "heading", "body"))
Elements = Callable[[BlockWriter, bool], Iterator[BaseOxmlElement]]
"""What makes the elements of a mark; the second argument says whether pages may lie on their side."""


def render_report_docx(report: Report, template: Path | None = None) -> bytes:
    """Return the report as the bytes of a .docx file.

    `template` is the school's own; without it the shipped one. Raises ConfigError when it cannot be
    read, InputProblems with every mistake in it.
    """
    data = default_docx_template() if template is None else _load_template(template)
    file = str(template or "report.docx")
    layout = lay_out(report)
    document = fill_template(data, file, _fields(layout))
    _replace_marks(document, layout, file)
    if report.named:
        mark_every_page(document, internal_mark())
    keep_title_page(document)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "vsosh-moodle"
    properties.title, properties.comments, properties.revision = words(report.title)[:250], "", 1
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def default_docx_template() -> bytes:
    """Return the shipped template, for a school to restyle and bring back."""
    return resources.files("vsosh_moodle.reports").joinpath("templates/report.docx").read_bytes()


def _load_template(path: Path) -> bytes:
    try:
        return read_file_bytes(path)
    except OSError as error:
        raise ConfigError(
            _("Не удалось прочитать шаблон «{file}»: {why}.").format(
                file=path, why=reason_of(error)
            ),
            _("Проверьте --template; образец: vsosh-moodle report template --out шаблон.docx"),
        ) from error


def _fields(layout: Layout) -> TemplateFields:
    report = layout.report
    sections = [
        {
            "key": part.section.key,
            "number": part.section.number,
            "title": words(part.section.title),
            "heading": words(part.heading),
            "body": _mark(f"blocks {part.section.key}"),
        }
        for part in layout.parts
    ]
    nested = {
        "fields": {
            name: words(render_value(value, small=report.small_numbers))
            for name, value in report.fields.items()
        },
        "parts": {part.section.key: _mark(f"part {part.section.key}") for part in layout.parts},
        "tables": {
            one.table.key: _mark(f"table {one.table.key}") for _part, one in layout.tables()
        },
        "charts": {one.chart.key: _mark(f"chart {one.chart.key}") for one in layout.charts()},
    }
    values = {
        "title": words(report.title),
        "school": words(report.school),
        "period": words(report.period),
        "as_of": words(report.as_of),
        "made": words(report.made),
        "mark": internal_mark() if report.named else "",
        "lead": [words(line) for line in report.lead],
        "signatures": [
            {"post": words(post), "name": words(name)} for post, name in report.signatures
        ],
        "sections": sections,
        "contents": _mark("contents"),
        "body": _mark("body"),
        "main": _mark("main"),
        "appendices": _mark("appendices"),
        **nested,
    }
    items = {name: frozenset(found) for name, found in nested.items()}
    items |= {"signatures": frozenset(("post", "name")), "sections": _SECTION_ITEMS}
    return TemplateFields(values, items)


def _mark(name: str) -> str:
    return f"{_OPEN}{name}{_CLOSE}"


def _made_of(layout: Layout) -> Mapping[str, Elements]:
    """Return what makes the elements of each mark."""
    made: dict[str, Elements] = {
        "contents": lambda writer, _sideways: writer.contents(),
        "body": lambda writer, sideways: writer.body(sideways=sideways),
        "main": lambda writer, sideways: writer.half(appendices=False, sideways=sideways),
        "appendices": lambda writer, sideways: writer.half(appendices=True, sideways=sideways),
    }
    for part in layout.parts:
        for name, heading in (("part", True), ("blocks", False)):
            made[f"{name} {part.section.key}"] = partial(
                lambda writer, sideways, part, heading: writer.part(
                    part, sideways=sideways, heading=heading
                ),
                part=part,
                heading=heading,
            )
    for _part, table in layout.tables():
        made[f"table {table.table.key}"] = partial(
            lambda writer, _sideways, block: writer.block(block), block=table
        )
    for chart in layout.charts():
        made[f"chart {chart.chart.key}"] = partial(
            lambda writer, _sideways, block: writer.block(block), block=chart
        )
    return made


def _replace_marks(document: DocumentObject, layout: Layout, file: str) -> None:
    writer, made = BlockWriter(document, layout), _made_of(layout)
    body = document.element.body
    problems: list[Problem] = []
    printed = False
    for paragraph in list(body.iter(qn("w:p"))):
        text = "".join(one.text or "" for one in paragraph.iter(qn("w:t"))).strip()
        if _OPEN not in text:
            continue
        name = text.removeprefix(_OPEN).removesuffix(_CLOSE)
        if name not in made:
            problems.append(_not_alone(file, text))
            continue
        printed = printed or name != "contents"
        for element in made[name](writer, paragraph.getparent() is body):
            paragraph.addprevious(element)
        paragraph.getparent().remove(paragraph)
    if not printed and not problems:
        problems.append(
            Problem(
                Place(file),
                _("в шаблоне нет места для отчёта."),
                _("Добавьте отдельным абзацем поле {{ body }} — в нём весь отчёт."),
                "template-empty",
            )
        )
    if problems:
        raise InputProblems(problems)


def _not_alone(file: str, text: str) -> Problem:
    names = {
        "blocks": _("«body» раздела"), "part": "parts", "table": "tables", "chart": "charts",
    }  # fmt: skip
    shown = text.replace(_OPEN, "{{ ").replace(_CLOSE, " }}")
    for name, written in names.items():
        shown = shown.replace(f"{{{{ {name} ", f"{{{{ {written}.")
    return Problem(
        Place(file),
        _("абзац «{text}»: кроме этого поля, в абзаце ничего быть не должно.").format(
            text=shown[:80]
        ),
        _("Поставьте поле отдельным абзацем."),
        "template-not-alone",
    )
