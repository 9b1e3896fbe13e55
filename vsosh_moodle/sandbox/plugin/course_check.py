"""References, completion, files: whatever of a document needs the course to be known."""

from collections.abc import Iterator
from typing import Any

from vsosh_moodle.sandbox.plugin import availability, completion
from vsosh_moodle.sandbox.plugin.activity_kinds import Kind
from vsosh_moodle.sandbox.plugin.banks import drawable_counts, question_keys
from vsosh_moodle.sandbox.plugin.course_document import CourseDocument, DocumentItem
from vsosh_moodle.sandbox.plugin.cycles import Waits
from vsosh_moodle.sandbox.plugin.item_fields import fields_of
from vsosh_moodle.sandbox.plugin.live_course import GENERAL, LiveCourse
from vsosh_moodle.sandbox.plugin.uploads import Uploads

_WEIGHED = {"natural", "weighted_mean"}
Complaint = tuple[str, str]


class CourseCheck:
    """Notes the problems of one course in its document; items count as they will be."""

    def __init__(self, document: CourseDocument, live: LiveCourse, uploads: Uploads) -> None:
        self._document = document
        self._live = live
        self._uploads = uploads
        self._activities: dict[str, dict[str, Any]] = {}
        self._kinds: dict[str, Kind] = {}
        self._sections: dict[str, dict[str, Any]] = {GENERAL: {"name": ""}}
        self._grade_categories: dict[str, dict[str, Any]] = {}
        self._merge()

    def run(self) -> None:
        """Note everything."""
        self._check_missing()
        for item in self._document.items.values():
            for code, detail, name in self._item_problems(item):
                self._document.problem(code, detail, item.type, item.key, name)
        Waits(self._activities, self._sections, self._grade_categories).report(self._document)

    def _merge(self) -> None:
        tables = {
            "activity": self._activities,
            "section": self._sections,
            "grade_category": self._grade_categories,
        }
        for one in self._live.items.values():
            if one.type == "activity" and one.kind is not None:
                self._kinds[one.key] = one.kind
            if one.type in tables and (one.type != "activity" or one.kind is not None):
                tables[one.type][one.key] = one.fields
        for item in self._document.items.values():
            if item.type not in tables:
                continue
            present = tables[item.type].get(item.key, {})
            if item.kind is not None:
                present = present if self._kinds.get(item.key) is item.kind else {}
                self._kinds[item.key] = item.kind
            tables[item.type][item.key] = {**present, **item.fields}
        for key, kind in self._kinds.items():
            if kind.name == "subsection":
                if key in self._sections and self._document.item("activity", key):
                    self._document.problem("key-twice", "a section has this key", "activity", key)
                self._sections.setdefault(key, {})

    def _check_missing(self) -> None:
        for item in self._document.items.values():
            if item.type in {"course", "section"} or self._live.item(item.type, item.key):
                continue
            for name, field in fields_of(item.type, item.kind).items():
                if field.required and name not in item.raw:
                    detail = f"a new {item.type} needs it"
                    self._document.problem("field-missing", detail, item.type, item.key, name)

    def _item_problems(self, item: DocumentItem) -> Iterator[tuple[str, str, str]]:
        fields = item.fields
        known = self._sections if item.type == "course" else self._activities
        for key in fields.get("order", []):
            if key not in known:
                yield "reference-unknown", f"nothing of ours has the key {key}", "order"
        grouping = fields.get("grouping")
        if grouping and grouping not in self._live.groupings.values():
            yield "reference-unknown", f"the course has no grouping {grouping}", "grouping"
        for name in ("grade_category", "parent"):
            if fields.get(name) and fields[name] not in self._grade_categories:
                yield "reference-unknown", f"no grade category {fields[name]}", name
        for one in availability.conditions_of(fields.get("availability")):
            yield from _of_field(self._condition_problems(one), "availability")
        for key in (fields.get("completion_criteria") or {}).get("activities", []):
            yield from _of_field(self._tracking_problems(key), "completion_criteria")
        if item.kind is not None:
            yield from self._activity_problems(item, item.kind)

    def _condition_problems(self, one: dict[str, Any]) -> Iterator[Complaint]:
        kind = one["type"]
        if kind == "group" and one["group"] and one["group"] not in self._live.groups.values():
            yield "reference-unknown", f"the course has no group {one['group']}"
        if kind == "grouping" and one["grouping"] not in self._live.groupings.values():
            yield "reference-unknown", f"the course has no grouping {one['grouping']}"
        if kind == "grade" and one["activity"] and not self._is_graded(one["activity"]):
            yield "reference-unknown", f"no graded activity {one['activity']}"
        if kind == "completion":
            yield from self._tracking_problems(one["activity"])
        if kind == "profile" and not availability.is_profile_field(
            one["field"], custom=one["custom"]
        ):
            yield "reference-unknown", f"no profile field {one['field']}"

    def _tracking_problems(self, key: str) -> Iterator[Complaint]:
        if key not in self._activities:
            yield "reference-unknown", f"no activity {key}"
        elif self._activities[key].get("completion", {}).get("tracking", "none") == "none":
            yield "completion-impossible", f"the completion of {key} is not tracked"

    def _is_graded(self, key: str) -> bool:
        kind = self._kinds.get(key)
        if kind is None or not kind.graded:
            return False
        return bool(self._activities[key].get("grade", 0 if kind.name == "forum" else 1))

    def _activity_problems(self, item: DocumentItem, kind: Kind) -> Iterator[tuple[str, str, str]]:
        live = self._live.item("activity", item.key)
        if live is not None and live.kind is not kind:
            return
        fields = self._activities[item.key]
        section = item.fields.get("section")
        if section is not None and section not in self._sections:
            yield "section-unknown", f"no section {section}", "section"
        elif section is not None and kind.name == "subsection" and section in self._kinds:
            yield "field-invalid", "a subsection within a subsection", "section"
        if "completion" in item.fields:
            told = completion.problems(item.fields["completion"], kind, fields)
            yield from _of_field(told, "completion")
        yield from self._tracking_off(item)
        yield from self._weight_problems(item, fields)
        yield from _of_field(self._file_problems(item), "files")
        if "questions" in item.fields:
            told = self._question_problems(item.fields["questions"])
            yield from _of_field(told, "questions")
        yield from kind.check(fields)

    def _tracking_off(self, item: DocumentItem) -> Iterator[tuple[str, str, str]]:
        course = self._document.item("course", "")
        stored = bool(self._live.course["enablecompletion"])
        if course.fields.get("completion", stored) if course else stored:
            return
        detail = "completion is off in the course"
        if item.fields.get("completion", {}).get("tracking", "none") != "none":
            yield "completion-unsupported", detail, "completion"
        if item.fields.get("completion_expected"):
            yield "completion-unsupported", detail, "completion_expected"

    def _weight_problems(
        self, item: DocumentItem, fields: dict[str, Any]
    ) -> Iterator[tuple[str, str, str]]:
        if item.fields.get("weight") is None:
            return
        category = fields.get("grade_category")
        if category:
            how = self._grade_categories.get(category, {}).get("aggregation", "natural")
        else:
            course = self._document.item("course", "")
            how = (course.fields if course else {}).get(
                "aggregation", self._live.course["gradeaggregation"]
            )
        if how not in _WEIGHED:
            yield "field-invalid", f"grades added up as {how} have no weights", "weight"

    def _file_problems(self, item: DocumentItem) -> Iterator[Complaint]:
        live = self._live.item("activity", item.key)
        present = {file["sha1"] for file in (live.fields.get("files") or [])} if live else set()
        limit = self._uploads.limit(self._live.course)
        for file in item.fields.get("files", []):
            if file["sha1"] in present:
                continue
            size = self._uploads.size(file["sha1"])
            if size is None:
                yield "file-missing", f"{file['name']} was not uploaded"
            elif size > limit:
                yield "file-too-large", f"{file['name']} has {size} bytes, at most {limit}"

    def _question_problems(self, questions: list[Any]) -> Iterator[Complaint]:
        store, courseid = self._live.store, self._live.course["id"]
        counts = drawable_counts(store, courseid)
        asked: dict[str, int] = {}
        for row in questions:
            bank = row["bank"]
            if bank not in counts:
                yield "bank-missing", f"the course has no bank {bank}"
            elif "question" in row and row["question"] not in question_keys(store, courseid, bank):
                yield "reference-unknown", f"the bank {bank} has no question {row['question']}"
            else:
                asked[bank] = asked.get(bank, 0) + row.get("count", 1)
        for bank, count in asked.items():
            if count > counts[bank]:
                yield (
                    "bank-too-small",
                    f"{bank} has {counts[bank]} questions, {count} are asked for",
                )


def _of_field(told: Iterator[Complaint], name: str) -> Iterator[tuple[str, str, str]]:
    """Yield complaints of one field with its name."""
    for code, detail in told:
        yield code, detail, name
