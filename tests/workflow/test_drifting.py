"""Where courses of one template differ: from it and from each other, on the rehearsal site."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.folder import SchoolFolder, school_on
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.reports.drift_words import drift_lines, word_difference
from vsosh_moodle.sandbox import Sandbox, hand_edits
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.drift_files import write_drift
from vsosh_moodle.workflow.drifting import Drift, TemplateDrift, find_drift
from vsosh_moodle.workflow.planning import PlanOptions
from vsosh_moodle.workflow.progress import NoProgress

TEMPLATE = """\
version: 1
kind: class
subject: Алгебра
title: "Алгебра, {{ course.class_names }}"
short_name: "Алгебра {{ course.class_names }}"
category: gia
sections:
  - {key: general, title: Начало}
  - key: topic
    title: Дроби
    activities:
      - {key: page, type: page, title: Теория, content: "Дробь — это часть целого и число."}
      - {key: task, type: assign, title: Задачи, submission: [text], grade: 10}
"""


class Parallel:
    """Two courses of one template on a site of their own."""

    def __init__(self, folder: SchoolFolder, site: Sandbox) -> None:
        self.folder, self.site = folder, site
        folder.write_template("algebra", TEMPLATE)
        config = folder.project.config
        text = config.read_text("utf-8").replace(
            "programmes:\n",
            "programmes:\n  - {template: algebra, classes: [9А, 9Б], course: per_class}\n",
        )
        config.write_text(text, encoding="utf-8")

    def apply(self) -> None:
        options = PlanOptions()
        done = apply_plan(self.folder.project, options, None, NoProgress(), lambda _plan: True)
        assert done is not None
        assert done.complete

    def course(self, name: str) -> str:
        with self.site.edit() as store:
            found = store.value(
                "SELECT idnumber FROM course WHERE shortname = ?", f"Алгебра {name}"
            )
        return str(found)

    def change(self, class_name: str, key: str, **values: object) -> None:
        course = self.course(class_name)
        with self.site.edit() as store:
            hand_edits.change_activity(
                store, hand_edits.find_module(store, course, f"vsosh:{key}"), **values
            )

    def drift(self) -> Drift:
        return find_drift(self.folder.project, ["algebra"])


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Parallel]:
    with Sandbox(release="4.5", plugin=True) as site:
        made = Parallel(school_on(site, tmp_path), site)
        made.apply()
        yield made


def lines(found: Drift) -> list[tuple[str, str, str, str]]:
    (one,) = found.templates
    return [
        (line.what, line.wanted, line.courses, line.live)
        for row in one.rows
        for line in drift_lines(row, names(one), found.titles, found.timezone)
    ]


def names(one: TemplateDrift) -> dict[str, str]:
    return {key: spec.short_name for key, spec in one.courses.items()}


def test_courses_as_applied_do_not_differ(school: Parallel) -> None:
    found = school.drift()
    assert not found.differs
    assert [len(one.courses) for one in found.templates] == [2]


def test_what_a_teacher_changed_is_told_course_by_course(school: Parallel) -> None:
    school.change("9А", "task", grade=20)
    school.change("9Б", "task", grade=20)
    school.change("9Б", "page", name="Теория и примеры")
    told = lines(school.drift())
    assert ("«Задачи», наибольший балл", "10", "Алгебра 9А, Алгебра 9Б", "20") in told
    assert ("«Теория», название", "«Теория»", "Алгебра 9Б", "«Теория и примеры»") in told
    assert len(told) == 2


def test_what_a_teacher_added_is_told_with_its_place(school: Parallel) -> None:
    course = school.course("9А")
    with school.site.edit() as store:
        hand_edits.add_activity(
            store, hand_edits.find_section(store, course, "Дроби"), "url", "Видеоурок"
        )
    assert lines(school.drift()) == [
        ("ссылка «Видеоурок»", "", "Алгебра 9А", "добавил учитель, раздел «Дроби»")
    ]


def test_a_template_ahead_of_its_courses_is_told(school: Parallel) -> None:
    more = "      - {key: new, type: page, title: Ещё, content: Текст}\n"
    school.folder.write_template("algebra", TEMPLATE.replace("grade: 10", "grade: 12") + more)
    told = {(row.kind, row.item) for row in school.drift().templates[0].rows}
    assert {("waiting", "task"), ("missing", "new")} <= told
    (missing,) = [one for one in school.drift().templates[0].rows if one.item == "new"]
    assert len(missing.courses) == 2


def test_another_category_of_a_template_waits_and_is_told(school: Parallel) -> None:
    school.folder.write_template("algebra", TEMPLATE.replace("category: gia", "category: classes"))
    (row,) = school.drift().templates[0].rows
    assert (row.kind, row.field, len(row.courses)) == ("waiting", "category", 2)


def test_a_course_hidden_and_put_off_by_hand_is_told_in_words(school: Parallel) -> None:
    with school.site.edit() as store:
        store.write(
            "UPDATE course SET visible = 0, startdate = 1788296400, groupmode = 2 WHERE idnumber = ?",
            school.course("9А"),
        )
    assert lines(school.drift()) == [
        ("курс, дата начала", "01.09.2026", "Алгебра 9А", "02.09.2026"),
        ("курс, видимость", "да", "Алгебра 9А", "нет"),
        ("курс, групповой режим", "без групп", "Алгебра 9А", "видимые группы"),
    ]


def test_courses_that_are_not_there_yet_are_named(school: Parallel) -> None:
    config = school.folder.project.config
    config.write_text(config.read_text("utf-8").replace("[9А, 9Б], c", "[9А, 9Б, 8Д], c"), "utf-8")
    (one,) = school.drift().templates
    assert [key.rpartition(":")[2] for key in one.absent] == ["algebra-8Д"]


def test_unknown_names_are_refused_with_a_hint(school: Parallel) -> None:
    with pytest.raises(ConfigError, match="algebrra"):
        find_drift(school.folder.project, ["algebrra"])
    with pytest.raises(ConfigError, match="nobody"):
        find_drift(school.folder.project, (), ["nobody"])


@pytest.mark.parametrize("ending", [".html", ".xlsx", ".docx"])
def test_a_table_is_written_once(school: Parallel, tmp_path: Path, ending: str) -> None:
    school.change("9Б", "page", name="Теория и примеры")
    path = tmp_path / f"отличия{ending}"
    write_drift(school.folder.project, school.drift(), path)
    assert path.stat().st_size > 1000
    with pytest.raises(ConfigError):
        write_drift(school.folder.project, school.drift(), path)
    if ending == ".html":
        assert "Теория и примеры" in path.read_text("utf-8")


def test_texts_are_told_where_they_first_differ() -> None:
    wanted = "сдайте работу до пятницы на бумаге или приложите фотографию тетради"
    live = wanted.replace("пятницы", "среды")
    assert word_difference(wanted, live) == (
        "сдайте работу до пятницы на бумаге или …",
        "сдайте работу до среды на бумаге или …",
    )
