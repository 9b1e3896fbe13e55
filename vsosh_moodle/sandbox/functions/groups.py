"""core_group_*: groups of a course and their members."""

from vsosh_moodle.sandbox.access import COURSE, Context, is_enrolled
from vsosh_moodle.sandbox.call import Call, check_format, warning
from vsosh_moodle.sandbox.faults import Fault, invalid_parameter, missing_record
from vsosh_moodle.sandbox.outline import names
from vsosh_moodle.sandbox.params import PHP_SPACE
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_MANAGE = "moodle/course:managegroups"
_COLUMNS = names(
    "name description descriptionformat enrolmentkey idnumber visibility participation"
)


@function("core_group_create_groups")
def create_groups(call: Call, groups: list[Row]) -> list[Row]:
    """All groups or none; the name is compared exactly before it is trimmed, as Moodle does."""
    created = []
    for group in groups:
        if not group["name"].strip(PHP_SPACE):
            raise invalid_parameter("name is blank")
        if _named(call, group["courseid"], group["name"]):
            raise invalid_parameter("name exists")
        enter_group_course(call, group["courseid"])
        check_format(group["descriptionformat"])
        _check_visibility(group)
        row = {name: group[name] for name in ("courseid", *_COLUMNS) if group.get(name) is not None}
        row["name"] = row["name"].strip(PHP_SPACE)
        if group.get("idnumber") is not None:
            row["idnumber"] = group["idnumber"].strip(PHP_SPACE)
            check_idnumber(call, "groups", group["courseid"], row["idnumber"], 0)
        if row.get("visibility") in {2, 3}:
            row["participation"] = 0  # groups_create_group: hidden groups take no part
        row["timecreated"] = row["timemodified"] = call.now
        row["id"] = call.store.insert("groups", row)
        created.append(
            {"enrolmentkey": "", "idnumber": "", "visibility": 0, "participation": 1} | row
        )
    return created


def enter_group_course(call: Call, courseid: int) -> Context:
    """Enter the course and check that the caller manages its groups."""
    context = call.course_context(courseid)
    call.require(_MANAGE, context)
    return context


def check_idnumber(call: Call, table: str, courseid: int, idnumber: str, ident: int) -> None:
    """Raise `idnumbertaken` when another group (grouping) of the course has the idnumber."""
    if idnumber and call.store.row(
        f"SELECT 1 FROM {table} WHERE courseid = ? AND idnumber = ? AND id <> ?",  # noqa: S608
        courseid,
        idnumber,
        ident,
    ):
        raise Fault("idnumbertaken", "ID number is already taken")


def _named(call: Call, courseid: int, name: str) -> bool:
    row = call.store.row("SELECT 1 FROM groups WHERE courseid = ? AND name = ?", courseid, name)
    return row is not None


def _check_visibility(group: Row) -> None:
    if str(group.get("visibility", 0)) not in {"0", "1", "2", "3"}:
        raise invalid_parameter("visibility")


@function("core_group_update_groups")
def update_groups(call: Call, groups: list[Row]) -> None:
    """All groups or none."""
    for group in groups:
        if not group["name"].strip(PHP_SPACE):
            raise invalid_parameter("name is blank")
        current = call.store.row("SELECT * FROM groups WHERE id = ?", group["id"])
        if current is None:
            raise invalid_parameter("no such group")
        if group["name"] != current["name"] and _named(call, current["courseid"], group["name"]):
            raise invalid_parameter("name exists")
        _check_visibility(group)
        _check_frozen(call, group, current)
        enter_group_course(call, current["courseid"])
        if group.get("description"):
            check_format(group["descriptionformat"])
        values = {name: group[name] for name in _COLUMNS if group.get(name) is not None}
        values["name"] = values["name"].strip(PHP_SPACE)
        if str(values.get("visibility")) in {"2", "3"}:
            values["participation"] = 0
        if "idnumber" in values:
            values["idnumber"] = values["idnumber"].strip(PHP_SPACE)
            check_idnumber(call, "groups", current["courseid"], values["idnumber"], current["id"])
        call.store.update("groups", current["id"], {**values, "timemodified": call.now})


def _check_frozen(call: Call, group: Row, current: Row) -> None:
    changed = any(
        group.get(name) is not None and int(group[name]) != current[name]
        for name in ("visibility", "participation")
    )
    if changed and call.store.row("SELECT 1 FROM groups_members WHERE groupid = ?", current["id"]):
        raise invalid_parameter("the group has members")


def _show(call: Call, group: Row) -> Row:
    description, descriptionformat = call.text(group["description"], group["descriptionformat"])
    return {
        **group,
        "name": call.string(group["name"]) if call.release.formats_group_names else group["name"],
        "description": description,
        "descriptionformat": descriptionformat,
        "customfields": [],
    }


@function("core_group_get_groups")
def get_groups(call: Call, groupids: list[int]) -> list[Row]:
    """Groups in the order asked for; one unknown id fails the whole call."""
    result = []
    for groupid in groupids:
        group = call.store.get("groups", groupid)
        enter_group_course(call, group["courseid"])
        result.append(_show(call, group))
    return result


@function("core_group_get_course_groups")
def get_course_groups(call: Call, courseid: int) -> list[Row]:
    """All groups of a course by name."""
    context = enter_group_course(call, courseid)
    hidden = call.access.can("moodle/course:viewhiddengroups", context)
    groups = call.store.rows(
        "SELECT * FROM groups WHERE courseid = ? AND (visibility = 0 OR ?) ORDER BY name",
        courseid,
        hidden,
    )
    return [_show(call, group) for group in groups]


@function("core_group_delete_groups")
def delete_groups(call: Call, groupids: list[int]) -> None:
    """All or none; a group that does not exist is passed over."""
    for groupid in groupids:
        group = call.store.row("SELECT * FROM groups WHERE id = ?", groupid)
        if group is None:
            continue
        enter_group_course(call, group["courseid"])
        call.store.write("DELETE FROM groups_members WHERE groupid = ?", groupid)
        call.store.write("DELETE FROM groupings_groups WHERE groupid = ?", groupid)
        call.store.write("DELETE FROM groups WHERE id = ?", groupid)


@function("core_group_add_group_members")
def add_group_members(call: Call, members: list[Row]) -> None:
    """All or none; only enrolled users; adding a member again is fine."""
    for group, userid in _memberships(call, members):
        if not is_enrolled(call.store, group["courseid"], userid):
            raise invalid_parameter("not enrolled")
        added = call.store.write(
            "INSERT OR IGNORE INTO groups_members (groupid, userid, timeadded) VALUES (?, ?, ?)",
            group["id"],
            userid,
            call.now,
        )
        if added.rowcount:
            call.store.update("groups", group["id"], {"timemodified": call.now})


@function("core_group_delete_group_members")
def delete_group_members(call: Call, members: list[Row]) -> None:
    """All or none; taking out someone who is not in is fine."""
    for group, userid in _memberships(call, members):
        call.store.write(
            "DELETE FROM groups_members WHERE groupid = ? AND userid = ?", group["id"], userid
        )


def _memberships(call: Call, members: list[Row]) -> list[tuple[Row, int]]:
    known: dict[int, Row] = {}
    found = []
    for member in members:
        groupid, userid = member["groupid"], member["userid"]
        if groupid not in known:
            known[groupid] = call.store.get("groups", groupid)
        if not call.store.row("SELECT 1 FROM user WHERE id = ? AND deleted = 0", userid):
            raise missing_record("user")
        enter_group_course(call, known[groupid]["courseid"])
        found.append((known[groupid], userid))
    return found


@function("core_group_get_group_members")
def get_group_members(call: Call, groupids: list[int]) -> list[Row]:
    """Members by last and first name; one unknown group fails the whole call."""
    result = []
    for groupid in groupids:
        group = call.store.get("groups", groupid)
        enter_group_course(call, group["courseid"])
        userids = call.store.column(
            "SELECT u.id FROM groups_members gm JOIN user u ON u.id = gm.userid"
            " WHERE gm.groupid = ? ORDER BY u.lastname, u.firstname",
            groupid,
        )
        result.append({"groupid": groupid, "userids": userids})
    return result


@function("core_group_get_course_user_groups")
def get_course_user_groups(call: Call, courseid: int, userid: int, groupingid: int) -> Row:
    """The groups of a user in one course or in all of theirs."""
    userid = userid or call.user["id"]
    user = call.store.get("user", userid)
    if user["deleted"] or user["suspended"]:
        raise Fault("suspended" if user["suspended"] else "userdeleted", "User is not active")
    if courseid:
        call.store.get("course", courseid)
        courseids = [courseid]
    else:
        courseids = call.store.column(
            "SELECT DISTINCT e.courseid FROM user_enrolments ue JOIN enrol e ON e.id = ue.enrolid"
            " WHERE ue.userid = ? AND ue.status = 0 AND e.status = 0",
            userid,
        )
    groups: list[Row] = []
    warnings: list[Row] = []
    for ident in courseids:
        groups += _user_groups(call, ident, userid, groupingid, warnings)
    return {"groups": groups, "warnings": warnings}


def _user_groups(
    call: Call, courseid: int, userid: int, groupingid: int, warnings: list[Row]
) -> list[Row]:
    context = call.contexts.of(COURSE, courseid)
    if context is None or not (userid == call.user["id"] or call.access.can(_MANAGE, context)):
        warnings.append(warning("course", courseid, "cannotmanagegroups", "No access to groups"))
        return []
    if not is_enrolled(call.store, courseid, userid):
        warnings.append(warning("course", courseid, "notenrolled", "The user is not enrolled"))
    rows = call.store.rows(
        "SELECT g.* FROM groups g JOIN groups_members gm ON gm.groupid = g.id AND gm.userid = ?"
        " WHERE g.courseid = ? AND (? = 0 OR g.id IN"
        " (SELECT groupid FROM groupings_groups WHERE groupingid = ?)) ORDER BY g.name",
        userid,
        courseid,
        groupingid,
        groupingid,
    )
    return [_show(call, row) for row in rows]
