"""core_course_get_course_module: one activity, and more of it for whoever may change it."""

from vsosh_moodle.sandbox.access import COURSE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, no_such_record
from vsosh_moodle.sandbox.gradebook import grade_max, grade_pass
from vsosh_moodle.sandbox.module_access import is_there
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row


@function("core_course_get_course_module")
def get_course_module(call: Call, cmid: int) -> Row:
    """An activity; its key, dates and grade only with moodle/course:manageactivities."""
    module = call.store.row(
        "SELECT cm.*, s.section AS sectionnum FROM course_modules cm"
        " JOIN course_sections s ON s.id = cm.section WHERE cm.id = ?",
        cmid,
    )
    if module is None:
        raise no_such_record()
    context = call.access.enter(call.contexts.of(COURSE, module["course"]))
    if not is_there(call, module):
        raise Fault(
            "requireloginerror",
            "Course or activity not accessible.",
            "require_login_exception",
        )
    shown = {
        "id": module["id"],
        "course": module["course"],
        "module": 0,
        "name": call.string(module["name"]),
        "modname": module["modname"],
        "instance": module["instance"],
        "section": module["section"],
        "sectionnum": module["sectionnum"],
        "groupmode": module["groupmode"],
        "groupingid": module["groupingid"],
        "completion": module["completion"],
        "downloadcontent": 1,
    }
    if call.access.can("moodle/course:manageactivities", context):
        shown |= _for_managers(module)
    return {"cm": shown, "warnings": []}


def _for_managers(module: Row) -> Row:
    shown = {
        "idnumber": module["idnumber"],
        "added": module["added"],
        "score": 0,
        "indent": module["indent"],
        "visible": module["visible"],
        "visibleoncoursepage": 1,
        "visibleold": module["visibleold"],
        "completiongradeitemnumber": 0 if module["completiongrade"] else None,
        "completionpassgrade": module["completionpassgrade"],
        "completionview": module["completionview"],
        "completionexpected": module["completionexpected"],
        "showdescription": module["showdescription"],
        "availability": module["availability"],
    }
    most = grade_max(module)
    # A forum's form has its grades under other names, and they are not told.
    if most is None or module["modname"] == "forum":
        return shown
    return {**shown, "grade": most, "gradepass": f"{grade_pass(module):.2f}", "gradecat": 1}
