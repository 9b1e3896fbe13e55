"""`vsosh-moodle plugin build`: the plugin as a file, the same bytes each time."""

import zipfile
from pathlib import Path

import pytest

from vsosh_moodle.cli.main import run
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.workflow.plugin_zip import build_plugin, plugin_files, shipped_plugin


def test_the_zip_is_named_by_its_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["plugin", "build"]) == ExitCode.OK
    said = capsys.readouterr()
    name = f"local_vsosh-{shipped_plugin().release}.zip"
    assert said.out == f"Плагин записан: {name}\n"
    assert "php local/vsosh/cli/setup.php" in said.err
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    one, two = build_plugin(tmp_path / "one.zip"), build_plugin(tmp_path / "two.zip")
    assert one.read_bytes() == two.read_bytes()


def test_a_folder_takes_the_file_named_by_release(tmp_path: Path) -> None:
    assert build_plugin(tmp_path) == tmp_path / shipped_plugin().file_name


def test_the_zip_is_what_moodle_installs(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_plugin(tmp_path)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert "local_vsosh" in archive.read("vsosh/version.php").decode("utf-8")
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.external_attr >> 16 for one in archive.infolist()} == {0o100644}
    assert names == sorted(names)
    assert {name.partition("/")[0] for name in names} == {"vsosh"}
    assert "vsosh/cli/setup.php" in names
    assert not [name for name in names if "/." in name or name.endswith((".pyc", "~"))]


def test_litter_stays_out(tmp_path: Path) -> None:
    for name in ("a.php", ".hidden", "~$b.php", ".git/config", "classes/c.php"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [str(one) for one in plugin_files(tmp_path)] == ["a.php", "classes/c.php"]


def test_a_file_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "нет" / "p.zip"
    assert run(["plugin", "build", "--out", str(target)]) == ExitCode.USAGE
    assert "не записать" in capsys.readouterr().err
