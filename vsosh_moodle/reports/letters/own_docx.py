"""A school's own Word document as a letter's template: `letters/KIND.docx` (docxtpl)."""

import io
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.reports.letters.dialect import LETTERS, check_template, unsugar
from vsosh_moodle.reports.word_package import bounded, check_package
from vsosh_moodle.sources.file_bytes import read_file_bytes
from vsosh_moodle.templates.expressions import check_tree
from vsosh_moodle.templates.jinja_messages import say_syntax_error

_WORD_TAGS = re.compile(r"(\{[{%])(?:p|tr|tc|r)(?=\s)")
"""docxtpl's tags for a paragraph, a table's row or cell, a run: to Jinja they are plain ones."""


_UNREADABLE = (
    PackageNotFoundError, BadZipFile, LookupError, ValueError, OSError, AttributeError, SyntaxError,
)  # fmt: skip
"""What python-docx and lxml raise for a document that is none; lxml's own error is a SyntaxError."""


class _LetterDocument(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A template that also knows the short forms of teachers («{{g:…|…}}»)."""

    def patch_xml(self, src_xml: str) -> str:
        """Return the document's XML as Jinja reads it; raises ExpressionError for what is forbidden.

        Jinja may stand where no paragraph shows it: in an attribute, in a field's code.
        """
        patched = unsugar(super().patch_xml(src_xml))
        check_tree(LETTERS.environment.parse(patched), LETTERS)
        return patched


def check_word_template(path: Path, shown: str, values: Mapping[str, object]) -> list[Problem]:
    """Return what is wrong with a Word template, each with its paragraph."""
    try:
        data = read_file_bytes(path)
        check_package(data)
        paragraphs = _paragraphs(Document(io.BytesIO(data)))
    except _UNREADABLE:
        message = _("файл не открывается как документ Word (.docx).")
        hint = _("Сохраните его в Word или LibreOffice заново как .docx.")
        return [Problem(Place(file=shown), message, hint, "file-unreadable")]
    source = "\n".join(_WORD_TAGS.sub(r"\1", text) for text in paragraphs)
    return [
        Problem(
            Place(file=shown),
            _("абзац {number}: {what}").format(number=one.place.line, what=_lower(one.message)),
            one.hint,
            one.code,
        )
        for one in check_template(source, Place(file=shown), values)
    ]


def fill_word_template(path: Path, letters: Sequence[Mapping[str, Any]]) -> bytes:
    """Return one document with a letter for each of these fields, every one on a page of its own.

    Raises ValueError with a sentence about what Jinja or Word could not do.
    """
    filled = [_filled(path, fields) for fields in letters]
    whole, *others = filled
    body = whole.element.body
    last = body.find(qn("w:sectPr"))
    for document in others:
        breaking = whole.add_paragraph()
        breaking.add_run().add_break(WD_BREAK.PAGE)
        for element in document.element.body:
            if element.tag != qn("w:sectPr"):
                # All come of one file, so styles, lists and pictures have the same names in it.
                last.addprevious(deepcopy(element))
    written = io.BytesIO()
    whole.save(written)
    return written.getvalue()


def word_text(document: bytes) -> str:
    """Return all words of a document, for whoever looks for what must not be there."""
    return "\n".join(_paragraphs(Document(io.BytesIO(document))))


def _filled(path: Path, fields: Mapping[str, Any]) -> WordDocument:
    try:
        data = read_file_bytes(path)
        check_package(data)
        template = _LetterDocument(io.BytesIO(data))
        template.render(dict(fields), bounded(LETTERS.environment), autoescape=True)
    except TemplateSyntaxError as error:
        raise ValueError(say_syntax_error(error.message or "")) from error
    except (TemplateError, TypeError, ArithmeticError, *_UNREADABLE) as error:
        raise ValueError(str(error)) from error
    written = io.BytesIO()
    template.save(written)
    written.seek(0)
    return Document(written)


def _paragraphs(document: WordDocument) -> list[str]:
    """Return the texts of all paragraphs, those in tables, heads and feet included."""
    roots = [document.element.body]
    for section in document.sections:
        roots += [part._element for part in (section.header, section.footer)]  # noqa: SLF001
    return [
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for root in roots
        for paragraph in root.iter(qn("w:p"))
    ]


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
