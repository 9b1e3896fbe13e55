"""What must exist before a record can: the order of a plan. Pure."""

from vsosh_moodle.plan.records import (
    SEPARATOR,
    SITE_SIGN,
    CalendarEvent,
    Category,
    Cohort,
    CohortMember,
    CohortSync,
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
    PupilException,
    QuestionBank,
    Record,
    Section,
    User,
)


def parents_of(record: Record) -> tuple[tuple[Kind, str], ...]:
    """Return (kind, key) of every record that must exist before this one can."""
    match record:
        case Category(parent=parent):
            return _category(parent)
        case Course(category=category):
            return _category(category)
        case (
            Section(course=course)
            | Group(course=course)
            | Grouping(course=course)
            | CourseContent(course=course)
            | QuestionBank(course=course)
            | GradeCategory(course=course)
            | ContentSection(course=course)
            | CourseActivity(course=course)
            | CalendarEvent(course=course)
            | PupilException(course=course)
        ):
            return _inside(record, course)
        case GroupingGroup(grouping=grouping, group=group):
            return ((Kind.GROUPING, grouping), (Kind.GROUP, group))
        case CohortMember(cohort=cohort, user=user):
            return ((Kind.COHORT, cohort), (Kind.USER, user))
        case CohortSync(course=course, cohort=cohort, group=group):
            parents = ((Kind.COURSE, course), (Kind.COHORT, cohort))
            return (*parents, (Kind.GROUP, group)) if group else parents
        case Enrolment(course=course, user=user):
            return ((Kind.COURSE, course), (Kind.USER, user))
        case GroupMember(group=group, user=user):
            return ((Kind.GROUP, group), (Kind.USER, user))
        case Cohort() | User():
            return ()


def _category(key: str) -> tuple[tuple[Kind, str], ...]:
    return ((Kind.CATEGORY, key),) if key else ()


def _inside(record: Record, course: str) -> tuple[tuple[Kind, str], ...]:
    if course.startswith(SITE_SIGN):
        return ()
    if isinstance(record, PupilException):
        activity = f"{course}{SEPARATOR}{record.activity}"
        return ((Kind.COURSE, course), (Kind.COURSE_ACTIVITY, activity), (Kind.USER, record.user))
    return ((Kind.COURSE, course),)
