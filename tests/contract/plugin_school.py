"""A small school under test on a site with local_vsosh: people, courses and groups by key."""

import json
from dataclasses import dataclass
from typing import Any

from tests.contract.site_under_test import PASSWORD, STUDENT, SiteUnderTest, World

GET_STATE, PUT_USERS = "local_vsosh_get_state", "local_vsosh_put_users"
SET_MEMBERS, GET_PROGRESS = "local_vsosh_set_members", "local_vsosh_get_progress"
Fields = dict[str, Any]
Tables = dict[str, list[Fields]]


def packed(value: Any) -> str:
    """Return JSON as the functions take it."""
    return json.dumps(value, ensure_ascii=False)


def read_tables(site: SiteUnderTest, function: str, **params: Any) -> tuple[Tables, list[Fields]]:
    """Read all pages of a function; return the rows of each part, and the pages."""
    tables: Tables = {}
    pages = []
    after = ""
    while True:
        page = site.call(function, raw=True, **params, after=after)
        pages.append(page)
        for part in page["parts"]:
            rows = [
                dict(zip(part["columns"], row, strict=True)) for row in json.loads(part["rows"])
            ]
            tables.setdefault(part["name"], []).extend(rows)
        after = page["next"]
        if not after:
            return tables, pages


@dataclass
class PluginSchool:
    """What a test makes by key; `world` takes it away."""

    world: World

    @property
    def site(self) -> SiteUnderTest:
        """The site the school is on."""
        return self.world.site

    @property
    def prefix(self) -> str:
        """What the keys of this test begin with."""
        return self.world.key

    def user(self, **fields: Any) -> Fields:
        """Return a row of put_users for a new account, changed by `fields` (None drops one)."""
        name = self.world.unique("u")
        row = {
            "key": name,
            "username": name,
            "password": PASSWORD,
            "firstname": "Имя",
            "lastname": "Фамилия",
            "email": f"{name}@school.invalid",
            **fields,
        }
        return {key: value for key, value in row.items() if value is not None}

    def put(self, *users: Any) -> list[Fields]:
        """Send rows to put_users and return the answer's, in their order."""
        answer = self.site.call(PUT_USERS, raw=True, document=packed({"users": list(users)}))
        rows = list(answer["users"])
        self.world.users += [row["id"] for row in rows if row["status"] == "created"]
        return rows

    def people(self, count: int) -> list[str]:
        """Make accounts and return their keys."""
        rows = [self.user() for _ in range(count)]
        assert {row["status"] for row in self.put(*rows)} == {"created"}
        return [row["key"] for row in rows]

    def course(self, *groups: str, **fields: Any) -> str:
        """Make a course with groups and return its key; a group's key is KEY|NAME."""
        course = self.world.course(**fields)
        made = self.site.call("core_course_create_courses", courses=[course])
        for group in groups:
            key = f"{course['idnumber']}|{group}"
            self.world.add_group(made[0]["id"], group, idnumber=key)
        return str(course["idnumber"])

    def cohort(self) -> str:
        """Make a cohort and return its key."""
        key = self.world.unique("co")
        self.world.add_cohort(idnumber=key)
        return key

    def state(self, *parts: str, limit: int = 0, **options: Any) -> Tables:
        """Return the school's tables as get_state tells them."""
        return read_tables(
            self.site,
            GET_STATE,
            prefix=self.prefix,
            parts=list(parts),
            options=packed(options),
            limit=limit,
        )[0]

    def set(
        self,
        courses: list[Fields] | None = None,
        cohorts: list[Fields] | None = None,
        **parts: Any,
    ) -> Fields:
        """Send a document to set_members; return results by key."""
        document = {"courses": courses or [], "cohorts": cohorts or [], **parts}
        answer = self.site.call(SET_MEMBERS, raw=True, document=packed(document))
        found = {one["course"]: one for one in answer["courses"]}
        found |= {one["cohort"]: one for one in answer["cohorts"]}
        for one in found.values():
            one["counts"] = {name: n for name, n in json.loads(one["counts"]).items() if n}
        return found

    def set_course(self, course: str, *members: Fields, **rest: Any) -> Fields:
        """Send one course; return its result."""
        sent = {"course": course, "members": list(members), **rest}
        return dict(self.set([sent])[course])

    def enrolled(self, course: str) -> dict[str, Fields]:
        """Return the manual enrolments of a course by the user's key, with roles and groups."""
        tables = self.state("users", "courses", "groups", "enrolments", "roles", "group_members")
        keys = {row["id"]: row["key"] for row in tables["users"]}
        ident = next(row["id"] for row in tables["courses"] if row["key"] == course)
        groups = {row["id"]: row["key"] for row in tables["groups"] if row["course"] == ident}
        found: dict[str, Fields] = {}
        for row in tables["enrolments"]:
            if row["course"] == ident:
                found[keys[row["user"]]] = {**row, "roles": set(), "groups": set()}
        for row in tables["roles"]:
            if row["course"] == ident and keys[row["user"]] in found:
                found[keys[row["user"]]]["roles"].add(row["role"])
        for row in tables["group_members"]:
            if row["group"] in groups and keys[row["user"]] in found:
                found[keys[row["user"]]]["groups"].add(groups[row["group"]])
        return found


def learner(user: str, **fields: Any) -> Fields:
    """Return a member of a document: an active student, changed by `fields`."""
    return {"user": user, "role": STUDENT, "status": "active", "start": 0, "end": 0, **fields}


def codes(result: Fields) -> list[tuple[str, str, str, str]]:
    """Return the error rows of a course or cohort, without the course and the detail."""
    return [(row["type"], row["key"], row["field"], row["code"]) for row in result["errors"]]
