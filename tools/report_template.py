"""Builds the Word template of reports: `python -m tools.report_template` writes it into the package.

It is built rather than drawn, so that its styles and fields can be read and reviewed; a test keeps
the file equal to what this makes.
"""

import io
import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

TARGET = Path(__file__).parents[1] / "vsosh_moodle" / "reports" / "templates" / "report.docx"
FONT = "Times New Roman"
TEXT_WIDTH = Mm(165)
BORN = datetime(2026, 9, 1, tzinfo=UTC)


def build_template() -> bytes:
    """Return the template as the bytes of a .docx file, always the same."""
    document = Document()
    _set_page(document)
    _set_styles(document)
    _write_heads(document)
    _write_title_page(document)
    _write_body(document)
    _write_signatures(document)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "vsosh-moodle"
    properties.title, properties.comments, properties.language = "{{ title }}", "", "ru-RU"
    properties.created = properties.modified = BORN.replace(tzinfo=None)
    saved = io.BytesIO()
    document.save(saved)
    return _packed(saved.getvalue())


def main(_arguments: Sequence[str]) -> int:
    """Write the template."""
    TARGET.write_bytes(build_template())
    return 0


def _set_page(document: DocumentObject) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True


def _set_styles(document: DocumentObject) -> None:
    normal = _style(document, "Normal", 12, after=6)
    normal.paragraph_format.line_spacing = 1.15
    _language(document)
    _style(document, "Title", 22, bold=True, before=150, after=18, centre=True)
    _style(document, "Subtitle", 14, after=6, centre=True)
    for name, size in (("Heading 1", 15), ("Heading 2", 13)):
        heading = _style(document, name, size, bold=True, before=18, after=8)
        heading.paragraph_format.keep_with_next = True
    caption = _style(document, "Caption", 11, bold=True, before=10, after=4)
    caption.paragraph_format.keep_with_next = True
    _style(document, "List Bullet", 12, after=3)
    _style(document, "Header", 9)
    footer = _style(document, "Footer", 9)
    footer.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    lead = _new_style(document, "Отчёт: главное", 13, after=8)
    lead.paragraph_format.keep_together = True
    _new_style(document, "Отчёт: примечание", 10, after=4).font.color.rgb = RGBColor(
        0x40, 0x40, 0x40
    )
    _framed(_new_style(document, "Отчёт: черновик", 12, after=8), "dashed")
    _framed(_new_style(document, "Отчёт: внимание", 12, after=8), "thick")
    contents = _new_style(document, "Отчёт: содержание", 12, after=3)
    contents.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _new_style(document, "Отчёт: ячейка", 9)


def _style(
    document: DocumentObject,
    name: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    centre: bool = False,
) -> ParagraphStyle:
    style = cast("ParagraphStyle", document.styles[name])
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    for spaced in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        style.element.get_or_add_rPr().remove(spaced)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if centre:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)
    return style


def _new_style(
    document: DocumentObject, name: str, size: float, *, after: float = 0
) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    return _style(document, name, size, after=after)


def _framed(style: ParagraphStyle, line: str) -> None:
    """Draw a line at the left of the paragraphs of a style: it shows on any printer."""
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    left.set(qn("w:val"), line if line != "thick" else "single")
    left.set(qn("w:sz"), "12" if line == "dashed" else "36")
    left.set(qn("w:space"), "8")
    left.set(qn("w:color"), "404040")
    borders.append(left)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
    style.paragraph_format.left_indent = Mm(4)
    style.paragraph_format.keep_together = True


def _language(document: DocumentObject) -> None:
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), "ru-RU")


def _write_heads(document: DocumentObject) -> None:
    section = document.sections[0]
    for header in (section.header, section.first_page_header):
        paragraph = header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run("{{ mark }}").bold = True
    foot = section.footer.paragraphs[0]
    for stop in list(foot.paragraph_format.tab_stops):
        foot.paragraph_format.tab_stops.remove(stop)  # type: ignore[attr-defined]
    foot.add_run("{{ title }}, {{ period }}\t")
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = f" {text} "
        run.element.append(element)


def _write_title_page(document: DocumentObject) -> None:
    document.add_paragraph("{{ school }}", "Subtitle")
    document.add_paragraph("{{ title }}", "Title")
    document.add_paragraph("{{ period }}", "Subtitle")
    document.add_paragraph("{%p if as_of %}")
    document.add_paragraph("Данные на {{ as_of }}", "Subtitle")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for line in lead %}")
    document.add_paragraph("{{ line }}", "Subtitle")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _write_body(document: DocumentObject) -> None:
    # No heading style: the contents do not list themselves.
    title = document.add_paragraph()
    title.paragraph_format.space_after = Pt(8)
    run = title.add_run("Содержание")
    run.bold, run.font.size = True, Pt(15)
    document.add_paragraph("{{ contents }}")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("{{ main }}")


def _write_signatures(document: DocumentObject) -> None:
    space = document.add_paragraph()
    space.paragraph_format.space_before = Pt(18)
    table = document.add_table(rows=3, cols=3)
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, (Mm(70), Mm(45), Mm(50)), strict=True):
            cell.width = width
    table.rows[0].cells[0].text = "{%tr for one in signatures %}"
    blank = "_" * 15
    for cell, text in zip(
        table.rows[1].cells,
        ("{{ one.post }}", blank, f"{{{{ one.name or '{blank}' }}}}"),
        strict=True,
    ):
        cell.text = text
    table.rows[2].cells[0].text = "{%tr endfor %}"
    document.add_paragraph("{{ made }}", "Отчёт: примечание")
    document.add_paragraph("{{ appendices }}")


def _packed(data: bytes) -> bytes:
    """Return a zip with its files in order and without the hour it was made at."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, BORN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
