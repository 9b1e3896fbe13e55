"""`templates pull`: courses of the rehearsal site become templates that make the same courses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.contract.rest_caller import RestCaller
from tests.workflow.folder import SchoolFolder, school_on
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.plan.change import Change
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.sandbox import Sandbox, hand_edits
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.planning import PlanOptions, make_plan, open_session
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import find_project
from vsosh_moodle.workflow.pull_facts import PullChoice
from vsosh_moodle.workflow.template_pulling import (
    PulledFiles,
    pull_from,
    pull_template,
    write_template,
)

TEMPLATE = """\
version: 1
kind: class
subject: Алгебра
title: "Алгебра, {{ course.class_names }}, {{ year.name }}"
short_name: "Алг2 {{ course.class_names }}"
category: gia
summary: "Курс для {{ course.class_names }}."
groups:
  class: true
  named: [{key: base, title: База}]
grading:
  aggregation: weighted_mean
  categories: [{key: tests, title: Контрольные, aggregation: mean, weight: 2}]
completion: {all: [quiz, task], grade: 5}
events:
  - {key: talk, title: Консультация, date: "неделя 10, ср 16:00", minutes: 45}
sections:
  - {key: general, title: Начало, activities: [{key: hi, type: label, title: Привет, content: "**Привет**"}]}
  - key: topic
    title: Дроби
    restrict: [{from: "неделя 2"}]
    activities:
      - {key: page, type: page, title: Теория, content: "Дробь — это часть: {{ '{{ a }}' }}.", audience: {categories: [sport]}}
      - {key: plan, type: file, title: План, path: общее/план.txt}
      - key: quiz
        type: quiz
        title: Тест
        questions: [{bank: algebra/fractions, count: 2, points: 2}, {bank: algebra/fractions, question: В1}]
        time_limit: 20
        grade_category: tests
        pass_grade: 60
        completion: pass_grade
        dates: {open: "неделя 3", due: "неделя 4, пт", cut_off: "неделя 5, пт 18:00"}
        feedback: [{from: 60, text: Хорошо}, {from: 0, text: Повторите}]
      - key: task
        type: assign
        title: Задачи
        submission: [text]
        word_limit: 200
        weight: 3
        dates: {open: начало, due: "конец - 10 дней"}
        restrict: {any: [{passed: quiz}, {group: base}], show: false}
        rubric:
          - criterion: Решение
            levels: [{points: 0, text: Нет}, {points: 100, text: Верно}]
  - key: more
    title: Ещё
    visible: false
    activities:
      - key: inner
        type: subsection
        title: Дополнительно
        activities: [{key: link, type: url, title: Сайт, url: "https://example.org", completion: none}]
"""
GIFT = "::В1:: Дважды два? {=4 ~5}\n\n::В2:: Верно? {T}\n\n::В3:: Сколько? {#5:0.5}\n"


class Pulling:
    """A course of a template on a site of its own."""

    def __init__(self, folder: SchoolFolder, site: Sandbox) -> None:
        self.project, self.site = folder.project, site
        folder.write_template("algebra", TEMPLATE)
        templates = self.project.templates
        (templates / "questions" / "algebra").mkdir(parents=True)
        (templates / "questions" / "algebra" / "fractions.gift").write_text(GIFT, "utf-8")
        (templates / "files" / "общее").mkdir(parents=True)
        (templates / "files" / "общее" / "план.txt").write_text("План на год", "utf-8")
        self.programme("algebra")
        self.apply()

    def programme(self, template: str) -> None:
        config = self.project.config
        rest = re.sub(r"  - \{template: [\w-]+, key: alg.*\n", "", config.read_text("utf-8"))
        row = f"  - {{template: {template}, key: alg, classes: [9А], course: per_class}}\n"
        config.write_text(rest.replace("programmes:\n", f"programmes:\n{row}"), "utf-8")

    def apply(self) -> None:
        done = apply_plan(self.project, PlanOptions(), None, NoProgress(), lambda _plan: True)
        assert done is not None
        assert done.complete

    def changes(self) -> tuple[Change, ...]:
        return make_plan(self.project).changes

    def course(self) -> str:
        with self.site.edit() as store:
            return str(store.value("SELECT idnumber FROM course WHERE shortname = 'Алг2 9А'"))


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Pulling]:
    with Sandbox(release="4.5", plugin=True) as site:
        yield Pulling(school_on(site, tmp_path), site)


def yaml_of(files: PulledFiles) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(files.template.text)
    return found


def test_the_pulled_template_makes_the_same_course(school: Pulling) -> None:
    files = pull_template(school.project, "alg-9А", PullChoice("pulled"))
    assert files.left == ()
    assert list(files.contents) == ["course_templates/pulled.yaml"]
    assert write_template(school.project, files) == []
    school.programme("pulled")
    assert school.changes() == ()


def test_pulling_again_gives_the_same_template(school: Pulling) -> None:
    first = pull_template(school.project, "alg-9А", PullChoice("pulled"))
    write_template(school.project, first)
    school.programme("pulled")
    school.apply()
    again = pull_template(school.project, "alg-9А", PullChoice("pulled-2"))
    assert again.template.text == first.template.text


def test_every_course_of_the_sample_school_comes_back(tmp_path: Path) -> None:
    init_project(tmp_path / "s", SampleSize(students=12, classes=4))
    project = find_project(tmp_path / "s")
    done = apply_plan(project, PlanOptions(), None, NoProgress(), lambda _plan: True)
    assert done is not None
    assert done.complete
    text = project.config.read_text("utf-8")
    with open_session(project, NoProgress()) as session:
        specs = [
            one
            for one in session.school.programmes.courses
            if not one.classes or len(one.classes) > 1
        ]
        pulled = [
            pull_from(session, one.key, PullChoice(f"p-{one.key}"), NoProgress()) for one in specs
        ]
    assert len(pulled) >= 10
    assert [one.left for one in pulled if one.left] == []
    for spec, files in zip(specs, pulled, strict=True):
        for path, content in files.contents.items():
            (project.root / path).parent.mkdir(parents=True, exist_ok=True)
            (project.root / path).write_bytes(content)
        new = f"  - template: p-{spec.key}\n    key: {spec.key}\n"
        key = "" if spec.key == spec.template else f"    key: {spec.key}\n"
        assert f"  - template: {spec.template}\n{key}" in text
        text = text.replace(f"  - template: {spec.template}\n{key}", new, 1)
    project.config.write_text(re.sub(r"(?m)^    params: .*\n", "", text), "utf-8")
    assert make_plan(project).changes == ()


def test_what_a_teacher_added_comes_along_or_is_told(school: Pulling) -> None:
    with school.site.edit() as store:
        section = hand_edits.find_section(store, school.course(), "Дроби")
        hand_edits.add_activity(store, section, "glossary", "Словарик")
    files = pull_template(school.project, "alg-9А", PullChoice("pulled"))
    assert [(one.section, one.item) for one in files.left] == [("Дроби", "Словарик")]


def test_a_bank_that_was_edited_comes_as_a_file_of_its_own(school: Pulling) -> None:
    with school.site.edit() as store:
        hand_edits.change_question(store, school.course(), "В1", "Дважды три?")
    files = pull_template(school.project, "alg-9А", PullChoice("pulled"))
    assert list(files.contents) == [
        "course_templates/questions/pulled/fractions.xml",
        "course_templates/pulled.yaml",
    ]
    assert (
        "Дважды три?" in files.contents["course_templates/questions/pulled/fractions.xml"].decode()
    )
    assert write_template(school.project, files) == []


def test_files_that_are_not_here_are_fetched(school: Pulling) -> None:
    (school.project.templates / "files" / "общее" / "план.txt").rename(
        school.project.templates / "files" / "общее" / "план на год.txt"
    )
    files = pull_template(school.project, school.course(), PullChoice("pulled"))
    assert files.contents["course_templates/files/pulled/план.txt"].decode() == "План на год"


def test_nothing_that_is_there_is_written_over(school: Pulling) -> None:
    files = pull_template(school.project, "alg-9А", PullChoice("pulled"))
    place = school.project.templates / "pulled.yaml"
    place.write_text("своё", "utf-8")
    with pytest.raises(ConfigError, match=r"pulled\.yaml") as caught:
        write_template(school.project, files)
    assert "--name" in caught.value.hint
    assert place.read_text("utf-8") == "своё"
    with pytest.raises(ConfigError, match=r"pulled\.yaml"):
        pull_template(school.project, "alg-9А", PullChoice("pulled"))


def test_a_course_nobody_knows_is_told_with_a_way_out(school: Pulling) -> None:
    with pytest.raises(ConfigError, match="«alg-9Б» на сайте нет") as caught:
        pull_template(school.project, "alg-9Б")
    assert "alg-9А" in caught.value.hint


def test_a_name_that_is_no_key_is_refused(school: Pulling) -> None:
    with pytest.raises(ConfigError, match=r"Имя шаблона «\.\./x»"):
        pull_template(school.project, "alg-9А", PullChoice("../x"))


def test_a_site_without_the_plugin_is_told_what_is_missing(tmp_path: Path) -> None:
    with Sandbox(release="4.5", plugin=False) as site:
        folder = school_on(site, tmp_path)
        with pytest.raises(ConfigError, match=r"local_vsosh 0\.7\.0"):
            pull_template(folder.project, "oge")


def test_a_course_made_by_hand_gets_a_template(school: Pulling) -> None:
    with school.site.edit() as store:
        category = store.value("SELECT id FROM course_categories ORDER BY id LIMIT 1")
    made = {
        "fullname": "Физика, 9Б",
        "shortname": "ФИЗ-9Б",
        "categoryid": category,
        "numsections": 2,
    }
    RestCaller(school.site.url, school.site.token).call(
        "core_course_create_courses", courses=[made]
    )
    with school.site.edit() as store:
        ident = store.value("SELECT id FROM course WHERE shortname = 'ФИЗ-9Б'")
        section = store.value(
            "SELECT id FROM course_sections WHERE course = ? AND section = 1", ident
        )
        hand_edits.add_activity(store, section, "page", "Закон Ома")
    files = pull_template(school.project, f"https://школа.рф/course/view.php?id={ident}")
    found = yaml_of(files)
    assert files.template.key == "fizika"
    assert (found["subject"], found["grades"]) == ("Физика", [9])
    assert found["short_name"] == "ФИЗ-{{ course.class_names }} {{ year.name }}"
    (section_row,) = found["sections"]  # type: ignore[misc]
    assert section_row["title"] == "Раздел 1"
    assert section_row["activities"][0]["key"] == "zakon-oma"
    assert write_template(school.project, files) == []
