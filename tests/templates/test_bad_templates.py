"""Every kind of mistake in a template has a message with its file and line."""

import pytest

from tests.templates.conftest import TEMPLATE, Check
from vsosh_moodle.problems import Problem

PIECE = """\
version: 1
piece: Кусок
params:
  name: {description: Имя, required: true}
activities:
  - key: "{{ section.key }}-x"
    type: label
    title: "{{ piece.name }}"
    content: Текст
"""


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def with_include(line: str) -> str:
    return TEMPLATE + f"      - {line}\n"


def test_the_small_template_is_sound(check: Check) -> None:
    library, problems = check()
    assert problems == []
    assert library.keys() == ("demo",)


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "words"),
    [
        ("grades: [9]", "grade: [9]", 6, "unknown-key", "grades"),
        ("version: 1", "version: 7", 1, "newer-version", "version"),
        ("kind: gia", "kind: exam", 2, "not-listed", "gia"),
        ("subject: Математика\n", "", 1, "missing-key", "subject"),
        ("content: |", "contnet: x\n        content: |", 18, "unknown-key", "content"),
        ("type: page", "type: pgae", 15, "activity-type", "page"),
        ("        type: page\n", "", 15, "missing-key", "type"),
        ("key: trainer", "key: intro", 23, "duplicate-key", "intro"),
        ("key: general", "key: topic", 20, "duplicate-key", "topic"),
        ("key: topic", "key: Тема 1", 20, "bad-key", "Тема 1"),
        (", count: 10", "", 26, "missing-key", "count"),
        ("count: 10", "count: 0", 26, "no-questions", "count"),
        ("count: 10", "count: десять", 26, "bad-number", "десять"),
        ('course.class_names }}"\nshort', 'course.klass }}"\nshort', 4, "jinja-undefined", "klass"),
        ("Курс {{ course", "Курс {{ course.", 4, "jinja-syntax", "После точки"),
        ("**Добро** пожаловать", "Да\n          {{ params.no }}", 20, "jinja-undefined", "no"),
        ("Курс {{ course", "Курс {{ course.__class__ }}{{ course", 4, "jinja-forbidden", "__class__"),
        ("Курс {{ course", "{{ 9**9**9 }}{{ course", 4, "jinja-forbidden", "«**»"),
        ("title: Тема\n", "title: Тема\n    summary: '{% include \"x\" %}'\n", 22, "jinja-forbidden", "«include»"),
        ("grades: [9]", "dates: {start: потом}", 6, "date", "потом"),
        ("grades: [9]", "dates: {start: конец, end: начало}", 6, "date-order", "раньше"),
        ("count: 10}", "count: 10}\n        dates: {due: неделя 99}", 27, "date", "60"),
        ("count: 10}", "count: 10}\n        dates: {open: неделя 5, due: неделя 4}", 27, "date-order", "open"),
        ("count: 10}", "count: 10}\n        completion: posts", 27, "completion", "posts"),
        ("count: 10}", "count: 10}\n        completion: pass_grade", 27, "completion", "pass_grade"),
        ("count: 10}", "count: 10}\n        pass_grade: 200", 23, "completion", "200"),
        ("count: 10}", "count: 10}\n        audience: {levels: [top]}", 27, "level-unknown", "top"),
        ("title: Тренажёр", "title: " + "Т" * 300, 25, "name-too-long", "255"),
        ('short_name: "К', 'short_name: "' + "К" * 300, 5, "name-too-long", "255"),
        ("grades: [9]", "exam: {file: oge, subject: math}", 6, "exam-missing", "oge"),
        ("    description: Недели\n", "", 8, "missing-key", "description"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(
    check: Check, old: str, new: str, line: int, code: str, words: str
) -> None:
    assert old in TEMPLATE
    _library, problems = check(TEMPLATE.replace(old, new, 1))
    problem = only(problems)
    assert problem.place.file.endswith("course_templates/demo.yaml")
    assert (problem.code, problem.place.line) == (code, line)
    assert words in f"{problem.message} {problem.hint}"


def test_a_broken_yaml_is_told_with_its_line(check: Check) -> None:
    _library, problems = check(TEMPLATE.replace("kind: gia", "kind:gia", 1))
    assert problems[0].place.line in (1, 2)


def test_all_problems_of_all_files_come_in_one_run(check: Check) -> None:
    spoiled = TEMPLATE.replace("kind: gia", "kind: exam").replace("type: page", "type: pgae")
    _library, problems = check(spoiled, piece=PIECE.replace("label", "lable"))
    files = {problem.place.file.rsplit("course_templates/", 1)[-1] for problem in problems}
    assert len(problems) == 3
    assert files == {"demo.yaml", "shared/piece.yaml"}


def test_a_missing_piece_is_named_with_the_nearest_one(check: Check) -> None:
    _library, problems = check(
        with_include("{include: peace.yaml, with: {name: Тест}}"), piece=PIECE
    )
    problem = only(problems)
    assert (problem.code, problem.place.line) == ("include-missing", 27)
    assert "piece.yaml" in problem.hint


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\x.yaml", ".hidden.yaml"])
def test_an_include_stays_in_the_shared_folder(check: Check, name: str) -> None:
    _library, problems = check(with_include(f"{{include: '{name}'}}"))
    assert only(problems).code == "include-outside"


def test_a_piece_that_includes_itself_is_refused(check: Check) -> None:
    loop = "version: 1\npiece: Кусок\nactivities:\n  - include: loop.yaml\n"
    _library, problems = check(with_include("include: loop.yaml"), loop=loop)
    problem = only(problems)
    assert problem.code == "include-depth"
    assert problem.place.file.endswith("shared/loop.yaml")


def test_a_piece_without_its_value_is_refused(check: Check) -> None:
    _library, problems = check(with_include("include: piece.yaml"), piece=PIECE)
    assert only(problems).code == "piece-param-missing"


def test_a_value_the_piece_does_not_know_is_refused(check: Check) -> None:
    line = "{include: piece.yaml, with: {name: Тест, nmae: 2}}"
    _library, problems = check(with_include(line), piece=PIECE)
    problem = only(problems)
    assert problem.code == "piece-param"
    assert "name" in problem.hint


def test_a_piece_of_sections_cannot_stand_among_activities(check: Check) -> None:
    sections = "version: 1\npiece: Раздел\nsections:\n  - {key: more, title: Ещё}\n"
    _library, problems = check(with_include("include: more.yaml"), more=sections)
    assert only(problems).code == "include-kind"


def test_a_piece_with_both_lists_is_refused(check: Check) -> None:
    both = PIECE + "sections:\n  - {key: more, title: Ещё}\n"
    _library, problems = check(piece=both)
    assert only(problems).code == "piece-lists"


def test_for_each_needs_a_list(check: Check) -> None:
    line = "{include: piece.yaml, for_each: week, with: {name: Тест}}"
    _library, problems = check(with_include(line), piece=PIECE)
    assert only(problems).code == "for-each"


def test_a_problem_inside_a_piece_points_into_the_piece(check: Check) -> None:
    line = "{include: piece.yaml, with: {name: Тест}}"
    _library, problems = check(with_include(line), piece=PIECE.replace("piece.name", "piece.nam"))
    problem = only(problems)
    assert problem.place.file.endswith("shared/piece.yaml")
    assert problem.place.line == 8


def test_a_broken_piece_is_told_once_and_not_called_missing(check: Check) -> None:
    line = "{include: piece.yaml, with: {name: Тест}}"
    _library, problems = check(with_include(line), piece=PIECE.replace("label", "lable"))
    assert only(problems).code == "activity-type"


def test_a_file_must_lie_in_the_files_folder(check: Check) -> None:
    page = "        type: page\n        title: Введение\n        content: |\n          **Добро** пожаловать\n"
    assert page in TEMPLATE
    for path, code in (("a.pdf", "file-missing"), ("../demo.yaml", "file-outside")):
        file = f"        type: file\n        title: Памятка\n        path: {path}\n"
        _library, problems = check(TEMPLATE.replace(page, file))
        problem = only(problems)
        assert (problem.code, problem.place.line) == (code, 18)


def test_general_stands_first(check: Check) -> None:
    _library, problems = check(
        TEMPLATE.replace("key: general", "key: start").replace("key: topic", "key: general")
    )
    assert only(problems).code == "general-first"


def test_a_rubric_adds_up_to_the_grade(check: Check) -> None:
    task = """\
      - key: task
        type: assign
        title: Задание
        grade: 5
        rubric:
          - criterion: Ход
            levels: [{points: 0, text: нет}, {points: 2, text: да}]
"""
    _library, problems = check(TEMPLATE + task)
    assert only(problems).code == "rubric-sum"


def test_a_wrong_item_does_not_make_its_list_too_short(check: Check) -> None:
    task = "      - {key: task, type: assign, title: Задание, submission: [письмо]}\n"
    _library, problems = check(TEMPLATE + task)
    assert only(problems).code == "not-listed"
    _library, problems = check(TEMPLATE + task.replace("[письмо]", "[]"))
    assert only(problems).code == "too-few"


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("type: assign, grade: 100000", 1),
        ("type: assign, pass_grade: 100000", 1),
        ("type: assign, max_files: 1001", 1),
        ("type: assign, attempts: 1001", 1),
        ("type: assign, weight: 10001", 1),
        ("type: forum, grade: 100000", 1),
        ("type: forum, completion: {posts: 3000000000}", 1),
        ("type: choice, options: [да, нет], limit: 100001", 1),
        ("type: lesson, time_limit: 40000000, pages: [{key: a, title: А, content: А}]", 1),
        ("type: assign, minutes: 40000000", 1),
    ],
)
def test_a_number_moodle_cannot_keep_is_refused_at_its_line(
    check: Check, lines: str, line: int
) -> None:
    item = f"      - {{key: extra, title: Ещё, {lines}}}\n"
    _library, problems = check(TEMPLATE + item)
    problem = only(problems)
    assert problem.code == "number-too-large"
    assert problem.place is not None
    assert problem.place.line == (TEMPLATE + item).count("\n") + 1 - line


@pytest.mark.parametrize("rows", ["count: 300", "count: 40, points: 2000"])
def test_a_quiz_larger_than_moodle_keeps(check: Check, rows: str) -> None:
    draw = f"{{bank: math/fractions, {rows}}}"
    quiz = f"      - {{key: extra, title: Ещё, type: quiz, questions: [{draw}, {draw}]}}\n"
    _library, problems = check(TEMPLATE + quiz)
    assert only(problems).code == "quiz-too-large"


def test_a_date_beyond_the_course_is_a_warning(check: Check) -> None:
    late = TEMPLATE.replace("count: 10}", "count: 10}\n        dates: {due: неделя 50}")
    library, problems = check(late)
    problem = only(problems)
    assert (problem.code, problem.severity) == ("date-outside", "warning")
    assert library.keys() == ("demo",)


def test_a_syntax_error_in_a_branch_not_taken_is_found(check: Check) -> None:
    hidden = TEMPLATE.replace("**Добро**", "{% if course.grade > 99 %}{{ 'a'.upper() }}{% endif %}")
    _library, problems = check(hidden)
    assert only(problems).code == "jinja-forbidden"
