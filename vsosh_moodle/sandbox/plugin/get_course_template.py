"""local_vsosh_get_course_template, local_vsosh_get_course_files: a course whole, for a template."""

import json
import re
from base64 import b64encode
from typing import Any

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.plugin.banks import bank_rows, is_edited
from vsosh_moodle.sandbox.plugin.canonical import text
from vsosh_moodle.sandbox.plugin.documents import parse_list, parse_options, strings
from vsosh_moodle.sandbox.plugin.events import fields_of, read_events
from vsosh_moodle.sandbox.plugin.live_course import FOREIGN, LiveCourse
from vsosh_moodle.sandbox.plugin.live_item import LiveItem
from vsosh_moodle.sandbox.plugin.put_courses import key_prefix
from vsosh_moodle.sandbox.plugin.question_nodes import bank_source
from vsosh_moodle.sandbox.plugin.rights import courses_by_keys, may_in_course
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_TYPES = ("course", "section", "grade_category", "activity")
_MOST_FILES = 200
_MOST_BYTES, _MOST_TOGETHER = 20_000_000, 30_000_000
_WITH_FILES = ("resource", "folder", "h5pactivity")
_SITE = 1


@function("local_vsosh_get_course_template")
def get_course_template(call: Call, course: str, options: str) -> Row:
    """Tell everything in a course, whoever made it."""
    parsed = parse_options(options, ("prefix", "known"))
    prefix = key_prefix(parsed)
    known = parsed.get("known", [])
    if not isinstance(known, list) or not all(isinstance(one, str) for one in known):
        raise invalid_parameter("options")
    found = _find(call, course)
    answer = {"course": course, "id": 0, "status": "missing", "content": '{"items":[]}'}
    if found is None:
        return answer
    answer["id"] = found["id"]
    everywhere = call.access.can("local/vsosh:readstate", call.contexts.system)
    if not everywhere and not may_in_course(call, found, "local/vsosh:readstate"):
        return {**answer, "status": "denied"}
    return {**answer, "status": "ok", "content": text(_Whole(call, found, prefix, known).tell())}


def _find(call: Call, name: str) -> Row | None:
    """Return the course a caller means: by key, as «#id», else by short name."""
    if not name:
        return None
    found = courses_by_keys(call, [name]).get(name)
    number = re.fullmatch(r"#(\d{1,18})", name)
    if found is None and number is not None:
        found = call.store.row("SELECT * FROM course WHERE id = ?", int(number[1]))
    if found is None:
        found = call.store.row("SELECT * FROM course WHERE shortname = ? ORDER BY id", name)
    return None if found is None or found["id"] == _SITE else found


class _Whole:
    """Tells one course."""

    def __init__(self, call: Call, course: Row, prefix: str, known: list[str]) -> None:
        self._call, self._course, self._known = call, course, known
        self._live = LiveCourse(call.store, course, prefix, whole=True)
        self._notes: list[Row] = []

    def tell(self) -> dict[str, Any]:
        """Return the content of the answer."""
        banks = self._banks()
        items = [self._item(one) for name in _TYPES for one in self._live.items_of(name)]
        return {
            "course": self._told_course(),
            "items": [*items, *self._events()],
            "groups": self._named("groups", self._live.groups),
            "groupings": [
                self._grouping(row) for row in self._named("groupings", self._live.groupings)
            ],
            "banks": banks,
            "notes": self._notes,
        }

    def _told_course(self) -> Row:
        course = self._course
        category = self._call.store.row(
            "SELECT name, idnumber FROM course_categories WHERE id = ?", course["category"]
        )
        return {
            "key": course["idnumber"],
            "short_name": course["shortname"],
            "full_name": course["fullname"],
            "summary": course["summary"] or "",
            "start": course["startdate"],
            "end": course["enddate"],
            "category": category["idnumber"] if category else "",
            "category_name": category["name"] if category else "",
        }

    def _item(self, item: LiveItem) -> Row:
        fields = dict(item.fields)
        module = ""
        name = fields.get("name", "")
        if item.type == "activity":
            module = item.kind.name if item.kind is not None else item.row["modname"]
            name = item.row["name"]
            fields.setdefault("section", self._live.section_keys.get(item.row["section"]))
        return {
            "type": item.type,
            "key": item.key,
            "id": item.id,
            "module": module,
            "name": name,
            "ours": not item.key.startswith(FOREIGN),
            "absent": item.is_absent,
            "fields": fields,
        }

    def _events(self) -> list[Row]:
        store, courseid = self._call.store, self._course["id"]
        keys = {item.id: key for key, item in read_events(store, courseid).items()}
        return [
            {
                "type": "event",
                "key": keys.get(row["id"], f"{FOREIGN}{row['id']}"),
                "id": row["id"],
                "module": "",
                "name": row["name"],
                "ours": row["id"] in keys,
                "absent": False,
                "fields": fields_of(row),
            }
            for row in store.rows(
                "SELECT * FROM event WHERE courseid = ? ORDER BY timestart, id", courseid
            )
        ]

    def _named(self, table: str, keys: dict[int, str]) -> list[Row]:
        rows = self._call.store.rows_in(
            f"SELECT id, name FROM {table} WHERE id",  # noqa: S608
            list(keys),
            "ORDER BY id",
        )
        return [{"key": keys[row["id"]], "name": row["name"]} for row in rows]

    def _grouping(self, told: Row) -> Row:
        ids = {key: ident for ident, key in self._live.groupings.items()}
        groups = self._call.store.column(
            "SELECT groupid FROM groupings_groups WHERE groupingid = ? ORDER BY id",
            ids[told["key"]],
        )
        return {**told, "groups": [self._live.groups.get(one, "") for one in groups]}

    def _banks(self) -> list[Row]:
        used: dict[str, set[str] | None] = {}
        for item in self._live.items_of("activity"):
            if item.kind is None or item.kind.name != "quiz" or item.is_absent:
                continue
            rows = []
            for number, row in enumerate(item.fields.get("questions") or []):
                if not row["bank"]:
                    detail = {"item": item.key, "code": "question-other", "detail": str(number + 1)}
                    self._notes.append(detail)
                    continue
                rows.append(row)
                named = used.setdefault(row["bank"], set())
                if "question" not in row:
                    used[row["bank"]] = None
                elif named is not None:
                    named.add(row["question"])
            item.fields["questions"] = rows
        known = {row["itemkey"]: row for row in bank_rows(self._call.store, self._course["id"])}
        return [self._bank(known[key], named) for key, named in used.items() if key in known]

    def _bank(self, row: Row, named: set[str] | None) -> Row:
        store = self._call.store
        category = row["instanceid"]
        found = store.rows(
            "SELECT qkey, xml FROM question WHERE category = ? AND status = 'ready' ORDER BY id",
            category,
        )
        questions = [one["xml"] for one in found if named is None or one["qkey"] in named]
        told = {
            "key": row["itemkey"],
            "name": row["name"],
            "ours": True,
            "hash": "",
            "count": len(questions),
            "status": "denied",
            "source": "",
        }
        if not is_edited(store, category):
            told["hash"] = json.loads(row["applied"]).get("hash", "")
        if may_in_course(self._call, self._course, "local/vsosh:managequestions"):
            told["status"] = "ok"
            if told["hash"] == "" or told["hash"] not in self._known:
                told["source"] = bank_source(row["name"], questions)
        return told


@function("local_vsosh_get_course_files")
def get_course_files(call: Call, course: str, hashes: str) -> Row:
    """Give the files that activities of a course hand out."""
    wanted = strings(parse_list(hashes))
    if len(wanted) > _MOST_FILES or not all(re.fullmatch("[0-9a-f]{40}", one) for one in wanted):
        raise invalid_parameter("hashes")
    found = _find(call, course)
    if found is None:
        return {"status": "missing", "files": []}
    if not may_in_course(call, found, "local/vsosh:managecontent"):
        return {"status": "denied", "files": []}
    there = _handed_out(call, found)
    files: list[Row] = []
    together = 0
    for sha1 in dict.fromkeys(wanted):
        row: Row = {"sha1": sha1, "status": "missing", "size": 0, "content": ""}
        stored = (
            call.store.row("SELECT * FROM files WHERE contenthash = ?", sha1)
            if sha1 in there
            else None
        )
        if stored is not None:
            row["size"] = stored["filesize"]
            if row["size"] > _MOST_BYTES:
                row["status"] = "large"
            elif together and together + row["size"] > _MOST_TOGETHER:
                row["status"] = "later"
            else:
                together += row["size"]
                row |= {"status": "ok", "content": b64encode(stored["content"]).decode()}
        files.append(row)
    return {"status": "ok", "files": files}


def _handed_out(call: Call, course: Row) -> set[str]:
    found = set()
    for row in call.store.rows("SELECT * FROM course_modules WHERE course = ?", course["id"]):
        if row["modname"] in _WITH_FILES:
            found |= {one["sha1"] for one in json.loads(row["settings"]).get("files", [])}
    return found
