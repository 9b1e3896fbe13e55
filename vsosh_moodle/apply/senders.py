"""One function per operation: changes in, Moodle's call out, a result for each change.

A result is Moodle's id of what was made, or None where the call gives none. A refusal of the whole
call is raised as MoodleError; nothing of it was written then, or writing it again does no harm.
Where an operation takes two calls and the second is refused, PartlyDone is raised.
"""

from collections.abc import Callable, Sequence

from vsosh_moodle.apply import (
    send_contents,
    send_courses,
    send_events,
    send_exceptions,
    send_members,
    send_objects,
    send_people,
)
from vsosh_moodle.apply.operations import Operation
from vsosh_moodle.apply.send_site import Result, Site
from vsosh_moodle.plan.change import Change

Sender = Callable[[Site, Sequence[Change]], list[Result]]


def send(site: Site, operation: Operation, changes: Sequence[Change]) -> list[Result]:
    """Send the changes of one batch; return a result for each. Raises MoodleError or PartlyDone."""
    return _SENDERS[operation](site, changes)


_SENDERS: dict[Operation, Sender] = {
    Operation.CREATE_CATEGORIES: send_objects.create_categories,
    Operation.UPDATE_CATEGORIES: send_objects.update_categories,
    Operation.CREATE_COHORTS: send_objects.create_cohorts,
    Operation.UPDATE_COHORTS: send_objects.update_cohorts,
    Operation.CREATE_USERS: send_objects.create_users,
    Operation.UPDATE_USERS: send_objects.update_users,
    Operation.CREATE_COURSES: send_objects.create_courses,
    Operation.UPDATE_COURSES: send_objects.update_courses,
    Operation.NAME_SECTIONS: send_contents.name_sections,
    Operation.CREATE_GROUPS: send_contents.create_groups,
    Operation.UPDATE_GROUPS: send_contents.update_groups,
    Operation.CREATE_GROUPINGS: send_contents.create_groupings,
    Operation.UPDATE_GROUPINGS: send_contents.update_groupings,
    Operation.ASSIGN_GROUPINGS: send_contents.assign_groupings,
    Operation.UNASSIGN_GROUPINGS: send_contents.unassign_groupings,
    Operation.ADD_COHORT_MEMBERS: send_members.add_cohort_members,
    Operation.MOVE_COHORT_MEMBERS: send_members.move_cohort_members,
    Operation.REMOVE_COHORT_MEMBERS: send_members.remove_cohort_members,
    Operation.ENROL: send_members.enrol,
    Operation.ENROL_DATED: send_members.enrol,
    Operation.UNENROL: send_members.unenrol,
    Operation.ADD_GROUP_MEMBERS: send_members.add_group_members,
    Operation.REMOVE_GROUP_MEMBERS: send_members.remove_group_members,
    Operation.PUT_USERS: send_people.put_users,
    Operation.IMPORT_QUESTIONS: send_courses.import_questions,
    Operation.PUT_COURSES: send_courses.put_courses,
    Operation.SET_EVENTS: send_events.set_events,
    Operation.SET_EXCEPTIONS: send_exceptions.set_exceptions,
    Operation.SET_MEMBERS: send_people.set_members,
}
