"""Course modules: hiding and showing them, alone and with their section, and deleting them."""

import json

from vsosh_moodle.sandbox.access import COURSE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, missing_record
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row, Store

_OF_MODULE = (
    ("course_modules_completion", "coursemoduleid"),
    ("assign_submission", "cmid"),
    ("quiz_attempts", "cmid"),
    ("quiz_overrides", "cmid"),
    ("assign_user_flags", "cmid"),
    ("forum_posts", "cmid"),
    ("feedback_completed", "cmid"),
    ("lesson_attempts", "cmid"),
    ("choice_answers", "cmid"),
    ("grade_grades", "cmid"),
)


def show_module(store: Store, module: Row, *, visible: bool) -> None:
    """Hide or show an activity; in a hidden section this is what it will be when that is shown."""
    shown = store.value("SELECT visible FROM course_sections WHERE id = ?", module["section"])
    values = {"visibleold": int(visible)}
    if shown:
        values["visible"] = int(visible)
    store.update("course_modules", module["id"], values)


def show_section(store: Store, section: Row, *, visible: bool, now: int) -> None:
    """Hide or show a section with what is in it (set_section_visible); the first one stays shown."""
    if section["section"] == 0 or bool(section["visible"]) == visible:
        return
    store.update("course_sections", section["id"], {"visible": int(visible), "timemodified": now})
    change = "visible = visibleold" if visible else "visibleold = visible, visible = 0"
    store.write(f"UPDATE course_modules SET {change} WHERE section = ?", section["id"])  # noqa: S608


def delete_module(store: Store, module: Row) -> None:
    """Delete an activity with what learners did there; a subsection goes with all that is in it."""
    inside = store.row(
        "SELECT * FROM course_sections WHERE course = ? AND component = 'mod_subsection'"
        " AND itemid = ?",
        module["course"],
        module["instance"] if module["modname"] == "subsection" else 0,
    )
    if inside is not None:
        for other in store.rows("SELECT * FROM course_modules WHERE section = ?", inside["id"]):
            delete_module(store, other)
        store.write("DELETE FROM course_sections WHERE id = ?", inside["id"])
    for table, column in _OF_MODULE:
        store.write(f"DELETE FROM {table} WHERE {column} = ?", module["id"])  # noqa: S608
    store.write("DELETE FROM contexts WHERE contextlevel = 70 AND instanceid = ?", module["id"])
    store.write("DELETE FROM course_modules WHERE id = ?", module["id"])
    store.write(
        "DELETE FROM local_vsosh_item WHERE itemtype IN ('activity', 'exception')"
        " AND instanceid = ?",
        module["id"],
    )


_MODULE_ACTIONS = {
    "cm_hide": "moodle/course:activityvisibility",
    "cm_show": "moodle/course:activityvisibility",
    "cm_move": "moodle/course:manageactivities",
    "cm_delete": "moodle/course:manageactivities",
}


def is_module_action(call: Call, action: str) -> bool:
    """Whether the course's editor has this action for activities; 4.1 deletes by another function."""
    return action in _MODULE_ACTIONS and (action != "cm_delete" or call.release.has("4.2"))


def change_modules(
    call: Call, courseid: int, action: str, ids: list[int], target: tuple[int | None, int | None]
) -> None:
    """Hide, show, move or delete activities in the course's editor; `target` is section and activity."""
    context = call.access.enter(call.contexts.of(COURSE, courseid))
    call.require(_MODULE_ACTIONS[action], context)
    modules = [_of_course(call, courseid, ident) for ident in ids]
    if action == "cm_move":
        _move(call, courseid, modules, target)
        return
    for module in modules:
        if action == "cm_delete":
            delete_module(call.store, module)
        else:
            show_module(call.store, module, visible=action == "cm_show")


def _of_course(call: Call, courseid: int, ident: int) -> Row:
    module = call.store.row(
        "SELECT * FROM course_modules WHERE id = ? AND course = ?", ident, courseid
    )
    if module is None:
        raise missing_record("course_modules")
    return module


def _move(
    call: Call, courseid: int, modules: list[Row], target: tuple[int | None, int | None]
) -> None:
    sectionid, before = target
    if before:
        sectionid = _of_course(call, courseid, before)["section"]
    if not sectionid:
        text = "Action cm_move requires targetsectionid or targetcmid"
        raise Fault(text, f"error/{text}")
    section = call.store.get("course_sections", sectionid)
    moved = [module["id"] for module in modules]
    present = call.store.column(
        "SELECT id FROM course_modules WHERE section = ? ORDER BY position, id", sectionid
    )
    rest = [ident for ident in present if ident not in moved]
    place = rest.index(before) if before in rest else len(rest)
    for position, ident in enumerate([*rest[:place], *moved, *rest[place:]]):
        call.store.update("course_modules", ident, {"position": position, "section": sectionid})
    for module in modules:
        shown = module["visibleold"] if section["visible"] else 0
        call.store.update("course_modules", module["id"], {"visible": shown})


@function("core_course_delete_modules")
def delete_modules(call: Call, cmids: list[int]) -> None:
    """All or none; repeated ids count once."""
    for cmid in dict.fromkeys(cmids):
        module = call.store.get("course_modules", cmid)
        context = call.access.enter(call.contexts.of(COURSE, module["course"]))
        call.require("moodle/course:manageactivities", context)
        delete_module(call.store, module)


@function("core_course_edit_module")
def edit_module(call: Call, action: str, id: int, sectionreturn: int | None) -> str:  # noqa: A002
    """Hide, show or delete an activity; the answer is its HTML."""
    _ = sectionreturn
    module = call.store.row("SELECT * FROM course_modules WHERE id = ?", id)
    if module is None:
        raise missing_record("course_modules")
    context = call.access.enter(call.contexts.of(COURSE, module["course"]))
    if action in {"hide", "show"}:
        call.require("moodle/course:activityvisibility", context)
        show_module(call.store, module, visible=action == "show")
    elif action == "delete":
        call.require("moodle/course:manageactivities", context)
        delete_module(call.store, module)
        return ""
    else:
        raise Fault("invalidaction", f"Invalid action {action}")
    return json.dumps("")
