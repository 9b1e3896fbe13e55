"""Compile the school into the state Moodle should have. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from vsosh_moodle.desired import exceptions
from vsosh_moodle.desired.account import Account
from vsosh_moodle.desired.audience import compile_audience
from vsosh_moodle.desired.content import ContentFacts, calendar_event, compile_content
from vsosh_moodle.desired.dates import DAY_END, enrolment_of, is_over, seconds_of
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.desired.levels import level_groups_of, level_of, remark_unknown_subjects
from vsosh_moodle.desired.remarks import remark_empty_banks, remark_events, remark_exceptions
from vsosh_moodle.desired.teaching import Staff, gather_staff, teachers_of
from vsosh_moodle.language import _
from vsosh_moodle.plan.movement import Substitution
from vsosh_moodle.plan.plan import CourseNote
from vsosh_moodle.plan.records import (
    Category,
    Cohort,
    CohortMember,
    CohortSync,
    Course,
    Group,
    Grouping,
    GroupingGroup,
    GroupMember,
    Section,
    User,
)
from vsosh_moodle.plan.scope import ScopeIndex
from vsosh_moodle.plan.state import State
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.questions.banks import QuestionBankSource
from vsosh_moodle.school.classes import ClassName, SchoolClass
from vsosh_moodle.school.courses import CourseEvent, CourseSpec
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.pseudonyms import PUPIL
from vsosh_moodle.templates.missing import course_outline_html

SEPARATE_GROUPS = 1

CLASSES_GROUPING = "Классы"
"""What is written into Moodle speaks the school's language, whatever messages speak."""


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A course category of the config: `parent` is the config key of another, "" at the top."""

    key: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class LearnerCategory:
    """A category of learners: `code` is the neutral word Moodle sees."""

    key: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What the compiler needs of the config, and of the site.

    `with_activities` is set where the site has the plugin; `modules` are then those it has (None: all),
    `with_events` tells that it can set events in the calendar, `with_exceptions` terms of single pupils:
    those of `terms` and, by categories of learners, the times of `extra_time`.
    `banks` are the question banks beside the templates. `whole_classes` asks for classes to be enrolled
    by their cohorts, which needs the plugin. `levels` are the names of levels by key. Whose last day
    is before `today` has left; None: nobody has. `events` are those of the whole school.
    """

    keys: KeyScheme
    timezone: ZoneInfo
    classes: tuple[SchoolClass, ...]
    categories: tuple[CategoryNode, ...] = ()
    learner_categories: tuple[LearnerCategory, ...] = ()
    patronymic_in_firstname: bool = False
    extra_teachers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole_classes: bool = False
    with_activities: bool = False
    with_events: bool = False
    with_exceptions: bool = False
    terms: tuple[exceptions.PupilTerms, ...] = ()
    extra_time: Mapping[str, float] = field(default_factory=dict)
    modules: frozenset[str] | None = None
    banks: Mapping[str, QuestionBankSource | None] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None
    events: tuple[CourseEvent, ...] = ()


@dataclass(slots=True)
class Desired:
    """The desired state, and what people call its keys and where they stand in the files.

    `bank_sources` gives the source of a question bank by its item key, `files` the path of a file by
    its SHA-1: what the plugin is sent besides the records. `remarks` are warnings about content,
    `empty_banks` those that quizzes draw from and that have no file yet. `departed` are those whose
    last day has passed, with it; `level_groups` gives a level's title by its group's key.
    """

    state: State = field(default_factory=State)
    labels: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    class_cohorts: dict[str, str] = field(default_factory=dict)
    notes: list[CourseNote] = field(default_factory=list)
    user_class: dict[str, str] = field(default_factory=dict)
    students: int = 0
    bank_sources: dict[str, QuestionBankSource] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    remarks: list[Problem] = field(default_factory=list)
    empty_banks: set[str] = field(default_factory=set)
    departed: dict[str, date] = field(default_factory=dict)
    teachers: set[str] = field(default_factory=set)
    substitutions: dict[str, Substitution] = field(default_factory=dict)
    level_groups: dict[str, str] = field(default_factory=dict)

    def scope_index(self) -> ScopeIndex:
        """Return who and what belongs to which class and course."""
        cohort_class = {cohort: name for name, cohort in self.class_cohorts.items()}
        group_class = {key: group.name for key, group in self.state.group.items()}
        classes: dict[str, set[str]] = defaultdict(set)
        for group in self.state.group.values():
            classes[group.course].add(group.name)
        for enrolment in self.state.enrolment.values():
            classes[enrolment.course].add(self.user_class.get(enrolment.user, ""))
        for sync in self.state.cohort_sync.values():
            classes[sync.course].add(cohort_class.get(sync.cohort, ""))
        return ScopeIndex(
            user_class=self.user_class,
            cohort_class=cohort_class,
            group_class=group_class,
            course_classes={course: frozenset(names - {""}) for course, names in classes.items()},
            course_name={key: key.rpartition(":")[2] for key in self.state.course},
            group_course={key: group.course for key, group in self.state.group.items()},
        )


def compile_desired(
    facts: SchoolFacts,
    courses: Sequence[CourseSpec],
    people: Sequence[tuple[Person, Account]],
) -> Desired:
    """Return the state Moodle should have for these courses and people.

    `people` pairs each row of the rosters with its account; a person in several rows (a teacher of
    two subjects) may come several times with the same account.
    """
    desired = Desired()
    _add_categories(desired, facts)
    _add_class_cohorts(desired, facts)
    present = [row for row in people if not is_over(row[0], facts.today)]
    _add_people(desired, facts, present)
    _note_departed(desired, facts, people)
    learners = _Learners(present)
    staff = gather_staff(learners.teachers, facts.today)
    desired.substitutions = staff.substitutions()
    for spec in courses:
        _add_course(desired, facts, spec)
        _enrol_students(desired, facts, spec, learners)
        _enrol_teachers(desired, facts, spec, staff)
    if facts.levels:
        desired.remarks += remark_unknown_subjects(courses, (person for person, _one in present))
    if desired.empty_banks:
        desired.remarks.append(remark_empty_banks(desired.empty_banks))
    if facts.with_exceptions:
        given = exceptions.ExceptionFacts(facts.keys, facts.timezone, courses, desired.state)
        terms = (*exceptions.terms_of_categories(present, facts.extra_time), *facts.terms)
        desired.remarks += exceptions.add_exceptions(terms, given, desired.places)
    elif facts.terms or facts.extra_time:
        desired.remarks.append(remark_exceptions())
    if facts.with_events:
        _add_school_events(desired, facts)
    else:
        desired.remarks += remark_events(courses, facts.events)
    return desired


def _add_school_events(desired: Desired, facts: SchoolFacts) -> None:
    place = facts.keys.site_calendar()
    desired.labels[place] = _("Календарь школы")
    for event in facts.events:
        record = calendar_event(place, event, facts.timezone)
        desired.state.add(record)
        desired.places[record.key] = event.source


def _add_categories(desired: Desired, facts: SchoolFacts) -> None:
    for node in facts.categories:
        key = facts.keys.category(node.key)
        parent = facts.keys.category(node.parent) if node.parent else ""
        desired.state.add(Category(key, node.name, parent))
        desired.labels[key] = node.name


def _add_class_cohorts(desired: Desired, facts: SchoolFacts) -> None:
    for school_class in facts.classes:
        key = facts.keys.class_cohort(school_class.name)
        desired.state.add(Cohort(key, str(school_class.name)))
        desired.class_cohorts[str(school_class.name)] = key
        desired.labels[key] = _("класс {name}").format(name=school_class.name)


def _add_people(
    desired: Desired, facts: SchoolFacts, people: Iterable[tuple[Person, Account]]
) -> None:
    categories = {category.key: category for category in facts.learner_categories}
    for person, account in people:
        desired.state.add(_user_of(person, account, facts))
        desired.labels[account.key] = person.full_name
        desired.places.setdefault(account.key, person.source)
        if person.role is Role.TEACHER:
            desired.teachers.add(account.key)
        if person.role is not Role.STUDENT or person.class_name is None:
            continue
        desired.students += 1
        desired.user_class[account.key] = str(person.class_name)
        cohort = desired.class_cohorts.get(str(person.class_name))
        if cohort is not None:
            desired.state.add(CohortMember(cohort, account.key))
        for name in person.categories:
            if name in categories:
                _add_to_category_cohort(desired, facts, categories[name], account)


def _note_departed(
    desired: Desired, facts: SchoolFacts, people: Iterable[tuple[Person, Account]]
) -> None:
    """Remember the last day of those none of whose rows goes on."""
    for person, account in people:
        if account.key not in desired.state.user and person.end and is_over(person, facts.today):
            desired.departed[account.key] = max(
                person.end, desired.departed.get(account.key, person.end)
            )
            desired.labels.setdefault(account.key, person.full_name)
            desired.places.setdefault(account.key, person.source)


def _add_to_category_cohort(
    desired: Desired, facts: SchoolFacts, category: LearnerCategory, account: Account
) -> None:
    key = facts.keys.learners_cohort(category.code)
    if key not in desired.state.cohort:
        desired.state.add(Cohort(key, category.code))
        desired.labels[key] = _("категория {code}").format(code=category.code)
    desired.state.add(CohortMember(key, account.key))


def _user_of(person: Person, account: Account, facts: SchoolFacts) -> User:
    firstname, middlename = person.first_name, person.middle_name
    if account.code:
        return User(account.key, account.username, PUPIL, account.code, "", account.email)
    if facts.patronymic_in_firstname:
        firstname, middlename = f"{firstname} {middlename}".strip(), ""
    return User(
        key=account.key,
        username=account.username,
        firstname=firstname,
        lastname=person.last_name,
        middlename=middlename,
        email=account.email,
    )


def _add_course(desired: Desired, facts: SchoolFacts, spec: CourseSpec) -> None:
    key = facts.keys.course(spec.key)
    grouped = spec.class_groups and bool(spec.classes)
    named = [section for section in spec.sections if section.key != "general"]
    desired.state.add(
        Course(
            key=key,
            fullname=spec.full_name,
            shortname=spec.short_name,
            category=facts.keys.category(spec.category) if spec.category else "",
            summary=_summary(facts, spec),
            startdate=seconds_of(spec.start, facts.timezone),
            enddate=seconds_of(spec.end, facts.timezone, DAY_END),
            visible=not spec.hidden,
            groupmode=SEPARATE_GROUPS if grouped else 0,
            sections=len(named),
        )
    )
    desired.labels[key] = spec.full_name
    desired.places[key] = spec.source
    if facts.with_activities:
        _add_content(desired, facts, spec)
    else:
        _add_sections(desired, key, spec)
    if grouped:
        _add_class_groups(desired, facts, key, spec.classes)
    for level in spec.groups:
        group = Group(facts.keys.group(key, level.key), key, level.title)
        desired.state.add(group)
        desired.labels[group.key] = group.name
    for level in level_groups_of(spec, facts.levels).values():
        desired.level_groups[facts.keys.group(key, level.key)] = level.title
    if not facts.with_activities and spec.activity_count:
        missing = tuple(
            (section.title, tuple(one.title for one in section.all_activities))
            for section in spec.sections
            if section.activities
        )
        desired.notes.append(CourseNote(key, spec.full_name, missing))


def _summary(facts: SchoolFacts, spec: CourseSpec) -> str:
    outline = "" if facts.with_activities else course_outline_html(spec.sections)
    return "\n".join(part for part in (spec.summary, outline) if part)


def _add_content(desired: Desired, facts: SchoolFacts, spec: CourseSpec) -> None:
    made = compile_content(
        spec,
        ContentFacts(facts.keys, facts.timezone, facts.modules, facts.banks, facts.with_events),
    )
    for record in made.records:
        desired.state.add(record)
    desired.bank_sources.update(made.banks)
    desired.files.update(made.files)
    desired.empty_banks |= made.empty_banks
    desired.notes += made.notes
    for key, label in made.labels.items():
        desired.labels.setdefault(key, label)
    for key, place in made.places.items():
        desired.places.setdefault(key, place)


def _add_sections(desired: Desired, course: str, spec: CourseSpec) -> None:
    number = 0
    for section in spec.sections:
        if section.key == "general":
            desired.state.add(Section(course, 0, section.title))
            continue
        number += 1
        desired.state.add(Section(course, number, section.title))


def _add_class_groups(
    desired: Desired, facts: SchoolFacts, course: str, classes: Iterable[ClassName]
) -> None:
    grouping = Grouping(facts.keys.grouping(course, "classes"), course, CLASSES_GROUPING)
    desired.state.add(grouping)
    desired.labels[grouping.key] = grouping.name
    for name in classes:
        group = Group(facts.keys.group(course, str(name)), course, str(name))
        desired.state.add(group)
        desired.labels[group.key] = group.name
        desired.state.add(GroupingGroup(grouping.key, group.key))


class _Learners:
    """Students by class and teachers apart, so that a course looks at its own people only."""

    def __init__(self, people: Iterable[tuple[Person, Account]]) -> None:
        self._by_class: dict[ClassName, list[tuple[Person, Account]]] = defaultdict(list)
        self.teachers: list[tuple[Person, Account]] = []
        for person, account in people:
            if person.role is Role.TEACHER:
                self.teachers.append((person, account))
            elif person.class_name is not None:
                self._by_class[person.class_name].append((person, account))

    def of(self, spec: CourseSpec) -> Iterable[tuple[Person, Account]]:
        """Return those whom the course is for: its classes, narrowed by elective and categories."""
        wanted_categories = set(spec.categories)
        elective = spec.elective.casefold()
        for name in spec.classes:
            for person, account in self._by_class.get(name, ()):
                if wanted_categories and not wanted_categories & set(person.categories):
                    continue
                if elective and elective not in (e.casefold() for e in person.electives):
                    continue
                yield person, account


def _enrol_students(
    desired: Desired, facts: SchoolFacts, spec: CourseSpec, learners: _Learners
) -> None:
    course = facts.keys.course(spec.key)
    if spec.hidden:
        _place_by_audience(desired, facts, spec, _Learners([]))
        return
    _place_by_level(desired, facts, spec, learners)
    _place_by_audience(desired, facts, spec, learners)
    if facts.whole_classes and facts.with_activities and not spec.elective and not spec.categories:
        _enrol_classes(desired, facts, spec)
        return
    for person, account in learners.of(spec):
        desired.state.add(
            enrolment_of(course, account.key, person, "student", spec, facts.timezone)
        )
        if spec.class_groups and person.class_name is not None:
            group = facts.keys.group(course, str(person.class_name))
            desired.state.add(GroupMember(group, account.key))


def _enrol_classes(desired: Desired, facts: SchoolFacts, spec: CourseSpec) -> None:
    """Enrol classes as a whole; only courses that all pupils of a class take can be filled so."""
    course = facts.keys.course(spec.key)
    for name in spec.classes:
        cohort = desired.class_cohorts.get(str(name))
        if cohort is not None:
            group = facts.keys.group(course, str(name)) if spec.class_groups else ""
            desired.state.add(CohortSync(course, cohort, "student", group))


def _place_by_level(
    desired: Desired, facts: SchoolFacts, spec: CourseSpec, learners: _Learners
) -> None:
    """Put pupils into the group of their level, in each course that has one."""
    groups = level_groups_of(spec, facts.levels)
    if not groups:
        return
    course = facts.keys.course(spec.key)
    for person, account in learners.of(spec):
        group = groups.get(level_of(person, spec))
        if group is not None:
            desired.state.add(GroupMember(facts.keys.group(course, group.key), account.key))


def _place_by_audience(
    desired: Desired, facts: SchoolFacts, spec: CourseSpec, learners: _Learners
) -> None:
    """Make the groups of categories and forms that the course's restrictions ask for, with their members."""
    if not facts.with_activities:
        return
    codes = {one.key: one.code for one in facts.learner_categories}
    groups, members = compile_audience(spec, facts.keys, learners.of(spec), codes, facts.classes)
    for group in groups:
        desired.state.add(group)
        desired.labels[group.key] = group.name
    for member in members:
        desired.state.add(member)


def _enrol_teachers(desired: Desired, facts: SchoolFacts, spec: CourseSpec, staff: Staff) -> None:
    course = facts.keys.course(spec.key)
    named = facts.extra_teachers.get(spec.key, ())
    for enrolment in teachers_of(course, spec, staff, named, facts.timezone):
        desired.state.add(enrolment)
