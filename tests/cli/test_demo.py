"""The demo goes the whole way and leaves a page to open."""

from pathlib import Path

import pytest

from vsosh_moodle.cli.main import run


def test_demo_converges_and_leaves_a_plan_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "показ"
    assert run(["demo", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Изменений нет: сайт такой, как в файлах." in said
    page = (out / "plan.html").read_text(encoding="utf-8")
    assert "<table" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert list((out / "slips").glob("*.csv"))


def test_demo_does_not_touch_a_folder_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("version: 1\n", encoding="utf-8")
    assert run(["demo", "--out", str(tmp_path)]) == 2
    assert (tmp_path / "config.yaml").read_text(encoding="utf-8") == "version: 1\n"
