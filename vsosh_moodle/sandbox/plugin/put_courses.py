"""local_vsosh_put_courses: the content of courses, each in one transaction."""

from collections import Counter
from typing import Any

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, invalid_parameter
from vsosh_moodle.sandbox.plugin import most
from vsosh_moodle.sandbox.plugin.course_check import CourseCheck
from vsosh_moodle.sandbox.plugin.course_document import CourseDocument
from vsosh_moodle.sandbox.plugin.course_writer import CourseWriter
from vsosh_moodle.sandbox.plugin.documents import (
    as_list,
    parse_object,
    parse_options,
    strings,
)
from vsosh_moodle.sandbox.plugin.fields import MOST_POINTS
from vsosh_moodle.sandbox.plugin.info import modules
from vsosh_moodle.sandbox.plugin.live_course import DEFAULT_PREFIX, LiveCourse
from vsosh_moodle.sandbox.plugin.live_item import LiveItem
from vsosh_moodle.sandbox.plugin.memory import Memory
from vsosh_moodle.sandbox.plugin.planner import WRITING, ItemPlan, Planner, adopt
from vsosh_moodle.sandbox.plugin.rights import courses_by_keys, may_in_course
from vsosh_moodle.sandbox.plugin.uploads import Uploads, read_uploads
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_SHORTEST_PREFIX, _LONGEST_PREFIX = 3, 40


@function("local_vsosh_put_courses")
def put_courses(call: Call, document: str, options: str) -> Row:
    """Make each course of the document so, or leave it as it was with all that is wrong told."""
    given = parse_object(document)
    rows = as_list(given.get("courses"))
    if rows is None or given.keys() - {"courses", "uploads"}:
        raise invalid_parameter("courses")
    most.check(len(rows), most.COURSES)
    most.check_lists(rows, ("activities", "sections", "grade_categories"), most.ITEMS)
    uploads = read_uploads(call, given.get("uploads"))
    parsed = parse_options(options, ("overwrite", "absent", "dry_run", "prefix"))
    overwrite = strings(parsed.get("overwrite", []))
    absent, dry_run = parsed.get("absent", "hide"), parsed.get("dry_run", False)
    if absent not in ("hide", "keep") or not isinstance(dry_run, bool):
        raise invalid_parameter("options")
    work = _CourseUpsert(call, uploads, overwrite, hide_absent=absent == "hide", dry_run=dry_run)
    work.prefix = key_prefix(parsed)
    there = modules(call)
    documents = [CourseDocument(row, there) for row in rows]
    courses = courses_by_keys(call, [one.key for one in documents])
    answers = []
    seen: set[str] = set()
    for one in documents:
        if one.key in seen:
            one.problem("key-twice", "the course stands in the document twice", "course", "")
        seen.add(one.key)
        answers.append(work.put(one, courses.get(one.key)))
    return {"courses": answers}


def key_prefix(options: dict[str, Any]) -> str:
    """Return the prefix of activities' idnumbers; Fault `invalidparameter` for an odd one."""
    prefix = options.get("prefix")
    prefix = DEFAULT_PREFIX if prefix is None else prefix
    if (
        not isinstance(prefix, str)
        or not _SHORTEST_PREFIX <= len(prefix) <= _LONGEST_PREFIX
        or any(char.isspace() or char < " " for char in prefix)
    ):
        raise invalid_parameter("prefix")
    return prefix


class _CourseUpsert:
    """Puts courses with the options of one call."""

    def __init__(
        self,
        call: Call,
        uploads: Uploads,
        overwrite: list[str],
        *,
        hide_absent: bool,
        dry_run: bool,
    ) -> None:
        self._call = call
        self._uploads = uploads
        self._overwrite = overwrite
        self._hide_absent = hide_absent
        self._dry_run = dry_run
        self.prefix = DEFAULT_PREFIX

    def put(self, document: CourseDocument, course: Row | None) -> Row:
        """Put one course; `course` is None where no course has the key."""
        if course is None:
            if document.key:
                document.problem("course-missing", "no course has this key", "course", "")
            return _refused(document, 0)
        if not may_in_course(self._call, course, "local/vsosh:managecontent"):
            document.problem("denied", "local/vsosh:managecontent", "course", "")
            return _refused(document, 0)
        live = LiveCourse(self._call.store, course, self.prefix)
        adopt(document, live)
        CourseCheck(document, live, self._uploads).run()
        if document.problems:
            return _refused(document, course["id"])
        plans = Planner(document, live, self._overwrite).plan(hide_absent=self._hide_absent)
        writing = any(plan.status in WRITING for plan in plans)
        if not self._dry_run:
            try:
                with self._call.store.transaction():
                    self._write(live, plans, writing=writing)
            except Fault as fault:
                detail = fault.errorcode or fault.message
                document.problem("moodle-refused", detail, "course", "")
                return _refused(document, course["id"])
        return {
            "course": document.key,
            "id": course["id"],
            "status": "ok" if writing else "unchanged",
            "items": [plan.answer() for plan in plans],
            "errors": [],
        }

    def _write(self, live: LiveCourse, plans: list[ItemPlan], *, writing: bool) -> None:
        if writing:
            writer = CourseWriter(self._call, live)
            writer.write(plans)
            fresh = self._call.store.get("course", live.course["id"])
            live = LiveCourse(self._call.store, fresh, self.prefix, writer.keys())
            _check_totals(live)
        for plan in plans:
            item = live.item(plan.type, plan.key)
            if item is not None and plan.status != "conflict":
                plan.live = item
                self._remember(live, plan, item)

    def _remember(self, live: LiveCourse, plan: ItemPlan, item: LiveItem) -> None:
        memory = item.memory or Memory()
        if plan.wanted is None:
            memory.absent = True
            if "visible" in memory.applied or "visible" in plan.write:
                memory.remember("visible", item.fields.get("visible", False), False)
        else:
            memory.absent = False
            for name in [*plan.write, *plan.equal]:
                if name in item.fields:
                    asked = plan.wanted.raw.get(name, plan.write.get(name))
                    memory.remember(name, item.fields[name], asked)
        module = item.kind.name if item.kind is not None else ""
        place = (live.course["id"], item.type, item.key, module)
        memory.save(self._call.store, place, item.id, self._call.now)


def _check_totals(live: LiveCourse) -> None:
    """Refuse a natural category whose activities together give more than its total can hold."""
    natural = {
        item.key
        for item in live.items.values()
        if item.type in ("course", "grade_category") and item.fields["aggregation"] == "natural"
    }
    totals: Counter[str] = Counter()
    for item in live.items.values():
        if item.fields.get("grade_category") in natural:
            totals[item.fields["grade_category"]] += item.fields.get("grade", 0)
    if max(totals.values(), default=0) > MOST_POINTS:
        raise Fault("dmlwriteexception", "Error writing to database", "dml_write_exception")


def _refused(document: CourseDocument, courseid: int) -> Row:
    rows = [problem.row() for problem in dict.fromkeys(document.problems)]
    return {
        "course": document.key,
        "id": courseid,
        "status": "error",
        "items": [],
        "errors": rows,
    }
