"""A course under test on a site with local_vsosh: documents in, content out."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.contract.rest_caller import RefusedError
from tests.contract.site_under_test import SiteUnderTest, World

PUT, GET = "local_vsosh_put_courses", "local_vsosh_get_courses"
Fields = dict[str, Any]


def packed(value: Any) -> str:
    """Return JSON as the plugin hashes it: keys in order, no spaces, nothing escaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def restricted(*conditions: Fields, op: str = "all", show: bool = True) -> Fields:
    """Return a tree of restrictions."""
    return {"op": op, "show": show, "conditions": list(conditions)}


@dataclass
class PluginCourse:
    """One course of a test and the last document sent for it."""

    world: World
    key: str = ""
    ident: int = 0
    uploads: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        course = self.world.course(numsections=0)
        self.key = course["idnumber"]
        self.ident = int(self.site.call("core_course_create_courses", courses=[course])[0]["id"])

    @property
    def site(self) -> SiteUnderTest:
        """The site the course is on."""
        return self.world.site

    def document(self, *activities: Fields, **parts: Any) -> Fields:
        """Return a document with these activities, by default all in the section `one`."""
        order = [one["key"] for one in activities if one["fields"].get("section") == "one"]
        return {
            "course": self.key,
            "fields": {"completion": True, "order": ["one"]},
            "sections": [{"key": "one", "fields": {"name": "Тема 1", "order": order}}],
            "activities": list(activities),
            **parts,
        }

    def answer(self, document: Fields, **options: Any) -> Fields:
        """Send a document and return what the site says of the course."""
        sent = {"uploads": self.uploads, "courses": [document]}
        answer = self.site.call(PUT, document=packed(sent), options=packed(options))
        assert len(answer["courses"]) == 1
        return dict(answer["courses"][0])

    def put(self, document: Fields, **options: Any) -> dict[str, Fields]:
        """Send a document that must be taken; return its items by name, `activity:page`."""
        answer = self.answer(document, **options)
        assert answer["errors"] == [], answer["errors"]
        assert answer["id"] == self.ident
        items = {f"{one['type']}:{one['key']}": one for one in answer["items"]}
        writing = any(one["status"] in ("created", "updated", "hidden") for one in items.values())
        assert answer["status"] == ("ok" if writing else "unchanged")
        return items

    def refused(self, document: Fields, **options: Any) -> list[tuple[str, str, str, str]]:
        """Send a document that must be refused; return type, key, field, code of its errors."""
        before = self.content()
        answer = self.answer(document, **options)
        assert answer["status"] == "error", answer
        assert answer["items"] == []
        assert all(one["course"] == self.key for one in answer["errors"])
        assert self.content() == before
        return [(one["type"], one["key"], one["field"], one["code"]) for one in answer["errors"]]

    def content(self) -> dict[str, Fields]:
        """Return the items of ours by name; their hashes are checked."""
        answer = self.site.call(GET, raw=True, courses=packed([self.key]), options="{}")
        assert answer["courses"][0]["status"] == "ok"
        items = json.loads(answer["courses"][0]["content"])["items"]
        for one in items:
            digest = hashlib.sha1(packed(one["fields"]).encode(), usedforsecurity=False)
            assert one["hash"] == digest.hexdigest()
        return {f"{one['type']}:{one['key']}": one for one in items}

    def fields(self, name: str) -> Fields:
        """Return the live values of the managed fields of an item."""
        return dict(self.content()[name]["fields"])

    def settled(self, document: Fields) -> None:
        """Check that the document holds: nothing to be written, nothing kept."""
        assert {one["status"] for one in self.put(document).values()} == {"unchanged"}
        assert all(one["edited"] == {} for one in self.content().values())

    def cmid(self, key: str) -> int:
        """Return the course module of an activity."""
        return int(self.content()[f"activity:{key}"]["id"])

    def rename(self, key: str, name: str) -> None:
        """Rename an activity as a teacher does on the course's page."""
        self._by_hand(
            "core_update_inplace_editable",
            component="core_course",
            itemtype="activityname",
            itemid=self.cmid(key),
            value=name,
        )

    def edit(self, action: str, *ids: int, **target: int) -> None:
        """Do something in the course's editor: `cm_hide`, `cm_move`, `section_hide`, ..."""
        self._by_hand(
            "core_courseformat_update_course",
            action=action,
            courseid=self.ident,
            ids=list(ids),
            **target,
        )

    def _by_hand(self, function: str, **params: Any) -> None:
        """Call a function of Moodle as a teacher; the plugin's service user may not, and need not."""
        try:
            self.site.call(function, **params)
        except RefusedError as refused:
            if refused.errorcode not in ("nopermissions", "requireloginerror"):
                raise
            pytest.skip("this token cannot edit by hand")

    def shown(self) -> list[tuple[str, list[str]]]:
        """Return sections and the names of their modules, as the course's page has them."""
        sections = self.site.call("core_course_get_contents", raw=True, courseid=self.ident)
        return [(one["name"], [module["name"] for module in one["modules"]]) for one in sections]


def page(key: str, **fields: Any) -> Fields:
    """Return a page in the section `one`."""
    given = {"name": f"Страница {key}", "section": "one", "content": f"<p>{key}</p>", **fields}
    return {"key": key, "type": "page", "fields": given}


def activity(key: str, kind: str, **fields: Any) -> Fields:
    """Return an activity in the section `one`."""
    return {"key": key, "type": kind, "fields": {"section": "one", **fields}}
