"""`vsosh-moodle templates pull`: shown first, written when asked, never over anything."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Said
from tests.cli.live_school import point_at
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.sandbox import Sandbox, hand_edits

Vsosh = Callable[..., Said]


@pytest.fixture
def applied(school: Path, vsosh: Vsosh) -> Iterator[Path]:
    """The small school on a site with the plugin, whose teacher added a glossary."""
    with Sandbox(plugin=True) as site:
        point_at(school, site.url, site.token)
        assert vsosh("apply", "--yes").code == ExitCode.OK
        with site.edit() as store:
            course = str(store.value("SELECT idnumber FROM course WHERE idnumber LIKE '%:simple'"))
            section = hand_edits.find_section(store, course, "Числа")
            hand_edits.add_activity(store, section, "glossary", "Словарик")
        yield school


def test_it_is_shown_and_not_written_unasked(applied: Path, vsosh: Vsosh) -> None:
    said = vsosh("templates", "pull", "simple")
    assert said.code == ExitCode.OK
    assert "course_templates/simple-pulled.yaml" in said.out
    assert "Словарик" in said.out
    assert "такого элемента в шаблоне не бывает: Глоссарий" in said.out
    assert "--yes" in said.err + said.out
    assert not (applied / "course_templates/simple-pulled.yaml").exists()


def test_it_is_written_when_asked_and_passes_the_check(applied: Path, vsosh: Vsosh) -> None:
    said = vsosh("templates", "pull", "simple", "--name", "algebra", "--yes")
    assert (said.code, said.err.count("Ошибка")) == (ExitCode.OK, 0)
    assert "Записан шаблон algebra." in said.out
    assert vsosh("templates", "check", "course_templates/algebra.yaml").code == ExitCode.OK


def test_a_dry_run_writes_nothing_even_with_yes(applied: Path, vsosh: Vsosh) -> None:
    assert vsosh("templates", "pull", "simple", "--dry-run", "--yes").code == ExitCode.OK
    assert sorted(path.name for path in (applied / "course_templates").iterdir()) == ["simple.yaml"]


def test_as_json_the_template_and_what_is_left_are_data(applied: Path, vsosh: Vsosh) -> None:
    said = vsosh("templates", "pull", "simple", "--format", "json")
    found = json.loads(said.out)
    assert set(found) == {
        "template", "course", "sections", "activities", "files", "yaml", "left", "written", "problems",
    }  # fmt: skip
    assert found["left"] == [
        {
            "code": "module",
            "section": "Числа",
            "item": "Словарик",
            "what": "такого элемента в шаблоне не бывает: Глоссарий",
        }
    ]
    assert (found["written"], found["activities"]) == (False, 1)
    assert not (applied / "course_templates/simple-pulled.yaml").exists()


def test_a_file_that_is_there_stops_it(applied: Path, vsosh: Vsosh) -> None:
    said = vsosh("templates", "pull", "simple", "--name", "simple", "--yes")
    assert said.code == ExitCode.USAGE
    assert "course_templates/simple.yaml" in said.err
    assert "--name simple-2" in said.err


def test_a_course_that_is_not_there_is_told(applied: Path, vsosh: Vsosh) -> None:
    said = vsosh("templates", "pull", "simpel")
    assert said.code == ExitCode.USAGE
    assert "simple" in said.err.partition("Что сделать")[2]
