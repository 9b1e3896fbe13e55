"""Random small schools for the laws of the plan: consistent states, and what people do to them."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from vsosh_moodle.plan.records import (
    Category,
    Cohort,
    CohortMember,
    ContentSection,
    Course,
    CourseActivity,
    CourseContent,
    Enrolment,
    GradeCategory,
    Group,
    Grouping,
    GroupingGroup,
    GroupMember,
    Kind,
    QuestionBank,
    Record,
    Section,
    User,
    with_fields,
)
from vsosh_moodle.plan.settings import settings_of
from vsosh_moodle.plan.state import State

CLASSES = ("8Д", "9А", "9Б", "10Д")
COURSES = ("oge-math", "oge-rus", "algebra")
PREFIX = "vsosh:2026:"

SURNAMES = ("Абаев", "Бедоев", "Вершинин", "Гаглоев", "Дзасохов", "Ёлкин", "Жуков", "Зорин")


@dataclass(frozen=True)
class School:
    """A school by numbers: who is in which class, which class takes which course, who teaches."""

    pupils: dict[int, str] = field(default_factory=dict)
    courses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    teachers: dict[str, int] = field(default_factory=dict)
    sections: int = 2
    activities: int = 0
    title: str = "2026/27"

    def state(self) -> State:
        """Build the state this school should have in Moodle."""
        state = State()
        state.add(Category("vsosh:cat:do", "Дистанционное обучение"))
        state.add(Category("vsosh:cat:gia", "Подготовка к ГИА", "vsosh:cat:do"))
        for name in CLASSES:
            state.add(Cohort(cohort_key(name), name))
        for number, class_name in self.pupils.items():
            state.add(make_user(number))
            state.add(CohortMember(cohort_key(class_name), user_key(number)))
        for number in self.teachers.values():
            state.add(make_user(number))
        for name, classes in self.courses.items():
            self._add_course(state, name, classes)
        return state

    def _add_course(self, state: State, name: str, classes: tuple[str, ...]) -> None:
        course = course_key(name)
        state.add(
            Course(
                course,
                f"{name} {self.title}",
                name.upper(),
                "vsosh:cat:gia",
                "<p>О курсе</p>",
                1788210000,
                1811624340,
                groupmode=1,
                sections=self.sections,
            )
        )
        for number in range(1, self.sections + 1):
            state.add(Section(course, number, f"Тема {number}"))
        if self.activities:
            self._add_content(state, course)
        grouping = Grouping(f"{course}|=classes", course, "Классы")
        state.add(grouping)
        for class_name in classes:
            group = Group(f"{course}|{class_name}", course, class_name)
            state.add(group)
            state.add(GroupingGroup(grouping.key, group.key))
            for number, where in self.pupils.items():
                if where == class_name:
                    state.add(Enrolment(course, user_key(number), "student"))
                    state.add(GroupMember(group.key, user_key(number)))
        if name in self.teachers:
            state.add(Enrolment(course, user_key(self.teachers[name]), "teacher"))

    def _add_content(self, state: State, course: str) -> None:
        topics = [f"topic-{number}" for number in range(1, self.sections + 1)]
        state.add(CourseContent(course, settings_of({"completion": True, "order": topics})))
        state.add(GradeCategory(course, "mocks", settings_of({"name": "Пробники", "weight": None})))
        bank = {"name": "Числа", "hash": f"{self.activities:x}", "count": 10}
        state.add(QuestionBank(course, "math/numbers", settings_of(bank)))
        for topic in topics:
            order = [f"{topic}-{number}" for number in range(1, self.activities + 1)]
            section = {"name": f"Тема {topic}", "visible": True, "order": order}
            state.add(ContentSection(course, topic, settings_of(section)))
            for key in order:
                page = {"name": key, "section": topic, "visible": True, "content": self.title}
                state.add(CourseActivity(course, key, "page", settings_of(page)))


def cohort_key(class_name: str) -> str:
    return f"{PREFIX}class:{class_name}"


def course_key(name: str) -> str:
    return f"{PREFIX}{name}"


def user_key(number: int) -> str:
    return f"vsosh:p:{number:06}"


def make_user(number: int) -> User:
    surname = SURNAMES[number % len(SURNAMES)]
    return User(
        user_key(number),
        f"login{number}",
        "Иван",
        f"{surname}-{number}",
        "Петрович",
        f"login{number}@vsosh.invalid",
    )


def schools() -> st.SearchStrategy[School]:
    """Schools of up to eight pupils, four classes, three courses."""
    return st.builds(
        School,
        pupils=st.dictionaries(st.integers(1, 8), st.sampled_from(CLASSES), max_size=8),
        courses=st.dictionaries(
            st.sampled_from(COURSES),
            st.lists(st.sampled_from(CLASSES), min_size=1, max_size=3, unique=True).map(tuple),
            max_size=3,
        ),
        teachers=st.dictionaries(st.sampled_from(COURSES), st.integers(101, 103), max_size=3),
        sections=st.integers(1, 3),
        activities=st.integers(0, 2),
        title=st.sampled_from(("2026/27", "2026/2027")),
    )


EDITS: dict[Kind, tuple[str, object]] = {
    Kind.CATEGORY: ("name", "Категория, названная в Moodle"),
    Kind.COHORT: ("name", "Класс, названный в Moodle"),
    Kind.USER: ("firstname", "Иоанн"),
    Kind.COURSE: ("shortname", "МОЁ"),
    Kind.SECTION: ("name", "Тема, названная учителем"),
    Kind.GROUP: ("name", "Группа, названная учителем"),
    Kind.GROUPING: ("name", "Поток, названный учителем"),
    Kind.ENROLMENT: ("suspended", True),
    Kind.COURSE_CONTENT: ("completion", "false"),
    Kind.QUESTION_BANK: ("name", '"Банк, названный учителем"'),
    Kind.GRADE_CATEGORY: ("name", '"Категория, названная учителем"'),
    Kind.CONTENT_SECTION: ("name", '"Раздел, названный учителем"'),
    Kind.COURSE_ACTIVITY: ("content", '"Текст учителя"'),
}
"""What a person changes by hand in a record of each kind that has something to change."""


def edited(record: Record) -> Record:
    """Return the record as a person left it in Moodle."""
    name, value = EDITS[record.kind]
    change: dict[str, Any] = {name: value}
    return with_fields(record, change)


@st.composite
def hand_edits(draw: st.DrawFn, state: State) -> State:
    """Return the state after people edited fields and took memberships out by hand."""
    records = list(state)
    touched = draw(st.lists(st.sampled_from(records), max_size=5, unique_by=id)) if records else []
    result = state.copy()
    for record in touched:
        if record.kind in EDITS and draw(st.booleans()):
            result.add(edited(record))
        elif record.kind in {Kind.COHORT_MEMBER, Kind.ENROLMENT, Kind.GROUP_MEMBER}:
            result.discard(record.kind, record.key)
    return result


@st.composite
def losses(draw: st.DrawFn, state: State) -> State:
    """Return the state after somebody deleted a course or an account on the site, with all in it."""
    keys = [*state.course, *state.user]
    gone = set(draw(st.lists(st.sampled_from(keys), max_size=2))) if keys else set()
    return State.of(
        record
        for record in state
        if record.key not in gone
        and record.key.split("|")[0] not in gone
        and record.key.rpartition("|")[2] not in gone
    )


@st.composite
def gaps(draw: st.DrawFn, state: State) -> State:
    """Return the state with some records forgotten: the memory of a folder restored from a copy."""
    records = list(state)
    lost = draw(st.lists(st.sampled_from(records), max_size=4, unique_by=id)) if records else []
    return State.of(record for record in records if record not in lost)


@st.composite
def lived_in(draw: st.DrawFn) -> tuple[State, State, State]:
    """Return (desired, live, base): applied once, edited and broken by hand, moved on in files."""
    base = draw(schools()).state()
    live = draw(losses(draw(hand_edits(base))))
    desired = draw(schools()).state()
    return desired, live, draw(gaps(base))
