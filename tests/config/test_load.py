"""A loaded config answers what the rest of the program asks of it."""

from datetime import date
from pathlib import Path

import pytest

from vsosh_moodle.config import Config, load_config, parse_config
from vsosh_moodle.errors import ExitCode, InputProblems
from vsosh_moodle.school.classes import ClassName, StudyForm
from vsosh_moodle.sources import load_yaml, parse_yaml

EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"


@pytest.fixture(scope="module")
def example() -> Config:
    config, problems = parse_config(load_yaml(EXAMPLE, root=EXAMPLE.parent))
    assert not problems
    assert config is not None
    return config


def test_the_example_is_a_school_with_two_distance_classes(example: Config) -> None:
    classes = example.school_classes()
    assert [str(entry.name) for entry in classes if entry.distance] == ["8Д", "10Д"]
    assert classes[0].form is StudyForm.PART_TIME
    assert example.site.is_sandbox


def test_the_school_year_has_its_terms(example: Config) -> None:
    year = example.school_year()
    assert (year.short, year.start, year.end) == ("2026", date(2026, 9, 1), date(2027, 5, 26))
    assert [term.key for term in year.terms] == ["h1", "h2"]


def test_categories_come_after_the_one_they_lie_in(example: Config) -> None:
    flat = example.flat_categories()
    assert (flat[0].key, flat[0].parent) == ("do", "")
    assert {entry.parent for entry in flat[1:]} == {"do"}


def test_a_programme_per_class_makes_a_course_for_each(example: Config) -> None:
    history = next(p for p in example.programmes if p.key == "history")
    assert [(course.key, course.classes) for course in example.planned_courses(history)] == [
        ("history-8Д", (ClassName(8, "Д"),)),
        ("history-10Д", (ClassName(10, "Д"),)),
    ]


def test_a_shared_programme_makes_one_course_for_all(example: Config) -> None:
    (course,) = example.planned_courses(example.programmes[-1])
    assert course.key == "project"
    assert len(course.classes) == 4


def test_grades_choose_their_classes(example: Config) -> None:
    oge = next(p for p in example.programmes if p.template == "oge-math")
    assert example.programme_classes(oge) == (ClassName(9, "А"),)


def test_a_class_may_have_its_own_thresholds(example: Config) -> None:
    assert example.guard_thresholds(ClassName(8, "Д")) == (10, 1, 20, 50)
    assert example.guard_thresholds(ClassName(9, "А")) == (10, 3, 20, 50)


def test_a_place_in_the_config_has_its_line(example: Config) -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    place = example.place("programmes", 0)
    assert place.file == "config.example.yaml"
    assert "class-algebra" in lines[place.line - 1]


def test_a_missing_config_is_an_input_problem(tmp_path: Path) -> None:
    with pytest.raises(InputProblems) as caught:
        load_config(tmp_path / "config.yaml")
    assert caught.value.exit_code is ExitCode.INPUT
    assert [problem.code for problem in caught.value.problems] == ["file-missing"]


def test_every_template_of_the_example_is_shipped() -> None:
    assert load_config(EXAMPLE).version == 1


def test_templates_are_looked_up_beside_the_config(tmp_path: Path) -> None:
    (tmp_path / "course_templates").mkdir()
    (tmp_path / "course_templates" / "oge-maths.yaml").touch()
    path = tmp_path / "config.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        load_config(path)
    hints = {problem.message: problem.hint for problem in caught.value.problems}
    assert "имелось в виду «oge-maths»" in hints["Шаблона «oge-math» нет в course_templates."]


def test_the_word_sandbox_is_a_whole_site() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    head, _, tail = text.partition("site:\n")
    rest = tail[tail.index("\nschool:") :]
    config, problems = parse_config(parse_yaml(f"{head}site: sandbox\n{rest}", "config.yaml"))
    assert not problems
    assert config is not None
    assert config.site.is_sandbox


@pytest.mark.parametrize(
    "text", ["", "[]", "просто текст", "site: [1]\nclasses: {a: 1}\nyear: 5\n"]
)
def test_nonsense_is_refused_without_a_crash(text: str) -> None:
    config, problems = parse_config(parse_yaml(text, "config.yaml"))
    assert config is None
    assert problems


OLD_CONFIGS = Path(__file__).with_name("old_configs")
"""Example configs of earlier versions: the first, with the rehearsal site, with the calendar."""


@pytest.mark.parametrize("path", sorted(OLD_CONFIGS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_config_of_an_earlier_version_is_read_without_a_word(path: Path) -> None:
    config, problems = parse_config(load_yaml(path, root=path.parent))
    assert config is not None
    assert problems == []
