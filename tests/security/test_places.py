"""Files are read from and written to where they belong, whatever links and names say."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.folder import OGE, SchoolFolder
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.workflow.checking import check_project
from vsosh_moodle.workflow.report_files import file_stem
from vsosh_moodle.workflow.safe_files import keep_off_devices, write_private
from vsosh_moodle.workflow.slip_printing import _file_name

posix = pytest.mark.skipif(os.name != "posix", reason="links need rights here")


@posix
def test_a_link_out_of_the_files_folder_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "школа"
    folder = SchoolFolder(root)
    folder.write()
    secret = tmp_path / "чужое.pdf"
    secret.write_bytes(b"%PDF-1.4 secret")
    files = root / "course_templates/files"
    files.mkdir()
    (files / "своё.pdf").symlink_to(secret)
    page = "{key: theory, type: page, title: Дроби, content: Дробь — это часть., minutes: 10}"
    resource = "{key: theory, type: file, title: Файл, path: своё.pdf, minutes: 10}"
    assert page in OGE
    folder.write_template("oge", OGE.replace(page, resource))
    found = [one for one in check_project(folder.project).problems if one.severity == "error"]
    assert [one.code for one in found] == ["file-outside"]
    (files / "своё.pdf").unlink()
    (files / "своё.pdf").write_bytes(secret.read_bytes())
    assert not [one for one in check_project(folder.project).problems if one.severity == "error"]


@posix
def test_a_private_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    target = tmp_path / "чужое"
    target.write_text("чужое", encoding="utf-8")
    link = tmp_path / "отчёт"
    link.symlink_to(target)
    with pytest.raises(ConfigError):
        write_private(link, "наше")
    write_private(link, "наше", force=True)
    assert target.read_text(encoding="utf-8") == "чужое"
    assert not link.is_symlink()
    dangling = tmp_path / "висячая"
    dangling.symlink_to(tmp_path / "нет")
    with pytest.raises(ConfigError):
        write_private(dangling, "наше")
    assert not (tmp_path / "нет").exists()


DEVICES = ("CON", "nul", "Aux", "com1", "LPT9", "prn")


@given(st.sampled_from(DEVICES), st.sampled_from(["", ".txt", ".tar.gz"]))
def test_no_file_is_named_as_a_device(device: str, ending: str) -> None:
    for name in (file_stem(device + ending), _file_name(device), keep_off_devices(device + ending)):
        assert name.partition(".")[0].casefold() not in {one.casefold() for one in DEVICES}
        assert name.casefold().startswith(device.casefold())


def test_a_name_that_only_begins_as_a_device_stays() -> None:
    for name in ("конспект", "console", "com10", "Nullstellen", "aux1", "9А", ""):
        assert keep_off_devices(name) == name


@given(st.text(max_size=400) | st.sampled_from(["../../x", "..", "/etc/x", "a\\b", "8А/9Б"]))
def test_a_slip_s_name_stays_in_its_folder(title: str) -> None:
    name = _file_name(title)
    assert not set(name) & set('/\\:*?"<>|.')
    assert "\0" not in name
    assert len(f"{name}.html".encode(errors="replace")) <= 255
