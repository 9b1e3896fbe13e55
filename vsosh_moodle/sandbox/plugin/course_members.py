"""The members of one course, brought to what a document of set_members says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.sandbox.access import Context
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.functions.enrolments import clean_up
from vsosh_moodle.sandbox.plugin.documents import Problem, as_list
from vsosh_moodle.sandbox.store import Row

COUNTS = (
    "enrolled", "updated", "suspended", "reactivated", "unenrolled", "roles", "joined", "left",
    "syncs", "unchanged",
)  # fmt: skip
STATUSES = ("active", "suspended", "none")


@dataclass(frozen=True, slots=True)
class Known:
    """What keys of the whole document stand for, and the roles it names."""

    users: Mapping[str, int]
    cohorts: Mapping[str, int]
    roles: frozenset[int]
    all_roles: frozenset[int]
    out_of_reach: frozenset[int]

    def faults_of(self, user: str) -> list[tuple[str, str]]:
        """Return code and detail of why an account cannot be a member, none when it can."""
        if user not in self.users:
            return [("user-missing", "no account has this key")]
        if self.users[user] in self.out_of_reach:
            return [("denied", "the guest, the service user or oneself")]
        return []


@dataclass(slots=True)
class CourseMembers:
    """One course while it is checked and changed."""

    call: Call
    course: Row
    context: Context
    instance: int
    known: Known
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    problems: list[Problem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    enrolments: dict[int, Row] = field(init=False)
    enrolled: set[int] = field(init=False)
    roles: dict[int, set[int]] = field(init=False)
    groups: dict[str, int] = field(init=False)
    places: set[tuple[int, int]] = field(init=False)
    assignable: set[int] = field(init=False)

    def __post_init__(self) -> None:
        store, courseid = self.call.store, self.course["id"]
        self.enrolments = {
            row["userid"]: row
            for row in store.rows("SELECT * FROM user_enrolments WHERE enrolid = ?", self.instance)
        }
        self.enrolled = set(
            store.column(
                "SELECT ue.userid FROM user_enrolments ue JOIN enrol e ON e.id = ue.enrolid"
                " WHERE e.courseid = ?",
                courseid,
            )
        )
        self.roles = {}
        for row in store.rows(
            "SELECT userid, roleid FROM role_assignments WHERE contextid = ? AND component = ''",
            self.context.id,
        ):
            self.roles.setdefault(row["userid"], set()).add(row["roleid"])
        self.groups = {}
        for row in store.rows(
            "SELECT id, idnumber FROM groups WHERE courseid = ? ORDER BY id", courseid
        ):
            if row["idnumber"]:
                self.groups.setdefault(row["idnumber"], row["id"])
        self.places = {
            (row["groupid"], row["userid"])
            for row in store.rows(
                "SELECT gm.groupid, gm.userid FROM groups_members gm"
                " JOIN groups g ON g.id = gm.groupid WHERE g.courseid = ?",
                courseid,
            )
        }
        self.assignable = self.call.access.assignable_roles(self.context)

    def problem(self, key: str, code: str, name: str, detail: str, kind: str = "member") -> None:
        """Note an error row."""
        self.problems.append(Problem(code, detail, self.course["idnumber"], kind, key, name))

    def check_role(self, key: str, role: Any, kind: str = "member") -> None:
        """Note a role that does not exist or that the caller may not give."""
        if type(role) is not int or role not in self.known.all_roles:
            self.problem(key, "role-unknown", "role", f"{role}", kind)
        elif role not in self.assignable:
            self.problem(key, "role-not-assignable", "role", f"{role}", kind)

    def check_member(self, member: dict[str, Any]) -> None:
        """Note everything wrong with one member of the document."""
        key = member["user"]
        if key in self.seen:
            self.problem(key, "bad-document", "user", "twice in one course")
        self.seen.add(key)
        for fault, detail in self.known.faults_of(key):
            self.problem(key, fault, "user", detail)
            return
        userid = self.known.users[key]
        status = member.get("status")
        if status is not None and status not in STATUSES:
            self.problem(key, "bad-document", "status", f"{status}")
        for name in ("start", "end"):
            if type(member.get(name, 0)) is not int or member.get(name, 0) < 0:
                self.problem(key, "bad-document", name, "a moment is expected")
        if member.get("role") is not None:
            if status != "none" or type(member["role"]) is not int:
                self.check_role(key, member["role"])
        elif status != "none" and userid not in self.enrolments and status is not None:
            self.problem(key, "role-unknown", "role", "a new enrolment needs a role")
        self._check_groups(member, userid, key)

    def _check_groups(self, member: dict[str, Any], userid: int, key: str) -> None:
        for name in ("join", "leave"):
            for group in as_list(member.get(name, [])) or []:
                if group not in self.groups:
                    self.problem(key, "group-missing", name, f"{group}")
        outside = userid not in self.enrolled and member.get("role") is None
        if member.get("join") and (member.get("status") == "none" or outside):
            self.problem(key, "not-enrolled", "join", "a group takes only the enrolled")

    def apply(self, member: dict[str, Any]) -> None:
        """Make one good member so."""
        before = sum(self.counts.values())
        userid = self.known.users[member["user"]]
        if member.get("status") == "none":
            self._unenrol(userid)
        else:
            if userid in self.enrolments or member.get("role") is not None:
                self._enrol(userid, member)
            if member.get("role") is not None:
                self._give_role(userid, member["role"])
        self._change_groups(userid, member)
        if sum(self.counts.values()) == before:
            self.counts["unchanged"] += 1

    def _enrol(self, userid: int, member: dict[str, Any]) -> None:
        store, now = self.call.store, self.call.now
        current = self.enrolments.get(userid)
        asked: Row = {
            column: member[name]
            for name, column in (("start", "timestart"), ("end", "timeend"))
            if name in member
        }
        if member.get("status") is not None:
            asked["status"] = int(member["status"] == "suspended")
        if current is None:
            row = {"enrolid": self.instance, "userid": userid, "timestart": 0, "timeend": 0}
            row |= {"status": 0, **asked, "timecreated": now, "timemodified": now}
            row["id"] = store.insert("user_enrolments", row)
            self.enrolments[userid] = row
            self.enrolled.add(userid)
            self.counts["enrolled"] += 1
            return
        changed = {name: value for name, value in asked.items() if current[name] != value}
        if not changed:
            return
        store.update("user_enrolments", current["id"], {**changed, "timemodified": now})
        current.update(changed)
        if "status" in changed:
            self.counts["suspended" if changed["status"] else "reactivated"] += 1
        if changed.keys() - {"status"}:
            self.counts["updated"] += 1

    def _unenrol(self, userid: int) -> None:
        current = self.enrolments.pop(userid, None)
        if current is None:
            return
        self.call.store.write("DELETE FROM user_enrolments WHERE id = ?", current["id"])
        clean_up(self.call, self.course["id"], userid, self.context)
        self.counts["unenrolled"] += 1

    def _give_role(self, userid: int, role: int) -> None:
        store, now = self.call.store, self.call.now
        roles = self.roles.setdefault(userid, set())
        others = (roles & self.known.roles) - {role}
        if role not in roles:
            store.insert(
                "role_assignments",
                {
                    "roleid": role,
                    "contextid": self.context.id,
                    "userid": userid,
                    "timemodified": now,
                },
            )
        for other in others:
            store.write(
                "DELETE FROM role_assignments WHERE contextid = ? AND userid = ? AND roleid = ?"
                " AND component = ''",
                self.context.id,
                userid,
                other,
            )
        if (role not in roles and not self._is_new(userid)) or others:
            self.counts["roles"] += 1
        roles.add(role)
        roles -= others

    def _is_new(self, userid: int) -> bool:
        row = self.enrolments.get(userid)
        return row is not None and row["timecreated"] == self.call.now and not self.roles[userid]

    def _change_groups(self, userid: int, member: dict[str, Any]) -> None:
        store, now = self.call.store, self.call.now
        for key in as_list(member.get("join", [])) or []:
            place = (self.groups[key], userid)
            if place not in self.places:
                store.write(
                    "INSERT INTO groups_members (groupid, userid, timeadded) VALUES (?, ?, ?)",
                    *place,
                    now,
                )
                store.update("groups", place[0], {"timemodified": now})
                self.places.add(place)
                self.counts["joined"] += 1
        joined = as_list(member.get("join", [])) or []
        for key in as_list(member.get("leave", [])) or []:
            if key in joined:
                continue
            place = (self.groups[key], userid)
            if place in self.places and self._leave(place):
                self.counts["left"] += 1

    def _leave(self, place: tuple[int, int]) -> bool:
        gone = self.call.store.write(
            "DELETE FROM groups_members WHERE groupid = ? AND userid = ? AND component = ''", *place
        )
        self.places.discard(place)
        return gone.rowcount > 0


_MEMBER = {"user", "role", "status", "start", "end", "join", "leave"}


def wrong_members(value: Any) -> str:
    """Say what is wrong with the shape of a course's members, "" when nothing."""
    rows = as_list(value)
    if rows is None:
        return "members is a list"
    for row in rows:
        if (
            not isinstance(row, dict)
            or not isinstance(row.get("user"), str)
            or row.keys() - _MEMBER
        ):
            return "members are objects with user, role, status, start, end, join, leave"
        if not all(are_texts(row.get(name, [])) for name in ("join", "leave")):
            return "join and leave are lists of keys"
    return ""


def are_texts(value: Any) -> bool:
    """Whether the value is a list of texts."""
    listed = as_list(value)
    return listed is not None and all(isinstance(one, str) for one in listed)
