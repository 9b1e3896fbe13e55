"""What stands on every page of a Word document: its mark, and one title page only."""

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section, _Header


def mark_every_page(document: DocumentObject, mark: str) -> None:
    """Put the mark into each header that lacks it: a school's template may have forgotten it."""
    for place, section in enumerate(document.sections):
        for header in _headers(document, section):
            # A header that follows the one before has been seen already.
            if header.is_linked_to_previous and place:
                continue
            if not any(mark in paragraph.text for paragraph in header.paragraphs):
                first = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
                paragraph = first.insert_paragraph_before()
                paragraph.add_run(mark).bold = True
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def keep_title_page(document: DocumentObject) -> None:
    """Let only the first section have a title page: sections made for wide tables are no beginnings."""
    for section in list(document.sections)[1:]:
        for name in ("w:titlePg", "w:pgNumType"):
            for found in section._sectPr.findall(qn(name)):  # noqa: SLF001  no public way to it
                section._sectPr.remove(found)  # noqa: SLF001


def _headers(document: DocumentObject, section: Section) -> list[_Header]:
    found = [section.header]
    if section.different_first_page_header_footer:
        found.append(section.first_page_header)
    if document.settings.odd_and_even_pages_header_footer:
        found.append(section.even_page_header)
    return found
