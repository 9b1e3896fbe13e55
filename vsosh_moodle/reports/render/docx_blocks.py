"""The blocks of a report as elements of a Word document, in the styles the document has."""

import io
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu
from docx.text.paragraph import Paragraph as WordParagraph

from vsosh_moodle.language import _
from vsosh_moodle.reports.document.model import Paragraph
from vsosh_moodle.reports.render.docx_xml import run_xml, table_element, words
from vsosh_moodle.reports.render.html_table import lines_under
from vsosh_moodle.reports.render.layout import (
    LaidBlock,
    Layout,
    NumberedChart,
    NumberedTable,
    Part,
    draft_mark,
)
from vsosh_moodle.reports.render.table_width import density_of

HEADING, CAPTION, BULLET = "Heading 1", "Caption", "List Bullet"
LEAD, NOTE, DRAFT = "Отчёт: главное", "Отчёт: примечание", "Отчёт: черновик"
WARNING, CONTENTS, CELL = "Отчёт: внимание", "Отчёт: содержание", "Отчёт: ячейка"
_STYLES = {"plain": "", "lead": LEAD, "note": NOTE, "item": BULLET, "warning": WARNING}
_MOST_HEIGHT = Emu(8_000_000)
_TWIP = 635
"""EMU in a twentieth of a point."""


class BlockWriter:
    """Makes the elements of one document: knows its styles, its width and the numbers in use."""

    def __init__(self, document: DocumentObject, layout: Layout) -> None:
        self.document = document
        self.layout = layout
        self.section = deepcopy(document.sections[-1]._sectPr)  # noqa: SLF001  no public way to it
        self._ids = {style.name: style.style_id for style in document.styles}
        # Built-in styles are written in lower case in files of Word.
        self._ids |= {style.name.lower(): style.style_id for style in document.styles if style.name}
        width = document.sections[-1]
        self.width = _text_width(width.page_width, width.left_margin, width.right_margin)
        self.height = _text_width(width.page_height, width.left_margin, width.right_margin)

    def contents(self) -> Iterator[BaseOxmlElement]:
        """Yield the list of sections: links, with the numbers of their pages where a program counts them."""
        for part in self.layout.parts:
            name = bookmark(part)
            yield parse_xml(
                f"<w:p {nsdecls('w')}><w:pPr>{self._named(CONTENTS)}</w:pPr>"
                f'<w:hyperlink w:anchor="{name}" w:history="1">{run_xml(part.heading)}'
                "<w:r><w:tab/></w:r>"
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                f'<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t></w:t></w:r>'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink></w:p>'
            )

    def body(self, *, sideways: bool) -> Iterator[BaseOxmlElement]:
        """Yield all sections; wide tables on pages of their own on their side, if that may be."""
        for part in self.layout.parts:
            yield from self.part(part, sideways=sideways)

    def half(self, *, appendices: bool, sideways: bool) -> Iterator[BaseOxmlElement]:
        """Yield what stands before the signatures, or the appendices, which stand after them."""
        for part in self.layout.parts:
            if part.is_appendix is appendices:
                yield from self.part(part, sideways=sideways)

    def part(
        self, part: Part, *, sideways: bool, heading: bool = True
    ) -> Iterator[BaseOxmlElement]:
        """Yield a section with its heading."""
        first_wide = self._first_wide(part) if sideways else 0
        if first_wide:
            yield self._section_end(landscape=False)
        if heading:
            yield self._heading(
                part, new_page=part.section.page and part.place > 1 and not first_wide
            )
        for place, block in enumerate(part.blocks, start=1):
            wide = sideways and self._is_wide(block)
            if wide and place > first_wide:
                yield self._section_end(landscape=False)
            yield from self.block(block, wide=wide)
            if wide:
                yield self._section_end(landscape=True)

    def block(self, block: LaidBlock, *, wide: bool = False) -> Iterator[BaseOxmlElement]:
        """Yield a paragraph, a table with its caption, or a figure with its caption."""
        match block:
            case Paragraph():
                yield self._paragraph(block)
            case NumberedTable():
                yield self._text(block.caption, CAPTION)
                if block.table.rows:
                    width = self.height if wide else self.width
                    yield table_element(
                        block.table, width, self._style(CELL), self.layout.report.small_numbers
                    )
                yield from self._under(block)
            case NumberedChart():
                yield from self._figure(block)

    def _under(self, numbered: NumberedTable) -> Iterator[BaseOxmlElement]:
        small = self.layout.report.small_numbers
        lines = lines_under(numbered.table, small, density_of(numbered.table, small))
        if not numbered.table.rows:
            lines = [_("Строк нет."), *lines]
        # A paragraph after every table: two tables without one become one.
        for line in lines or [""]:
            yield self._text(line, NOTE)

    def _figure(self, numbered: NumberedChart) -> Iterator[BaseOxmlElement]:
        notes = " ".join(
            (*numbered.data.notes, _("Числа — в таблице {n}.").format(n=numbered.table.number))
        )
        if numbered.data.empty:
            yield self._text(_("Нет данных для рисунка."), NOTE)
        else:
            yield self._picture(numbered)
        yield self._text(numbered.caption, CAPTION)
        yield self._text(notes, NOTE)

    def _picture(self, numbered: NumberedChart) -> BaseOxmlElement:
        from vsosh_moodle.reports.render.chart_drawing import alternative, render_chart_png

        element = OxmlElement("w:p")
        body: Any = self.document._body  # noqa: SLF001  the parent of a paragraph not yet placed
        paragraph = WordParagraph(element, body)
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(render_chart_png(numbered)))
        scale = min(self.width * _TWIP / shape.width, _MOST_HEIGHT / shape.height, 1)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shown = element.find(f".//{qn('wp:docPr')}")
        if shown is not None:
            shown.set("descr", words(alternative(numbered)))
            shown.set("title", words(numbered.caption))
        return element

    def _heading(self, part: Part, *, new_page: bool) -> BaseOxmlElement:
        named, page = self._named(HEADING), "<w:pageBreakBefore/>" if new_page else ""
        bold = "" if named else "<w:b/>"
        return parse_xml(
            f"<w:p {nsdecls('w')}><w:pPr>{named}<w:keepNext/>{page}</w:pPr>"
            f'<w:bookmarkStart w:id="{9000 + part.place}" w:name="{bookmark(part)}"/>'
            f"{run_xml(part.heading, bold)}"
            f'<w:bookmarkEnd w:id="{9000 + part.place}"/></w:p>'
        )

    def _paragraph(self, block: Paragraph) -> BaseOxmlElement:
        name = DRAFT if block.draft and block.style == "plain" else _STYLES[block.style]
        before = ""
        if block.draft:
            before = run_xml(f"[{draft_mark()}] ", "<w:b/>")
        elif block.style == "warning":
            before = run_xml(_("Внимание.") + " ", "<w:b/>")
        properties = self._named(name)
        mark = "• " if block.style == "item" and not properties else ""
        return parse_xml(
            f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr>{before}{run_xml(mark + block.text)}</w:p>"
        )

    def _text(self, text: str, style: str) -> BaseOxmlElement:
        named = self._named(style)
        look = "" if named or style != CAPTION else "<w:b/>"
        keep = "<w:keepNext/>" if style == CAPTION else ""
        return parse_xml(
            f"<w:p {nsdecls('w')}><w:pPr>{named}{keep}</w:pPr>{run_xml(text, look)}</w:p>"
        )

    def _style(self, name: str) -> str:
        return self._ids.get(name) or self._ids.get(name.lower()) or ""

    def _named(self, name: str) -> str:
        found = self._style(name) if name else ""
        return f'<w:pStyle w:val="{found}"/>' if found else ""

    def _is_wide(self, block: LaidBlock) -> bool:
        small = self.layout.report.small_numbers
        return (
            isinstance(block, NumberedTable)
            and bool(block.table.rows)
            and density_of(block.table, small).wide
        )

    def _first_wide(self, part: Part) -> int:
        """Return the place of a wide table that only texts stand before: they go with it; 0 for none."""
        for place, block in enumerate(part.blocks, start=1):
            if self._is_wide(block):
                return place
            if not isinstance(block, Paragraph):
                return 0
        return 0

    def _section_end(self, *, landscape: bool) -> BaseOxmlElement:
        """Return the paragraph that ends a part of the document with its own way up of the paper."""
        section = deepcopy(self.section)
        size = section.find(qn("w:pgSz"))
        if landscape and size is not None:
            width, height = size.get(qn("w:w")), size.get(qn("w:h"))
            size.set(qn("w:w"), height)
            size.set(qn("w:h"), width)
            size.set(qn("w:orient"), "landscape")
        for name in ("w:type", "w:pgNumType"):
            for found in section.findall(qn(name)):
                section.remove(found)
        paragraph = parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" '
            'w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
        )
        properties = paragraph.find(qn("w:pPr"))
        if properties is not None:
            properties.append(section)
        return paragraph


def bookmark(part: Part) -> str:
    """Return the name of the bookmark at the heading of a section."""
    return f"_report_{part.place}"


def _text_width(paper: int | None, left: int | None, right: int | None) -> int:
    """Return the width between margins in twentieths of a point; A4's where the template has none."""
    found = (paper or 7_560_000) - (left or 0) - (right or 0)
    return max(found, 1_800_000) // _TWIP
