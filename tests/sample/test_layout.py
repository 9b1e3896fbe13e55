"""The layout of a synthetic school keeps its promises at any size."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.sample.courses import SampleCourse, TemplateFacts, assign_courses
from vsosh_moodle.sample.layout import MAX_CLASSES, Layout, SampleSize, is_distance, lay_out
from vsosh_moodle.school.classes import ClassName

GENERIC = TemplateFacts("subject", "class", "Предмет", frozenset())


def courses_taken(courses: tuple[SampleCourse, ...], name: ClassName) -> int:
    """Return how many courses a student of a class is in: of the electives one is chosen."""
    plain = sum(name in course.classes for course in courses if not course.elective)
    return plain + any(course.elective for course in courses)


def made(students: int, classes: int, courses: int) -> tuple[Layout, tuple[SampleCourse, ...]]:
    layout = lay_out(SampleSize(students, classes, courses))
    return layout, assign_courses(layout, [GENERIC])


def test_the_workload_of_the_benchmarks_is_exact() -> None:
    layout, courses = made(1000, 30, 40)
    assert (len(layout.classes), len(courses)) == (30, 40)
    assert {len(course.classes) for course in courses} == {6}
    assert {courses_taken(courses, name) for name in layout.classes} == {8}
    assert sum(layout.students_in(index, 1000) for index in range(30)) == 1000


def test_the_default_school_has_electives_and_two_distance_classes() -> None:
    layout, courses = made(60, 6, 12)
    assert [str(name) for name in layout.classes if is_distance(name)] == ["9Д", "11Д"]
    assert sum(bool(course.elective) for course in courses) == 2
    assert {courses_taken(courses, name) for name in layout.classes} == {8}


@given(st.integers(1, MAX_CLASSES), st.integers(1, 120))
def test_every_course_has_classes_and_every_class_its_share(classes: int, courses: int) -> None:
    layout, made_courses = made(100, classes, courses)
    assert len(set(layout.classes)) == classes
    assert len({course.key for course in made_courses}) == courses
    assert all(course.classes for course in made_courses)
    least = min(8, courses)
    taken = [courses_taken(made_courses, name) for name in layout.classes]
    assert all(count >= least for count in taken)
    if courses <= 8 * classes:
        assert set(taken) == {least}


@given(st.integers(0, 5000), st.integers(1, MAX_CLASSES))
def test_students_are_dealt_evenly_and_all_of_them(students: int, classes: int) -> None:
    layout = lay_out(SampleSize(students, classes, 8))
    counts = [layout.students_in(index, students) for index in range(classes)]
    assert sum(counts) == students
    assert max(counts) - min(counts) <= 1


def test_a_specific_template_is_used_once_and_only_where_it_suits() -> None:
    templates = [
        GENERIC,
        TemplateFacts("oge-math", "gia", "Математика", frozenset({9})),
        TemplateFacts("class-algebra", "class", "Алгебра", frozenset({8})),
        TemplateFacts("project", "project", "Проектная деятельность", frozenset()),
    ]
    courses = assign_courses(lay_out(SampleSize(1000, 30, 40)), templates)
    used = Counter(course.template for course in courses)
    assert used == {"subject": 38, "oge-math": 1, "class-algebra": 1}
    oge = next(course for course in courses if course.template == "oge-math")
    assert {name.grade for name in oge.classes} == {9}
