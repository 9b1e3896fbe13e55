"""Web pages under the name of a spreadsheet, made to hang or to fill the memory."""

from pathlib import Path

import pytest

from vsosh_moodle.rosters import read_rosters
from vsosh_moodle.rosters.web_page import is_web_page

from .conftest import Within

SIZE = 200_000


def codes(folder: Path, page: str) -> set[str]:
    path = folder / "список.xls"
    path.write_text(page, encoding="utf-8")
    return {problem.code for problem in read_rosters([path], root=folder).problems}


@pytest.mark.parametrize("after", ["x", "<htm", ""])
def test_comments_before_a_page_are_passed_in_no_time(after: str, within: Within) -> None:
    with within(2):
        assert not is_web_page(b"<!---->" * 500 + after.encode())
        assert is_web_page(b"<!-- a -->\n" * 300 + b"<html>")


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<!-", "<a ", '<a b="', "</", "<?", "<![CDATA[", "&#", "<!DOCTYPE ", "<script>", "<style>", "<a a"],
)  # fmt: skip
def test_a_tag_or_a_comment_without_end_is_refused_soon(
    tmp_path: Path, piece: str, within: Within
) -> None:
    with within(8):
        found = codes(tmp_path, "<html><table><tr><td>" + piece * (SIZE // len(piece)))
    assert found == {"file-damaged"}


@pytest.mark.parametrize(
    "style",
    ["text-decoration:" * (SIZE // 16), "display" + " " * SIZE, "text-decoration" + " " * SIZE],
    ids=["decorations", "display", "spaces"],
)
def test_a_style_without_end_is_read_soon(tmp_path: Path, style: str, within: Within) -> None:
    page = f'<html><table><tr><td style="{style}">ФИО<td>Класс<tr><td>Дзугов Азамат<td>9А</table>'
    with within(5):
        assert codes(tmp_path, page) == set()


def test_a_sheet_of_styles_without_rules_is_read_soon(tmp_path: Path, within: Within) -> None:
    page = (
        f"<html><style>{'.a' * SIZE}</style><table><tr><td>ФИО<td>Класс<tr><td>Дзугов Азамат<td>9А"
    )
    with within(5):
        assert codes(tmp_path, page + "</table>") == set()


def test_tags_opened_in_a_cell_without_end_are_read_soon(tmp_path: Path, within: Within) -> None:
    page = "<html><table><tr><td>ФИО<td>Класс<tr><td>Дзугов Азамат<td>9А<td>" + "<span>a" * 20_000
    with within(5):
        assert codes(tmp_path, page) == set()


def test_cells_that_reach_down_for_ever_are_no_bomb(tmp_path: Path, within: Within) -> None:
    wide = "<td colspan=200 rowspan=65534>а" * 2_000
    with within(5):
        found = codes(tmp_path, f"<html><table><tr>{wide}" + "<tr><td>б" * 10_000 + "</table>")
    assert found == {"file-too-big"}


def test_rules_of_a_style_sheet_still_tell_who_is_struck_through(tmp_path: Path) -> None:
    style = "<style><!-- @media print {.b {color: red} .a, .c {text-decoration: underline LINE-THROUGH;} }--></style>"
    path = tmp_path / "список.xls"
    rows = "<tr><td>ФИО<td>Класс<tr><td class=c>Дзугов Азамат<td class=c>9А<tr><td class=b>Гаева Зарина<td class=b>9А"
    path.write_text(f"<html>{style}<table>{rows}</table>", encoding="utf-8")
    assert [person.full_name for person in read_rosters([path]).people] == ["Гаева Зарина"]
