"""Formulas keep their last results in a workbook written anew.

Openpyxl writes a formula without its result; then every reader but Excel itself sees an empty cell.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook

from vsosh_moodle.reports.sheet_cells import existing_cells, worksheets

Results = Mapping[str, Mapping[str, object]]
"""The results of formulas by sheet and address."""

_FORMULA = re.compile(
    r'<c r="(?P<cell>[A-Z]{1,3}\d+)"(?P<look>[^>]*)>(?P<formula><f\b[^>]*(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)'
)


def load_results(path: Path, book: Workbook) -> dict[str, dict[str, object]]:
    """Return what the formulas of a workbook had come to when the file was saved."""
    formulas = {
        sheet.title: [one.coordinate for one in existing_cells(sheet) if one.data_type == "f"]
        for sheet in worksheets(book)
    }
    formulas = {title: addresses for title, addresses in formulas.items() if addresses}
    if not formulas:
        return {}
    with path.open("rb") as stream:
        valued = load_workbook(stream, data_only=True)
        results = {
            title: {
                address: valued[title][address].value
                for address in addresses
                if valued[title][address].value is not None
            }
            for title, addresses in formulas.items()
        }
        valued.close()
    return results


def add_results(data: bytes, book: Workbook, results: Results) -> bytes:
    """Return the bytes of a saved workbook with the results put beside their formulas."""
    wanted = {
        f"xl/worksheets/sheet{number}.xml": results[sheet.title]
        for number, sheet in enumerate(book.worksheets, start=1)
        if results.get(sheet.title)
    }
    if not wanted:
        return data
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename in wanted:
                content = _filled(
                    content.decode("utf-8"), wanted[entry.filename], book.epoch
                ).encode("utf-8")
            target.writestr(entry, content)
    return made.getvalue()


def _filled(xml: str, results: Mapping[str, object], epoch: datetime) -> str:
    def fill(found: re.Match[str]) -> str:
        if found["cell"] not in results:
            return found[0]
        kind, text = _written(results[found["cell"]], epoch)
        look = found["look"] + (f' t="{kind}"' if kind else "")
        return f'<c r="{found["cell"]}"{look}>{found["formula"]}<v>{text}</v>'

    return _FORMULA.sub(fill, xml)


def _written(result: object, epoch: datetime) -> tuple[str, str]:
    """Return the type and text of a result as SpreadsheetML has them (ECMA-376, 18.18.11)."""
    if isinstance(result, bool):
        return "b", str(int(result))
    if isinstance(result, (datetime, date, time, timedelta)):
        return "", str(to_excel(result, epoch))  # type: ignore[no-untyped-call]
    if isinstance(result, (int, float)):
        return "", str(result)
    text = str(result)
    return ("e" if re.fullmatch(r"#[A-Z0-9/]+[!?]?", text) else "str"), escape(text)
