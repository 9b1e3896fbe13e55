"""Find the sections to be named: Moodle makes them with the course, or they are added here."""

from collections.abc import MutableMapping, Sequence

from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError, NotFound
from vsosh_moodle.moodle.ids import CourseId
from vsosh_moodle.moodle.sections import Section as LiveSection
from vsosh_moodle.moodle.sections import add_section, get_contents_of_courses
from vsosh_moodle.plan.records import SEPARATOR, Kind, Section

Ids = MutableMapping[tuple[Kind, str], int]


def fetch_section_ids(client: MoodleClient, ids: Ids, wanted: Sequence[Section]) -> None:
    """Fill `ids` with Moodle's ids of the wanted sections; one that a course lacks is added to it.

    Raises MoodleError when a course cannot be read, NotFound when a section could not be added.
    """
    unknown = [one for one in wanted if (Kind.SECTION, one.key) not in ids]
    if not unknown:
        return
    course_keys = list(dict.fromkeys(one.course for one in unknown))
    course_ids = {key: CourseId(ids[Kind.COURSE, key]) for key in course_keys}
    contents = _contents(client, course_ids, ids)
    lacking = [one for one in unknown if (Kind.SECTION, one.key) not in ids]
    for course in dict.fromkeys(one.course for one in lacking):
        highest = max(one.number for one in lacking if one.course == course)
        present = max((row.section for row in contents[course] if not row.component), default=0)
        for _number in range(present, highest):
            add_section(client, course_ids[course])
    if lacking:
        _contents(client, {one.course: course_ids[one.course] for one in lacking}, ids)
    if any((Kind.SECTION, one.key) not in ids for one in lacking):
        raise NotFound(_("В курсе не хватает разделов, и добавить их не удалось."))


def _contents(
    client: MoodleClient, course_ids: dict[str, CourseId], ids: Ids
) -> dict[str, list[LiveSection]]:
    answers = get_contents_of_courses(client, list(course_ids.values()))
    taken = {number for (kind, _key), number in ids.items() if kind is Kind.SECTION}
    found = {}
    for course, number in course_ids.items():
        rows = answers[number]
        if isinstance(rows, MoodleError):
            raise rows
        found[course] = rows
        for row in rows:
            key = (Kind.SECTION, f"{course}{SEPARATOR}{row.section}")
            if not row.component and row.id not in taken:
                ids.setdefault(key, row.id)
    return found
