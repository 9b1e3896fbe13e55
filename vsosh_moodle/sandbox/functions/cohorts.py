"""core_cohort_*: cohorts and their members."""

from vsosh_moodle.sandbox.access import (
    COURSECAT,
    LEVEL_NAMES,
    SYSTEM,
    Context,
)
from vsosh_moodle.sandbox.call import Call, check_format
from vsosh_moodle.sandbox.faults import (
    Fault,
    coding_error,
    invalid_parameter,
    missing_record,
    read_refused,
)
from vsosh_moodle.sandbox.functions.cohort_enrolments import remove_instance, sync_cohort
from vsosh_moodle.sandbox.params import accepts, as_int
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_VIEW = ("moodle/cohort:manage", "moodle/cohort:view")
_ASSIGN = ("moodle/cohort:manage", "moodle/cohort:assign")


@function("core_cohort_create_cohorts")
def create_cohorts(call: Call, cohorts: list[Row]) -> list[Row]:
    """All cohorts or none; idnumber unique over the site, the empty one included."""
    created = []
    for cohort in cohorts:
        context = _place(call, cohort["categorytype"])
        if call.store.row("SELECT 1 FROM cohort WHERE idnumber = ?", cohort["idnumber"]):
            raise invalid_parameter("idnumber exists")
        call.require("moodle/cohort:manage", context)
        check_format(cohort["descriptionformat"])
        row = {
            "contextid": context.id,
            "name": cohort["name"],
            "idnumber": cohort["idnumber"],
            "description": cohort.get("description") or "",
            "descriptionformat": cohort["descriptionformat"],
            "visible": int(cohort.get("visible") is not False),
            "timecreated": call.now,
            "timemodified": call.now,
        }
        row["id"] = call.store.insert("cohort", row)
        created.append(_show(call, row))
    return created


def _place(call: Call, categorytype: Row) -> Context:
    """Find the context of a cohort by `categorytype`: system, or a category by id or idnumber."""
    kind, value = categorytype["type"], categorytype["value"]
    if kind == "system":
        return call.contexts.system
    if kind not in {"id", "idnumber"}:
        raise invalid_parameter("categorytype")
    if kind == "id":
        _check_number(value)
    found = call.store.value(
        f"SELECT id FROM course_categories WHERE {kind} = ?",  # noqa: S608
        as_int(value) if kind == "id" else value,
    )
    context = call.contexts.of(COURSECAT, found) if found else None
    if context is None:
        raise invalid_parameter("category does not exist")
    return context


def _show(call: Call, cohort: Row) -> Row:
    description, descriptionformat = call.text(cohort["description"], cohort["descriptionformat"])
    return {
        "id": cohort["id"],
        "name": cohort["name"],
        "idnumber": cohort["idnumber"],
        "description": description,
        "descriptionformat": descriptionformat,
        "visible": cohort["visible"],
        "theme": "",
        "customfields": [],
    }


@function("core_cohort_get_cohorts")
def get_cohorts(call: Call, cohortids: list[int]) -> list[Row]:
    """Cohorts by id, all of them without ids; unknown ids are left out in silence."""
    if cohortids:
        found = call.store.rows_in("SELECT * FROM cohort WHERE id", cohortids, "ORDER BY id")
    else:
        found = call.store.rows("SELECT * FROM cohort ORDER BY id")
    for cohort in found:
        call.access.require_any(_VIEW, _context_of(call, cohort))
    return [_show(call, cohort) for cohort in found]


@function("core_cohort_search_cohorts")
def search_cohorts(
    call: Call, query: str, context: Row, includes: str, limitfrom: int, limitnum: int
) -> Row:
    """Cohorts of a context (`self`), of it and its parents (`parents`), of the site (`all`)."""
    place = context_from_params(call, context)
    call.access.require_any(_VIEW, place)
    contextids = {"self": (place.id,), "parents": place.path}.get(includes)
    if contextids is None and includes != "all":
        raise coding_error("Invalid parameter value for 'includes'.")
    where, params = "1", []
    if contextids is not None:
        where, params = f"contextid IN ({','.join('?' * len(contextids))})", list(contextids)
    pattern = f"%{query}%"
    found = call.store.rows(
        f"SELECT * FROM cohort WHERE {where} AND"  # noqa: S608
        " (ilike(name, ?) OR ilike(idnumber, ?) OR ilike(description, ?))"
        " ORDER BY name, idnumber LIMIT ? OFFSET ?",
        *params,
        pattern,
        pattern,
        pattern,
        limitnum or -1,
        limitfrom,
    )
    return {"cohorts": [_show(call, cohort) for cohort in found]}


def context_from_params(call: Call, given: Row) -> Context:
    """Find a context by `contextid`, or by `contextlevel` and `instanceid`."""
    if given.get("contextid"):
        context = call.contexts.by_id(given["contextid"])
    elif given.get("contextlevel") and given.get("instanceid") is not None:
        name = given["contextlevel"]
        level = LEVEL_NAMES.get(name)
        if level is None and call.release.has("4.2") and name.isdigit():
            level = int(name) if int(name) in LEVEL_NAMES.values() else None
        if level is None:
            raise invalid_parameter("contextlevel")
        context = call.contexts.of(level, given["instanceid"])
    else:
        raise invalid_parameter("no context")
    return call.access.enter(context)


@function("core_cohort_update_cohorts")
def update_cohorts(call: Call, cohorts: list[Row]) -> None:
    """All or none; nothing checks that the idnumber is not another cohort's."""
    for cohort in cohorts:
        if not cohort["name"].strip():
            raise invalid_parameter("name is blank")
        current = call.store.get("cohort", cohort["id"])
        call.require("moodle/cohort:manage", _context_of(call, current))
        context = _place(call, cohort["categorytype"])
        if context.id != current["contextid"]:
            call.require("moodle/cohort:manage", context)
        if cohort.get("description"):
            check_format(cohort["descriptionformat"])
        values = {
            name: cohort[name]
            for name in ("name", "idnumber", "description", "descriptionformat", "visible")
            if cohort.get(name) is not None
        }
        call.store.update(
            "cohort", cohort["id"], {**values, "contextid": context.id, "timemodified": call.now}
        )


@function("core_cohort_delete_cohorts")
def delete_cohorts(call: Call, cohortids: list[int]) -> None:
    """All or none."""
    for cohortid in cohortids:
        cohort = call.store.get("cohort", cohortid)
        call.require("moodle/cohort:manage", _context_of(call, cohort))
        call.store.write("DELETE FROM cohort_members WHERE cohortid = ?", cohortid)
        for instance in call.store.rows(
            "SELECT * FROM enrol WHERE enrol = 'cohort' AND customint1 = ?", cohortid
        ):
            remove_instance(call.store, instance)
        call.store.write("DELETE FROM cohort WHERE id = ?", cohortid)


@function("core_cohort_add_cohort_members")
def add_cohort_members(call: Call, members: list[Row]) -> Row:
    """Each member on its own: warnings 1 (bad type), 2 (not found), 3 (already there)."""
    warnings: list[Row] = []
    for member in members:
        problem = _add_member(call, member["cohorttype"], member["usertype"])
        if problem is not None:
            warnings.append({"warningcode": problem, "message": "member not added"})
    return {"warnings": warnings}


def _add_member(call: Call, cohorttype: Row, usertype: Row) -> str | None:
    if cohorttype["type"] not in {"id", "idnumber"} or usertype["type"] not in {"id", "username"}:
        return "1"
    cohort = call.store.row(
        f"SELECT * FROM cohort WHERE {cohorttype['type']} = ?",  # noqa: S608
        _lookup(cohorttype),
    )
    if cohort is None:
        return "2"
    userid = call.store.value(
        f"SELECT id FROM user WHERE {usertype['type']} = ? AND deleted = 0",  # noqa: S608
        _lookup(usertype),
    )
    if userid is None:
        return "2"
    if call.store.row(
        "SELECT 1 FROM cohort_members WHERE cohortid = ? AND userid = ?", cohort["id"], userid
    ):
        return "3"
    call.access.require_any(_ASSIGN, _context_of(call, cohort))
    call.store.insert(
        "cohort_members", {"cohortid": cohort["id"], "userid": userid, "timeadded": call.now}
    )
    sync_cohort(call.store, cohort["id"], call.now)
    return None


def _lookup(given: Row) -> str | int:
    value: str = given["value"] or ""
    if given["type"] != "id":
        return value
    try:
        _check_number(value)
    except Fault as fault:
        raise Fault("Error", "cohort/Error") from fault
    return as_int(value)


def _check_number(value: str) -> None:
    """Raise Fault `dmlreadexception` where PostgreSQL would: text compared to an id."""
    if not accepts("int", value.strip()):
        raise read_refused()


@function("core_cohort_delete_cohort_members")
def delete_cohort_members(call: Call, members: list[Row]) -> None:
    """All or none; taking out someone who is not in is fine."""
    for member in members:
        cohort = call.store.get("cohort", member["cohortid"])
        if not call.store.row("SELECT 1 FROM user WHERE id = ? AND deleted = 0", member["userid"]):
            raise missing_record("user")
        call.access.require_any(_ASSIGN, _context_of(call, cohort))
        call.store.write(
            "DELETE FROM cohort_members WHERE cohortid = ? AND userid = ?",
            cohort["id"],
            member["userid"],
        )
        sync_cohort(call.store, cohort["id"], call.now)


@function("core_cohort_get_cohort_members")
def get_cohort_members(call: Call, cohortids: list[int]) -> list[Row]:
    """Members by last and first name; one unknown cohort fails the whole call."""
    result = []
    for cohortid in cohortids:
        cohort = call.store.get("cohort", cohortid)
        call.access.require_any(_VIEW, _context_of(call, cohort))
        userids = call.store.column(
            "SELECT u.id FROM cohort_members cm JOIN user u ON u.id = cm.userid"
            " WHERE cm.cohortid = ? ORDER BY u.lastname, u.firstname",
            cohortid,
        )
        result.append({"cohortid": cohortid, "userids": userids})
    return result


def _context_of(call: Call, cohort: Row) -> Context:
    context = call.contexts.by_id(cohort["contextid"])
    if context is None or context.level not in {SYSTEM, COURSECAT}:
        raise invalid_parameter("context")
    return context
