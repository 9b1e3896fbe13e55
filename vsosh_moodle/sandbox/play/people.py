"""Who plays: pupils and teachers of the site's courses with the dates of their enrolments."""

from dataclasses import dataclass, field

from vsosh_moodle.sandbox.store import Row, Store

_FOREVER = 2**60
_ROLES = (
    "SELECT ra.userid, c.instanceid AS courseid, max(r.archetype IN ('editingteacher', 'teacher'))"
    " AS teaches, max(r.archetype = 'student') AS learns FROM role_assignments ra"
    " JOIN contexts c ON c.id = ra.contextid AND c.contextlevel = 50"
    " JOIN role r ON r.id = ra.roleid GROUP BY ra.userid, c.instanceid"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's part in a course: from when to when the course can be entered."""

    courseid: int
    start: int
    end: int
    teaches: bool
    learns: bool


@dataclass(slots=True)
class Player:
    """Somebody with an account of the school: `person` is the idnumber, `groups` those joined."""

    userid: int
    person: str
    places: list[Place] = field(default_factory=list)
    groups: set[int] = field(default_factory=set)


def read_players(store: Store) -> list[Player]:
    """Return who may enter a course, with the courses; the suspended came until they were suspended."""
    roles = {(row["userid"], row["courseid"]): row for row in store.rows(_ROLES)}
    players = {
        row["id"]: Player(row["id"], row["idnumber"])
        for row in store.rows(
            "SELECT id, idnumber FROM user WHERE deleted = 0 AND idnumber <> '' ORDER BY id"
        )
    }
    for row in store.rows(
        "SELECT ue.userid, e.courseid, min(ue.timestart) AS start,"
        " max(CASE WHEN ue.status = 1 OR u.suspended = 1 OR e.status = 1 THEN ue.timemodified"
        " WHEN ue.timeend > 0 THEN ue.timeend ELSE ? END) AS ending"
        " FROM user_enrolments ue JOIN enrol e ON e.id = ue.enrolid JOIN user u ON u.id = ue.userid"
        " GROUP BY ue.userid, e.courseid ORDER BY ue.userid, e.courseid",
        _FOREVER,
    ):
        role = roles.get((row["userid"], row["courseid"]))
        if role is not None and row["userid"] in players:
            players[row["userid"]].places.append(_place(row, role))
    for row in store.rows("SELECT groupid, userid FROM groups_members"):
        if row["userid"] in players:
            players[row["userid"]].groups.add(row["groupid"])
    return [player for player in players.values() if player.places]


def _place(row: Row, role: Row) -> Place:
    return Place(
        row["courseid"], row["start"], row["ending"], bool(role["teaches"]), bool(role["learns"])
    )
