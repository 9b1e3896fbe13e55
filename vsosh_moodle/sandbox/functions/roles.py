"""core_role_*: assigning roles outside of enrolments."""

from vsosh_moodle.sandbox.access import Context
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import coding_error, invalid_parameter
from vsosh_moodle.sandbox.functions.cohorts import context_from_params
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row


@function("core_role_assign_roles")
def assign_roles(call: Call, assignments: list[Row]) -> None:
    """All or none; a role that is already assigned is passed over."""
    for assignment in assignments:
        context = _checked_context(call, assignment)
        if not call.store.row(
            "SELECT 1 FROM user WHERE id = ? AND deleted = 0", assignment["userid"]
        ):
            raise coding_error("User ID does not exist or is deleted!")
        call.store.write(
            "INSERT OR IGNORE INTO role_assignments (roleid, contextid, userid, timemodified)"
            " VALUES (?, ?, ?, ?)",
            assignment["roleid"],
            context.id,
            assignment["userid"],
            call.now,
        )


@function("core_role_unassign_roles")
def unassign_roles(call: Call, unassignments: list[Row]) -> None:
    """All or none; taking away a role that is not there is fine."""
    for unassignment in unassignments:
        context = _checked_context(call, unassignment)
        call.store.write(
            "DELETE FROM role_assignments WHERE roleid = ? AND contextid = ? AND userid = ?",
            unassignment["roleid"],
            context.id,
            unassignment["userid"],
        )


def _checked_context(call: Call, assignment: Row) -> Context:
    context = context_from_params(call, assignment)
    call.require("moodle/role:assign", context)
    if assignment["roleid"] not in call.access.assignable_roles(context):
        raise invalid_parameter("roleid")
    return context
