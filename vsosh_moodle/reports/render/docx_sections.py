"""What stands on every page of a Word document: its mark, and one title page only."""

from typing import Any

from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Header

from vsosh_moodle.reports.render.docx_xml import run_xml


def mark_every_page(document: DocumentObject, mark: str) -> None:
    """Put the mark into each header that lacks it: a school's template may have forgotten it."""
    # Where the first section has no header, no page has one; those after it follow or have their own.
    for header in _headers(document, document.sections[0]):
        header.is_linked_to_previous = False
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.HEADER:
            # Not by python-docx's own headers: docxtpl has put new parts in the place of those.
            part: Any = relation.target_part
            _mark_header(part.element, mark)


def keep_title_page(document: DocumentObject) -> None:
    """Let only the first section have a title page: sections made for wide tables are no beginnings."""
    for section in list(document.sections)[1:]:
        for name in ("w:titlePg", "w:pgNumType"):
            for found in section._sectPr.findall(qn(name)):  # noqa: SLF001  no public way to it
                section._sectPr.remove(found)  # noqa: SLF001


def _mark_header(header: Any, mark: str) -> None:
    if mark not in "".join(one.text or "" for one in header.iter(qn("w:t"))):
        header.insert(
            0,
            parse_xml(
                f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="right"/></w:pPr>{run_xml(mark, "<w:b/>")}</w:p>'
            ),
        )


def _headers(document: DocumentObject, section: Section) -> list[_Header]:
    found = [section.header]
    if section.different_first_page_header_footer:
        found.append(section.first_page_header)
    if document.settings.odd_and_even_pages_header_footer:
        found.append(section.even_page_header)
    return found
