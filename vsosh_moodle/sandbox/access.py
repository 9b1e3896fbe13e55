"""Contexts, roles and capabilities: who may do what where."""

from dataclasses import dataclass

from vsosh_moodle.sandbox.faults import Fault, invalid_parameter, no_permission
from vsosh_moodle.sandbox.store import Store

SYSTEM, USER, COURSECAT, COURSE, MODULE = 10, 30, 40, 50, 70
LEVEL_NAMES = {
    "system": SYSTEM,
    "user": USER,
    "coursecat": COURSECAT,
    "course": COURSE,
    "module": MODULE,
}
SYSTEM_CONTEXT_ID = 1
DEFAULT_ROLE = "user"


@dataclass(frozen=True, slots=True)
class Context:
    """A place where roles are assigned; `path` holds the ids of its parents and its own."""

    id: int
    level: int
    instanceid: int
    path: tuple[int, ...]


class Contexts:
    """Finds contexts by what they belong to; remembers them for the time of one call."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[int, int], Context] = {}
        self.system = Context(SYSTEM_CONTEXT_ID, SYSTEM, 0, (SYSTEM_CONTEXT_ID,))

    def of(self, level: int, instanceid: int) -> Context | None:
        """Return the context of a category, course, user or module; None when there is none."""
        if level == SYSTEM:
            return self.system
        key = (level, instanceid)
        if key not in self._known:
            found = self._store.value(
                "SELECT id FROM contexts WHERE contextlevel = ? AND instanceid = ?", *key
            )
            if found is None and level == USER:
                found = self._lazy_user_context(instanceid)
            if found is None:
                return None
            self._known[key] = Context(
                found, level, instanceid, (*self._parents(level, instanceid), found)
            )
        return self._known[key]

    def by_id(self, contextid: int) -> Context | None:
        """Return the context with this id, None when there is none."""
        row = self._store.row("SELECT * FROM contexts WHERE id = ?", contextid)
        return None if row is None else self.of(row["contextlevel"], row["instanceid"])

    def add(self, level: int, instanceid: int) -> int:
        """Make the context of a new object and return its id."""
        return self._store.insert("contexts", {"contextlevel": level, "instanceid": instanceid})

    def forget(self) -> None:
        """Drop what is remembered: an object moved to another parent."""
        self._known.clear()

    def _lazy_user_context(self, userid: int) -> int | None:
        if self._store.row("SELECT 1 FROM user WHERE id = ? AND deleted = 0", userid) is None:
            return None
        return self.add(USER, userid)

    def _parents(self, level: int, instanceid: int) -> tuple[int, ...]:
        if level == COURSECAT:
            parent = self._store.value(
                "SELECT parent FROM course_categories WHERE id = ?", instanceid
            )
        elif level == COURSE:
            parent = self._store.value("SELECT category FROM course WHERE id = ?", instanceid)
        elif level == MODULE:
            courseid = self._store.value(
                "SELECT course FROM course_modules WHERE id = ?", instanceid
            )
            return self._path(COURSE, courseid)
        else:
            parent = None
        return self._path(COURSECAT, parent) if parent else self.system.path

    def _path(self, level: int, instanceid: int) -> tuple[int, ...]:
        context = self.of(level, instanceid)
        return self.system.path if context is None else context.path


class Access:
    """What one user may do, for the time of one call."""

    def __init__(self, store: Store, contexts: Contexts, userid: int) -> None:
        self._store = store
        self._contexts = contexts
        self.userid = userid
        self.is_admin = str(userid) in (store.setting("siteadmins") or "").split(",")
        self._assigned: dict[int, set[int]] | None = None
        self._capabilities: dict[int, set[str]] = {}

    def can(self, capability: str, context: Context) -> bool:
        """Whether a role of the user, here or above, allows `capability`; administrators may all."""
        if self.is_admin:
            return True
        return any(capability in self._allowed(role) for role in self._roles(context))

    def require(self, capability: str, context: Context) -> None:
        """Raise Fault `nopermissions` unless the user has `capability` here."""
        if not self.can(capability, context):
            raise no_permission(capability)

    def require_any(self, capabilities: tuple[str, ...], context: Context) -> None:
        """Raise Fault `nopermissions` for the last capability unless the user has one of them."""
        if not any(self.can(capability, context) for capability in capabilities):
            raise no_permission(capabilities[-1])

    def enter(self, context: Context | None) -> Context:
        """Check that the user may be here at all (external_api::validate_context).

        Raises Fault `invalidparameter` for a context that does not exist and `requireloginerror`
        for a course that the user is not in and may not view.
        """
        if context is None:
            raise invalid_parameter("Context does not exist")
        if context.level == COURSE and not self.is_admin and context.instanceid != 1:
            self._enter_course(context)
        return context

    def assignable_roles(self, context: Context) -> set[int]:
        """Return ids of the roles that the user may assign at this context (get_assignable_roles)."""
        at_level = {
            row["id"]
            for row in self._store.rows("SELECT id, levels FROM role")
            if str(context.level) in row["levels"].split(",")
        }
        if self.is_admin:
            return at_level
        if not self.can("moodle/role:assign", context):
            return set()
        allowed: set[int] = set()
        for role in self._roles(context):
            allowed.update(
                self._store.column(
                    "SELECT allowassign FROM role_allow_assign WHERE roleid = ?", role
                )
            )
        return at_level & allowed

    def _enter_course(self, context: Context) -> None:
        visible = self._store.value("SELECT visible FROM course WHERE id = ?", context.instanceid)
        may_see = visible or self.can("moodle/course:viewhiddencourses", context)
        if may_see and (
            self.can("moodle/course:view", context)
            or is_enrolled(self._store, context.instanceid, self.userid, only_active=True)
        ):
            return
        raise Fault(
            "requireloginerror",
            "Course or activity not accessible.",
            "require_login_exception",
        )

    def _roles(self, context: Context) -> set[int]:
        if self._assigned is None:
            self._assigned = {}
            for row in self._store.rows(
                "SELECT contextid, roleid FROM role_assignments WHERE userid = ?", self.userid
            ):
                self._assigned.setdefault(row["contextid"], set()).add(row["roleid"])
            default = self._store.value("SELECT id FROM role WHERE shortname = ?", DEFAULT_ROLE)
            self._assigned.setdefault(SYSTEM_CONTEXT_ID, set()).add(default)
        roles: set[int] = set()
        for contextid in context.path:
            roles |= self._assigned.get(contextid, set())
        return roles

    def _allowed(self, roleid: int) -> set[str]:
        if roleid not in self._capabilities:
            self._capabilities[roleid] = set(
                self._store.column(
                    "SELECT capability FROM role_capabilities WHERE roleid = ?", roleid
                )
            )
        return self._capabilities[roleid]


def is_enrolled(store: Store, courseid: int, userid: int, *, only_active: bool = False) -> bool:
    """Whether the user has an enrolment in the course: any, or one that works now."""
    active = (
        "AND ue.status = 0 AND e.status = 0 AND ue.timestart <= CAST(strftime('%s','now') AS INTEGER)"
        " AND (ue.timeend = 0 OR ue.timeend > CAST(strftime('%s','now') AS INTEGER))"
        if only_active
        else ""
    )
    return (
        store.row(
            "SELECT 1 FROM enrol e JOIN user_enrolments ue ON ue.enrolid = e.id"  # noqa: S608
            f" WHERE e.courseid = ? AND ue.userid = ? {active} LIMIT 1",
            courseid,
            userid,
        )
        is not None
    )
