"""core_group_*grouping*: sets of groups of a course."""

from vsosh_moodle.sandbox.call import Call, check_format
from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.functions.groups import check_idnumber, enter_group_course
from vsosh_moodle.sandbox.params import PHP_SPACE
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_COLUMNS = ("name", "idnumber", "description", "descriptionformat")


@function("core_group_create_groupings")
def create_groupings(call: Call, groupings: list[Row]) -> list[Row]:
    """All groupings or none."""
    created = []
    for grouping in groupings:
        courseid = grouping["courseid"]
        _check_name(call, courseid, grouping["name"])
        _enter(call, courseid)
        values = _values(call, grouping, courseid, 0)
        values |= {"courseid": courseid, "timecreated": call.now, "timemodified": call.now}
        ident = call.store.insert("groupings", values)
        # Without an idnumber the answer breaks its own declaration: made, yet `invalidresponse`.
        created.append({**values, "id": ident})
    return created


def _enter(call: Call, courseid: int) -> None:
    """Enter a course as the grouping functions do: an unknown one is `invalidrecord`."""
    call.store.get("course", courseid)
    enter_group_course(call, courseid)


def _check_name(call: Call, courseid: int, name: str) -> None:
    if not name.strip(PHP_SPACE):
        raise invalid_parameter("name is blank")
    if call.store.row("SELECT 1 FROM groupings WHERE courseid = ? AND name = ?", courseid, name):
        raise invalid_parameter("name exists")


def _values(call: Call, grouping: Row, courseid: int, ident: int) -> Row:
    check_format(grouping["descriptionformat"])
    values = {name: grouping[name] for name in _COLUMNS if grouping.get(name) is not None}
    values["name"] = values["name"].strip(PHP_SPACE)
    if "idnumber" in values:
        values["idnumber"] = values["idnumber"].strip(PHP_SPACE)
        check_idnumber(call, "groupings", courseid, values["idnumber"], ident)
    return values


@function("core_group_update_groupings")
def update_groupings(call: Call, groupings: list[Row]) -> None:
    """All groupings or none."""
    for grouping in groupings:
        if not grouping["name"].strip(PHP_SPACE):
            raise invalid_parameter("name is blank")
        current = call.store.row("SELECT * FROM groupings WHERE id = ?", grouping["id"])
        if current is None:
            raise invalid_parameter("no such grouping")
        if grouping["name"] != current["name"]:
            _check_name(call, current["courseid"], grouping["name"])
        enter_group_course(call, current["courseid"])
        values = _values(call, grouping, current["courseid"], current["id"])
        call.store.update("groupings", current["id"], {**values, "timemodified": call.now})


@function("core_group_get_groupings")
def get_groupings(call: Call, groupingids: list[int], returngroups: bool) -> list[Row]:
    """Groupings in the order asked for; one unknown id fails the whole call."""
    result = []
    for groupingid in groupingids:
        grouping = call.store.get("groupings", groupingid)
        enter_group_course(call, grouping["courseid"])
        shown = _show(call, grouping)
        if returngroups:
            groups = call.store.rows(
                "SELECT g.* FROM groupings_groups gg JOIN groups g ON g.id = gg.groupid"
                " WHERE gg.groupingid = ? ORDER BY g.id",
                groupingid,
            )
            if groups:
                shown["groups"] = [_show(call, group) for group in groups]
        result.append(shown)
    return result


@function("core_group_get_course_groupings")
def get_course_groupings(call: Call, courseid: int) -> list[Row]:
    """All groupings of a course by name."""
    _enter(call, courseid)
    rows = call.store.rows("SELECT * FROM groupings WHERE courseid = ? ORDER BY name", courseid)
    return [_show(call, row) for row in rows]


def _show(call: Call, row: Row) -> Row:
    # The names of groupings are handed out raw, unlike those of groups.
    description, descriptionformat = call.text(row["description"], row["descriptionformat"])
    return {
        **row,
        "description": description,
        "descriptionformat": descriptionformat,
        "customfields": [],
    }


@function("core_group_delete_groupings")
def delete_groupings(call: Call, groupingids: list[int]) -> None:
    """All or none; a grouping that does not exist is passed over."""
    for groupingid in groupingids:
        grouping = call.store.row("SELECT * FROM groupings WHERE id = ?", groupingid)
        if grouping is not None:
            enter_group_course(call, grouping["courseid"])
            call.store.write("DELETE FROM groupings_groups WHERE groupingid = ?", groupingid)
            call.store.write("DELETE FROM groupings WHERE id = ?", groupingid)


@function("core_group_assign_grouping")
def assign_grouping(call: Call, assignments: list[Row]) -> None:
    """Put groups into groupings, all or none; a pair that exists is passed over."""
    for pair in assignments:
        grouping = call.store.get("groupings", pair["groupingid"])
        call.store.get("groups", pair["groupid"])
        enter_group_course(call, grouping["courseid"])
        call.store.write(
            "INSERT OR IGNORE INTO groupings_groups (groupingid, groupid) VALUES (?, ?)",
            pair["groupingid"],
            pair["groupid"],
        )


@function("core_group_unassign_grouping")
def unassign_grouping(call: Call, unassignments: list[Row]) -> None:
    """Take groups out of groupings, all or none; a pair that does not exist is passed over."""
    for pair in unassignments:
        grouping = call.store.get("groupings", pair["groupingid"])
        call.store.get("groups", pair["groupid"])
        enter_group_course(call, grouping["courseid"])
        call.store.write(
            "DELETE FROM groupings_groups WHERE groupingid = ? AND groupid = ?",
            pair["groupingid"],
            pair["groupid"],
        )
