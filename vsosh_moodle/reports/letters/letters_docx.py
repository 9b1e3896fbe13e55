"""Letters of a class as a Word document: a page each, to be changed by hand before printing."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from vsosh_moodle.reports.letters.letter import Block, Letter

FONT = "Times New Roman"


def render_letters_docx(letters: Sequence[Letter], title: str) -> bytes:
    """Return the document: A4, 14 pt, each letter begins a page."""
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    _set_up(document)
    for number, letter in enumerate(letters):
        _write(document, letter, new_page=number > 0)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(1.8)
    style = document.styles["Normal"]
    if isinstance(style, ParagraphStyle):
        style.font.name, style.font.size = FONT, Pt(14)
        style.paragraph_format.space_after = Pt(8)
        style.paragraph_format.line_spacing = 1.1
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    style.element.get_or_add_rPr().append(language)


def _write(document: WordDocument, letter: Letter, *, new_page: bool) -> None:
    head = document.add_paragraph()
    head.paragraph_format.page_break_before = new_page
    head.paragraph_format.right_indent = Cm(4.5)
    head.add_run(letter.school).font.size = Pt(12)
    for place, line in enumerate(letter.address):
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.left_indent = Cm(7.5)
        paragraph.paragraph_format.space_before = Pt(18 if place == 0 else 0)
        paragraph.paragraph_format.space_after = Pt(0)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(24), Pt(14)
    title.paragraph_format.keep_with_next = True
    run = title.add_run(letter.title)
    run.bold, run.font.size = True, Pt(16)
    before = ""
    for block in letter.blocks:
        _add(document, block, after_list=before == "item" != block.kind)
        before = block.kind
    for place, line in enumerate(letter.signature):
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.space_before = Pt(22 if place == 0 else 0)
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = True
    if letter.signature:
        document.add_paragraph().add_run(letter.day).font.size = Pt(12)


def _add(document: WordDocument, block: Block, *, after_list: bool) -> None:
    paragraph = document.add_paragraph(style="List Bullet" if block.kind == "item" else None)
    for run in block.runs:
        paragraph.add_run(run.text).bold = run.bold
    if after_list:
        paragraph.paragraph_format.space_before = Pt(8)
    if block.kind == "item":
        paragraph.paragraph_format.space_after = Pt(3)
    elif block.kind == "memo":
        _frame(paragraph)


def _frame(paragraph: Paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "6"), ("color", "444444")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  python-docx has no borders of its own
    properties.append(borders)
    paragraph.paragraph_format.space_before = Pt(10)
    paragraph.paragraph_format.space_after = Pt(14)
