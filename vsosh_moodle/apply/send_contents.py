"""Send what is inside a course: section names, groups, groupings."""

import html
from collections.abc import Sequence

from vsosh_moodle.apply.section_ids import fetch_section_ids
from vsosh_moodle.apply.send_objects import COURSE_FORMAT
from vsosh_moodle.apply.send_site import Result, Site, id_of, nothing
from vsosh_moodle.language import _
from vsosh_moodle.moodle import (
    groupings,
    groups,
    sections,
)
from vsosh_moodle.moodle.errors import InvalidParameter, MoodleError
from vsosh_moodle.moodle.ids import (
    CourseId,
    GroupId,
    GroupingId,
    SectionId,
)
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.records import (
    Group,
    Grouping,
    GroupingGroup,
    Kind,
    Section,
)


def name_sections(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Name sections, many in one request. Calls: core_update_inplace_editable."""
    wanted = [change.after for change in changes if isinstance(change.after, Section)]
    fetch_section_ids(site.client, site.ids, wanted)
    renames = [
        sections.SectionName(
            COURSE_FORMAT, SectionId(site.id(Kind.SECTION, section.key)), section.name
        )
        for section in wanted
    ]
    answers = sections.rename_sections(site.client, renames, chunk=len(renames))
    return [
        _named(section, answer, site.id(Kind.SECTION, section.key))
        for section, answer in zip(wanted, answers, strict=True)
    ]


def _named(section: Section, answer: str | MoodleError, number: int) -> Result:
    """Return the section's id, or the error of a name that Moodle did not keep as it was sent."""
    if isinstance(answer, MoodleError):
        return answer
    if section.name in (answer, html.unescape(answer)):
        return number
    return InvalidParameter(
        _("Moodle сохранил название раздела иначе: «{name}».").format(name=answer),
        _("Уберите из названия знаки < и >."),
        errorcode="namechanged",
    )


def create_groups(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Make groups of courses. Calls: core_group_create_groups."""
    rows: list[groups.NewGroup] = [
        {
            "courseid": CourseId(site.id(Kind.COURSE, after.course)),
            "name": after.name,
            "description": "",
            "idnumber": after.key,
        }
        for after in (change.after for change in changes)
        if isinstance(after, Group)
    ]
    return [created.id for created in groups.create_groups(site.client, rows)]


def update_groups(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Rename groups. Calls: core_group_update_groups."""
    rows: list[groups.GroupUpdate] = [
        {"id": GroupId(id_of(site, change)), "name": change.after.name}
        for change in changes
        if isinstance(change.after, Group)
    ]
    groups.update_groups(site.client, rows)
    return [id_of(site, change) for change in changes]


def create_groupings(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Make groupings of courses. Calls: core_group_create_groupings."""
    rows: list[groupings.NewGrouping] = [
        {
            "courseid": CourseId(site.id(Kind.COURSE, after.course)),
            "name": after.name,
            "description": "",
            "idnumber": after.key,
        }
        for after in (change.after for change in changes)
        if isinstance(after, Grouping)
    ]
    return [created.id for created in groupings.create_groupings(site.client, rows)]


def update_groupings(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Rename groupings. Calls: core_group_update_groupings."""
    rows: list[groupings.GroupingUpdate] = [
        {
            "id": GroupingId(id_of(site, change)),
            "name": change.after.name,
            "description": "",
        }
        for change in changes
        if isinstance(change.after, Grouping)
    ]
    groupings.update_groupings(site.client, rows)
    return [id_of(site, change) for change in changes]


def assign_groupings(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Put groups into groupings. Calls: core_group_assign_grouping."""
    groupings.assign_grouping(site.client, _grouping_groups(site, changes))
    return nothing(changes)


def unassign_groupings(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Take groups out of groupings. Calls: core_group_unassign_grouping."""
    groupings.unassign_grouping(site.client, _grouping_groups(site, changes))
    return nothing(changes)


def _grouping_groups(site: Site, changes: Sequence[Change]) -> list[groupings.GroupingGroup]:
    return [
        {
            "groupingid": GroupingId(site.id(Kind.GROUPING, record.grouping)),
            "groupid": GroupId(site.id(Kind.GROUP, record.group)),
        }
        for record in (change.record for change in changes)
        if isinstance(record, GroupingGroup)
    ]
