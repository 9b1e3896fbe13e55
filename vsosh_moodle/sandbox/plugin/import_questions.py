"""local_vsosh_import_questions: question banks of courses, brought up to their sources."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.plugin import most
from vsosh_moodle.sandbox.plugin.banks import ITEM, drawable, is_edited
from vsosh_moodle.sandbox.plugin.canonical import text
from vsosh_moodle.sandbox.plugin.documents import Problem, objects, parse_object, strings
from vsosh_moodle.sandbox.plugin.gift import read_gift
from vsosh_moodle.sandbox.plugin.question_source import ParsedSource, Question
from vsosh_moodle.sandbox.plugin.question_xml import read_xml
from vsosh_moodle.sandbox.plugin.rights import courses_by_keys, may_in_course
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_KEY = re.compile(r"[a-z0-9/-]{1,80}")
_READERS = {"gift": read_gift, "xml": read_xml}
_FIELDS = ("course", "key", "name", "format", "source")
_COUNTS = ("created", "hidden", "kept", "unchanged", "updated")
_LONGEST_NAME = 255


@function("local_vsosh_import_questions")
def import_questions(call: Call, document: str) -> Row:
    """Import each bank: all of its source, or nothing when something is wrong with it."""
    given = parse_object(document)
    if "banks" not in given or given.keys() - {"banks", "overwrite"}:
        raise invalid_parameter("banks")
    banks, overwrite = objects(given["banks"]), strings(given.get("overwrite", []))
    for one in banks:
        if not all(isinstance(one.get(name), str) for name in _FIELDS):
            raise invalid_parameter("a bank has course, key, name, format and source")
    most.check(len(banks), most.BANKS)
    courses = courses_by_keys(call, [one["course"] for one in banks])
    seen: set[str] = set()
    answers = []
    for one in banks:
        name = f"{one['course']}/{one['key']}"
        problems = list(_problems(call, one, courses.get(one["course"]), twice=name in seen))
        seen.add(name)
        if problems:
            answers.append(_refused(one, 0, problems))
        else:
            forced = bool({"all", name} & set(overwrite))
            answers.append(_import(call, one, courses[one["course"]], forced=forced))
    return {"banks": answers}


def _problems(
    call: Call, one: dict[str, Any], course: Row | None, *, twice: bool
) -> Iterator[Problem]:
    place = {"course": one["course"], "type": ITEM, "key": one["key"]}
    if not _KEY.fullmatch(one["key"]):
        yield Problem("key-invalid", "a key is 1 to 80 of a-z, 0-9, - and /", **place)
    if twice:
        yield Problem("key-twice", "the bank is twice in the document", **place)
    name = one["name"]
    if not name or name != name.strip() or len(name) > _LONGEST_NAME:
        yield Problem("field-invalid", "a name has 1 to 255 characters", **place, field="name")
    if one["format"] not in _READERS:
        yield Problem("field-invalid", "one of gift, xml", **place, field="format")
    if course is None:
        yield Problem("course-missing", "no course has this key", **place)
    elif not may_in_course(call, course, "local/vsosh:managequestions"):
        yield Problem("denied", "local/vsosh:managequestions", **place)


@dataclass(slots=True)
class _Bank:
    """A bank while it is imported: its category, 0 before it is made, and the plugin's row."""

    call: Call
    courseid: int
    key: str
    category: int
    row: int
    applied: dict[str, Any]

    @property
    def name(self) -> str:
        """The name its category has now."""
        found = self.call.store.value(
            "SELECT name FROM question_categories WHERE id = ?", self.category
        )
        return found or ""

    def remember(self, **applied: Any) -> None:
        """Note what was imported last."""
        self.applied.update(applied)
        values = {"instanceid": self.category, "applied": text(self.applied)}
        values["timemodified"] = self.call.now
        if self.row:
            self.call.store.update("local_vsosh_item", self.row, values)
        else:
            place = {"courseid": self.courseid, "itemtype": ITEM, "itemkey": self.key}
            self.row = self.call.store.insert("local_vsosh_item", {**place, **values})


def _find(call: Call, courseid: int, key: str) -> _Bank:
    row = call.store.row(
        "SELECT * FROM local_vsosh_item WHERE courseid = ? AND itemtype = ? AND itemkey = ?",
        courseid,
        ITEM,
        key,
    )
    if row is None:
        return _Bank(call, courseid, key, 0, 0, {})
    there = call.store.value("SELECT id FROM question_categories WHERE id = ?", row["instanceid"])
    return _Bank(call, courseid, key, there or 0, row["id"], json.loads(row["applied"]))


def _import(call: Call, one: dict[str, Any], course: Row, *, forced: bool) -> Row:
    bank = _find(call, course["id"], one["key"])
    digest = sha256(one["source"].encode()).hexdigest()
    settled = bank.category and bank.applied.get("hash") == digest and bank.name == one["name"]
    if settled and not is_edited(call.store, bank.category):
        known = call.store.value(
            "SELECT count(*) FROM question WHERE category = ? AND importedhidden = 0", bank.category
        )
        return _answer(one, bank, "unchanged", {"unchanged": known})
    parsed = _READERS[one["format"]](_clean(one["source"]))
    if not parsed.problems and not parsed.questions:
        parsed.problems.append(("source-invalid", "no question in it"))
    if parsed.problems:
        if bank.row and bank.applied.get("hash"):
            bank.remember(hash="")
        place = (one["course"], ITEM, one["key"], "source")
        rows = [Problem(code, detail, *place) for code, detail in parsed.problems]
        return _refused(one, bank.category, rows)
    with call.store.transaction():
        changed, counts = _write(bank, one["name"], parsed, forced=forced)
        bank.remember(hash=digest, count=drawable(call.store, bank.category))
    return _answer(one, bank, "ok" if changed else "unchanged", counts)


def _clean(source: str) -> str:
    return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _write(
    bank: _Bank, name: str, parsed: ParsedSource, *, forced: bool
) -> tuple[bool, dict[str, int]]:
    store, now = bank.call.store, bank.call.now
    counts = dict.fromkeys(_COUNTS, 0)
    changed = False
    if not bank.category:
        bank.category = store.insert(
            "question_categories", {"courseid": bank.courseid, "name": name}
        )
        changed = True
    present = bank.name
    renamed_by_hand = bank.applied.get("name", present) != present
    if present != name and (forced or not renamed_by_hand):
        store.update("question_categories", bank.category, {"name": name})
        changed = True
    if forced or not renamed_by_hand:
        bank.applied["name"] = name
    live = {
        row["qkey"]: row
        for row in store.rows("SELECT * FROM question WHERE category = ?", bank.category)
    }
    for key, question in parsed.questions.items():
        counts[_put(bank, question, live.get(key), forced=forced)] += 1
    for key in live.keys() - parsed.questions.keys():
        row = live[key]
        if _was_edited(row) and not forced:
            counts["kept"] += 1
        elif not row["importedhidden"] or _was_edited(row):
            values = {"status": "hidden", "importedhidden": 1, "importedversion": row["version"]}
            store.update("question", row["id"], {**values, "timemodified": now})
            counts["hidden"] += 1
    changed = changed or counts["created"] + counts["updated"] + counts["hidden"] > 0
    return changed, counts


def _was_edited(row: Row) -> bool:
    status = "hidden" if row["importedhidden"] else "ready"
    return bool(row["version"] != row["importedversion"] or row["status"] != status)


def _put(bank: _Bank, question: Question, row: Row | None, *, forced: bool) -> str:
    store, now = bank.call.store, bank.call.now
    values: Row = {
        "name": question.name,
        "qtype": question.qtype,
        "questiontext": question.text,
        "contenthash": question.hash,
        "xml": question.xml,
        "status": "ready",
        "importedhidden": 0,
        "timemodified": now,
    }
    if row is None:
        store.insert("question", {"category": bank.category, "qkey": question.key, **values})
        return "created"
    edited = _was_edited(row)
    if edited and not forced:
        return "kept"
    if not edited and row["contenthash"] == question.hash:
        if not row["importedhidden"]:
            return "unchanged"
        version = row["version"]
    else:
        version = row["version"] + 1
    versions = {"version": version, "importedversion": version}
    store.update("question", row["id"], {**values, **versions})
    return "updated"


def _answer(one: dict[str, Any], bank: _Bank, status: str, counts: dict[str, int]) -> Row:
    return {
        "course": one["course"],
        "key": one["key"],
        "status": status,
        "id": bank.category,
        "count": drawable(bank.call.store, bank.category),
        "counts": json.dumps({**dict.fromkeys(_COUNTS, 0), **counts}),
        "errors": [],
    }


def _refused(one: dict[str, Any], category: int, problems: list[Problem]) -> Row:
    return {
        "course": one["course"],
        "key": one["key"],
        "status": "error",
        "id": category,
        "count": 0,
        "counts": json.dumps(dict.fromkeys(_COUNTS, 0)),
        "errors": [problem.row() for problem in problems],
    }
