"""What one user may see of another: the object of every function that returns users."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.sandbox.access import COURSE, Access, Context
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.formatting import format_string, format_text, fullname
from vsosh_moodle.sandbox.outline import names
from vsosh_moodle.sandbox.store import Row

DEFAULT_FIELDS = frozenset(
    names(
        """id username fullname firstname lastname email address phone1 phone2 department
        institution interests firstaccess lastaccess auth confirmed idnumber lang theme timezone
        mailformat description descriptionformat city country profileimageurlsmall profileimageurl
        customfields groups roles preferences enrolledcourses suspended lastcourseaccess"""
    )
)
_OPTIONAL = ("country", "city", "timezone", "interests")
_CONTACTS = ("address", "phone1", "phone2")
_IDENTITY = ("idnumber", "institution")
_SHOWN_ALWAYS = ("firstaccess", "lastaccess")
_EXTRA = ("auth", "confirmed", "lang", "theme", "mailformat")


@dataclass(slots=True)
class UserDetails:
    """Renders users for one call; knows the course, reads its groups and roles once."""

    call: Call
    course: Row | None = None
    userfields: Sequence[str] = ()
    _wanted: frozenset[str] = field(init=False)
    _can: dict[str, bool] = field(init=False)
    _groups: dict[int, list[Row]] = field(init=False, default_factory=dict)
    _roles: dict[int, list[Row]] = field(init=False, default_factory=dict)
    _courses: dict[int, list[Row]] = field(init=False, default_factory=dict)
    _lastaccess: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.userfields:
            if name not in DEFAULT_FIELDS and not (
                name == "trackforums" and self.call.release.has("4.5")
            ):
                raise Fault("invaliduserfield", f"Invalid user field: {name}")
        self._wanted = frozenset(self.userfields) or DEFAULT_FIELDS | {"trackforums"}
        context = self._context()
        self._can = {
            name: self.call.access.can(name, context)
            for name in (
                "moodle/user:viewdetails",
                "moodle/user:viewalldetails",
                "moodle/site:viewuseridentity",
                "moodle/course:useremail",
            )
        }

    def prepare(self, userids: Sequence[int]) -> None:
        """Read what several users need in a few queries."""
        if "enrolledcourses" in self._wanted:
            self._courses = _enrolled_courses(self.call, userids)
        if self.course is None:
            return
        courseid = self.course["id"]
        if "groups" in self._wanted:
            self._groups = _by_user(
                self.call.store.rows(
                    "SELECT gm.userid, g.id, g.name, g.description, g.descriptionformat"
                    " FROM groups g JOIN groups_members gm ON gm.groupid = g.id"
                    " WHERE g.courseid = ? ORDER BY g.name, g.id",
                    courseid,
                )
            )
        if "roles" in self._wanted:
            self._roles = _by_user(
                self.call.store.rows(
                    "SELECT ra.userid, ra.roleid, r.name, r.shortname, r.sortorder"
                    " FROM role_assignments ra JOIN role r ON r.id = ra.roleid"
                    " WHERE ra.contextid = ? ORDER BY r.sortorder",
                    self._context().id,
                )
            )
        self._lastaccess = {
            row["userid"]: row["timeaccess"]
            for row in self.call.store.rows(
                "SELECT userid, timeaccess FROM user_lastaccess WHERE courseid = ?", courseid
            )
        }

    def render(self, user: Row) -> Row | None:
        """Return the object for one user, None when the caller may not see them at all."""
        own = user["id"] == self.call.user["id"]
        if not own and not self._can["moodle/user:viewdetails"]:
            return None
        shown: dict[str, Any] = {"id": user["id"], "fullname": fullname(user)}
        all_details = own or self._can["moodle/user:viewalldetails"]
        self._add(shown, user, ("firstname", "lastname"))
        if all_details:
            self._add(shown, user, ("username",))
        self._add_contacts(shown, user)
        # "0" is nothing to PHP: it is how a bad country code is stored.
        self._add(shown, user, [name for name in _OPTIONAL if user[name] not in {"", "0"}])
        self._add_email(shown, user, own=own)
        self._add(shown, user, _SHOWN_ALWAYS)
        if all_details:
            self._add(shown, user, [name for name in _IDENTITY if user[name]])
            self._add(shown, user, ("department", *_EXTRA))
            self._add_trackforums(shown, user)
        self._add_profile(shown, user)
        if self.course is not None:
            self._add_course_fields(shown, user)
        if "enrolledcourses" in self._wanted:
            mine = self._courses.get(user["id"])
            if mine:
                shown["enrolledcourses"] = mine
        if own and "preferences" in self._wanted:
            shown["preferences"] = self.call.store.rows(
                "SELECT name, value FROM user_preferences WHERE userid = ?", user["id"]
            )
        return shown

    def _context(self) -> Context:
        if self.course is not None:
            return self.call.contexts.of(COURSE, self.course["id"]) or self.call.contexts.system
        return self.call.contexts.system

    def _add(self, shown: Row, user: Row, names: Iterable[str]) -> None:
        for name in names:
            if name in self._wanted:
                shown[name] = user[name]

    def _add_contacts(self, shown: Row, user: Row) -> None:
        """Add address and phones, which are for administrators (user/lib.php).

        4.5 tells them without being asked, and the address to whoever asks.
        """
        admin = self.call.access.is_admin
        tells_all = self.call.release.tells_admins_contacts
        for name in _CONTACTS:
            wanted = name in self._wanted
            told = admin and (wanted or tells_all)
            if user[name] and (told or (name == "address" and wanted and tells_all)):
                shown[name] = user[name]

    def _add_email(self, shown: Row, user: Row, *, own: bool) -> None:
        if "email" not in self._wanted:
            return
        if (
            own
            or user["maildisplay"] == 1
            or self._can["moodle/site:viewuseridentity"]
            or (self.course is not None and self._can["moodle/course:useremail"])
        ):
            shown["email"] = user["email"]

    def _add_trackforums(self, shown: Row, user: Row) -> None:
        if self.call.release.has("4.5"):
            self._add(shown, user, ("trackforums",))

    def _add_profile(self, shown: Row, user: Row) -> None:
        if "description" in self._wanted and self._tells_description(user):
            shown["description"], shown["descriptionformat"] = self.call.text(
                user["description"], 1
            )
        if "suspended" in self._wanted:
            shown["suspended"] = user["suspended"]
        theme = "boost"
        for name, size in (("profileimageurlsmall", "f2"), ("profileimageurl", "f1")):
            if name in self._wanted:
                shown[name] = (
                    f"{self.call.wwwroot}/theme/image.php/{theme}/core/{self.call.now}/u/{size}"
                )

    def _tells_description(self, user: Row) -> bool:
        """Whether there is a description to see: not of someone without any role."""
        if user["description"] is None:
            return False
        return self.call.access.is_admin or bool(
            self.call.store.row(
                "SELECT 1 FROM role_assignments WHERE userid = ? LIMIT 1", user["id"]
            )
        )

    def _add_course_fields(self, shown: Row, user: Row) -> None:
        userid = user["id"]
        groups = self._groups.get(userid, [])
        if "groups" in self._wanted and (groups or self.call.release.lists_no_groups):
            shown["groups"] = [self._group(row) for row in groups]
        if "roles" in self._wanted:
            shown["roles"] = self._roles.get(userid, [])
        if "lastcourseaccess" in self._wanted:
            shown["lastcourseaccess"] = self._lastaccess.get(userid, 0)

    def _group(self, row: Row) -> Row:
        # 4.5 formats both past the external settings, so that moodlewssettingraw has no say;
        # 4.1 hands out the stored name and asks the settings for the description.
        escapes = self.call.release.formats_group_names
        description, _ = format_text(
            row["description"], row["descriptionformat"], raw=self.call.raw and not escapes
        )
        return {
            "id": row["id"],
            "name": format_string(row["name"], raw=not escapes),
            "description": description,
            "descriptionformat": row["descriptionformat"],
        }


def _by_user(rows: list[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["userid"], []).append(row)
    return grouped


def _enrolled_courses(call: Call, userids: Sequence[int]) -> dict[int, list[Row]]:
    """Read the active courses of users; a hidden one only where the user may see hidden ones."""
    rows = call.store.rows_in(
        "SELECT DISTINCT ue.userid, c.id, c.fullname, c.shortname, c.visible, c.sortorder"
        " FROM user_enrolments ue JOIN enrol e ON e.id = ue.enrolid AND e.status = 0"
        " JOIN course c ON c.id = e.courseid"
        " WHERE ue.status = 0 AND ue.userid",
        userids,
        "ORDER BY c.visible DESC, c.sortorder",
    )
    rows = [row for row in rows if row["visible"] or sees_hidden(call, row["userid"], row["id"])]
    for row in rows:
        row["fullname"] = format_string(row["fullname"], raw=False)
        row["shortname"] = format_string(row["shortname"], raw=False)
    return _by_user(rows)


def sees_hidden(call: Call, userid: int, courseid: int) -> bool:
    """Whether a user may see a hidden course."""
    context = call.contexts.of(COURSE, courseid)
    access = Access(call.store, call.contexts, userid)
    return context is not None and access.can("moodle/course:viewhiddencourses", context)
