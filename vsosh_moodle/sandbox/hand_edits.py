"""What only people do on a site: teachers' edits that no function makes, pupils' work.

Each takes the store of `Sandbox.edit()`, and names things by what tests know: course modules, keys.
"""

import json
from typing import Any

from vsosh_moodle.sandbox.completing import set_completion, set_course_completion
from vsosh_moodle.sandbox.gradebook import set_grade
from vsosh_moodle.sandbox.plugin.question_nodes import with_text
from vsosh_moodle.sandbox.store import Row, Store


def find_module(store: Store, course: str, key: str) -> int:
    """Return the course module of an activity by the course's idnumber and its own, prefix and all.

    Raises LookupError when there is none.
    """
    found = store.value(
        "SELECT cm.id FROM course_modules cm JOIN course c ON c.id = cm.course"
        " WHERE c.idnumber = ? AND cm.idnumber = ?",
        course,
        key,
    )
    if found is None:
        raise LookupError(f"{course}: {key}")
    return int(found)


def find_section(store: Store, course: str, name: str) -> int:
    """Return a section by the course's idnumber and its name; LookupError when there is none."""
    found = store.value(
        "SELECT s.id FROM course_sections s JOIN course c ON c.id = s.course"
        " WHERE c.idnumber = ? AND s.name = ?",
        course,
        name,
    )
    if found is None:
        raise LookupError(f"{course}: {name}")
    return int(found)


def find_user(store: Store, key: str) -> int:
    """Return an account by its idnumber; LookupError when there is none."""
    found = store.value("SELECT id FROM user WHERE idnumber = ? AND deleted = 0", key)
    if found is None:
        raise LookupError(key)
    return int(found)


def change_activity(store: Store, cmid: int, **values: Any) -> None:
    """Change an activity in its form: `name`, `intro`, or fields of its type (`content`, `due`)."""
    row = store.get("course_modules", cmid)
    columns: Row = {name: values.pop(name) for name in ("name", "intro") if name in values}
    if values:
        settings = {**json.loads(row["settings"]), **values}
        columns["settings"] = json.dumps(settings, ensure_ascii=False)
    store.update("course_modules", cmid, columns)


def change_section(store: Store, sectionid: int, **values: Any) -> None:
    """Change a section in its form: `name`, `summary`."""
    store.update("course_sections", sectionid, values)


def add_activity(store: Store, sectionid: int, modname: str, name: str) -> int:
    """Add an activity of a teacher's own at the end of a section and return its course module."""
    section = store.get("course_sections", sectionid)
    numbers: Row = store.rows(
        "SELECT coalesce(max(position), -1) + 1 AS position FROM course_modules WHERE section = ?",
        sectionid,
    )[0]
    instance = store.value("SELECT max(instance) FROM course_modules WHERE modname = ?", modname)
    cmid = store.insert(
        "course_modules",
        {
            "course": section["course"],
            "section": sectionid,
            "modname": modname,
            "instance": (instance or 0) + 1,
            "name": name,
            "visible": section["visible"],
            **numbers,
        },
    )
    store.insert("contexts", {"contextlevel": 70, "instanceid": cmid})
    return cmid


def change_question(store: Store, course: str, key: str, text: str) -> None:
    """Save a new version of a question; LookupError when the course has none with this key."""
    row = store.row(
        "SELECT q.id, q.version, q.xml FROM question q JOIN question_categories qc ON qc.id = q.category"
        " JOIN course c ON c.id = qc.courseid WHERE c.idnumber = ? AND q.qkey = ?",
        course,
        key,
    )
    if row is None:
        raise LookupError(f"{course}: {key}")
    values = {"questiontext": text, "xml": with_text(row["xml"], text)}
    store.update("question", row["id"], {**values, "version": row["version"] + 1})


def change_event(store: Store, course: str, key: str, **columns: Any) -> None:
    """Change an event of the calendar in its form: `name`, `timestart`; LookupError for no such event."""
    found = store.value(
        "SELECT i.instanceid FROM local_vsosh_item i JOIN course c ON c.id = i.courseid"
        " WHERE c.idnumber = ? AND i.itemtype = 'event' AND i.itemkey = ?",
        course,
        key,
    )
    if found is None:
        raise LookupError(f"{course}: {key}")
    store.update("event", found, columns)


def complete_activity(store: Store, cmid: int, userid: int, state: int, time: int) -> None:
    """Set the completion of an activity: 0 none, 1 done, 2 passed, 3 failed; then the course's."""
    set_completion(store, cmid, userid, state, time)


def complete_course(
    store: Store, courseid: int, userid: int, started: int, completed: int = 0
) -> None:
    """Begin a course and, unless 0, complete it, whatever its criteria."""
    set_course_completion(store, courseid, userid, started, completed)


def grade_activity(store: Store, cmid: int, userid: int, grade: float, time: int) -> None:
    """Give a grade in the points of an activity; the course's own follows."""
    set_grade(store, store.get("course_modules", cmid), userid, grade, time)


def hand_in(store: Store, cmid: int, userid: int, time: int, attempt: int = 0) -> None:
    """Hand in an assignment."""
    values = {"cmid": cmid, "userid": userid, "attemptnumber": attempt, "timemodified": time}
    store.insert("assign_submission", values)


def attempt_quiz(
    store: Store, cmid: int, userid: int, times: tuple[int, int], fraction: float | None
) -> None:
    """Attempt a quiz, an H5P task or a lesson once more.

    `times` are start and end, 0 while it goes on; `fraction` 0 to 1.
    """
    last = store.value(
        "SELECT max(attempt) FROM quiz_attempts WHERE cmid = ? AND userid = ?", cmid, userid
    )
    started, finished = times
    store.insert(
        "quiz_attempts",
        {
            "cmid": cmid,
            "userid": userid,
            "attempt": (last or 0) + 1,
            "state": "finished" if finished else "inprogress",
            "timestart": started,
            "timefinish": finished,
            "timemodified": finished or started,
            "fraction": fraction,
        },
    )
    if store.get("course_modules", cmid)["modname"] == "lesson":
        store.insert("lesson_attempts", {"cmid": cmid, "userid": userid, "timeseen": started})


def write_post(store: Store, cmid: int, userid: int, time: int) -> int:
    """Write a post in a forum and return its id."""
    values = {"cmid": cmid, "userid": userid, "created": time, "modified": time}
    return store.insert("forum_posts", values)


def visit_site(store: Store, userid: int, time: int) -> None:
    """Log in."""
    store.write(
        "UPDATE user SET firstaccess = CASE WHEN firstaccess = 0 THEN ? ELSE firstaccess END,"
        " lastaccess = max(lastaccess, ?) WHERE id = ?",
        time,
        time,
        userid,
    )


def visit_course(store: Store, courseid: int, userid: int, time: int) -> None:
    """Log in and open a course."""
    visit_site(store, userid, time)
    store.write(
        "INSERT INTO user_lastaccess (userid, courseid, timeaccess) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET timeaccess = excluded.timeaccess",
        userid,
        courseid,
        time,
    )
