"""Files that are made of other files: macros, pictures, damage, the wrong kind."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from tools.ugly_rosters.book import read_parts, write_parts

_SHEET = "xl/worksheets/sheet1.xml"


def macros(clean: Path) -> dict[str, bytes]:
    """Return the clean book with a (meaningless) project of macros."""
    parts = read_parts(clean)
    types = parts["[Content_Types].xml"]
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    project = b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    types = types.replace(plain, macro).replace(b"</Types>", project + b"</Types>")
    link = (
        b'<Relationship Id="rId99" Target="vbaProject.bin" '
        b'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/>'
    )
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["[Content_Types].xml"] = types
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        b"</Relationships>", link + b"</Relationships>"
    )
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return parts


def formatted_to_the_end(clean: Path) -> dict[str, bytes]:
    """Return the clean book with an empty, formatted row at the very end of the sheet."""
    parts = read_parts(clean)
    far = b'<row r="1048576" ht="15"><c r="XFD1048576" s="0"/></row></sheetData>'
    parts[_SHEET] = parts[_SHEET].replace(b"</sheetData>", far)
    return parts


def stray_cell(clean: Path) -> dict[str, bytes]:
    """Return the clean book with a full stop typed in the last cell of the sheet."""
    parts = read_parts(clean)
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>.</v></c></row></sheetData>'
    parts[_SHEET] = parts[_SHEET].replace(b"</sheetData>", far)
    return parts


def picture_on_a_sheet(clean: Path) -> dict[str, bytes]:
    """Return a book whose only sheet holds a picture (a scan of the list) and no cell."""
    parts = read_parts(clean)
    head, _cells, tail = parts[_SHEET].partition(b"<sheetData>")
    after = tail.partition(b"</sheetData>")[2]
    drawing = (
        b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        b' r:id="rId1"/></worksheet>'
    )
    parts[_SHEET] = head + b"<sheetData/>" + after.replace(b"</worksheet>", drawing)
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = _relation("drawing", "../drawings/drawing1.xml")
    parts["xl/drawings/drawing1.xml"] = _DRAWING
    parts["xl/drawings/_rels/drawing1.xml.rels"] = _relation("image", "../media/image1.png")
    parts["xl/media/image1.png"] = picture()
    types = (
        b'<Default Extension="png" ContentType="image/png"/><Override '
        b'PartName="/xl/drawings/drawing1.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", types)
    return parts


_DRAWING = (
    b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    b'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:oneCellAnchor><xdr:from>'
    b"<xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    b'</xdr:from><xdr:ext cx="914400" cy="914400"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" '
    b'name="1"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/relationships" r:embed="rId1"/></xdr:blipFill>'
    b'<xdr:spPr><a:prstGeom prst="rect"/></xdr:spPr></xdr:pic><xdr:clientData/>'
    b"</xdr:oneCellAnchor></xdr:wsDr>"
)


def _relation(kind: str, target: str) -> bytes:
    schemas = "http://schemas.openxmlformats.org"
    text = (
        f'<Relationships xmlns="{schemas}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{schemas}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        "</Relationships>"
    )
    return text.encode()


def picture() -> bytes:
    """Return a grey PNG of 8 by 8 points."""
    rows = b"".join(b"\0" + b"\x80" * 8 for _row in range(8))

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def text_document() -> dict[str, bytes]:
    """Return a Word document, as far as a reader of spreadsheets looks."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
        ).encode(),
        "_rels/.rels": _relation("officeDocument", "word/document.xml"),
        "word/document.xml": (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:body><w:p><w:r><w:t>Список класса</w:t></w:r></w:p></w:body></w:document>"
        ).encode(),
    }


def bomb() -> bytes:
    """Return a small archive of a sheet that says it unpacks to two gigabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(b" " * 2**24) + packer.flush()
    name = _SHEET.encode()
    head = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0x5C21, 0, len(body), 2**31, len(name), 0)
    local = b"PK\x03\x04" + head + name + body
    central = b"PK\x01\x02\x14\x00" + head + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHLLH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


def exporter(clean: Path) -> dict[str, bytes]:
    """Return a book as careless programs write it: prefixes, inline strings, no addresses."""
    parts = read_parts(clean)
    people = [
        ("Берестов", "Алан", "9А", ""),
        ("Заречнева", "Мадина", "9А", ' hidden="1"'),
        ("Клёнов", "Артём", "10Б", ""),
    ]
    rows = [_bare_row(("Фамилия", "Имя", "", "Класс"), "")]
    rows += [_bare_row((last, first, "", name), look) for last, first, name, look in people]
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = "".join(rows)
    parts[_SHEET] = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData>{body}</x:sheetData></x:worksheet>'.encode()
    )
    return parts


def _bare_row(cells: Sequence[str], look: str) -> str:
    inside = "".join(
        f'<x:c t="inlineStr"><x:is><x:t>{cell}</x:t></x:is></x:c>' if cell else "<x:c/>"
        for cell in cells
    )
    return f"<x:row{look}>{inside}</x:row>"


def _laughs() -> str:
    """Return a document type whose last entity would be a billion letters."""
    lines = ['<!ENTITY l0 "ха">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<!DOCTYPE x [{''.join(lines)}]>"


def entities(clean: Path) -> dict[str, bytes]:
    """Return a book whose first cell is an entity of a billion letters."""
    parts = read_parts(clean)
    sheet = parts[_SHEET].decode()
    cell = '<c r="A1" t="inlineStr"><is><t>&l9;</t></is></c>'
    declared = sheet.replace("<worksheet", f"{_laughs()}<worksheet", 1)
    parts[_SHEET] = declared.replace('<row r="1">', f'<row r="1">{cell}', 1).encode()
    return parts


def entities_in_xml() -> bytes:
    """Return the same as SpreadsheetML."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    cell = '<Cell><Data ss:Type="String">&l9;</Data></Cell>'
    return (
        f'<?xml version="1.0"?>{_laughs()}<Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="1"><Table><Row>{cell}</Row></Table></Worksheet></Workbook>'
    ).encode()


def plain_archive() -> bytes:
    """Return an archive of a text file, sent as a workbook."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("list.txt", (2026, 9, 1, 0, 0, 0)), "ФИО;Класс\n")
    return packed.getvalue()


PARTS: Mapping[str, Callable[[Path], dict[str, bytes]]] = {
    "macros.xlsm": macros,
    "formatted-to-the-end.xlsx": formatted_to_the_end,
    "stray-cell.xlsx": stray_cell,
    "picture-on-a-sheet.xlsx": picture_on_a_sheet,
    "exporter.xlsx": exporter,
    "entities.xlsx": entities,
    "document.xlsx": lambda _clean: text_document(),
}
BYTES: Mapping[str, Callable[[Path], bytes]] = {
    "picture.xlsx": lambda _clean: picture(),
    "archive.xlsx": lambda _clean: plain_archive(),
    "entities.xls": lambda _clean: entities_in_xml(),
    "bomb.xlsx": lambda _clean: bomb(),
    "truncated.xlsx": lambda clean: clean.read_bytes()[:3000],
    "nothing.xlsx": lambda _clean: b"",
    "print.xlsx": lambda _clean: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
}


def write_packed(folder: Path) -> None:
    """Write the files of this module; `clean.xlsx` stands in the folder already."""
    clean = folder / "clean.xlsx"
    for name, parts in PARTS.items():
        write_parts(folder / name, parts(clean))
    for name, data in BYTES.items():
        (folder / name).write_bytes(data(clean))
