"""The project folder is found from anywhere inside it."""

from pathlib import Path

import pytest

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.workflow.project import find_project


def test_the_project_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").touch()
    inside = tmp_path / "rosters" / "2026"
    inside.mkdir(parents=True)
    project = find_project(inside)
    assert project.root == tmp_path.resolve()
    assert project.config.is_file()
    assert project.state == project.root / ".vsosh"


def test_the_nearest_project_wins(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "config.yaml").touch()
    (inner / "config.yaml").touch()
    assert find_project(inner).root == inner.resolve()


def test_no_project_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Папка школы не найдена") as caught:
        find_project(tmp_path)
    assert "vsosh-moodle init" in caught.value.hint


def test_a_misnamed_config_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "config.yml").touch()
    with pytest.raises(ConfigError) as caught:
        find_project(tmp_path)
    assert "config.yml в config.yaml" in caught.value.hint
