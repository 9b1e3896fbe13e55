"""Texts of others - titles, messages of the site - are shown, not obeyed: by a terminal, a browser, a sheet."""

import contextlib
import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.security.hostile_site import hostile_site
from tests.workflow.folder import LESSONS, OGE, Pupil, school_on
from vsosh_moodle.cli.main import run
from vsosh_moodle.cli.plain_text import disarmed, disarmed_json
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.report_files import file_stem

MARKUP = "<img src=x onerror=alert(1)>"
"""Moodle takes no title with a tag: it stands in the files and the plan only."""
SIGNS = "'\">&x"
"""Moodle takes these: they are no tag."""
FORMULA = "=HYPERLINK(1;2)"
OVERRIDE = "\u202eывокраб"
OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Written:
    """A folder whose titles are hostile, and what the commands said of it."""

    folder: Path
    said: str


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    root = tmp_path_factory.mktemp("школа")
    with Sandbox(plugin=True) as site:
        folder = school_on(site, root)
        folder.write_roster([Pupil("Абаев", "1", "8Д"), Pupil("Бедоева", "2", "9А")])
        folder.write_template("oge", OGE.replace("title: ОГЭ по", f"title: {FORMULA} {MARKUP} по"))
        lessons = LESSONS.replace(
            "title: Алгебра, {{ course.class_names }}", f"title: '{OVERRIDE}'", 1
        )
        folder.write_template("lessons", lessons)
        said = io.StringIO()
        here = Path.cwd()
        os.chdir(root)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            assert run(["plan", "--out", "план.html"]) == 0
            title = OGE.replace("title: ОГЭ по", f"title: {FORMULA} {SIGNS} по")
            folder.write_template("oge", title)
            for words in (
                ["plan"], ["plan", "--out", "план2.html"],
                ["apply", "--yes", "--allow", "all"], ["pull"], ["report", "class", "8Д", "--out", "отчёты"],
                ["report", "class", "9А", "--out", "отчёты"], ["export", "csv", "--out", "загрузка"],
                ["slips", "print", "--out", "листки"], ["status"],
            ):  # fmt: skip
                assert run(words) in (0, 4), said.getvalue()[-2000:]
        os.chdir(here)
        yield Written(root, said.getvalue())


def test_no_page_takes_a_title_for_markup(written: Written) -> None:
    pages = list(written.folder.rglob("*.html"))
    assert len(pages) >= 3
    texts = [page.read_text(encoding="utf-8") for page in pages]
    assert any("&lt;img src=x" in text for text in texts)
    for sign in ("<img src=x", SIGNS):
        assert not [page for page, text in zip(pages, texts, strict=True) if sign in text]


def test_no_sheet_takes_a_title_for_a_formula(written: Written) -> None:
    books = list(written.folder.rglob("*.xlsx"))
    assert books
    for path in books:
        for sheet in load_workbook(path):
            for cell in (one for row in sheet.iter_rows() for one in row):
                assert not (cell.data_type == "f" and "HYPERLINK" in str(cell.value)), (path, cell)
    for path in written.folder.rglob("*.csv"):
        if "rosters" in path.parts:
            continue
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream, delimiter=";"):
                assert not [cell for cell in row if cell.startswith(("=", "@", "\t"))], path


def test_no_word_on_the_screen_is_obeyed_by_a_terminal(written: Written) -> None:
    assert "ывокраб" in written.said
    assert OBEYED.findall(written.said) == []


def test_a_message_of_the_site_is_not_obeyed_by_a_terminal(tmp_path: Path) -> None:
    def refuse(wsfunction: str, body: bytes) -> bytes:
        if wsfunction == "core_webservice_get_site_info":
            return body
        text = f"\x1b]0;взлом\x07\x1b[2J{OVERRIDE}\r"
        fault = {"exception": "moodle_exception", "errorcode": "x\x1b[1m", "message": text}
        return json.dumps(fault).encode()

    said = io.StringIO()
    with Sandbox() as site, hostile_site(site.url, refuse) as url:
        folder = school_on(site, tmp_path)
        folder.url = url
        folder.write_config()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            assert run(["--project", str(tmp_path), "plan"]) == 5
    assert "взлом" in said.getvalue()
    assert OBEYED.findall(said.getvalue()) == []


@given(st.text())
def test_what_is_disarmed_keeps_its_length_and_its_letters(text: str) -> None:
    shown = disarmed(text)
    assert len(shown) == len(text)
    assert not OBEYED.search(shown)
    assert all(
        was == now or OBEYED.match(was) or was == "\u061c"
        for was, now in zip(text, shown, strict=True)
    )
    assert json.loads(disarmed_json(text)) == text
    assert not OBEYED.search(disarmed_json(text))


@given(
    st.lists(st.text(max_size=300) | st.sampled_from(["../../x", "..", "CON", "/etc/x", "a\\b"]))
)
def test_a_report_s_name_stays_in_its_folder(parts: list[str]) -> None:
    name = file_stem("Отчёт", *parts)
    assert Path(name).name == name
    assert "\\" not in name
    assert len(name) <= 120
    assert name == name.strip(" .")


def test_no_document_reaches_out(written: Written) -> None:
    """No page loads anything from elsewhere; no book or document has a link to follow by itself."""
    for page in written.folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<(script|link|iframe|img)[^>]+(src|href)=[\"']?https?:", text), page
    for path in (*written.folder.rglob("*.xlsx"), *written.folder.rglob("*.docx")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".rels"):
                    assert b'TargetMode="External"' not in archive.read(name), (path, name)
