"""The XML of xlsx as Excel and other programs write it: shared strings, prefixes, strict names."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from vsosh_moodle.rosters import Roster, read_rosters

from .conftest import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRINGS = [
    "<t>ФИО</t>",
    "<t>Класс</t>",
    "<t>Дзугов Азамат</t>",
    "<t>9А</t>",
    # Struck through in two runs, the space between them plain: all that can be seen is struck.
    "<r><rPr><strike/></rPr><t>Плиев</t></r><r><t xml:space='preserve'> </t></r><r><rPr><strike/></rPr><t>Алан</t></r>",
    "<r><rPr><b/></rPr><t>Кокоев</t></r><r><rPr><strike/></rPr><t xml:space='preserve'> Тимур</t></r>",
    '<r><rPr><strike val="0"/></rPr><t>Гобозов Сослан</t></r>',
]
ROWS = ((0, 1), (2, 3), (4, 3), (5, 3), (6, 3))


def links(**targets: str) -> str:
    """Return a part with links, their ids being their types."""
    each = "".join(
        f'<Relationship Id="{kind}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{each}</Relationships>'


def parts() -> dict[str, str]:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{name}</v></c><c r="B{row}" t="s"><v>{of}</v></c></row>'
        for row, (name, of) in enumerate(ROWS, start=1)
    )
    strings = "".join(f"<si>{string}</si>" for string in STRINGS)
    return {
        "[Content_Types].xml": "<Types "
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="Дети &amp; класс" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "_rels/.rels": links(officeDocument="xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": links(
            worksheet="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml"
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }


def read(path: Path, change: Callable[[str, str], tuple[str, str]]) -> Roster:
    changed = dict(change(name, text) for name, text in parts().items())
    (path / "list.xlsx").write_bytes(zipped(changed))
    return read_rosters([path / "list.xlsx"])


def as_excel(name: str, text: str) -> tuple[str, str]:
    return name, text


def strictly(name: str, text: str) -> tuple[str, str]:
    strict = text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    return name, strict.replace(LINKS, "http://purl.oclc.org/ooxml/officeDocument/relationships")


def with_a_prefix(name: str, text: str) -> tuple[str, str]:
    if not name.startswith("xl/") or name.endswith(".rels"):
        return name, text
    prefixed = re.sub(r"<(/?)(?=\w)", r"<\1x:", text)
    return name, prefixed.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def without_references(name: str, text: str) -> tuple[str, str]:
    return name, re.sub(r'<(row|c) r="\w+"', r"<\1", text)


def in_other_case(name: str, text: str) -> tuple[str, str]:
    return name.replace("sharedStrings", "SharedStrings"), text


@pytest.mark.parametrize(
    "dialect", [as_excel, strictly, with_a_prefix, without_references, in_other_case]
)
def test_a_dialect_says_the_same(
    tmp_path: Path, dialect: Callable[[str, str], tuple[str, str]]
) -> None:
    roster = read(tmp_path, dialect)
    assert [one.full_name for one in roster.people] == [
        "Дзугов Азамат",
        "Кокоев Тимур",
        "Гобозов Сослан",
    ]
    assert [(one.sheet, one.row, one.code) for one in roster.skipped_rows] == [
        ("Дети & класс", 3, "row-struck")
    ]


def test_days_since_1904_make_the_right_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    rows: list[list[object]] = [
        ["ФИО", "Класс", "Дата рождения"],
        ["Дзугов Азамат", "9А", date(2010, 3, 14)],
        ["Плиев Алан", "9А", 38789],
    ]
    for row in rows:
        book.worksheets[0].append(row)
    book.save(tmp_path / "mac.xlsx")
    book.close()
    roster = read_rosters([tmp_path / "mac.xlsx"])
    assert [one.birth_date for one in roster.people] == [date(2010, 3, 14)] * 2
