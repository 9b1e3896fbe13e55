"""The site a contract test talks to, and the objects the test made on it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.contract.holders import Maker
from tests.contract.rest_caller import RestCaller

STUDENT, EDITING_TEACHER = 5, 3
PASSWORD = "Abcd1234!"


@dataclass
class SiteUnderTest(RestCaller):
    """A sandbox or a real Moodle; `max_input_vars`, `tables` (digests), `maker` None when nobody told us."""

    max_input_vars: int | None = None
    release: tuple[int, int] = (0, 0)
    wwwroot: str = ""
    tables: Callable[[], dict[str, str]] | None = None
    maker: Maker | None = None

    def __post_init__(self) -> None:
        info = self.call("core_webservice_get_site_info")
        major, minor = info["release"].split(" ")[0].split(".")[:2]
        self.wwwroot = info["siteurl"]
        self.release = (int(major), int(minor))

    @property
    def is_namespaced(self) -> bool:
        """Whether exceptions come with their namespace (4.5)."""
        return self.release >= (4, 5)


@dataclass
class World:
    """What one test makes on the site; `close` takes it away again."""

    site: SiteUnderTest
    key: str = field(default_factory=lambda: "ct" + uuid.uuid4().hex[:10])
    users: list[int] = field(default_factory=list)
    cohorts: list[int] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)
    count: int = 0

    def unique(self, name: str = "") -> str:
        """Return a name no other test uses: lower case, fit for a username."""
        self.count += 1
        return f"{self.key}-{name}{self.count}"

    def user(self, **fields: Any) -> dict[str, Any]:
        """Return the fields of a valid new user, changed by `fields` (None drops one)."""
        name = self.unique("u")
        user = {
            "username": name,
            "password": PASSWORD,
            "firstname": "Имя",
            "lastname": "Фамилия",
            "email": f"{name}@school.invalid",
            "idnumber": name,
            **fields,
        }
        return {key: value for key, value in user.items() if value is not None}

    def add_users(self, *users: dict[str, Any]) -> list[int]:
        """Create users and return their ids."""
        made = self.site.call("core_user_create_users", users=list(users))
        self.users += [user["id"] for user in made]
        return [user["id"] for user in made]

    def add_user(self, **fields: Any) -> int:
        """Create a user and return its id."""
        return self.add_users(self.user(**fields))[0]

    def read_user(self, ident: int) -> dict[str, Any]:
        """Return a user as the site shows it."""
        found = self.site.call("core_user_get_users_by_field", field="id", values=[ident])
        assert len(found) == 1, found
        return dict(found[0])

    def add_category(self, **fields: Any) -> int:
        """Create a category at the top and return its id."""
        category = {"name": "Категория", "idnumber": self.unique("cat"), **fields}
        made = self.site.call("core_course_create_categories", categories=[category])
        self.categories.append(made[0]["id"])
        return int(made[0]["id"])

    def course(self, **fields: Any) -> dict[str, Any]:
        """Return the fields of a valid new course in a category of the test."""
        name = self.unique("c")
        if "categoryid" not in fields:
            fields["categoryid"] = self.category
        return {"fullname": "Курс", "shortname": name, "idnumber": name, **fields}

    @property
    def category(self) -> int:
        """A category of the test, made at the first use."""
        return self.categories[0] if self.categories else self.add_category()

    def add_course(self, **fields: Any) -> int:
        """Create a course and return its id."""
        made = self.site.call("core_course_create_courses", courses=[self.course(**fields)])
        return int(made[0]["id"])

    def read_course(self, ident: int, *, raw: bool = False) -> dict[str, Any]:
        """Return a course as get_courses shows it."""
        return dict(self.site.call("core_course_get_courses", raw=raw, options={"ids": [ident]})[0])

    def cohort(self, **fields: Any) -> dict[str, Any]:
        """Return the fields of a valid new cohort of the site."""
        return {
            "categorytype": {"type": "system", "value": ""},
            "name": "Класс",
            "idnumber": self.unique("co"),
            **fields,
        }

    def add_cohort(self, **fields: Any) -> int:
        """Create a cohort and return its id."""
        made = self.site.call("core_cohort_create_cohorts", cohorts=[self.cohort(**fields)])
        self.cohorts.append(made[0]["id"])
        return int(made[0]["id"])

    def enrol(self, courseid: int, *userids: int, **fields: Any) -> None:
        """Enrol users as students."""
        self.site.call(
            "enrol_manual_enrol_users",
            enrolments=[
                {"roleid": STUDENT, "userid": userid, "courseid": courseid, **fields}
                for userid in userids
            ],
        )

    def enrolled(self, courseid: int, **options: str) -> list[dict[str, Any]]:
        """Return the enrolled users of a course, `id` only unless asked otherwise."""
        given = {"userfields": "id", **options}
        return list(
            self.site.call(
                "core_enrol_get_enrolled_users",
                courseid=courseid,
                options=[{"name": name, "value": value} for name, value in given.items()],
            )
        )

    def enrolled_ids(self, courseid: int, **options: str) -> list[int]:
        """Return ids of the enrolled users of a course."""
        return [user["id"] for user in self.enrolled(courseid, **options)]

    def add_group(self, courseid: int, name: str = "", **fields: Any) -> int:
        """Create a group and return its id."""
        group = {"courseid": courseid, "name": name or self.unique("g"), "description": ""}
        made = self.site.call("core_group_create_groups", groups=[{**group, **fields}])
        return int(made[0]["id"])

    def members(self, groupid: int) -> list[int]:
        """Return ids of the members of a group."""
        found = self.site.call("core_group_get_group_members", groupids=[groupid])
        return list(found[0]["userids"])

    def close(self) -> None:
        """Delete everything this test made, courses with their categories."""
        if self.cohorts:
            self.site.call("core_cohort_delete_cohorts", cohortids=self.cohorts)
        if self.categories:
            self.site.call(
                "core_course_delete_categories",
                categories=[{"id": ident, "recursive": 1} for ident in self.categories],
            )
        if self.users:
            self.site.call("core_user_delete_users", userids=self.users)
