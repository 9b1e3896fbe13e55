"""Days of the files as moments of Moodle, and the enrolment they bound. Pure."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from vsosh_moodle.plan.records import Enrolment
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.school.people import Person

DAY_END = time(23, 59)


def seconds_of(day: date, zone: ZoneInfo, at: time = time.min) -> int:
    """Return a local moment in Unix seconds."""
    return int(datetime.combine(day, at, zone).timestamp())


def enrolment_of(
    course: str, user: str, person: Person, role: str, spec: CourseSpec, zone: ZoneInfo
) -> Enrolment:
    """Return the enrolment of a row; late joiners start on their own day.

    0 is Moodle's «from the beginning» and «without end».
    """
    late = person.start is not None and person.start > spec.start
    start = seconds_of(person.start, zone) if late and person.start else 0
    end = seconds_of(person.end, zone, DAY_END) if person.end else 0
    return Enrolment(course, user, role, timestart=start, timeend=end)


def is_over(person: Person, today: date | None) -> bool:
    """Tell whether the last day of a row has passed; a teacher who substitutes keeps own lessons."""
    if today is None or person.end is None or person.end >= today:
        return False
    return not (person.substitutes and person.subjects)
